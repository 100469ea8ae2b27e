"""The usage matrix page: text beside the numbers, and labels for narrow screens."""

import pytest

from cases.models import Event, Participation
from tests import factories, sample_data
from tests.pages import listed_rows, read_page
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db
DESCRIPTION = "Two were convicted; it is not said who."
UNATTRIBUTED_NOTE = "Sources also report verdicts without saying whose"


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


@pytest.fixture
def verdict(story):
    """A verdict on members of the group of the story, which changes no charge."""
    group = Participation.objects.exclude(group_label="").get()
    event = Event.objects.create(
        case=story.case, kind="verdict", happened_on="2021", description=DESCRIPTION
    )
    event.participations.add(group)
    return sample_data.cite_source(event, story.source)


def test_unattributed_verdict_is_shown_beside_the_numbers(visitor, story, verdict):
    for address in ("/usage/", story.provision.get_absolute_url()):
        text = read_page(visitor, address).text
        assert (address, UNATTRIBUTED_NOTE in text, DESCRIPTION in text) == (address, True, True)


@pytest.mark.parametrize("basis", ["charged", "tried", "convicted"])
def test_unattributed_verdict_is_said_on_every_basis(visitor, verdict, basis):
    text = read_page(visitor, f"/usage/?basis={basis}").text
    quoted = "Sources also report 1 verdict on unnamed people without saying on whom"
    assert (UNATTRIBUTED_NOTE in text, quoted in text) == (True, True)
    usage = visitor.get(f"/api/v1/usage/?basis={basis}").json()
    assert usage["unattributed_verdicts"] == 1


def test_quote_says_which_day_a_year_is_about(visitor):
    said = {
        basis: "Only: Dated by: Day of the verdict; Year (certain): 2020." in text
        for basis in ("charge", "verdict")
        for text in [read_page(visitor, f"/usage/?year=2020&date_basis={basis}").text]
    }
    assert said == {"charge": False, "verdict": True}


def test_offence_without_number_has_no_count_and_no_quote(visitor, story):
    murder = factories.provision(
        "", slug="murder", law=story.law, unit="unnumbered", heading="Murder", kind="offence"
    )
    factories.charge(under=murder, provenance="offence")
    default, asked = (
        read_page(visitor, f"/usage/?{query}")
        for query in (f"provision={murder.address}", f"provision={murder.address}&provenance=all")
    )
    assert ("Not counted: no source" in default.text, "To quote" in default.text) == (True, False)
    assert ("Not counted: no source" in asked.text, "To quote" in asked.text) == (False, True)
    rows = [row["id"] for row in visitor.get("/api/v1/usage/").json()["rows"]]
    assert murder.address not in rows


def test_charts_beside_a_table_count_the_same_charges(visitor, story):
    factories.charge(under=story.provision, provenance="inferred")
    page = read_page(visitor, "/usage/?rows=provenance&columns=category")
    assert page.text.count("3 people and 3 unnamed") == page.text.count("people and 3 unnamed") > 2


def test_unattributed_verdict_is_not_counted(visitor, story, verdict):
    address = f"/prosecutions/?provision={story.provision.address}&participant=group"
    convicted = f"{address}&outcome=convicted"
    assert "1 prosecution" in read_page(visitor, address).text
    assert "0 prosecutions" in read_page(visitor, convicted).text


def test_prosecution_list_states_size_of_its_groups(visitor, story):
    factories.charge(
        under=story.provision, of=factories.group(None, group_qualifier="not_stated"), on="2021"
    )
    address = f"/prosecutions/?provision={story.provision.address}"
    words = "3 unnamed people in 1 case, and 1 unnamed group of unknown size"
    for page in (read_page(visitor, address), read_page(visitor, f"{address}&participant=group")):
        assert page.text.split("are together: ")[1].startswith(words)
        assert listed_rows(visitor, page.links["3 unnamed people"]) == 2
    people = read_page(visitor, f"{address}&participant=person")
    assert ("are together" in people.text) is False


def test_verdict_on_a_person_is_not_shown_as_unattributed(visitor, story, verdict):
    verdict.participations.set(story.people[0].participations.all())
    for address in ("/usage/", story.provision.get_absolute_url()):
        assert UNATTRIBUTED_NOTE not in read_page(visitor, address).text


def test_provision_page_begins_with_outcomes_of_charges(visitor, story, verdict):
    text = read_page(visitor, story.provision.get_absolute_url()).text
    first = text[: text.index("What it threatens")]
    assert "Charged: 0 people and 3 unnamed Convicted: 2 people" in first
    assert f"Reported for unnamed people: {DESCRIPTION}" in first


def test_empty_columns_are_listed_below_and_unknown_is_shown(visitor, story):
    response = visitor.get("/usage/")
    matrix = response.context["matrix"]
    assert [column.id for column in matrix.columns] == ["journalist", "unknown"]
    assert len(matrix.empty_columns) == len(matrix.usage.columns) - 2
    assert "columns with none recorded" in response.content.decode()
    assert all(len(cells) == 2 for _heading, _total, cells in matrix.rows)


def test_every_cell_has_its_column_label_for_narrow_screens(visitor, story):
    html = visitor.get("/usage/").content.decode()
    assert 'data-label="Journalist"' in html
    assert 'role="rowheader"' in html
