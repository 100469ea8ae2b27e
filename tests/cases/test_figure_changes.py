"""Why a number changed: snapshots of what everybody can see, and what lies between them."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.models import RecordedCount, Snapshot
from cases.statistics import record_figures
from tests import factories as make
from tests.pages import queries, read
from tracker.visibility.workflow import withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    return make.provision("495", law=make.law(title="Invented Code"))


def recorded(provision, unit="people") -> list[tuple[int, int]]:
    """The numbers of a provision, oldest first: value, and how many from older records."""
    counts = RecordedCount.objects.filter(provision=provision, unit=unit)
    found = counts.order_by("snapshot__taken_at")
    return list(found.values_list("value", "from_older_records"))


def test_the_numbers_are_those_of_the_matrix(article, visitor):
    first = make.charge(under=article)
    make.charge(under=article)
    make.charge(under=make.provision("494", law=article.law), of=first.participation)
    matrix = visitor.get("/usage/?columns=country").context["matrix"]
    version = matrix.usage.data_version
    record_figures()
    totals = {str(total.row.id): total.value for total in matrix.usage.row_totals}
    taken = RecordedCount.objects.filter(unit="people", provision__isnull=False)
    assert {count.provision.address: count.value for count in taken} == totals
    assert recorded(None) == [(matrix.usage.total.value, 2)]
    assert Snapshot.objects.get().data_version == version


def test_what_the_public_does_not_see_is_not_taken_down(article):
    make.charge(under=article, of=make.accused(person=make.person(state="draft")))
    make.charge(under=article, of=make.accused(case=make.case(state="withdrawn")))
    make.charge(under=article, provenance="inferred")
    make.charge(under=article, of=make.group(7))
    record_figures()
    assert recorded(article) == []


def test_nothing_is_taken_down_where_nothing_changed(article):
    make.charge(under=article)
    assert [bool(record_figures()), bool(record_figures())] == [True, False]


def test_a_number_that_grows_by_new_records_says_so(article, visitor):
    make.charge(under=article)
    record_figures()
    make.charge(under=article, of=make.accused(case=make.case(published_at=timezone.now())))
    record_figures()
    assert recorded(article) == [(1, 1), (2, 1)]
    page = read(visitor, "/changes/").text
    assert "Invented Code Article 495 people 1 2 +1 1 from records published since" in page


def test_a_charge_added_to_an_older_record_is_told_apart(article, visitor):
    case = make.case()
    make.charge(under=article, of=make.accused(case=case))
    record_figures()
    make.charge(under=article, of=make.accused(case=case))
    record_figures()
    words = "1 more from records that were already public: completed or corrected"
    assert f"people 1 2 +1 {words}" in read(visitor, "/changes/").text


@pytest.mark.parametrize("way", ["withdrawn", "corrected", "merged"])
def test_a_withdrawal_reads_as_a_correction_or_a_merge(article, visitor, reviewer_user, way):
    kept, gone = (make.charge(under=article, of=make.accused(case=make.case())) for _ in "ab")
    record_figures()
    if way == "withdrawn":
        withdraw(record=gone.participation.person, reason="in danger", by=reviewer_user)
    elif way == "corrected":
        gone.delete()
    else:
        type(gone.participation).objects.filter(pk=gone.participation.pk).update(
            person=kept.participation.person
        )
    record_figures()
    page = read(visitor, "/changes/").text
    assert "Article 495 people 2 1 −1 1 fewer: corrected, merged or withdrawn" in page
    assert "danger" not in page


def test_a_law_that_is_withdrawn_takes_its_numbers_along(article, visitor, reviewer_user):
    make.charge(under=article)
    record_figures()
    make.charge(under=article)
    record_figures()
    withdraw(record=article.law, reason="invented", by=reviewer_user)
    assert "Invented Code" not in read(visitor, "/changes/").text


def test_the_first_snapshot_has_nothing_to_compare_with(article, visitor):
    assert "No numbers have been taken down yet" in read(visitor, "/changes/").text
    call_command("record_figures", verbosity=0)
    assert "taken down for the first time" in read(visitor, "/changes/").text


def test_the_page_takes_as_many_queries_for_ten_snapshots_as_for_two(article, visitor):
    make.charge(under=article)
    record_figures()
    make.charge(under=article)
    record_figures()
    few = queries(visitor, "/changes/")
    for _ in range(8):
        make.charge(under=article)
        record_figures()
    assert queries(visitor, "/changes/") == few


def test_the_log_tells_the_version_of_today_from_older_ones(article, visitor):
    make.charge(under=article)
    record_figures()
    text = read(visitor, "/changes/").text
    today = visitor.get("/usage/").context["matrix"].usage.data_version
    assert f"now are version {today}" in text
    assert f"Taken down at version {Snapshot.objects.get().data_version}" in text
