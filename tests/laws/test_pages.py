"""Pages of laws, provisions and recommendations."""

import pytest

from laws.models import Ask
from tests import factories, sample_data
from tests.pages import queries, read, rows
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db


made_once, told = share_world(lambda _folder: sample_data.build(people=2))


@pytest.fixture
def address(told):
    return told.provision.get_absolute_url()


def test_a_provision_names_everyone_charged_with_case_and_outcome(visitor, told, address):
    page = read(visitor, address)
    for person in told.people:
        assert page.links[person.name] == person.get_absolute_url()
    assert "2 individual people charged" in page.links
    assert "3 unnamed people" in page.links
    assert "Charged 4 May 2020" not in page.text  # dates stand in a column of their own
    assert "4 May 2020 Convicted" in page.text


def test_numbers_of_a_provision_equal_the_lists_they_link_to(visitor, told, address):
    page = read(visitor, address)
    assert rows(visitor, page.links["2 individual people charged"]) == 2
    assert rows(visitor, page.links["1 recommendation"]) == 1
    assert rows(visitor, page.links["Charges against 2 individual people"]) == 2
    assert rows(visitor, page.links["1 case"]) == 1


def test_small_tables_of_a_provision_link_to_as_many_people(visitor, told, address):
    use = visitor.get(address).context["use"]
    lines = [*use.by_year, *use.by_category, *use.by_outcome]
    assert [line.label for line in lines] == ["2020", "Journalist", "Convicted"]
    assert [rows(visitor, line.address) for line in lines] == [line.people for line in lines]


def test_disputed_penalties_stand_side_by_side_and_the_reason_once(visitor, address):
    page = read(visitor, address)
    assert "up to 6 months in prison" in page.text
    assert "up to 2 years in prison" in page.text
    assert page.text.count("The table and the text differ.") == 1
    assert "Sources differ" in page.text


def test_a_day_within_a_vague_change_is_ambiguous(visitor, address):
    page = read(visitor, f"{address}?on=2018-06-01")
    assert "ambiguous" in page.text
    assert "No singing at night." in page.text
    assert "No singing." in page.text


def test_a_day_shows_the_version_in_force(visitor, address):
    page = read(visitor, f"{address}?on=2019-01-01")
    assert ("No singing at night." in page.text, "ambiguous" in page.text) == (False, False)


@pytest.mark.parametrize("query", ["on=1/2/2018", "on=2018-02-31", "no=2018-02-01", "on=%00"])
def test_a_malformed_day_is_explained(visitor, address, query):
    assert "was not understood" in read(visitor, f"{address}?{query}", status=400).text


def test_a_provision_without_anything_says_so(visitor):
    provision = factories.provision("9")
    page = read(visitor, provision.get_absolute_url())
    assert "No individual person charged is recorded" in page.text
    assert "What it says is not recorded." in page.text
    assert "No recommendation about it is recorded." in page.text


def test_inferred_charges_are_shown_apart_and_not_counted(visitor, told, address):
    factories.charge(under=told.provision, provenance="inferred")
    page = read(visitor, address)
    assert "2 individual people charged" in page.links
    assert page.links["1 charge known in another way"] == "#others"
    assert "article inferred from the offence named" in page.text


def test_a_withheld_name_is_absent_and_its_charge_is_told(visitor, told, address):
    type(told.people[0]).objects.filter(pk=told.people[0].pk).update(
        display_policy="withheld", protection_reason="safety"
    )
    page = read(visitor, address)
    assert (told.people[0].name in page.text) is False
    assert f"Name withheld (safety, {told.people[0].code})" in page.text
    assert "2 individual people charged" in page.links


def test_people_charged_since_a_vague_year_may_have_come_first(visitor, told, address):
    type(told.recommendation).objects.filter(pk=told.recommendation.pk).update(issued_on="2020")
    page = read(visitor, address)
    assert rows(visitor, page.links["2 individual people may have been charged"]) == 2
    assert "For 2 of these the dates are vague" in page.text


def test_a_law_tells_both_dates_of_a_disputed_step(visitor, told):
    page = read(visitor, told.law.get_absolute_url())
    assert "2001 or 2003 Adopted Sources differ" in page.text
    assert page.text.count("Two dates are given.") == 2


def test_a_law_counts_people_by_provision_with_their_list(visitor, told):
    page = read(visitor, told.law.get_absolute_url())
    assert rows(visitor, page.links["2"]) == 2


def test_a_law_tells_of_unnamed_people_beside_each_number(visitor, told):
    other = factories.provision("8", law=told.law)
    factories.charge(under=other, of=factories.group(4))
    page = read(visitor, told.law.get_absolute_url())
    assert "0 and besides: 4 unnamed people in 1 case" in page.text
    assert rows(visitor, page.links["4 unnamed people"]) == 1
    assert rows(visitor, page.links["3 unnamed people"]) == 1


def test_a_hidden_law_answers_as_one_that_never_was(visitor):
    provision = factories.provision(law=factories.law(state="draft"))
    hidden, never = provision.law.get_absolute_url(), "/laws/never/"
    below = provision.get_absolute_url()
    answers = {visitor.get(where).content for where in (hidden, never, below, "/laws/never/1/")}
    assert len(answers) == 1


def test_a_recommendation_tells_what_happened_since(visitor, told):
    page = read(visitor, told.recommendation.get_absolute_url())
    assert rows(visitor, page.links["Charges against 2 individual people"]) == 2
    assert page.links["Invented arrests"] == told.case.get_absolute_url()


def test_whoever_asks_for_something_else_does_not_ask_for_change(visitor, told, address):
    suit = factories.recommendation(issued_on="2021", summary="Drop that case.")
    for action, provision in (("dismiss", told.provision), ("repeal", factories.provision("9"))):
        Ask.objects.create(recommendation=suit, action=action, provision=provision)
    use = visitor.get(address).context["record"]
    asked = [use.change_asked, use.otherwise_asked]
    assert [one.number for one in asked] == [1, 1]
    assert [rows(visitor, one.address) for one in asked] == [1, 1]
    assert "not to change it, but for example to drop a case" in read(visitor, address).text


def test_record_pages_take_as_many_queries_for_two_people_as_for_twelve(visitor, told, address):
    pages = [address, told.law.get_absolute_url(), told.recommendation.get_absolute_url()]
    few = [queries(visitor, page) for page in pages]
    for _ in range(10):
        sample_data.charged(told.case, told.provision, told.source)
    assert [queries(visitor, page) for page in pages] == few
