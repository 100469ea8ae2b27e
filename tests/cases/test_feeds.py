"""Feeds: what they tell, under which lasting names, and never a name that is protected."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from cases.models import Case, Person
from tests import factories as make, sample_data
from tests.pages import queries, read
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed.atom", "/cases/feed.atom", "/people/feed.atom", "/measures/feed.atom"]
FEEDS += ["/recommendations/feed.atom", "/laws/story-law-2001/feed.atom"]
FEEDS += ["/laws/story-law-2001/7-bis/feed.atom"]


made_once, told = share_world(lambda _folder: sample_data.build(people=2))


def feed(visitor, address: str) -> ElementTree.Element:
    response = visitor.get(address)
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    return ElementTree.fromstring(response.content)  # noqa: S314 (written by us)


def titles(visitor, address: str) -> list[str]:
    return sorted(
        entry.findtext(f"{ATOM}title")
        for entry in feed(visitor, address)[0:]
        if entry.tag == f"{ATOM}entry"
    )


def test_a_provision_tells_charges_events_measures_and_recommendations(visitor, told):
    one, other = sorted(person.name for person in told.people)
    assert titles(visitor, f"{told.provision.get_absolute_url()}feed.atom") == [
        "Charge: 3 people: invented group, Story Law Article 7 bis",
        *["Charge: 4 May 2020: Invented arrests"] * 3,
        f"Charge: {one}, Story Law Article 7 bis",
        f"Charge: {other}, Story Law Article 7 bis",
        "Measure: Invented block",
        "Recommendation: Repeal it.",
        *["Verdict: September 2020: Invented arrests"] * 2,
    ]


def test_a_law_tells_what_its_provisions_do(visitor, told):
    of_law = titles(visitor, f"{told.law.get_absolute_url()}feed.atom")
    assert of_law == titles(visitor, f"{told.provision.get_absolute_url()}feed.atom")


def test_a_person_tells_cases_charges_and_events(visitor, told):
    assert titles(visitor, f"{told.people[0].get_absolute_url()}feed.atom") == [
        "Arrest: May 2020: Invented arrests",
        "Case: Invented arrests",
        "Charge: 4 May 2020: Invented arrests",
        f"Charge: {told.people[0].name}, Story Law Article 7 bis",
        "Verdict: September 2020: Invented arrests",
    ]


def test_a_list_is_followed_with_its_filters(visitor, told):
    make.case(title="Another matter")
    query = "provision=story-law-2001/7-bis"
    assert titles(visitor, f"/cases/feed.atom?{query}") == ["Case: Invented arrests"]
    assert titles(visitor, "/cases/feed.atom") == ["Case: Another matter", "Case: Invented arrests"]
    assert visitor.get("/cases/feed.atom?provison=x").status_code == 400
    page = read(visitor, f"/cases/?{query}")
    followed = page.links["Follow this page (Atom feed)"]
    assert titles(visitor, followed) == ["Case: Invented arrests"]


@pytest.mark.parametrize("address", FEEDS)
def test_every_entry_has_a_lasting_name_an_address_and_a_time(visitor, told, address):
    root = feed(visitor, address)
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        assert entry.findtext(f"{ATOM}id").startswith(f"tag:{settings.TAG_AUTHORITY}:")
        assert visitor.get(entry.find(f"{ATOM}link").get("href")).status_code == 200
        assert entry.findtext(f"{ATOM}updated") == make.PUBLISHED["published_at"].isoformat()
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) > 0
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["alternate", "self"]


def test_everything_new_tells_every_kind_of_record(visitor, told):
    kinds = {title.partition(":")[0] for title in titles(visitor, "/feed.atom")}
    assert kinds == {"Case", "Disagreement", "Figure", "Law", "Measure", "Organisation"} | {
        "Person",
        "Recommendation",
        "Source",
    }


def test_the_newest_come_first_and_no_more_than_sixty(visitor):
    make.case(title="Newest", published_at="2031-01-01T00:00Z")
    Case.objects.bulk_create(Case(**make.published(title=f"case {n}")) for n in range(70))
    entries = feed(visitor, "/cases/feed.atom").findall(f"{ATOM}entry")
    assert (entries[0].findtext(f"{ATOM}title"), len(entries)) == ("Case: Newest", 60)


@pytest.mark.parametrize("address", FEEDS)
def test_no_feed_tells_a_protected_name(visitor, told, address):
    person = told.people[0]
    told.case.title = f"The words of {person.name}"
    told.case.save()
    Person.objects.filter(pk=person.pk).update(display_policy="withheld")
    assert person.name.encode() not in visitor.get(address).content
    own = titles(visitor, f"{person.get_absolute_url()}feed.atom")
    assert "Charge: Name withheld, Story Law Article 7 bis" in own
    assert "Case: The words of [name withheld]" in own


def test_a_merged_person_is_followed_under_the_other_code(visitor, told):
    one, other = told.people
    Person.objects.filter(pk=one.pk).update(merged_into=other)
    response = visitor.get(f"{one.get_absolute_url()}feed.atom")
    assert (response.status_code, response["Location"]) == (
        301,
        f"{other.get_absolute_url()}feed.atom",
    )


@pytest.mark.parametrize("address", [*FEEDS, "/people/{}/feed.atom"])
def test_a_feed_refuses_what_it_does_not_understand(visitor, told, address):
    address = address.format(told.people[0].code)
    assert visitor.get(f"{address}?pge=2").status_code == 400
    assert visitor.post(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["laws/x/feed.atom", "laws/x/1/feed.atom", "people/P-000000/feed.atom"]
)
def test_what_is_not_there_has_no_feed(visitor, address):
    assert visitor.get(f"/{address}").status_code == 404


def test_signs_that_xml_cannot_write_are_left_out(visitor):
    case = make.case(title="Bell\x07 & <b>bold</b>", summary="\x1b1 < 2")
    entries = feed(visitor, "/cases/feed.atom").findall(f"{ATOM}entry")
    [entry] = [one for one in entries if case.code in one.findtext(f"{ATOM}id")]
    assert entry.findtext(f"{ATOM}title") == "Case: Bell & <b>bold</b>"
    assert entry.findtext(f"{ATOM}summary") == "1 &lt; 2"


def test_feeds_take_as_many_queries_for_two_people_as_for_twelve(visitor, told):
    addresses = [*FEEDS, f"{told.people[0].get_absolute_url()}feed.atom"]
    few = [queries(visitor, address) for address in addresses]
    for _ in range(10):
        sample_data.charged(told.case, told.provision, told.source)
    assert [queries(visitor, address) for address in addresses] == few
