"""Articles charged together: against the same person, in the same case."""

import pytest

from tests import factories as make, sample_data
from tests.pages import read, rows
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db


made_once, told = share_world(lambda _folder: sample_data.build(people=2))


@pytest.fixture
def other(told):
    """An article charged beside the story's: against one of its people and its group."""
    other = make.provision("8", law=told.law)
    parts = {part.person or part.group_label: part for part in told.case.participations.all()}
    for who in (told.people[0], "invented group"):
        make.charge(under=other, of=parts[who], provenance="inferred")
    make.charge(under=other, of=make.accused(case=told.case))
    return other


def test_numbers_of_articles_charged_together_equal_their_lists(visitor, told, other):
    [one] = visitor.get(told.provision.get_absolute_url()).context["use"].together
    assert (one.provision, one.people, one.cases) == (other, 1, 1)
    assert (rows(visitor, one.people_address), rows(visitor, one.cases_address)) == (1, 1)


def test_the_other_way_round_the_numbers_are_its_own(visitor, told, other):
    [one] = visitor.get(other.get_absolute_url()).context["use"].together
    assert (one.provision, one.people, one.cases) == (told.provision, 0, 1)
    assert (rows(visitor, one.people_address), rows(visitor, one.cases_address)) == (0, 1)


def test_together_means_the_same_person_in_the_same_case(visitor, told, other):
    asked = f"provision={told.provision.address}&together={other.address}"
    assert rows(visitor, f"/charges/?{asked}") == 2
    assert rows(visitor, f"/prosecutions/?{asked}&participant=person") == 1
    page = read(visitor, f"/people/?{asked}")
    assert "Charged together with: Story Law Article 8" in page.text


def test_the_section_is_absent_where_nothing_is_charged_together(visitor, told):
    page = read(visitor, told.provision.get_absolute_url())
    assert ("Articles charged together with it" in page.text) is False
