"""The page of the usage matrix: what it says beside the numbers, and on a phone."""

import pytest

from cases.models import Event, Participation
from tests import factories, sample_data
from tests.pages import read, rows
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db
SAID = "Two were convicted; it is not said who."
OF_NOBODY = "Sources also tell of verdicts without saying whose"


made_once, told = share_world(lambda _folder: sample_data.build(people=2))


@pytest.fixture
def verdict(told):
    """A verdict on some of the group of the story: it changes no charge."""
    group = Participation.objects.exclude(group_label="").get()
    event = Event.objects.create(
        case=told.case, kind="verdict", happened_on="2021", description=SAID
    )
    event.participations.add(group)
    return sample_data.cite(event, told.source)


def test_a_verdict_on_nobody_in_particular_stands_beside_the_numbers(visitor, told, verdict):
    for address in ("/usage/", told.provision.get_absolute_url()):
        text = read(visitor, address).text
        assert (address, OF_NOBODY in text, SAID in text) == (address, True, True)


def test_it_is_in_no_number(visitor, told, verdict):
    address = f"/prosecutions/?provision={told.provision.address}&participant=group"
    convicted = f"{address}&outcome=convicted"
    assert "1 prosecution" in read(visitor, address).text
    assert "0 prosecutions" in read(visitor, convicted).text


def test_a_list_of_prosecutions_says_how_many_people_its_groups_are(visitor, told):
    factories.charge(
        under=told.provision, of=factories.group(None, group_qualifier="not_stated"), on="2021"
    )
    address = f"/prosecutions/?provision={told.provision.address}"
    words = "3 unnamed people in 1 case, and 1 group of which no source states the number"
    for page in (read(visitor, address), read(visitor, f"{address}&participant=group")):
        assert page.text.split("are together: ")[1].startswith(words)
        assert rows(visitor, page.links["3 unnamed people"]) == 2
    people = read(visitor, f"{address}&participant=person")
    assert ("are together" in people.text) is False


def test_a_verdict_of_which_we_know_whose_is_not_told_again(visitor, told, verdict):
    verdict.participations.set(told.people[0].participations.all())
    for address in ("/usage/", told.provision.get_absolute_url()):
        assert OF_NOBODY not in read(visitor, address).text


def test_an_article_says_first_where_its_charges_stand(visitor, told, verdict):
    text = read(visitor, told.provision.get_absolute_url()).text
    first = text[: text.index("What it threatens")]
    assert "Convicted: 2 individual people" in first
    assert "counted apart: 3 unnamed people in 1 case" in first
    assert f"Told of unnamed people: {SAID}" in first


def test_columns_without_anything_are_told_below_and_unknown_is_one(visitor, told):
    response = visitor.get("/usage/")
    matrix = response.context["matrix"]
    assert [column.id for column in matrix.columns] == ["journalist", "unknown"]
    assert len(matrix.empty_columns) == len(matrix.usage.columns) - 2
    assert "columns with none recorded" in response.content.decode()
    assert all(len(cells) == 2 for _heading, _total, cells in matrix.rows)


def test_each_number_says_its_column_where_the_table_is_read_line_by_line(visitor, told):
    html = visitor.get("/usage/").content.decode()
    assert 'data-label="Journalist"' in html
    assert 'role="rowheader"' in html
