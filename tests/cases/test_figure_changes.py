"""Snapshots of public numbers, and the page that says why a number changed."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.models import RecordedCount, Snapshot
from cases.statistics import take_snapshot
from cases.statistics.snapshots import RULE_VERSION
from tests import factories as make
from tests.pages import count_page_queries, read_page
from tracker.visibility.workflow import withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    return make.provision("495", law=make.law(title="Invented Code"))


def recorded_counts(provision, unit="people") -> list[tuple[int, int]]:
    """(value, number from older records) of a provision by snapshot, oldest first."""
    counts = RecordedCount.objects.filter(provision=provision, unit=unit)
    counts = counts.order_by("snapshot__taken_at")
    return list(counts.values_list("value", "from_older_records"))


def test_recorded_counts_equal_the_matrix(article, visitor):
    first = make.charge(under=article)
    make.charge(under=article)
    make.charge(under=make.provision("494", law=article.law), of=first.participation)
    matrix = visitor.get("/usage/?columns=country").context["matrix"]
    version = matrix.usage.data_version
    take_snapshot()
    totals = {str(total.row.id): total.value for total in matrix.usage.row_totals}
    counts = RecordedCount.objects.filter(unit="people", provision__isnull=False)
    assert {count.provision.address: count.value for count in counts} == totals
    assert recorded_counts(None) == [(matrix.usage.total.value, 2)]
    assert Snapshot.objects.get().data_version == version


def test_charges_that_are_not_public_or_not_counted_are_not_recorded(article):
    make.charge(under=article, of=make.accused(person=make.person(state="draft")))
    make.charge(under=article, of=make.accused(case=make.case(state="withdrawn")))
    make.charge(under=article, provenance="inferred")
    make.charge(under=article, of=make.group(7))
    take_snapshot()
    assert recorded_counts(article) == []


def test_no_snapshot_without_changes(article):
    make.charge(under=article)
    assert [bool(take_snapshot()), bool(take_snapshot())] == [True, False]


def test_increase_by_new_records_is_explained(article, visitor):
    make.charge(under=article)
    take_snapshot()
    make.charge(under=article, of=make.accused(case=make.case(published_at=timezone.now())))
    take_snapshot()
    assert recorded_counts(article) == [(1, 1), (2, 1)]
    page = read_page(visitor, "/changes/").text
    assert "Invented Code Article 495 people 1 2 +1 1 from records published since" in page


def test_increase_by_older_records_is_explained(article, visitor):
    case = make.case()
    make.charge(under=article, of=make.accused(case=case))
    take_snapshot()
    make.charge(under=article, of=make.accused(case=case))
    take_snapshot()
    reason = "1 more from records that were already public: completed or corrected"
    assert f"people 1 2 +1 {reason}" in read_page(visitor, "/changes/").text


@pytest.mark.parametrize("change", ["withdrawn", "corrected", "merged"])
def test_withdrawal_looks_like_a_correction_or_a_merge(article, visitor, reviewer_user, change):
    kept, removed = (make.charge(under=article, of=make.accused(case=make.case())) for _ in "ab")
    take_snapshot()
    if change == "withdrawn":
        withdraw(record=removed.participation.person, reason="in danger", by=reviewer_user)
    elif change == "corrected":
        removed.delete()
    else:
        type(removed.participation).objects.filter(pk=removed.participation.pk).update(
            person=kept.participation.person
        )
    take_snapshot()
    page = read_page(visitor, "/changes/").text
    assert "Article 495 people 2 1 −1 1 fewer: corrected, merged or withdrawn" in page
    assert "danger" not in page


def test_numbers_of_withdrawn_law_are_not_shown(article, visitor, reviewer_user):
    make.charge(under=article)
    take_snapshot()
    make.charge(under=article)
    take_snapshot()
    withdraw(record=article.law, reason="invented", by=reviewer_user)
    assert "Invented Code" not in read_page(visitor, "/changes/").text


def test_first_snapshot_has_no_changes(article, visitor):
    assert "No snapshots saved yet" in read_page(visitor, "/changes/").text
    call_command("take_snapshot", verbosity=0)
    assert "This is the first snapshot" in read_page(visitor, "/changes/").text


def test_query_count_does_not_depend_on_snapshot_count(article, visitor):
    make.charge(under=article)
    take_snapshot()
    make.charge(under=article)
    take_snapshot()
    of_two_snapshots = count_page_queries(visitor, "/changes/")
    for _ in range(8):
        make.charge(under=article)
        take_snapshot()
    assert count_page_queries(visitor, "/changes/") == of_two_snapshots


def test_page_shows_current_and_recorded_data_versions(article, visitor):
    make.charge(under=article)
    take_snapshot()
    text = read_page(visitor, "/changes/").text
    today = visitor.get("/usage/").context["matrix"].usage.data_version
    assert f"now show data version {today}" in text
    assert f"Snapshot of version {Snapshot.objects.get().data_version}" in text


@pytest.fixture
def earlier_rule(article):
    """A snapshot taken by the rule before."""
    make.charge(under=article)
    take_snapshot()
    Snapshot.objects.update(rule_version=RULE_VERSION - 1)
    return Snapshot.objects.get()


def test_changed_rule_is_the_only_reason(article, visitor, earlier_rule):
    make.charge(under=article)
    take_snapshot()
    page = read_page(visitor, "/changes/").text
    log = page[page.index("compared with") :]
    assert "The rule of counting changed. Differences between these two snapshots" in log
    assert "Article 495 people 1 2 +1 the rule of counting changed" in log
    assert ("from records" in log, "corrected, merged" in log) == (False, False)


def test_reasons_are_given_again_between_snapshots_of_one_rule(article, visitor, earlier_rule):
    take_snapshot()
    make.charge(under=article)
    take_snapshot()
    page = read_page(visitor, "/changes/").text
    first, second = page.split("compared with")[1:]
    assert ("rule of counting changed" in first, "people 1 2 +1 1" in first) == (False, True)
    assert "The rule of counting changed." in second
    assert "No number that is public now differs." in second


def test_equal_numbers_are_saved_again_only_if_the_rule_changed(article, earlier_rule):
    assert [bool(take_snapshot()), bool(take_snapshot())] == [True, False]
    versions = Snapshot.objects.order_by("taken_at").values_list("rule_version", flat=True)
    assert list(versions) == [RULE_VERSION - 1, RULE_VERSION]
