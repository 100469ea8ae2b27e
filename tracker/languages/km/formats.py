"""Date formats for Khmer, with Arabic digits.

Amounts: `amount_in_words` in laws/models/penalty.py.
"""

DATE_FORMAT = "ថ្ងៃទី j ខែF ឆ្នាំ Y"
DECIMAL_SEPARATOR = "."
