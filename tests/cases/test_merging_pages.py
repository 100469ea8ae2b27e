"""Admin pages to merge records and to set the status of claims."""

import pytest
from django.urls import reverse

from cases.models import Claim, Disagreement, Merge, Person
from tests import factories as make
from tests.staff_client import shown_messages, staff_url
from tracker.enums import StaffRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def possible_duplicates():
    """A person in a case, and a protected person who may be the same."""
    one, other = make.person("Aba Ono"), make.person("Ebe Unu", display_policy="withheld")
    make.accused(person=one, case=make.case(title="Invented matter"))
    return one, other


def test_merge_preview_shows_moved_rows_and_changed_columns(reviewer, possible_duplicates):
    one, other = possible_duplicates
    page = reviewer.get(staff_url(one, "merge"), {"other": other.code, "keep": "other"})
    plan = page.context["plan"]
    assert [(kind, str(row)) for kind, row in page.context["moved"]] == [
        ("person name", "Aba Ono"),
        ("participation", "Aba Ono"),
    ]
    assert [(c.record, c.column, c.new) for c in plan.changes] == [
        (one, "display_policy", "withheld")
    ]
    assert Person.objects.filter(merged_into=None).count() == 2


def test_merge_and_undo_by_button(reviewer, possible_duplicates):
    one, other = possible_duplicates
    data = {"other": other.code, "keep": "other"}
    response = reviewer.post(staff_url(one, "merge"), data, follow=True)
    assert shown_messages(response) == ["Say why these are one."]
    reviewer.post(staff_url(one, "merge"), data | {"reason": "one birthday"})
    one.refresh_from_db()
    assert one.merged_into == other
    [merge] = Merge.objects.all()
    assert set(reviewer.get(staff_url(merge)).context["moves"]) == {
        ("Person name: Aba Ono", "Person", "Aba Ono", "Ebe Unu"),
        ("Participation: Ebe Unu", "Person", "Aba Ono", "Ebe Unu"),
        ("Person: Aba Ono", "Display policy", "Full name", "Name withheld"),
        ("Person: Aba Ono", "Merged into", None, "Ebe Unu"),
    }
    undo = reverse("admin:cases_merge_undo", args=[merge.pk])
    reviewer.post(undo, {"reason": "two birthdays"})
    one.refresh_from_db()
    assert (one.merged_into, one.display_policy) == (None, "full")


def test_merged_record_is_read_only(reviewer, possible_duplicates):
    one, other = possible_duplicates
    Person.objects.filter(pk=one.pk).update(merged_into=other)
    assert reviewer.post(staff_url(one), {"name": "Other"}).status_code == 403
    assert reviewer.get(staff_url(one)).status_code == 200


@pytest.mark.parametrize("code", ["P-000000", "own", "x"])
def test_code_of_no_other_record_is_refused(reviewer, possible_duplicates, code):
    code = possible_duplicates[0].code if code == "own" else code
    page = reviewer.get(staff_url(possible_duplicates[0], "merge"), {"other": code})
    assert shown_messages(page) == [f"There is no other record with the code “{code}”."]


def test_merging_needs_permission(possible_duplicates):
    client = make.signed_in_client(make.staff_user("helper", StaffRole.ANALYST))
    assert client.get(staff_url(possible_duplicates[0], "merge")).status_code == 403


# --- status of claims ---


@pytest.fixture
def disagreement():
    """A public disagreement with the claims "2019" and "2020"."""
    row = Disagreement.objects.create(
        kind="date",
        nature="contradiction",
        topic="When?",
        handling="open",
        **make.published_fields(),
    )
    for value in ("2019", "2020"):
        make.add_citation(Claim.objects.create(disagreement=row, value=value))
    return row


def claim_status_data(page, **statuses) -> dict:
    """Form data, with (status, reason) by claim: `y2019=("rejected", "a slip")`."""
    data = {}
    for row, version in page.context["rows"]:
        status, reason = statuses.get(f"y{row.value}", ("accepted", ""))
        data |= {f"version-{row.pk}": version, f"standing-{row.pk}": status}
        data |= {f"reason-{row.pk}": reason}
    return data


def test_claim_status_preview_shows_public_values_and_saves_nothing(reviewer, disagreement):
    url = reviewer.get(staff_url(disagreement)).context["standing_page"]
    data = claim_status_data(reviewer.get(url), y2019=("rejected", "a slip"))
    preview = reviewer.post(url, data | {"preview": "1"}).context["seen"]
    assert [(row[0], row[1].standing, row[1].standing_reason) for _claim, row in preview] == [
        ("2019", "rejected", "a slip"),
        ("2020", "accepted", ""),
    ]
    assert disagreement.claims.filter(standing="rejected").count() == 0


def test_claim_statuses_are_saved_with_reasons_in_one_form(reviewer, reviewer_user, disagreement):
    url = staff_url(disagreement.claims.first(), "standing")
    data = claim_status_data(
        reviewer.get(url), y2019=("rejected", "a slip"), y2020=("disputed", "one source")
    )
    reviewer.post(url, data | {"save": "1"})
    statuses = disagreement.claims.values_list("standing", "standing_reason")
    assert list(statuses) == [("rejected", "a slip"), ("disputed", "one source")]
    disagreement.refresh_from_db()
    assert disagreement.last_edited_by == reviewer_user


def test_claim_status_without_reason_or_of_outdated_page_is_not_saved(reviewer, disagreement):
    url = staff_url(disagreement.claims.first(), "standing")
    data = claim_status_data(reviewer.get(url), y2019=("rejected", ""))
    page = reviewer.post(url, data | {"save": "1"})
    assert page.context["problems"] == ["2019: Say why the claim is disputed or rejected."]
    disagreement.claims.filter(value="2020").update(value="2021")
    data = claim_status_data(reviewer.get(url)) | {
        key: "1" for key in data if key.startswith("version")
    }
    assert len(reviewer.post(url, data | {"save": "1"}).context["problems"]) == 2
