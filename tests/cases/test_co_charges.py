"""Provisions charged together: against the same person in the same case."""

import pytest

from cases.models import Charge
from tests import factories as make, sample_data
from tests.pages import listed_rows, read_page
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


@pytest.fixture
def other(story):
    """A second provision charged against one person and the group of the story."""
    other = make.provision("8", law=story.law)
    participations = {p.person or p.group_label: p for p in story.case.participations.all()}
    for who in (story.people[0], "invented group"):
        make.charge(under=other, of=participations[who])
    make.charge(under=other, of=make.accused(case=story.case))
    return other


def test_counts_of_co_charged_provision_equal_their_lists(visitor, story, other):
    [co_charged] = (
        visitor.get(story.provision.get_absolute_url()).context["use"].co_charged_provisions
    )
    assert (co_charged.provision, co_charged.people, co_charged.cases) == (other, 1, 1)
    assert (
        listed_rows(visitor, co_charged.people_address),
        listed_rows(visitor, co_charged.cases_address),
    ) == (
        1,
        1,
    )


def test_counts_of_co_charged_provision_differ_by_direction(visitor, story, other):
    [co_charged] = visitor.get(other.get_absolute_url()).context["use"].co_charged_provisions
    assert (co_charged.provision, co_charged.people, co_charged.cases) == (story.provision, 1, 1)
    assert (
        listed_rows(visitor, co_charged.people_address),
        listed_rows(visitor, co_charged.cases_address),
    ) == (
        1,
        1,
    )


def test_together_filter_requires_same_person_and_case(visitor, story, other):
    query = f"provision={story.provision.address}&together={other.address}"
    assert listed_rows(visitor, f"/charges/?{query}") == 2
    assert listed_rows(visitor, f"/prosecutions/?{query}&participant=person") == 1
    page = read_page(visitor, f"/people/?{query}")
    assert "Charged together with: Story Law Article 8" in page.text


def test_inferred_charge_together_counts_as_a_case_only(visitor, story, other):
    Charge.objects.filter(provision=other).update(provenance="inferred")
    [co_charged] = (
        visitor.get(story.provision.get_absolute_url()).context["use"].co_charged_provisions
    )
    assert (co_charged.people, co_charged.cases) == (0, 1)
    assert listed_rows(visitor, co_charged.people_address) == 0
    assert listed_rows(visitor, co_charged.cases_address) == 1


def test_unnamed_groups_charged_together_stand_apart(visitor, story, other):
    [co_charged] = (
        visitor.get(story.provision.get_absolute_url()).context["use"].co_charged_provisions
    )
    counted = (co_charged.people, co_charged.counted.unnamed_people)
    assert (counted, listed_rows(visitor, co_charged.groups_address)) == ((1, 3), 1)
    page = read_page(visitor, story.provision.get_absolute_url())
    assert "Article 8, Story Law 1 3 unnamed 1" in page.text


def test_co_charge_section_is_absent_without_co_charges(visitor, story):
    page = read_page(visitor, story.provision.get_absolute_url())
    assert ("Articles charged together with it" in page.text) is False
