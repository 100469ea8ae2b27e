"""Date and number formats for Khmer, with Arabic digits."""

DATE_FORMAT = "ថ្ងៃទី j ខែF ឆ្នាំ Y"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
