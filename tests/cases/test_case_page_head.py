"""The head of case and person pages: context, last known status, as of."""

import pytest

from tests import factories as make
from tests.pages import read_page
from tests.sample_data import cite_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def context_case(db):
    """A case against an official who harmed a journalist."""
    case = make.case(scope="context", category="official", confirmed_on="2021-08")
    accused = make.accused(case=case, person=make.person("Invented Guard", category="official"))
    make.accused(case=case, person=make.person("Invented Writer"), role="victim")
    make.charge(under=make.provision("7"), of=accused, on="2020")
    return case


def head_of(visitor, case) -> str:
    text = read_page(visitor, case.get_absolute_url()).text
    return text[text.index("Invented case") : text.index("The earliest day of the latest source")]


def test_context_case_says_so_and_who_is_who(visitor, context_case):
    head = head_of(visitor, context_case)
    assert "Context: not counted. The victim: Invented Writer (Journalist)." in head
    assert "The accused: Invented Guard (Official)." in head
    assert "Category of the accused: Official" in head


def test_withheld_name_of_a_victim_is_not_told(visitor, context_case):
    victim = context_case.participations.get(role="victim").person
    type(victim).objects.filter(pk=victim.pk).update(
        display_policy="withheld", protection_reason="safety"
    )
    page = read_page(visitor, context_case.get_absolute_url()).text
    assert "Invented Writer" not in page
    assert f"The victim: Name withheld (safety, {victim.code}) (Journalist)." in page


def test_context_case_without_victim_names_the_accused_only(visitor, context_case):
    context_case.participations.filter(role="victim").delete()
    head = head_of(visitor, context_case)
    assert ("The victim:" in head, "The accused: Invented Guard" in head) == (False, True)


def test_other_case_has_no_word_of_context(visitor):
    charge = make.charge(under=make.provision("7"))
    head = head_of(visitor, charge.participation.case)
    assert ("not counted" in head, "Category of the accused" in head) == (False, False)


def test_status_is_the_last_known_as_of_the_latest_source(visitor):
    charge = make.charge(under=make.provision("7"))
    case = charge.participation.case
    for day in ("2022-05", "2021"):
        cite_source(case, make.source(published_on=day))
    head = head_of(visitor, case)
    assert "Last known status 1 charge: Charged As of May 2022" in head


def test_rejected_charge_is_in_no_number_of_statuses(visitor):
    charge = make.charge(under=make.provision("7"), standing="rejected", standing_reason="invented")
    head = head_of(visitor, charge.participation.case)
    assert "Last known status not known" in head


def test_person_page_says_last_known_status_as_of(visitor, context_case):
    guard = context_case.participations.get(role="accused").person
    text = read_page(visitor, guard.get_absolute_url()).text
    assert ": last known status Charged , as of August 2021 Context: not counted." in text
    assert "As of August 2021 The earliest day of the latest source." in text


def test_person_page_is_as_of_the_latest_case(visitor):
    person, provision = make.person(), make.provision("7")
    for day in ("2021", "2023-02", "2022"):
        case = make.case(confirmed_on=day)
        make.charge(under=provision, of=make.accused(case=case, person=person))
    text = read_page(visitor, person.get_absolute_url()).text
    assert "As of February 2023 The earliest day of the latest source." in text
