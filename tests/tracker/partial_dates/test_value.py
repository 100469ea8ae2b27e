"""The value type of partial dates and its text form."""

from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given, strategies as st
from psycopg2.extras import DateRange

from tests.tracker.partial_dates.sample_events import (
    FORMAT_HINT,
    PARTIAL_DATES,
    parse,
)
from tracker.partial_dates import PartialDate, PartialDateError


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "is_about"),
    [
        ("2020", "2020-01-01", "2020-12-31", False),
        ("2020-02", "2020-02-01", "2020-02-29", False),
        ("2020-11-05", "2020-11-05", "2020-11-05", False),
        ("2020-05/2020-06", "2020-05-01", "2020-06-30", False),
        ("2019/2020-06-07", "2019-01-01", "2020-06-07", False),
        ("2013~", "2013-01-01", "2013-12-31", True),
        ("2020-05/2020-06~", "2020-05-01", "2020-06-30", True),
        ("\t2020 \n", "2020-01-01", "2020-12-31", False),
        ("២០២០-១១-០៥", "2020-11-05", "2020-11-05", False),
    ],
)
def test_text_is_parsed_to_first_and_last_day(text, earliest, latest, is_about):
    expected = PartialDate(date.fromisoformat(earliest), date.fromisoformat(latest), is_about)
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5/11/2020", FORMAT_HINT),
        ("", FORMAT_HINT),
        ("2020~/2021~", FORMAT_HINT),
        ("2020-1", FORMAT_HINT),
        ("20201105", FORMAT_HINT),
        ("2020-13", "the calendar has no such month or day."),
        ("2019-02-29", "the calendar has no such month or day."),
        ("2021/2020", "it ends before it begins; write the earlier part first."),
        ("0999", "the year must lie between 1000 and 2999."),
        ("2999/3000", "the year must lie between 1000 and 2999."),
    ],
)
def test_malformed_text_is_rejected_with_a_reason(text, reason):
    with pytest.raises(PartialDateError) as error:
        parse(text)
    assert str(error.value) == f"'{text}' is not a partial date: {reason}"


@given(st.text() | st.text("0123456789០៩-/~ ", max_size=24) | st.from_regex(r"\d{4}(-\d\d)?/?"))
def test_any_text_parses_or_raises_partial_date_error(text):
    try:
        value = parse(text)
    except PartialDateError:
        return
    assert parse(str(value)) == value


def test_datetime_is_rejected():
    with pytest.raises(TypeError):
        PartialDate(datetime(2020, 1, 1), date(2020, 1, 1))  # noqa: DTZ001


@given(PARTIAL_DATES)
def test_printed_text_parses_back_to_the_same_date(value):
    assert parse(str(value)) == value
    assert hash(parse(str(value))) == hash(value)


@pytest.mark.parametrize(
    ("text", "printed", "precision", "year"),
    [
        ("2020-01-01/2020-12-31", "2020", "year", 2020),
        ("2020-02-01/2020-02-29~", "2020-02~", "month", 2020),
        ("2020-11-05/2020-11-05", "2020-11-05", "day", 2020),
        ("2020/2020-02", "2020-01/2020-02", "range", 2020),
        ("2019/2020", "2019/2020", "range", None),
        ("2019/2020-06-07", "2019-01-01/2020-06-07", "range", None),
    ],
)
def test_edtf_has_the_coarsest_precision_at_both_ends(text, printed, precision, year):
    value = parse(text)
    assert (value.edtf, value.precision, value.year) == (printed, precision, year)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-11-05", "5 November 2020"),
        ("2020-11", "November 2020"),
        ("2020", "2020"),
        ("2020-05/2020-06", "May to June 2020"),
        ("2019-05/2020-06", "May 2019 to June 2020"),
        ("2019/2020", "2019 to 2020"),
        ("2019-05-03/2020-06-07", "between 3 May 2019 and 7 June 2020"),
        ("2013~", "about 2013"),
        ("2019-05-03/2020-06-07~", "about 3 May 2019 to 7 June 2020"),
    ],
)
def test_in_words_in_english(text, words):
    with translation.override("en"):
        assert parse(text).in_words() == words


def test_json_has_edtf_and_both_days():
    expected = {"edtf": "2020-11~", "earliest": "2020-11-01", "latest": "2020-11-30"}
    assert parse("2020-11~").as_json() == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (" ", None),
        (date(2020, 11, 5), "2020-11-05"),
        (DateRange(date(2020, 1, 1), date(2020, 12, 31), "[]"), "2020"),
        (DateRange(date(2019, 12, 31), date(2021, 1, 1), "()"), "2020"),
    ],
)
def test_dates_and_ranges_are_read(value, text):
    assert PartialDate.read(value) == (text and parse(text))


@pytest.mark.parametrize("value", [2020, DateRange(empty=True), DateRange(date(2020, 1, 1), None)])
def test_value_without_first_and_last_day_is_rejected(value):
    with pytest.raises(PartialDateError):
        PartialDate.read(value)
