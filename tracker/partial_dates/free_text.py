"""Parses dates as written in notes ("5 Nov 2020", "c. 2013") and formats them as EDTF.

Pure text, made into the text `PartialDate.parse` reads. English and Khmer month names.
"""

import re

from tracker.partial_dates.value import PART, PartialDate, PartialDateError, digits

MONTHS_EN = (
    "january february march april may june july august september october november december"
).split()
MONTHS_KM = "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ".split()
SHORTEST = 3  # letters of a month: Nov
ABOUT = re.compile(r"^(?:about|around|approximately|circa|ca?\.|ប្រហែល)\s*|\s*~$")
FROM = re.compile(r"^(?:between|from)\s+")
TO = re.compile(r"\s+(?:to|and|until|till)\s+|\s*[–—]\s*|\s+-\s+")
# Say only which number is the day, the month, the year.
NOISE = re.compile(r"[.,]|\bof\b|(?<=\d)(?:st|nd|rd|th)\b|ថ្ងៃទី|ថ្ងៃ|ខែ|ឆ្នាំ")
DAY, YEAR = re.compile(r"\d{1,2}"), re.compile(r"\d{4}")


def read_in_words(text: str) -> PartialDate | None:
    """What `text` says as people write dates. Raises PartialDateError where it says nothing."""
    try:
        return PartialDate.read(text)
    except PartialDateError:
        written = as_edtf(text)
        if written is None:
            raise
        return PartialDate.parse(written)


def as_edtf(text: str) -> str | None:
    """`5 Nov 2020` as `2020-11-05`; None where it is no date in words."""
    plain = digits(text).strip().lower()
    dates, is_about = ABOUT.subn("", plain)
    parts = [part_of(each) for each in TO.split(FROM.sub("", dates))]
    if len(parts) > 2 or None in parts:
        return None
    last = parts[-1]
    first = parts[0] if len(parts) == 1 else with_end(parts[0], last)
    if "year" not in last or "year" not in first:
        return None
    both = dict.fromkeys([edtf(first), edtf(last)])
    return "/".join(both) + ("~" if is_about else "")


def part_of(text: str) -> dict[str, int] | None:
    """The day, month and year that stand in one half of a range, as far as they do."""
    if re.fullmatch(PART, text):
        return dict(zip(("year", "month", "day"), map(int, text.split("-")), strict=False))
    found: dict[str, int] = {}
    for word in NOISE.sub(" ", text).split():
        named = meaning(word)
        if named is None or named[0] in found:
            return None
        found[named[0]] = named[1]
    is_whole = "day" not in found or "month" in found or "year" not in found
    return found if found and is_whole else None


def meaning(word: str) -> tuple[str, int] | None:
    if YEAR.fullmatch(word):
        return "year", int(word)
    if DAY.fullmatch(word):
        return "day", int(word)
    for number, (english, khmer) in enumerate(zip(MONTHS_EN, MONTHS_KM, strict=True), 1):
        if word == khmer or (len(word) >= SHORTEST and english.startswith(word)):
            return "month", number
    return None


def with_end(first: dict[str, int], last: dict[str, int]) -> dict[str, int]:
    """`May` of `May to June 2020`, `5` of `5–7 May 2020`: the rest stands with the end."""
    if "month" not in first and "year" not in first and "month" in last:
        first = {**first, "month": last["month"]}
    return first if "year" in first or "year" not in last else {**first, "year": last["year"]}


def edtf(part: dict[str, int]) -> str:
    year, month, day = (part.get(name) for name in ("year", "month", "day"))
    text = f"{year:04}"
    if month is not None:
        text += f"-{month:02}"
    return text if day is None else f"{text}-{day:02}"
