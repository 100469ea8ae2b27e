"""Merging and setting standings at the desk."""

import pytest
from django.urls import reverse

from cases.models import Claim, Disagreement, Merge, Person
from tests import factories as make
from tests.staff_client import address, messages
from tracker.enums import StaffRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Somebody in a case, and somebody protected who may be the same."""
    one, other = make.person("Aba Ono"), make.person("Ebe Unu", display_policy="withheld")
    make.accused(person=one, case=make.case(title="Invented matter"))
    return one, other


def test_the_preview_shows_every_row_that_moves_and_what_each_policy_becomes(reviewer, two):
    one, other = two
    page = reviewer.get(address(one, "merge"), {"other": other.code, "keep": "other"})
    plan = page.context["plan"]
    assert [(move.kind, str(move.row)) for move in plan.moves] == [
        ("person name", "Aba Ono"),
        ("participation", "Aba Ono"),
    ]
    assert [(c.record, c.column, c.new) for c in plan.changes] == [
        (one, "display_policy", "withheld")
    ]
    assert Person.objects.filter(merged_into=None).count() == 2


def test_merging_and_taking_back_by_button(reviewer, two):
    one, other = two
    asked = {"other": other.code, "keep": "other"}
    response = reviewer.post(address(one, "merge"), asked, follow=True)
    assert messages(response) == ["Say why these are one."]
    reviewer.post(address(one, "merge"), asked | {"reason": "one birthday"})
    one.refresh_from_db()
    assert one.merged_into == other
    [merge] = Merge.objects.all()
    assert set(reviewer.get(address(merge)).context["moves"]) == {
        ("Person name: Aba Ono", "Person", "Aba Ono", "Ebe Unu"),
        ("Participation: Ebe Unu", "Person", "Aba Ono", "Ebe Unu"),
        ("Person: Aba Ono", "Display policy", "Full name", "Name withheld"),
        ("Person: Aba Ono", "Merged into", None, "Ebe Unu"),
    }
    undo = reverse("admin:cases_merge_undo", args=[merge.pk])
    reviewer.post(undo, {"reason": "two birthdays"})
    one.refresh_from_db()
    assert (one.merged_into, one.display_policy) == (None, "full")


def test_what_was_merged_is_read_and_not_edited(reviewer, two):
    one, other = two
    Person.objects.filter(pk=one.pk).update(merged_into=other)
    assert reviewer.post(address(one), {"name": "Other"}).status_code == 403
    assert reviewer.get(address(one)).status_code == 200


@pytest.mark.parametrize("code", ["P-000000", "own", "x"])
def test_a_code_of_no_other_record_is_refused(reviewer, two, code):
    code = two[0].code if code == "own" else code
    page = reviewer.get(address(two[0], "merge"), {"other": code})
    assert messages(page) == [f"There is no other record with the code “{code}”."]


def test_merging_needs_its_permission(two):
    client = make.at_desk(make.staff("helper", StaffRole.ANALYST))
    assert client.get(address(two[0], "merge")).status_code == 403


# --- standings ---


@pytest.fixture
def question():
    asked = Disagreement.objects.create(
        kind="date", nature="contradiction", topic="When?", handling="open", **make.published()
    )
    for value in ("2019", "2020"):
        make.cited(Claim.objects.create(disagreement=asked, value=value))
    return asked


def chosen(page, **standing) -> dict:
    data = {}
    for row, version in page.context["rows"]:
        given, reason = standing.get(f"y{row.value}", ("accepted", ""))
        data |= {f"version-{row.pk}": version, f"standing-{row.pk}": given}
        data |= {f"reason-{row.pk}": reason}
    return data


def test_what_the_public_will_see_is_shown_and_nothing_kept(reviewer, question):
    where = reviewer.get(address(question)).context["standing_page"]
    data = chosen(reviewer.get(where), y2019=("rejected", "a slip"))
    seen = reviewer.post(where, data | {"preview": "1"}).context["seen"]
    assert [(told[0], told[1].standing, told[1].standing_reason) for _row, told in seen] == [
        ("2019", "rejected", "a slip"),
        ("2020", "accepted", ""),
    ]
    assert question.claims.filter(standing="rejected").count() == 0


def test_standings_are_set_with_their_reasons_in_one_form(reviewer, reviewer_user, question):
    where = address(question.claims.first(), "standing")
    data = chosen(
        reviewer.get(where), y2019=("rejected", "a slip"), y2020=("disputed", "one source")
    )
    reviewer.post(where, data | {"save": "1"})
    found = question.claims.values_list("standing", "standing_reason")
    assert list(found) == [("rejected", "a slip"), ("disputed", "one source")]
    question.refresh_from_db()
    assert question.last_edited_by == reviewer_user


def test_a_doubt_without_a_reason_or_on_an_old_page_is_not_saved(reviewer, question):
    where = address(question.claims.first(), "standing")
    data = chosen(reviewer.get(where), y2019=("rejected", ""))
    page = reviewer.post(where, data | {"save": "1"})
    assert page.context["problems"] == ["2019: Say why the claim is disputed or rejected."]
    question.claims.filter(value="2020").update(value="2021")
    data = chosen(reviewer.get(where)) | {key: "1" for key in data if key.startswith("version")}
    assert len(reviewer.post(where, data | {"save": "1"}).context["problems"]) == 2
