"""The order of a list is asked for in its address, and kept there."""

import pytest

from tests import factories as make, sample_data
from tests.pages import read
from tests.shared_world_fixture import share_world

pytestmark = pytest.mark.django_db


made_once, told = share_world(lambda _folder: sample_data.build(people=2))


def listed(visitor, address):
    return list(visitor.get(address).context["listing"].page)


def test_cases_by_title_latest_event_and_number_of_accused(visitor, told):
    later = make.case(title="A later matter")
    make.charge(under=told.provision, of=make.accused(case=later), on="2024-01-02")
    undated = make.case(title="Without a day")
    assert listed(visitor, "/cases/") == [later, told.case, undated]
    assert listed(visitor, "/cases/?sort=title") == [later, told.case, undated]
    assert listed(visitor, "/cases/?sort=newest") == [later, told.case, undated]
    assert listed(visitor, "/cases/?sort=accused") == [told.case, later, undated]


def test_people_by_latest_charge_and_number_of_charges(visitor, told):
    late, busy, none = make.person("Zed Late"), make.person("Yan Busy"), make.person("Xi None")
    make.charge(under=told.provision, of=make.accused(person=late), on="2024")
    for _ in range(2):
        make.charge(under=told.provision, of=make.accused(person=busy), on="2001")
    assert listed(visitor, "/people/?sort=latest") == [late, *told.people, busy, none]
    assert listed(visitor, "/people/?sort=charges") == [busy, *told.people, late, none]


def test_people_called_something_come_nearest_first_unless_asked_otherwise(visitor):
    other, same = make.person("Sok Zedara"), make.person("Sok Zidara")
    assert listed(visitor, "/people/?name=Sok Zidara") == [same, other]
    assert listed(visitor, "/people/?name=Sok Zidara&sort=name") == [other, same]


def test_a_withheld_name_orders_nothing(visitor):
    """By its code alone: the name would tell where in the alphabet it stands."""
    names = [make.person(name, display_policy="withheld") for name in ("Zed", "Amber", "Mo")]
    found = [one for one in listed(visitor, "/people/?sort=name") if one in names]
    assert found == sorted(names, key=lambda one: one.code)


def test_charges_by_day_and_by_article(visitor, told):
    old = make.charge(under=make.provision("8", law=told.law, position=9), on="2001")
    assert listed(visitor, "/charges/?sort=provision")[-1] == old
    assert listed(visitor, "/charges/?sort=date")[-1] == old


@pytest.mark.parametrize(
    "kind",
    [
        *("cases", "people", "prosecutions", "charges", "measures", "disagreements"),
        *("laws", "recommendations", "sources", "organisations", "figures"),
    ],
)
def test_every_order_has_the_same_rows_and_ends_in_something_unique(visitor, told, kind):
    usual = visitor.get(f"/{kind}/").context["listing"]
    for key, sort in usual.sorts.items():
        found = listed(visitor, f"/{kind}/?sort={key}")
        assert {row.pk for row in found} == {row.pk for row in usual.page}
        assert sort.fields[-1] in ("code", "slug", "pk")


def test_an_order_nobody_knows_is_explained(visitor):
    page = read(visitor, "/cases/?sort=colour", status=400)
    assert "“colour” is not one of the values." in page.text
    assert "Allowed: title, newest, accused" in page.text
    assert "once only" in read(visitor, "/cases/?sort=title&sort=newest", status=400).text


def test_the_address_remembers_the_order(visitor, told):
    for number in range(51):
        make.case(title=f"Invented matter {number}")
    page = read(visitor, "/cases/?sort=newest&country=KH")
    last = listed(visitor, "/cases/?sort=newest&country=KH")[-1]
    assert page.links["Next page"] == f"?after={last.code}&country=KH&sort=newest"
    assert page.links["Country: Cambodia × remove this filter"] == "?sort=newest"
    assert page.links["Remove all filters"] == "/cases/?sort=newest"
    assert page.links["Title"] == "?country=KH"
    html = visitor.get("/cases/?sort=newest").content.decode()
    assert '<input type="hidden" name="sort" value="newest">' in html
    assert 'href="?sort=newest" aria-current="true">Latest event' in html
