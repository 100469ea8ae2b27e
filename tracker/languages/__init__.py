"""English and Khmer: language of a URL, formats, translations, font."""
