"""Khmer: ថ្ងៃទី 5 ខែវិច្ឆិកា ឆ្នាំ 2020. Numbers in Arabic digits, written as in English."""

DATE_FORMAT = "ថ្ងៃទី j ខែF ឆ្នាំ Y"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
