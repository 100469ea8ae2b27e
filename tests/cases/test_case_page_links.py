"""Pages of a list by place: forth and back, whatever the order and the conditions."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from tests import factories as make, sample_data
from tests.cases.test_usage import world  # noqa: F401 (a fixture)
from tests.pages import read
from tests.shared_world_fixture import share_world
from tracker.visibility.public_reader import public_reader
from tracker.web.lists.keyset import CursorPosition, KeysetSlice
from tracker.web.lists.list_view import Listing

pytestmark = pytest.mark.django_db
LISTS = {
    "cases": ["title", "newest", "accused"],
    "people": ["name", "latest", "charges"],
    "prosecutions": ["case", "latest", "charges"],
    "charges": ["case", "date", "provision"],
}


made_once, told = share_world(lambda _folder: sample_data.build(people=2))


def listing(address):
    return Client().get(address).context["listing"]


def key_of(listing):
    return listing.sorts[listing.sort or next(iter(listing.sorts))].key


def place_of(listing, row, *, is_backward):
    return CursorPosition(
        key_of(listing).of(listing.rows.filter(pk=row.pk)), is_backward=is_backward
    )


def walked(listing, size, *, is_backward=False):
    """All rows of a list, page after page from its first, or before the end of its last."""
    key, pages = key_of(listing), []
    if is_backward:
        last = key.ordered(listing.rows, is_backward=True).first()
        place = last and place_of(listing, last, is_backward=True)
    else:
        place = None
    while True:
        found = KeysetSlice.of(listing.rows, key, size=size, place=place)
        pages.append(found.rows)
        if not (found.has_previous if is_backward else found.has_next):
            return [row for page in (pages[::-1] if is_backward else pages) for row in page]
        edge = found.rows[0 if is_backward else -1]
        place = place_of(listing, edge, is_backward=is_backward)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    asked=st.sampled_from([(kind, sort) for kind, sorts in LISTS.items() for sort in sorts]),
    size=st.integers(1, 5),
    conditions=st.fixed_dictionaries(
        {},
        optional={
            "basis": st.sampled_from(["charged", "tried", "convicted"]),
            "year": st.sampled_from(["2019", "2020", "unknown"]),
            "category": st.sampled_from(["union", "journalist", "unknown"]),
            "province": st.sampled_from(["11", "12"]),
        },
    ),
)
def test_every_row_is_met_once_both_ways_and_in_the_api(world, asked, size, conditions):  # noqa: F811
    kind, sort = asked
    query = urlencode(conditions)
    found = listing(f"/{kind}/?sort={sort}&{query}")
    with public_reader():
        rows = list(key_of(found).ordered(found.rows))
        assert walked(found, size) == rows
        assert walked(found, size, is_backward=True) == rows[:-1]
    api = Client().get(f"/api/v1/{kind}/?page_size=500&{query}").json()["results"]
    assert sorted(row.code for row in rows) == sorted(row["id"] for row in api)
    assert found.count == len(rows)


@pytest.mark.parametrize("sort", ["title", "newest", "accused"])
def test_the_links_lead_through_the_whole_list_and_back(visitor, told, sort):
    for number in range(105):
        make.case(title=f"Matter {number // 3}")
    pages, address = [], f"?sort={sort}"
    while address:
        pages.append(listing(f"/cases/{address}"))
        address = f"?{pages[-1].next}" if pages[-1].next else ""
    codes = [[row.code for row in page.page] for page in pages]
    assert ([len(page) for page in codes], len({*sum(codes, [])})) == ([50, 50, 6], 106)
    back = listing(f"/cases/?{pages[2].previous}")
    assert [row.code for row in back.page] == codes[1]
    first = listing(f"/cases/?{back.previous}")
    assert ([row.code for row in first.page], first.previous) == (codes[0], "")
    assert listing(f"/cases/?{back.first}").page == first.page


def test_a_deep_page_reads_no_more_than_the_first_and_its_place(visitor, told):
    for _number in range(60):
        make.charge(under=told.provision)
    taken = {}
    for address in ("/cases/", f"/cases/?{listing('/cases/').next}"):
        with CaptureQueriesContext(connection) as captured:
            visitor.get(address)
        taken[address] = len(captured)
        assert not any("OFFSET" in query["sql"] for query in captured)
    first, second = taken.values()
    assert second == first + 1


def test_a_place_stays_when_its_row_no_longer_meets_the_conditions(visitor, told):
    codes = [make.case(title=f"Matter {number}", platform="zoom").code for number in range(3)]
    case = told.case.__class__.objects.get(code=codes[1])
    case.platform = "press"
    case.save()
    assert [row.code for row in listing(f"/cases/?platform=zoom&after={codes[1]}").page] == [
        codes[2]
    ]


def test_lists_of_laws_and_articles_name_a_place_by_its_address(visitor, told):
    other = make.provision("9", law=told.law, position=99)
    found = listing(f"/provisions/?after={told.provision.address}").page
    assert found == [other]
    assert listing(f"/provisions/?before={other.address}").page == [told.provision]
    assert listing(f"/laws/?after={told.law.slug}").page == []


def test_people_by_name_have_places_too(visitor):
    other, same = make.person("Sok Zedara"), make.person("Sok Zidara")
    found = listing(f"/people/?name=Sok Zidara&after={same.code}")
    assert found.page == [other]


@pytest.mark.parametrize(
    "query",
    [
        *("after=C-000000", "before=nonsense", "after=a/b", "after=%00"),
        *("after={code}&before={code}", "after={code}&after={code}"),
    ],
)
def test_a_place_that_is_none_is_explained(visitor, told, query):
    page = read(visitor, f"/cases/?{query.format(code=told.case.code)}", status=400)
    assert "No page begins here" in page.text or "once only" in page.text


def test_a_hidden_row_is_no_place(visitor, told):
    hidden = make.case(state="draft", published_at=None)
    said = visitor.get(f"/cases/?after={hidden.code}")
    never = visitor.get("/cases/?after=C-000000")
    assert said.status_code == never.status_code == 400
    assert said.content.decode().replace(hidden.code, "") == never.content.decode().replace(
        "C-000000", ""
    )


def test_many_rows_are_not_counted_to_the_end(visitor, told, monkeypatch):
    monkeypatch.setattr(Listing, "COUNTED_TO", 1)
    assert "more than 1 individual person" in read(visitor, "/people/").text
    assert "1 case" in read(visitor, "/cases/").text
    assert QueryDict(listing("/people/").query()) == {}
