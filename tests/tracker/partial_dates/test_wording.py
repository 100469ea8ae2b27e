"""Parsing of dates in words."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, strategies as st

from tests.tracker.partial_dates.sample_events import parse
from tracker.partial_dates import (
    PartialDate,
    PartialDateError,
    PartialDateFormField,
    StrictPartialDateFormField,
    parse_free_text,
)

DAYS = st.dates(min_value=parse("1000").earliest, max_value=parse("2998").latest)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2020-11", "2020-11"),
        ("Nov 2020", "2020-11"),
        ("Sept. 2020", "2020-09"),
        ("5 Nov 2020", "2020-11-05"),
        ("5th of November, 2020", "2020-11-05"),
        ("November 5, 2020", "2020-11-05"),
        ("May to June 2020", "2020-05/2020-06"),
        ("5–7 May 2020", "2020-05-05/2020-05-07"),
        ("from Dec 2019 to 2 Jan 2020", "2019-12-01/2020-01-02"),
        ("c. 2013", "2013~"),
        ("about Nov 2020", "2020-11~"),
        ("៥ វិច្ឆិកា ២០២០", "2020-11-05"),
        ("ថ្ងៃទី៥ ខែវិច្ឆិកា ឆ្នាំ២០២០", "2020-11-05"),
    ],
)
def test_date_in_words_is_parsed(text, edtf):
    assert parse_free_text(text).edtf == edtf


@pytest.mark.parametrize(
    "text",
    ["soon", "5 2020", "Nov", "5 Nov", "No 2020", "31 Nov 2020", "Nov Dec 2020", "5/11/2020"],
)
def test_text_without_a_date_is_rejected(text):
    with pytest.raises(PartialDateError):
        parse_free_text(text)


@given(DAYS, DAYS, st.booleans(), st.sampled_from(["day", "month", "year"]))
def test_displayed_date_can_be_typed(day, other_day, is_about, precision):
    first, last = sorted([day, other_day])
    length = {"day": 10, "month": 7, "year": 4}[precision]
    shown = parse(f"{first.isoformat()[:length]}/{last.isoformat()[:length]}")
    shown = PartialDate(shown.earliest, shown.latest, is_about)
    with translation.override("en"):
        assert parse_free_text(shown.in_words()) == shown


def test_dates_in_words_are_accepted_in_forms_but_not_in_urls():
    assert PartialDateFormField().clean("Nov 2020") == parse("2020-11")
    with pytest.raises(ValidationError):
        StrictPartialDateFormField().clean("Nov 2020")
