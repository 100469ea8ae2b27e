"""Lookups and database functions on partial dates."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import Count, F
from hypothesis import given, strategies as st

from tests.tracker.partial_dates.sample_events import (
    PARTIAL_DATES,
    Happening,
    database_examples,
)
from tracker.partial_dates import CertainYear, Earliest, Latest, PartialDateError


@given(values=st.lists(PARTIAL_DATES, max_size=12))
@database_examples
def test_database_sorts_as_python_does(happenings, values):
    happenings.all().delete()
    happenings.bulk_create(Happening(happened_on=value) for value in values)
    rows = happenings.order_by("happened_on", "happened_on_is_about")
    assert [row.happened_on for row in rows] == sorted(values)


@given(value=PARTIAL_DATES, other=PARTIAL_DATES)
@database_examples
def test_database_compares_as_python_does(happenings, value, other):
    happening = happenings.create(happened_on=value)
    rows = happenings.filter(pk=happening.pk, happened_on__overlaps=other)
    overlaps = value.earliest <= other.latest and other.earliest <= value.latest
    assert rows.exists() is overlaps


@given(value=PARTIAL_DATES)
@database_examples
def test_database_functions_agree_with_python(happenings, value):
    happening = happenings.create(happened_on=value)
    columns = CertainYear("happened_on"), Earliest("happened_on"), Latest("happened_on")
    row = happenings.filter(pk=happening.pk).values_list(*columns).get()
    assert row == (value.year, value.earliest, value.latest)


def test_rows_are_counted_by_certain_year(happenings):
    for text in ("2020", "2020-11~", "2019/2020", "2018-05", None):
        happenings.create(happened_on=text)
    years = happenings.values(year=CertainYear("happened_on")).annotate(count=Count("pk"))
    counts = years.order_by("year").values_list("year", "count")
    assert list(counts) == [(2018, 1), (2020, 2), (None, 2)]
    assert happenings.filter(happened_on__year__gte=2019).count() == 2


def test_lookups_accept_date_text_and_column(happenings):
    happenings.create(happened_on="2020-11", ended_on="2020")
    for lookup in (
        {"happened_on__overlaps": date(2020, 11, 1)},
        {"happened_on__overlaps": "2020-11-30"},
        {"happened_on__overlaps": F("ended_on")},
        {"happened_on__latest__lt": date(2020, 12, 1)},
    ):
        assert happenings.filter(**lookup).count() == 1


def test_lookup_with_malformed_text_raises(happenings):
    with pytest.raises(PartialDateError):
        happenings.filter(happened_on__overlaps="5/11/2020")


ORDERED = [("2020", None), (None, "2020"), ("2020", "2020-05"), ("2020-05", "2020")]


@pytest.mark.parametrize(("start", "end"), ORDERED)
def test_end_not_entirely_before_start_is_accepted(happenings, caplog, start, end):
    happening = Happening(title="a", happened_on=start, ended_on=end)
    happening.full_clean()
    happening.save()
    assert caplog.messages == []  # Django logs and swallows an error in a constraint's SQL


def test_end_entirely_before_start_is_rejected(happenings):
    happening = Happening(title="a", happened_on="2020-02", ended_on="2020-01")
    with pytest.raises(ValidationError) as error:
        happening.full_clean()
    assert error.value.messages == ["“ended on” must not lie wholly before “happened on”."]
    with pytest.raises(DatabaseError, match="happening_ends_after_start"):
        happening.save()
