"""Tags, answers that nobody has to make again, and that none of them outlives what it shows."""

import gzip
from unittest.mock import patch

import pytest
from django.db import transaction

from cases.models import Charge
from tests import factories as make
from tests.http_cache import LIST, again, edit, tag
from tests.urls_under_test import FILTERS
from tracker.enums import State
from tracker.visibility.workflow import withdraw
from tracker.web.http_cache.etags import SEARCHING
from tracker.web.http_cache.response_cache import LARGEST, CachedResponse, LRUResponseCache

pytestmark = pytest.mark.django_db(transaction=True)


PACKED = {"accept-encoding": "gzip"}

# --- What it costs --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [LIST, "/cases/", "/km/cases/", "/feed.atom", "/"])
def test_a_warm_answer_costs_no_query(reader, charge, address, django_assert_num_queries):
    first = reader.get(address)
    with django_assert_num_queries(0):
        same = reader.get(address)
        nothing_new = again(reader, address, first.headers["ETag"])
    assert (same.content, dict(same.headers)) == (first.content, dict(first.headers))
    assert (nothing_new.status_code, nothing_new.content) == (304, b"")


@pytest.mark.parametrize("address", ["/search/?q=x", f"{LIST}?q=x", "/people/?name=x"])
def test_what_somebody_searches_is_told_apart_and_never_kept(reader, here, charge, address):
    known = tag(reader, address)
    assert again(reader, address, known).status_code == 304
    assert len(here.answers.kept) == 0


def test_every_filter_for_words_of_the_readers_own_counts_as_a_search():
    fields = {
        name: field
        for filterset in FILTERS.values()
        for name, field in filterset({}).form.fields.items()
    }
    of_words = {name for name, field in fields.items() if getattr(field, "max_length", None)}
    assert of_words == SEARCHING


@pytest.mark.parametrize("kind", ["csv", "ndjson", "xlsx"])
def test_a_file_has_a_tag_and_is_not_kept(reader, here, charge, kind):
    address = f"{LIST}?format={kind}"
    first, other = (reader.get(address) for _ in range(2))
    assert first.headers["ETag"] == other.headers["ETag"]
    assert b"".join(first.streaming_content) == b"".join(other.streaming_content)
    assert again(reader, address, first.headers["ETag"]).status_code == 304
    assert len(here.answers.kept) == 0


@pytest.mark.parametrize("address", [LIST, f"{LIST}?format=csv", "/cases/"])
@pytest.mark.parametrize("headers", [{}, PACKED])
def test_head_tells_what_get_tells(reader, charge, address, headers):
    headed, got = reader.head(address, headers=headers), reader.get(address, headers=headers)
    assert dict(headed.headers) == dict(got.headers)
    assert headed.getvalue() == b""


def test_an_answer_too_large_is_not_kept_and_the_oldest_make_room():
    answers, room = LRUResponseCache(), 10_000
    answers.put(b"huge", CachedResponse((), b"x" * (LARGEST + 1)), room=2 * LARGEST)
    for number in range(10):
        answers.put(bytes([number]), CachedResponse((), b"x" * 1000), room=room)
        answers.get(bytes([0]))
    assert sorted(answers.kept) == [bytes([number]) for number in (0, 6, 7, 8, 9)]
    assert answers.size == room


# --- What changes it ------------------------------------------------------------------------------

