"""The change feed: which entries a visible change adds, and that nothing else adds any."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Case, Person
from laws.models import Stage
from tests import database, factories as make
from tests.change_feed_fuzz.following import FeedCopy, RandomChanger, find_differences
from tracker.enums import State
from tracker.models import Change, DataVersion, DirtyRow
from tracker.visibility.public_reader import process_dirty_rows

CHANGES = "/api/v1/changes/"


@pytest.fixture
def new_entries(db):
    """A function: entries added since its last call, as (operation, kind, id)."""
    seen = 0

    def entries_since_last_call() -> list[tuple[str, str, str]]:
        nonlocal seen
        process_dirty_rows()
        found = list(Change.objects.filter(pk__gt=seen))
        seen = found[-1].pk if found else seen
        return sorted((one.operation, one.kind, one.code) for one in found)

    return entries_since_last_call


@pytest.fixture
def charge(new_entries):
    """A published case with a charge, whose entries are read already."""
    charge = make.charge(under=make.provision())
    new_entries()
    return charge


def withdraw(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state=State.WITHDRAWN, withdrawal_reason="invented")


def test_publication_adds_entries_of_the_record_and_of_those_that_show_it(new_entries):
    law = make.law()
    assert new_entries() == [("upsert", "law", law.slug)]
    provision = make.provision("12 bis", law=law)
    assert new_entries() == [
        ("upsert", "law", law.slug),
        ("upsert", "provision", f"{law.slug}/12-bis"),
    ]
    assert str(provision.pk) not in {one.code for one in Change.objects.all()}


def test_changed_name_adds_entries_of_all_records_that_show_it(new_entries, charge):
    person = charge.participation.person
    [change] = charge.changes.all()
    Person.objects.filter(pk=person.pk).update(name="Ros Otherwise")
    assert new_entries() == [
        ("upsert", "case", charge.participation.case.code),
        ("upsert", "charge", charge.code),
        ("upsert", "event", change.event.code),
        ("upsert", "person", person.code),
    ]


def test_changed_summary_adds_an_entry_of_the_case_only(new_entries, charge):
    case = charge.participation.case
    Case.objects.filter(pk=case.pk).update(summary="Told otherwise.")
    assert new_entries() == [("upsert", "case", case.code)]


@pytest.mark.parametrize(
    "dates",
    [{"starts_on": "2011"}, {"ends_on": "2025"}, {"starts_on": "2010~"}, {"stage": "draft"}],
)
def test_changed_law_adds_entries_of_charges_under_it(new_entries, charge, dates):
    version = make.version(provision=charge.provision, starts_on="2010")
    new_entries()
    for name, value in dates.items():
        setattr(version, name, value)
    version.save()
    assert ("upsert", "charge", charge.code) in new_entries()


def test_end_of_a_law_adds_entries_of_charges_under_it(new_entries, charge):
    stage = make.add_citation(
        Stage.objects.create(law=charge.provision.law, kind="planned", happened_on="2019")
    )
    assert ("upsert", "charge", charge.code) not in new_entries()
    Stage.objects.filter(pk=stage.pk).update(kind="repealed")
    assert ("upsert", "charge", charge.code) in new_entries()
    stage.delete()
    assert ("upsert", "charge", charge.code) in new_entries()


@pytest.mark.parametrize(
    "hidden", [{"staff_notes": "for us"}, {"lock": 5}, {"last_edited_by": None}, {}]
)
def test_change_of_hidden_data_adds_no_entry(new_entries, charge, hidden):
    before = DataVersion.objects.token()
    if hidden:
        Case.objects.filter(pk=charge.participation.case_id).update(**hidden)
    make.case(state=State.DRAFT, title="Not public")
    make.person(state=State.DRAFT, name="Ros Hidden")
    make.accused(case=charge.participation.case, person=Person.objects.get(name="Ros Hidden"))
    assert new_entries() == []
    assert DataVersion.objects.token() == before


def test_protection_of_a_name_adds_entries_like_any_change(new_entries, charge):
    person = charge.participation.person
    withheld = {"display_policy": "withheld", "protection_reason": "request"}
    Person.objects.filter(pk=person.pk).update(**withheld)
    assert {operation for operation, _kind, _code in new_entries()} == {"upsert"}


def test_a_withdrawn_case_is_gone_with_all_that_hung_on_it(new_entries, charge, partner, visitor):
    case = charge.participation.case
    address = f"/api/v1/cases/{case.code}/"
    withdraw(case)
    assert {(kind, code) for operation, kind, code in new_entries() if operation == "delete"} == {
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


def test_republication_adds_entries_again(new_entries, charge, partner):
    case = charge.participation.case
    withdraw(case)
    new_entries()
    Case.objects.filter(pk=case.pk).update(state=State.PUBLISHED, withdrawal_reason="")
    assert ("upsert", "case", case.code) in new_entries()
    assert partner.get(f"/api/v1/cases/{case.code}/").status_code == 200


def test_a_merged_person_leads_to_the_other(new_entries, charge, partner):
    one, other = charge.participation.person, make.person(name="Ros Other")
    new_entries()
    Person.objects.filter(pk=one.pk).update(merged_into=other)
    assert ("merge", "person", one.code) in new_entries()
    answer = partner.get(CHANGES).json()["results"]
    assert [r["merged_into"] for r in answer if r["id"] == one.code] == [other.code]


def test_each_record_is_listed_once_and_the_last_page_is_empty(new_entries, charge, partner):
    for words in ("once", "twice"):
        Case.objects.filter(pk=charge.participation.case_id).update(summary=words)
        new_entries()
    answer = partner.get(CHANGES).json()
    ids = [one["id"] for one in answer["results"]]
    assert sorted(set(ids)) == sorted(ids)
    again = partner.get(CHANGES, {"after": answer["next_cursor"]}).json()
    assert again == {"results": [], "next_cursor": answer["next_cursor"], "has_more": False}


def test_pages_of_any_size_list_the_same(new_entries, charge, partner):
    whole = partner.get(CHANGES).json()["results"]
    found, cursor, more = [], "", True
    while more:
        answer = partner.get(CHANGES, {"after": cursor, "page_size": 2}).json()
        found, cursor, more = found + answer["results"], answer["next_cursor"], answer["has_more"]
    assert found == whole


def test_cursor_of_another_database_requires_a_full_sync(new_entries, charge, partner):
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


def test_the_feed_takes_the_same_queries_however_long_it_is(new_entries, charge, partner):
    few = queries(partner)
    for _ in range(5):
        make.charge(under=charge.provision)
    new_entries()
    assert queries(partner) == few == 2  # the version, and the changes


def queries(partner) -> int:
    with CaptureQueriesContext(connection) as captured:
        partner.get(CHANGES)
    return len([q for q in captured if q["sql"].startswith("SELECT")])


def test_who_others_were_merged_into_can_be_withdrawn(new_entries):
    kept = make.person()
    merged = make.person(merged_into=kept)
    new_entries()
    Person.objects.filter(pk=kept.pk).update(state="withdrawn", withdrawal_reason="invented")
    assert new_entries() == [("delete", "person", kept.code), ("upsert", "person", merged.code)]


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
        *(
            "cases_chargesummary",
            "cases_casesummary",
            "cases_casesource",
        ),  # derived by change tracking itself
        *("tracker_change", "tracker_dataversion"),  # made by watching
    }
