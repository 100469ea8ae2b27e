"""Pages of laws, provisions and recommendations."""

import pytest

from laws.models import Ask
from tests import factories, sample_data
from tests.pages import count_page_queries, listed_rows, read_page
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db


made_once, world = share_world(lambda _folder: sample_data.build_story(people=2))


@pytest.fixture
def address(world):
    return world.provision.get_absolute_url()


def test_provision_page_lists_charged_people_with_case_and_outcome(visitor, world, address):
    page = read_page(visitor, address)
    for person in world.people:
        assert page.links[person.name] == person.get_absolute_url()
    assert "2 people and 3 unnamed charged" in page.text
    assert "As charged, where a source names the article, in cases about expression" in page.text
    assert "Charged 4 May 2020" not in page.text  # dates have a column of their own
    assert "4 May 2020 Convicted" in page.text


def test_numbers_on_a_provision_page_equal_the_linked_lists(visitor, world, address):
    page = read_page(visitor, address)
    assert listed_rows(visitor, page.links["2 people"]) == 2
    assert listed_rows(visitor, page.links["3 unnamed"]) == 1
    assert listed_rows(visitor, page.links["1 recommendation"]) == 1
    use = visitor.get(address).context["use"]
    assert listed_rows(visitor, use.charges_after_first_ask.address) == 2
    assert listed_rows(visitor, page.links["1 case"]) == 1


def test_breakdowns_of_a_provision_equal_the_linked_lists_of_people(visitor, world, address):
    use = visitor.get(address).context["use"]
    lines = [*use.by_year, *use.by_category, *use.by_outcome]
    assert [(line.label, line.people, line.count.unnamed_people) for line in lines] == [
        *(("2020", 2, 3), ("Not known", 0, 3), ("Journalist", 2, 0)),
        *(("Charged", 0, 3), ("Convicted", 2, 0)),
    ]
    assert [listed_rows(visitor, line.address) for line in lines] == [line.people for line in lines]


def test_disputed_penalties_are_all_shown_with_the_reason_once(visitor, address):
    page = read_page(visitor, address)
    assert "up to 6 months in prison" in page.text
    assert "up to 2 years in prison" in page.text
    assert page.text.count("The table and the text differ.") == 1
    assert "Sources differ" in page.text


def test_a_day_within_a_vague_change_is_ambiguous(visitor, address):
    page = read_page(visitor, f"{address}?on=2018-06-01")
    assert "ambiguous" in page.text
    assert "No singing at night." in page.text
    assert "No singing." in page.text


def test_a_day_shows_the_version_in_force(visitor, address):
    page = read_page(visitor, f"{address}?on=2019-01-01")
    assert ("No singing at night." in page.text, "ambiguous" in page.text) == (False, False)


def test_page_says_why_a_day_is_ambiguous_or_without_a_version(visitor, world, address):
    provision = factories.provision("9", law=world.law)
    factories.version(provision=provision, starts_on="2009")
    own = provision.get_absolute_url()
    page = read_page(visitor, f"{own}?on=2009-05-01")
    assert "ambiguous The article began to apply in 2009; on which day is not known." in page.text
    assert "This version may have been in force on that day, or none." in page.text
    page = read_page(visitor, f"{own}?on=2008-05-01")
    assert "Not yet in force: the article began to apply in 2009." in page.text
    assert "ambiguous" not in read_page(visitor, f"{own}?on=2010-05-01").text


def test_end_of_a_law_ends_its_provisions(visitor, world, address):
    assert "The law was repealed" not in read_page(visitor, address).text
    factories.make_stage(world.law, kind="repealed", happened_on="2019-03-02")
    for query in ("", "?on=2020-01-01"):
        page = read_page(visitor, address + query)
        assert "The law was repealed on 2 March 2019." in page.text
        assert ("No singing." in page.text) == (query == "")
        assert "in force since" not in page.text


@pytest.mark.parametrize(
    "query",
    ["on=1/2/2018", "on=2018-02-31", "on=0999-12-31", "on=3000-01-01", "no=2018-02-01", "on=%00"],
)
def test_malformed_day_gets_a_400_with_explanation(visitor, address, query):
    assert "was not understood" in read_page(visitor, f"{address}?{query}", status=400).text