CHANGES = {
    "edited": lambda charge: edit(charge.participation.case, summary="New words"),
    "child": lambda charge: edit(charge.participation.person, name="Ros Otherwise"),
    "added": lambda charge: make.charge(under=make.provision(), of=charge.participation),
    "deleted": lambda charge: Charge.objects.get(pk=charge.pk).delete(),
    "another": lambda _charge: make.case(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_next_answer_is_new(reader, charge, change):
    first = reader.get(LIST)
    CHANGES[change](charge)
    answer = again(reader, LIST, first.headers["ETag"])
    assert (answer.status_code, answer.headers["ETag"] != first.headers["ETag"]) == (200, True)
    assert answer.content != first.content


@pytest.mark.parametrize("address", ["/people/", "/api/v1/people/", "/cases/", LIST])
def test_a_name_withdrawn_is_in_no_answer_any_more(reader, here, reviewer_user, address):
    person = make.person("Shy Canary")
    make.accused(case=make.case(), person=person)
    shown = reader.get(address).content
    withdraw(record=person, reason="invented", by=reviewer_user)
    assert (b"Shy Canary" in shown, b"Shy Canary" in reader.get(address).content) == (True, False)
    assert [kept for kept in here.answers.kept.values() if b"Shy Canary" in kept.body] == []


def test_what_is_hidden_changes_no_tag(reader, charge):
    known = tag(reader)
    make.case(state=State.DRAFT, title="Not public")
    edit(charge.participation.case, staff_notes="for us")
    assert tag(reader) == known


def test_what_is_not_committed_is_not_told_and_what_is_rolled_back_never(reader, charge):
    first = reader.get(LIST)
    with transaction.atomic():
        edit(charge.participation.case, summary="Not yet")
        transaction.set_rollback(True)
    assert reader.get(LIST).content == first.content


def test_the_day_and_the_code_are_part_of_a_tag(reader, charge):
    known = tag(reader)
    with patch("tracker.web.http_cache.etags.edition", return_value="another"):
        assert tag(reader) != known
    with patch("tracker.web.http_cache.etags.timezone.localdate") as today:
        today.return_value.isoformat.return_value = "2031-01-01"
        assert tag(reader) != known
    assert tag(reader) == known


# --- Representations ------------------------------------------------------------------------------


def test_another_representation_has_another_tag(reader, charge):
    asked = [
        (LIST, {}),
        (LIST, PACKED),
        (LIST, {"accept": "application/json"}),
        (LIST, {"host": "localhost"}),
        (f"{LIST}?format=csv", {}),
        (f"{LIST}?page_size=1", {}),
        ("/cases/", {}),
        ("/km/cases/", {}),
    ]
    tags = [tag(reader, address, **headers) for address, headers in asked]
    assert (len(set(tags)), [one for one in tags if one.startswith("W/")]) == (len(asked), [])


def test_a_compressed_answer_is_the_same_bytes_each_time(reader, here, charge):
    first = reader.get(LIST, headers=PACKED)
    here.forget()
    assert reader.get(LIST, headers=PACKED).content == first.content
    assert gzip.decompress(first.content) == reader.get(LIST).content


def test_either_tag_is_known_to_whoever_takes_both(reader, charge):
    plain, packed = tag(reader), tag(reader, **PACKED)
    told = [again(reader, LIST, known, **PACKED) for known in (plain, packed, f"W/{packed}")]
    assert [(a.status_code, a.headers["ETag"]) for a in told] == [
        (304, plain),
        (304, packed),
        (304, packed),
    ]
    assert again(reader, LIST, packed).status_code == 200
    assert again(reader, LIST, f'"other", {plain}').status_code == 304
    assert again(reader, LIST, "*").status_code == 304


def test_caches_keep_answers_and_ask_first(reader, charge):
    for address, vary in ((LIST, "Accept, Accept-Encoding"), ("/cases/", "Accept-Encoding")):
        full = reader.get(address, headers=PACKED)
        none = again(reader, address, full.headers["ETag"], **PACKED)
        for answer in (full, none):
            assert answer.headers["Cache-Control"] == "public, no-cache"
            assert sorted(answer.headers["Vary"].split(", ")) == vary.split(", ")
            assert answer.cookies == {}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{LIST}C-000000/", 404),
        (f"{LIST}?colour=red", 400),
        ("/cases/C-000000/", 404),
        ("/report/", 200),
        ("/healthz", 200),
        ("/readyz", 200),
    ],
)
def test_errors_and_what_is_not_made_of_data_are_kept_nowhere(reader, here, address, status):
    answers = [again(reader, address, "*") for _ in range(2)]
    told = [(a.status_code, a.headers["Cache-Control"], "ETag" in a.headers) for a in answers]
    assert told == [(status, "no-store", False)] * 2
    assert len(here.answers.kept) == 0


def test_a_script_of_another_site_may_ask_and_read_what_is_new(reader, charge):
    answer = again(reader, LIST, tag(reader))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Expose-Headers"].split(", ")[0] == "ETag"
    assert "RateLimit-Remaining" in answer.headers


def test_the_desk_is_left_alone(here, reviewer):
    answer = reviewer.get("/admin/")
    assert ("ETag" in answer.headers, "no-store" in answer.headers["Cache-Control"]) == (
        False,
        True,
    )
