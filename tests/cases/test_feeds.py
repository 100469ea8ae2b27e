"""Atom feeds: entries, permanent ids, and no protected name."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from cases.models import Case, Charge, Event, Person
from tests import factories as make, sample_data
from tests.pages import count_page_queries, read_page
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed.atom", "/cases/feed.atom", "/people/feed.atom", "/measures/feed.atom"]
FEEDS += ["/recommendations/feed.atom", "/laws/story-law-2001/feed.atom"]
FEEDS += ["/laws/story-law-2001/7-bis/feed.atom"]


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


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


def test_provision_feed_has_charges_events_measures_and_recommendations(visitor, story):
    first, second = sorted(person.name for person in story.people)
    assert titles(visitor, f"{story.provision.get_absolute_url()}feed.atom") == [
        *["Charge: 4 May 2020: Invented arrests"] * 3,
        "Charged: 3 people: invented group, Story Law Article 7 bis",
        *(f"Convicted: {name}, Story Law Article 7 bis" for name in (first, second)),
        "Measure: Invented block",
        "Recommendation: Repeal it.",
        *["Verdict: September 2020: Invented arrests"] * 2,
    ]


def test_person_only_arrested_is_not_said_to_be_charged(visitor):
    accused = make.accused(person=make.person(name="Invented Arrested"))
    charge = Charge.objects.create(participation=accused, provision=make.provision("12"))
    make.add_citation(charge)
    Event.objects.create(case=accused.case, kind="arrest").participations.add(accused)
    own = titles(visitor, f"{charge.provision.get_absolute_url()}feed.atom")
    [title] = [title for title in own if "Invented Arrested" in title]
    assert title == f"No charge recorded: Invented Arrested, {charge.provision}"


def test_law_feed_has_entries_of_its_provisions(visitor, story):
    of_law = titles(visitor, f"{story.law.get_absolute_url()}feed.atom")
    assert of_law == titles(visitor, f"{story.provision.get_absolute_url()}feed.atom")


def test_person_feed_has_cases_charges_and_events(visitor, story):
    assert titles(visitor, f"{story.people[0].get_absolute_url()}feed.atom") == [
        "Arrest: May 2020: Invented arrests",
        "Case: Invented arrests",
        "Charge: 4 May 2020: Invented arrests",
        f"Convicted: {story.people[0].name}, Story Law Article 7 bis",
        "Verdict: September 2020: Invented arrests",
    ]


def test_list_feed_applies_filters_of_list(visitor, story):
    make.case(title="Another matter")
    query = "provision=story-law-2001/7-bis"
    assert titles(visitor, f"/cases/feed.atom?{query}") == ["Case: Invented arrests"]
    assert titles(visitor, "/cases/feed.atom") == ["Case: Another matter", "Case: Invented arrests"]
    assert visitor.get("/cases/feed.atom?provison=x").status_code == 400
    page = read_page(visitor, f"/cases/?{query}")
    feed_address = page.links["Follow this page (Atom feed)"]
    assert titles(visitor, feed_address) == ["Case: Invented arrests"]


@pytest.mark.parametrize("address", FEEDS)
def test_every_entry_has_permanent_id_link_and_time(visitor, story, address):
    root = feed(visitor, address)
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        assert entry.findtext(f"{ATOM}id").startswith(f"tag:{settings.TAG_AUTHORITY}:")
        assert visitor.get(entry.find(f"{ATOM}link").get("href")).status_code == 200
        assert entry.findtext(f"{ATOM}updated") == make.PUBLISHED["published_at"].isoformat()
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) > 0
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["alternate", "self"]


def test_feed_of_everything_has_every_kind_of_record(visitor, story):
    kinds = {title.partition(":")[0] for title in titles(visitor, "/feed.atom")}
    assert kinds == {"Case", "Disagreement", "Figure", "Law", "Measure", "Organisation"} | {
        "Person",
        "Recommendation",
        "Source",
    }


def test_feed_has_newest_sixty_entries(visitor):
    make.case(title="Newest", published_at="2031-01-01T00:00Z")
    Case.objects.bulk_create(Case(**make.published_fields(title=f"case {n}")) for n in range(70))
    entries = feed(visitor, "/cases/feed.atom").findall(f"{ATOM}entry")
    assert (entries[0].findtext(f"{ATOM}title"), len(entries)) == ("Case: Newest", 60)


@pytest.mark.parametrize("address", FEEDS)
def test_protected_name_is_in_no_feed(visitor, story, address):
    person = story.people[0]
    story.case.title = f"The words of {person.name}"
    story.case.save()
    Person.objects.filter(pk=person.pk).update(display_policy="withheld")
    assert person.name.encode() not in visitor.get(address).content
    own = titles(visitor, f"{person.get_absolute_url()}feed.atom")
    assert "Convicted: Name withheld, Story Law Article 7 bis" in own
    assert "Case: The words of [name withheld]" in own


def test_feed_of_merged_person_redirects(visitor, story):
    merged, other = story.people
    Person.objects.filter(pk=merged.pk).update(merged_into=other)
    response = visitor.get(f"{merged.get_absolute_url()}feed.atom")
    assert (response.status_code, response["Location"]) == (
        301,
        f"{other.get_absolute_url()}feed.atom",
    )


@pytest.mark.parametrize("address", [*FEEDS, "/people/{}/feed.atom"])
def test_feed_rejects_unknown_parameters_and_post(visitor, story, address):
    address = address.format(story.people[0].code)
    assert visitor.get(f"{address}?pge=2").status_code == 400
    assert visitor.post(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["laws/x/feed.atom", "laws/x/1/feed.atom", "people/P-000000/feed.atom"]
)
def test_feed_of_missing_record_is_not_found(visitor, address):
    assert visitor.get(f"/{address}").status_code == 404


def test_characters_not_allowed_in_xml_are_removed(visitor):
    case = make.case(title="Bell\x07 & <b>bold</b>", summary="\x1b1 < 2")
    entries = feed(visitor, "/cases/feed.atom").findall(f"{ATOM}entry")
    [entry] = [each for each in entries if case.code in each.findtext(f"{ATOM}id")]
    assert entry.findtext(f"{ATOM}title") == "Case: Bell & <b>bold</b>"
    assert entry.findtext(f"{ATOM}summary") == "1 &lt; 2"


def test_feeds_take_same_queries_for_two_people_as_for_twelve(visitor, story):
    addresses = [*FEEDS, f"{story.people[0].get_absolute_url()}feed.atom"]
    few = [count_page_queries(visitor, address) for address in addresses]
    for _ in range(10):
        sample_data.make_charged_person(story.case, story.provision, story.source)
    assert [count_page_queries(visitor, address) for address in addresses] == few
