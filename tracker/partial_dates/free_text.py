"""Parses dates as written in notes ("5 Nov 2020", "c. 2013").

Converts text to EDTF, which `PartialDate.parse` then reads. English and Khmer month names.
"""

import re

from tracker.partial_dates.value import PART, PartialDate, PartialDateError, with_ascii_digits

MONTHS_EN = (
    "january february march april may june july august september october november december"
).split()
MONTHS_KM = "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ".split()
MIN_MONTH_LETTERS = 3  # letters of an abbreviated month: Nov
ABOUT_WORDS = re.compile(r"^(?:about|around|approximately|circa|ca?\.|ប្រហែល)\s*|\s*~$")
RANGE_START = re.compile(r"^(?:between|from)\s+")
RANGE_SEPARATOR = re.compile(r"\s+(?:to|and|until|till)\s+|\s*[–—]\s*|\s+-\s+")
# Words and punctuation that carry no value of their own.
NOISE = re.compile(r"[.,]|\bof\b|(?<=\d)(?:st|nd|rd|th)\b|ថ្ងៃទី|ថ្ងៃ|ខែ|ឆ្នាំ")
DAY, YEAR = re.compile(r"\d{1,2}"), re.compile(r"\d{4}")


def parse_free_text(text: str) -> PartialDate | None:
    """The date in EDTF or in words. Raises PartialDateError if the text is not a date."""
    try:
        return PartialDate.read(text)
    except PartialDateError:
        edtf_text = free_text_to_edtf(text)
        if edtf_text is None:
            raise
        return PartialDate.parse(edtf_text)


def free_text_to_edtf(text: str) -> str | None:
    """`5 Nov 2020` as `2020-11-05`; None if the text is not a date in words."""
    plain = with_ascii_digits(text).strip().lower()
    dates, is_about = ABOUT_WORDS.subn("", plain)
    parts = [parse_date_part(half) for half in RANGE_SEPARATOR.split(RANGE_START.sub("", dates))]
    if len(parts) > 2 or None in parts:
        return None
    last = parts[-1]
    first = parts[0] if len(parts) == 1 else complete_from_end(parts[0], last)
    if "year" not in last or "year" not in first:
        return None
    ends = dict.fromkeys([format_edtf(first), format_edtf(last)])  # one if both are the same
    return "/".join(ends) + ("~" if is_about else "")


def parse_date_part(text: str) -> dict[str, int] | None:
    """The day, month and year that one half of a range has; None if it is not a date."""
    if re.fullmatch(PART, text):
        return dict(zip(("year", "month", "day"), map(int, text.split("-")), strict=False))
    part: dict[str, int] = {}
    for word in NOISE.sub(" ", text).split():
        unit_and_value = parse_date_word(word)
        if unit_and_value is None or unit_and_value[0] in part:
            return None
        part[unit_and_value[0]] = unit_and_value[1]
    is_day_and_year_only = "day" in part and "year" in part and "month" not in part
    return part if part and not is_day_and_year_only else None


def parse_date_word(word: str) -> tuple[str, int] | None:
    """(unit, value) of a number or the name of a month; None for any other word."""
    if YEAR.fullmatch(word):
        return "year", int(word)
    if DAY.fullmatch(word):
        return "day", int(word)
    for number, (english, khmer) in enumerate(zip(MONTHS_EN, MONTHS_KM, strict=True), 1):
        if word == khmer or (len(word) >= MIN_MONTH_LETTERS and english.startswith(word)):
            return "month", number
    return None


def complete_from_end(first: dict[str, int], last: dict[str, int]) -> dict[str, int]:
    """The first half with month and year from the last: `May to June 2020`, `5–7 May 2020`."""
    if "month" not in first and "year" not in first and "month" in last:
        first = {**first, "month": last["month"]}
    return first if "year" in first or "year" not in last else {**first, "year": last["year"]}


def format_edtf(part: dict[str, int]) -> str:
    """`2020`, `2020-11` or `2020-11-05`."""
    rest = [f"{part[unit]:02}" for unit in ("month", "day") if unit in part]
    return "-".join([f"{part['year']:04}", *rest])
