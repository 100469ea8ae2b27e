"""The `sort` parameter of lists."""

import pytest

from tests import factories as make, sample_data
from tests.pages import read_page
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


def rows_of_page(visitor, address):
    return list(visitor.get(address).context["listing"].page)


def test_cases_sort_by_title_latest_event_and_number_of_accused(visitor, story):
    later = make.case(title="A later matter")
    make.charge(under=story.provision, of=make.accused(case=later), on="2024-01-02")
    undated = make.case(title="Without a day")
    assert rows_of_page(visitor, "/cases/") == [later, story.case, undated]
    assert rows_of_page(visitor, "/cases/?sort=title") == [later, story.case, undated]
    assert rows_of_page(visitor, "/cases/?sort=newest") == [later, story.case, undated]
    assert rows_of_page(visitor, "/cases/?sort=accused") == [story.case, later, undated]


def test_people_sort_by_latest_charge_and_number_of_charges(visitor, story):
    late, busy, none = make.person("Zed Late"), make.person("Yan Busy"), make.person("Xi None")
    make.charge(under=story.provision, of=make.accused(person=late), on="2024")
    for _ in range(2):
        make.charge(under=story.provision, of=make.accused(person=busy), on="2001")
    assert rows_of_page(visitor, "/people/?sort=latest") == [late, *story.people, busy, none]
    assert rows_of_page(visitor, "/people/?sort=charges") == [busy, *story.people, late, none]


def test_people_by_name_sort_by_likeness_by_default(visitor):
    other, same = make.person("Sok Zedara"), make.person("Sok Zidara")
    assert rows_of_page(visitor, "/people/?name=Sok Zidara") == [same, other]
    assert rows_of_page(visitor, "/people/?name=Sok Zidara&sort=name") == [other, same]


def test_withheld_name_does_not_affect_order(visitor):
    """Withheld people sort by code: sorting by name would reveal its place in the alphabet."""
    names = [make.person(name, display_policy="withheld") for name in ("Zed", "Amber", "Mo")]
    withheld = [row for row in rows_of_page(visitor, "/people/?sort=name") if row in names]
    assert withheld == sorted(names, key=lambda person: person.code)


def test_charges_sort_by_date_and_by_provision(visitor, story):
    old = make.charge(under=make.provision("8", law=story.law, position=9), on="2001")
    assert rows_of_page(visitor, "/charges/?sort=provision")[-1] == old
    assert rows_of_page(visitor, "/charges/?sort=date")[-1] == old


@pytest.mark.parametrize(
    "kind",
    [
        *("cases", "people", "prosecutions", "charges", "measures", "disagreements"),
        *("laws", "recommendations", "sources", "organisations", "figures"),
    ],
)
def test_every_sort_has_same_rows_and_ends_in_unique_field(visitor, story, kind):
    usual = visitor.get(f"/{kind}/").context["listing"]
    for key, sort in usual.sorts.items():
        rows = rows_of_page(visitor, f"/{kind}/?sort={key}")
        assert {row.pk for row in rows} == {row.pk for row in usual.page}
        assert sort.fields[-1] in ("code", "slug", "pk")


def test_unknown_sort_is_explained(visitor):
    page = read_page(visitor, "/cases/?sort=colour", status=400)
    assert "“colour” is not one of the values." in page.text
    assert "Allowed: title, newest, accused" in page.text
    assert "once only" in read_page(visitor, "/cases/?sort=title&sort=newest", status=400).text


def test_links_keep_sort_parameter(visitor, story):
    for number in range(51):
        make.case(title=f"Invented matter {number}")
    page = read_page(visitor, "/cases/?sort=newest&country=KH")
    last = rows_of_page(visitor, "/cases/?sort=newest&country=KH")[-1]
    assert page.links["Next page"] == f"?after={last.code}&country=KH&sort=newest"
    assert page.links["Country: Cambodia × remove this filter"] == "?sort=newest"
    assert page.links["Remove all filters"] == "/cases/?sort=newest"
    assert page.links["Title"] == "?country=KH"
    html = visitor.get("/cases/?sort=newest").content.decode()
    assert '<input type="hidden" name="sort" value="newest">' in html
    assert 'href="?sort=newest" aria-current="true">Latest event' in html
