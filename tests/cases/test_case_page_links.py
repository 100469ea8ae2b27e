"""Keyset pagination of lists, forwards and backwards, under any sort and filter."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from tests import factories as make, sample_data
from tests.cases.test_usage import world  # noqa: F401 (a fixture)
from tests.pages import read_page
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


made_once, story = share_world(lambda _folder: sample_data.build_story(people=2))


def listing(address):
    return Client().get(address).context["listing"]


def key_of(listing):
    return listing.sorts[listing.sort or next(iter(listing.sorts))].key


def position_of(listing, row, *, is_backward):
    return CursorPosition(
        key_of(listing).of(listing.rows.filter(pk=row.pk)), is_backward=is_backward
    )


def walk_pages(listing, size, *, is_backward=False):
    """All rows of a list, page by page from the first, or backwards from before the last row."""
    key, pages = key_of(listing), []
    if is_backward:
        last = key.ordered(listing.rows, is_backward=True).first()
        position = last and position_of(listing, last, is_backward=True)
    else:
        position = None
    while True:
        page_slice = KeysetSlice.of(listing.rows, key, size=size, place=position)
        pages.append(page_slice.rows)
        if not (page_slice.has_previous if is_backward else page_slice.has_next):
            return [row for page in (pages[::-1] if is_backward else pages) for row in page]
        edge = page_slice.rows[0 if is_backward else -1]
        position = position_of(listing, edge, is_backward=is_backward)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    chosen=st.sampled_from([(kind, sort) for kind, sorts in LISTS.items() for sort in sorts]),
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
def test_every_page_row_is_met_once_both_ways_and_in_api(world, chosen, size, conditions):  # noqa: F811
    kind, sort = chosen
    query = urlencode(conditions)
    html_list = listing(f"/{kind}/?sort={sort}&{query}")
    with public_reader():
        rows = list(key_of(html_list).ordered(html_list.rows))
        assert walk_pages(html_list, size) == rows
        assert walk_pages(html_list, size, is_backward=True) == rows[:-1]
    api = Client().get(f"/api/v1/{kind}/?page_size=500&{query}").json()["results"]
    assert sorted(row.code for row in rows) == sorted(row["id"] for row in api)
    assert html_list.count == len(rows)


@pytest.mark.parametrize("sort", ["title", "newest", "accused"])
def test_page_links_lead_through_whole_list_and_back(visitor, story, sort):
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


def test_later_page_takes_one_more_query_than_the_first_and_no_offset(visitor, story):
    for _number in range(60):
        make.charge(under=story.provision)
    query_counts = {}
    for address in ("/cases/", f"/cases/?{listing('/cases/').next}"):
        with CaptureQueriesContext(connection) as captured:
            visitor.get(address)
        query_counts[address] = len(captured)
        assert not any("OFFSET" in query["sql"] for query in captured)
    first, second = query_counts.values()
    assert second == first + 1


def test_cursor_is_valid_after_its_row_leaves_the_list(visitor, story):
    codes = [make.case(title=f"Matter {number}", platform="zoom").code for number in range(3)]
    case = story.case.__class__.objects.get(code=codes[1])
    case.platform = "press"
    case.save()
    assert [row.code for row in listing(f"/cases/?platform=zoom&after={codes[1]}").page] == [
        codes[2]
    ]


def test_cursor_of_laws_and_provisions_is_their_address(visitor, story):
    other = make.provision("9", law=story.law, position=99)
    page = listing(f"/provisions/?after={story.provision.address}").page
    assert page == [other]
    assert listing(f"/provisions/?before={other.address}").page == [story.provision]
    assert listing(f"/laws/?after={story.law.slug}").page == []


def test_list_of_people_by_name_has_cursor(visitor):
    other, same = make.person("Sok Zedara"), make.person("Sok Zidara")
    page = listing(f"/people/?name=Sok Zidara&after={same.code}").page
    assert page == [other]


@pytest.mark.parametrize(
    "query",
    [
        *("after=C-000000", "before=nonsense", "after=a/b", "after=%00"),
        *("after={code}&before={code}", "after={code}&after={code}"),
    ],
)
def test_invalid_cursor_is_explained(visitor, story, query):
    page = read_page(visitor, f"/cases/?{query.format(code=story.case.code)}", status=400)
    assert "No page begins here" in page.text or "once only" in page.text


def test_hidden_row_is_an_invalid_cursor_like_a_missing_one(visitor, story):
    hidden = make.case(state="draft", published_at=None)
    of_hidden = visitor.get(f"/cases/?after={hidden.code}")
    of_missing = visitor.get("/cases/?after=C-000000")
    assert of_hidden.status_code == of_missing.status_code == 400
    assert of_hidden.content.decode().replace(
        hidden.code, ""
    ) == of_missing.content.decode().replace("C-000000", "")


def test_long_list_is_counted_up_to_a_limit(visitor, story, monkeypatch):
    monkeypatch.setattr(Listing, "COUNT_LIMIT", 1)
    assert "more than 1 person" in read_page(visitor, "/people/").text
    assert "1 case" in read_page(visitor, "/cases/").text
    assert QueryDict(listing("/people/").query()) == {}
