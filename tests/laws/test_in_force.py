"""Which version applies on a day, whether that is certain, and why not."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings, strategies as st

from laws.models import InForceRule, Stage, Version
from tests import factories as make
from tracker.partial_dates import PartialDate

FIRST = date(2009, 1, 1)


def version(starts_on="1990-01-01", ends_on=None, stage="enacted") -> Version:
    days = (PartialDate.read(starts_on), PartialDate.read(ends_on))
    return Version(stage=stage, starts_on=days[0], ends_on=days[1])


def ending(happened_on=None, kind="repealed", standing="accepted") -> Stage:
    return Stage(kind=kind, happened_on=PartialDate.read(happened_on), standing=standing)


def answer(rule: InForceRule, day: str | None) -> tuple:
    """Numbers of the versions, and the code of the reason with a mark if it is ambiguous."""
    found = rule.on(PartialDate.read(day))
    places = [place for place, one in enumerate(rule.versions) if one in found.versions]
    code = found.reason and found.reason.code
    return places, f"{code}?" if found.is_ambiguous else code


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2008-12-31", ([], "not_yet_in_force")),
        ("2009-01-01", ([0], "start_uncertain?")),
        ("2009-12-30", ([0], "start_uncertain?")),
        ("2009-12-31", ([0], None)),
        ("2018-02-28", ([0], None)),
        ("2018-03-01", ([1], None)),
        ("2019-12-31", ([1], None)),
        ("2020-01-01", ([1], "end_uncertain?")),
        ("2020-12-31", ([], "ended")),
        ("2018-03", ([1], None)),
        ("2018", ([0, 1], "day_imprecise?")),
        ("2008/2010", ([0], "start_uncertain?")),
        ("2009", ([0], "start_uncertain?")),
        ("2007", ([], "not_yet_in_force")),
        (None, ([], "day_unknown")),
    ],
)
def test_answer_follows_first_and_last_possible_days(day, expected):
    before, after = version("2009", "2018-03-01"), version("2018-03-01", "2020")
    assert answer(InForceRule([before, after], []), day) == expected


def test_either_version_may_apply_within_a_vague_change():
    rule = InForceRule([version(ends_on="2018"), version("2018")], [])
    assert answer(rule, "2017-12-31") == ([0], None)
    assert answer(rule, "2018-06-01") == ([0, 1], "change_uncertain?")
    assert answer(rule, "2018-12-31") == ([1], None)


def test_no_version_between_two_versions_is_a_gap():
    rule = InForceRule([version(ends_on="2010-01-01"), version("2015-01-01")], [])
    assert answer(rule, "2012") == ([], "no_version")
    assert answer(InForceRule([], []), "2012") == ([], "no_version")


def test_draft_never_applies():
    draft = version(stage="draft")
    assert answer(InForceRule([draft], []), "2012") == ([], "draft")
    assert answer(InForceRule([draft, version()], []), "2012") == ([1], None)


@pytest.mark.parametrize("kind", ["repealed", "replaced", "rescinded"])
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2009-12-31", ([0], None)),
        ("2010-01-01", ([0], "law_end_uncertain?")),
        ("2010-12-31", ([], "law_ended")),
        ("2011", ([], "law_ended")),
        ("2009-12-31/2010-01-01", ([0], "law_end_uncertain?")),
    ],
)
def test_end_of_a_law_ends_its_versions(kind, day, expected):
    assert answer(InForceRule([version("1992-01-01")], [ending("2010", kind)]), day) == expected


def test_other_stages_do_not_end_a_law():
    rule = InForceRule([version()], [ending("2010", "amended"), ending("2010", "planned")])
    assert answer(rule, "2011") == ([0], None)


@pytest.mark.parametrize("standing", ["accepted", "disputed"])
def test_differing_dates_of_the_end_make_the_time_between_uncertain(standing):
    rule = InForceRule(
        [version()], [ending("2010-05-01"), ending("2012-05-01", "repealed", standing)]
    )
    assert answer(rule, "2010-04-30") == ([0], None)
    assert answer(rule, "2011") == ([0], "law_end_uncertain?")
    assert answer(rule, "2012-05-01") == ([], "law_ended")


def test_rejected_end_is_ignored():
    rejected = ending("2012", standing="rejected")
    assert answer(InForceRule([version()], [rejected]), "2013") == ([0], None)
    assert answer(InForceRule([version()], [ending("2010"), rejected]), "2011") == ([], "law_ended")


def test_end_without_a_date_may_be_on_every_day():
    assert answer(InForceRule([version()], [ending()]), "1995") == ([0], "law_end_uncertain?")
    both = InForceRule([version()], [ending(), ending("2010-05-01")])
    assert [answer(both, "2009"), answer(both, "2011")] == [([0], None), ([], "law_ended")]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(999, 12, 31), date(9999, 12, 31)])
def test_days_of_all_years_have_an_answer(day):
    one = version(None)
    assert InForceRule([one], []).on(day).versions == [one]


@pytest.mark.parametrize("day", ["1900", "2009-05-01", "2090"])
def test_version_without_a_start_may_not_have_begun(day):
    assert answer(InForceRule([version(None)], []), day) == ([0], "start_unknown?")
    both = InForceRule([version(None, "2018-03-01"), version("2018-03-01")], [])
    assert answer(both, "2017") == ([0], "start_unknown?")
    assert answer(both, "2019") == ([1], None)


@pytest.mark.parametrize(
    ("rule", "day", "text"),
    [
        (
            InForceRule([version("2009")], []),
            "2009-05-01",
            "The article began to apply in 2009; on which day is not known.",
        ),
        (
            InForceRule([version("2009-05-02")], []),
            "2009-05-01",
            "Not yet in force: the article began to apply on 2 May 2009.",
        ),
        (
            InForceRule([version("2007/2009")], []),
            "2008",
            "The article began to apply between 1 January 2007 and 31 December 2009; "
            "on which day is not known.",
        ),
        (InForceRule([version()], [ending("2010")]), "2011", "The law was repealed in 2010."),
        (
            InForceRule([version()], [ending(kind="replaced")]),
            "2011",
            "The law was replaced at some time; on which day is not known.",
        ),
    ],
)
def test_reason_is_a_sentence_with_the_date(rule, day, text):
    assert rule.on(PartialDate.parse(day)).reason.text == text


def spans(longest: int):
    """Partial dates of up to `longest` days in about four months."""
    starts, lengths = st.integers(0, 120), st.integers(0, longest - 1)
    return st.builds(
        lambda start, length: PartialDate(
            FIRST + timedelta(start), FIRST + timedelta(start + length)
        ),
        starts,
        lengths,
    )


some_versions = st.lists(
    st.builds(version, st.none() | spans(40), st.none() | spans(40)), max_size=3
)
some_endings = st.lists(st.builds(ending, st.none() | spans(40)), max_size=2)


@settings(max_examples=300, deadline=None)
@given(some_versions, some_endings, spans(90))
def test_answer_of_a_vague_day_is_that_of_its_single_days(versions, endings, when):
    rule = InForceRule(versions, endings)
    length = (when.latest - when.earliest).days + 1
    days = [rule.on(when.earliest + timedelta(n)) for n in range(length)]
    candidates = [[id(one) for one in day.versions] for day in days]
    found = rule.on(when)
    assert {id(one) for one in found.versions} == {one for each in candidates for one in each}
    differs = any(each != candidates[0] for each in candidates)
    assert found.is_ambiguous == (differs or any(day.is_ambiguous for day in days))
    assert (found.reason is None) == (bool(found.versions) and not found.is_ambiguous)


def test_stage_kinds_that_end_a_law_are_known_to_the_database(db):
    law = make.law()
    for kind in ("repealed", "replaced"):
        Stage.objects.create(law=law, kind=kind)
    with pytest.raises(IntegrityError, match="law_stage_is_known"), transaction.atomic():
        Stage.objects.create(law=law, kind="forgotten")
