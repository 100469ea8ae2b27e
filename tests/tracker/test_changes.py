"""The change feed: what is told when something visible changes, and that nothing else is."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Case, Person
from tests import database, factories as make
from tests.change_feed_fuzz.following import FeedCopy, RandomChanger, find_differences
from tracker.enums import State
from tracker.models import Change, DataVersion, DirtyRow
from tracker.visibility.public_reader import process_dirty_rows

CHANGES = "/api/v1/changes/"


@pytest.fixture
def told(db):
    """A function: what was told since it was last called, as (op, kind, id)."""
    seen = 0

    def news() -> list[tuple[str, str, str]]:
        nonlocal seen
        process_dirty_rows()
        found = list(Change.objects.filter(pk__gt=seen))
        seen = found[-1].pk if found else seen
        return sorted((one.operation, one.kind, one.code) for one in found)

    return news


@pytest.fixture
def charge(told):
    """A published case with somebody charged in it; told already."""
    charge = make.charge(under=make.provision())
    told()
    return charge


def withdraw(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state=State.WITHDRAWN, withdrawal_reason="invented")


def test_what_becomes_public_is_told_with_all_that_shows_it(told):
    law = make.law()
    assert told() == [("upsert", "law", law.slug)]
    provision = make.provision("12 bis", law=law)
    assert told() == [
        ("upsert", "law", law.slug),
        ("upsert", "provision", f"{law.slug}/12-bis"),
    ]
    assert str(provision.pk) not in {one.code for one in Change.objects.all()}


def test_a_changed_name_is_told_of_all_who_call_somebody_by_it(told, charge):
    person = charge.participation.person
    [change] = charge.changes.all()
    Person.objects.filter(pk=person.pk).update(name="Ros Otherwise")
    assert told() == [
        ("upsert", "case", charge.participation.case.code),
        ("upsert", "charge", charge.code),
        ("upsert", "event", change.event.code),
        ("upsert", "person", person.code),
    ]


def test_a_changed_summary_is_told_of_the_case_alone(told, charge):
    case = charge.participation.case
    Case.objects.filter(pk=case.pk).update(summary="Told otherwise.")
    assert told() == [("upsert", "case", case.code)]


@pytest.mark.parametrize(
    "dates",
    [{"starts_on": "2011"}, {"ends_on": "2025"}, {"starts_on": "2010~"}, {"stage": "draft"}],
)
def test_a_change_of_the_law_is_told_of_whoever_was_charged_under_it(told, charge, dates):
    version = make.version(provision=charge.provision, starts_on="2010")
    told()
    for name, value in dates.items():
        setattr(version, name, value)
    version.save()
    assert ("upsert", "charge", charge.code) in told()


@pytest.mark.parametrize(
    "hidden", [{"staff_notes": "for us"}, {"lock": 5}, {"last_edited_by": None}, {}]
)
def test_what_the_public_does_not_see_is_not_told(told, charge, hidden):
    before = DataVersion.objects.token()
    if hidden:
        Case.objects.filter(pk=charge.participation.case_id).update(**hidden)
    make.case(state=State.DRAFT, title="Not public")
    make.person(state=State.DRAFT, name="Ros Hidden")
    make.accused(case=charge.participation.case, person=Person.objects.get(name="Ros Hidden"))
    assert told() == []
    assert DataVersion.objects.token() == before


def test_a_name_under_protection_is_told_like_any_change(told, charge):
    person = charge.participation.person
    withheld = {"display_policy": "withheld", "protection_reason": "request"}
    Person.objects.filter(pk=person.pk).update(**withheld)
    assert {operation for operation, _kind, _code in told()} == {"upsert"}


def test_a_withdrawn_case_is_gone_with_all_that_hung_on_it(told, charge, partner, visitor):
    case = charge.participation.case
    address = f"/api/v1/cases/{case.code}/"
    withdraw(case)
    assert {(kind, code) for operation, kind, code in told() if operation == "delete"} == {
        ("case", case.code),
        ("charge", charge.code),
        ("event", charge.changes.get().event.code),
    }
    answer = partner.get(CHANGES).json()["results"]
    assert [one for one in answer if one["id"] == case.code] == [
        {"op": "delete", "kind": "case", "id": case.code, "merged_into": None, "url": None}
    ]
    assert partner.get(address).status_code == 410
    assert visitor.get(f"/cases/{case.code}/").status_code == 410
    assert partner.get("/api/v1/cases/C-000000/").status_code == 404


def test_what_comes_back_is_told_again(told, charge, partner):
    case = charge.participation.case
    withdraw(case)
    told()
    Case.objects.filter(pk=case.pk).update(state=State.PUBLISHED, withdrawal_reason="")
    assert ("upsert", "case", case.code) in told()
    assert partner.get(f"/api/v1/cases/{case.code}/").status_code == 200


def test_a_merged_person_leads_to_the_other(told, charge, partner):
    one, other = charge.participation.person, make.person(name="Ros Other")
    told()
    Person.objects.filter(pk=one.pk).update(merged_into=other)
    assert ("merge", "person", one.code) in told()
    answer = partner.get(CHANGES).json()["results"]
    assert [r["merged_into"] for r in answer if r["id"] == one.code] == [other.code]


def test_each_record_is_told_once_and_the_last_cursor_leads_to_nothing(told, charge, partner):
    for words in ("once", "twice"):
        Case.objects.filter(pk=charge.participation.case_id).update(summary=words)
        told()
    answer = partner.get(CHANGES).json()
    ids = [one["id"] for one in answer["results"]]
    assert sorted(set(ids)) == sorted(ids)
    again = partner.get(CHANGES, {"after": answer["next_cursor"]}).json()
    assert again == {"results": [], "next_cursor": answer["next_cursor"], "has_more": False}


def test_pages_of_any_size_tell_the_same(told, charge, partner):
    whole = partner.get(CHANGES).json()["results"]
    found, cursor, more = [], "", True
    while more:
        answer = partner.get(CHANGES, {"after": cursor, "page_size": 2}).json()
        found, cursor, more = found + answer["results"], answer["next_cursor"], answer["has_more"]
    assert found == whole


def test_cursor_from_another_database_requires_a_full_sync(told, charge, partner):
    cursor = partner.get(CHANGES).json()["next_cursor"]
    with database.superuser_rights():  # as after restoring an older backup
        Change.objects.all().delete()
        DataVersion.objects.all().delete()
    answer = partner.get(CHANGES, {"after": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (410, "after")
    assert answer.json()["errors"][0]["message"].partition(":")[0] == "full_sync_required"


@pytest.mark.parametrize("cursor", ["x", "MA", "LTEgYQ", "%00", "é", "A" * 5000])
def test_a_malformed_cursor_is_refused(partner, cursor):
    answer = partner.get(CHANGES, {"after": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "after")


def test_the_feed_takes_the_same_queries_however_long_it_is(told, charge, partner):
    few = queries(partner)
    for _ in range(5):
        make.charge(under=charge.provision)
    told()
    assert queries(partner) == few == 2  # the version, and the changes


def queries(partner) -> int:
    with CaptureQueriesContext(connection) as captured:
        partner.get(CHANGES)
    return len([q for q in captured if q["sql"].startswith("SELECT")])


def test_who_others_were_merged_into_can_be_withdrawn(told):
    kept = make.person()
    merged = make.person(merged_into=kept)
    told()
    Person.objects.filter(pk=kept.pk).update(state="withdrawn", withdrawal_reason="invented")
    assert told() == [("delete", "person", kept.code), ("upsert", "person", merged.code)]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_copy_that_follows_the_feed_equals_the_lists(partner, seed):
    for _ in range(3):
        make.charge(under=make.provision())
    process_dirty_rows()
    copy, mischief = FeedCopy(partner), RandomChanger(seed)
    for _ in range(8):
        for _ in range(10):
            mischief.step()
        copy.sync()
        assert find_differences(copy) == []
    assert DirtyRow.objects.count() == 0


# --- Two at once, with connections of their own -----------------------------------------------


def apart(work) -> None:
    """Do something in another connection, and wait for it."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_no_cursor_passes_a_change_that_commits_late():
    early, late = make.case(), make.case()
    copy = FeedCopy(APIClient())
    apart(copy.sync)
    with transaction.atomic():
        Case.objects.filter(pk=late.pk).update(summary="slow")
        apart(lambda: Case.objects.filter(pk=early.pk).update(summary="quick"))
        apart(copy.sync)
        assert copy.records["case", early.code]["summary"] == "quick"
        assert copy.records["case", late.code]["summary"] is None
    apart(copy.sync)
    assert copy.records["case", late.code]["summary"] == "slow"


@pytest.mark.django_db(transaction=True)
def test_whoever_is_added_while_the_case_is_withdrawn_is_not_shown():
    charge = make.charge(under=make.provision())
    with transaction.atomic():
        added = make.charge(under=make.provision(), of=charge.participation)
        apart(lambda: withdraw(charge.participation.case))
    added.refresh_from_db()
    assert not added.is_shown
    assert not Change.objects.filter(operation="upsert", code=added.code).exists()


def test_every_public_table_is_watched(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'pub'")
        public = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'mark_dirty'")
        watched = {name for (name,) in cursor.fetchall()}
    assert public - watched == {
        *(
            "cases_spelling",
            "cases_spellingkey",
            "tracker_indexedterm",
        ),  # made from what is watched
        *("cases_chargesummary", "cases_usagecount"),  # derived by change tracking itself
        *("tracker_change", "tracker_dataversion"),  # made by watching
    }