def test_provision_page_without_charges_or_contents_says_so(visitor):
    provision = factories.provision("9")
    page = read_page(visitor, provision.get_absolute_url())
    assert "Nobody recorded as charged, where a source names the article" in page.text
    assert "What it says is not recorded." in page.text
    assert "No recommendation about it is recorded." in page.text


def test_inferred_charges_are_listed_separately_and_not_counted(visitor, world, address):
    factories.charge(under=world.provision, provenance="inferred")
    page = read_page(visitor, address)
    assert "2 people and 3 unnamed charged" in page.text
    assert page.links["1 other charge not counted"] == "#others"
    assert "article inferred from the offence named" in page.text


def test_withheld_name_is_absent_but_its_charge_is_listed(visitor, world, address):
    type(world.people[0]).objects.filter(pk=world.people[0].pk).update(
        display_policy="withheld", protection_reason="safety"
    )
    page = read_page(visitor, address)
    assert (world.people[0].name in page.text) is False
    assert f"Name withheld (safety, {world.people[0].code})" in page.text
    assert "2 people and 3 unnamed charged" in page.text


def test_charges_in_the_year_of_a_vague_recommendation_are_possible(visitor, world, address):
    type(world.recommendation).objects.filter(pk=world.recommendation.pk).update(issued_on="2020")
    assert ("Since the call for change" in read_page(visitor, address).text) is False
    since = visitor.get(address).context["use"].charges_after_first_ask
    assert (since.people, since.further_people, listed_rows(visitor, since.address)) == (0, 2, 2)


def test_law_page_shows_both_dates_of_a_disputed_stage(visitor, world):
    page = read_page(visitor, world.law.get_absolute_url())
    assert "2001 or 2003 Adopted Sources differ" in page.text
    assert page.text.count("Two dates are given.") == 2


def test_number_of_people_per_provision_equals_the_linked_list(visitor, world):
    page = read_page(visitor, world.law.get_absolute_url())
    assert listed_rows(visitor, page.links["2"]) == 2


def test_law_page_shows_unnamed_people_beside_each_number(visitor, world):
    other = factories.provision("8", law=world.law)
    factories.charge(under=other, of=factories.group(4))
    page = read_page(visitor, world.law.get_absolute_url())
    assert "People charged Unnamed Article 7 bis" in page.text
    assert "Offence 2 3 unnamed Article 8 Offence 0 4 unnamed" in page.text
    assert listed_rows(visitor, page.links["4 unnamed"]) == 1
    assert listed_rows(visitor, page.links["3 unnamed"]) == 1


def test_hidden_law_gets_the_same_404_as_a_missing_one(visitor):
    provision = factories.provision(law=factories.law(state="draft"))
    hidden, never = provision.law.get_absolute_url(), "/laws/never/"
    below = provision.get_absolute_url()
    urls = (hidden, never, below, "/laws/never/1/")
    assert len({visitor.get(url).content for url in urls}) == 1


def test_recommendation_page_links_later_charges_and_its_case(visitor, world):
    page = read_page(visitor, world.recommendation.get_absolute_url())
    assert "After this recommendation ( Repeal, 2019 ): 2 people and 3 unnamed" in page.text
    assert listed_rows(visitor, page.links["2 people"]) == 2
    assert page.links["Invented arrests"] == world.case.get_absolute_url()


def test_other_requests_are_not_counted_as_change_requests(visitor, world, address):
    suit = factories.recommendation(issued_on="2021", summary="Drop that case.")
    for action, provision in (("dismiss", world.provision), ("repeal", factories.provision("9"))):
        Ask.objects.create(recommendation=suit, action=action, provision=provision)
    record = visitor.get(address).context["record"]
    requests = [record.change_requests, record.other_requests]
    assert [request.number for request in requests] == [1, 1]
    assert [listed_rows(visitor, request.address) for request in requests] == [1, 1]
    assert (
        "that do not ask to change it, for example to drop a case"
        in read_page(visitor, address).text
    )


def test_query_count_of_pages_does_not_depend_on_the_number_of_people(visitor, world, address):
    pages = [address, world.law.get_absolute_url(), world.recommendation.get_absolute_url()]
    query_counts = [count_page_queries(visitor, page) for page in pages]
    for _ in range(10):
        sample_data.make_charged_person(world.case, world.provision, world.source)
    assert [count_page_queries(visitor, page) for page in pages] == query_counts
