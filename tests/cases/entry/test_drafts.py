"""The case entry form: double submission, drafts, previews while typing, permissions."""

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from cases.models import Case, EntryDraft, Person
from tests import factories
from tests.cases.entry.typing import ENTRY_URL, entry_data
from tests.staff_client import shown_messages
from tracker.enums import StaffRole


def draft_title(client) -> str:
    """The title in a newly opened form: that of the draft, if there is one."""
    return client.get(ENTRY_URL).context["form"].case_form["title"].value()


def test_form_submitted_twice_creates_one_case(analyst, full_entry):
    first, second = (analyst.post(ENTRY_URL, full_entry) for _ in range(2))
    assert (Case.objects.count(), Person.objects.count()) == (1, 2)
    assert second.url == first.url
    assert shown_messages(analyst.get(second.url))[-1] == (
        "This form was saved before: here is what it made."
    )


def test_draft_survives_logout(analyst, analyst_user, client, db):
    people = [{"who": "Zed Example", "wording": "incitement"}]
    data = entry_data(people=people, title="Half typed")
    analyst.post(f"{ENTRY_URL}draft/entry/", data)
    analyst.logout()
    assert analyst.post(ENTRY_URL, data).url.startswith("/admin/login/")
    form = factories.signed_in_client(analyst_user).get(ENTRY_URL).context["form"]
    assert form.case_form["title"].value() == "Half typed"
    row = form.rows["people"].forms[0]
    assert (row["who"].value(), row["wording"].value()) == ("Zed Example", "incitement")


def test_draft_is_deleted_when_saved_or_discarded(analyst, full_entry):
    analyst.post(f"{ENTRY_URL}draft/entry/", full_entry)
    analyst.post(ENTRY_URL, full_entry)
    assert draft_title(analyst) == ""
    analyst.post(f"{ENTRY_URL}draft/entry/", full_entry | entry_data(title="Another"))
    assert draft_title(analyst) == "Another"
    analyst.post(ENTRY_URL, {"_discard": ""})
    assert draft_title(analyst) == ""


def test_draft_is_visible_to_its_user_only(analyst, reviewer, db):
    analyst.post(f"{ENTRY_URL}draft/entry/", entry_data(title="Half typed"))
    assert (draft_title(analyst), draft_title(reviewer)) == ("Half typed", "")


def test_draft_is_stored_encrypted(analyst, db, settings):
    data = entry_data(people=[{"who": "Zed Example"}], title="Half typed")
    analyst.post(f"{ENTRY_URL}draft/entry/", data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM cases_entrydraft d")
        [(row,)] = cursor.fetchall()
    assert [word for word in ("Zed", "Example", "Half") if word in row] == []
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    assert draft_title(analyst) == ""
    analyst.post(f"{ENTRY_URL}draft/entry/", data | {"title": "Typed again"})
    assert (draft_title(analyst), EntryDraft.objects.count()) == ("Typed again", 1)


def test_without_encryption_key_form_saves_without_draft(analyst, full_entry, settings):
    settings.IDENTITY_KEYS = []
    response = analyst.post(f"{ENTRY_URL}draft/entry/", full_entry)
    message = "What is typed here is not kept until it is saved: the server has no key for it."
    assert (response.status_code, response.json()["error"]) == (200, message)
    assert (draft_title(analyst), EntryDraft.objects.count()) == ("", 0)
    assert shown_messages(analyst.post(ENTRY_URL, full_entry | {"title": ""})) == [message]
    analyst.post(ENTRY_URL, full_entry)
    assert (Case.objects.count(), EntryDraft.objects.count()) == (1, 0)


def test_without_javascript_adding_rows_keeps_the_input(analyst, db):
    data = entry_data(people=[{"who": "Zed Example"}], title="Half typed") | {"_more": "people"}
    response = analyst.post(ENTRY_URL, data)
    rows = response.context["form"].rows["people"].forms
    assert [row["who"].value() for row in rows] == ["Zed Example", None, None, None]
    assert (response.context["problems"], Case.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "charges",
            "ic 494, 495",
            {"read": "Invented Code Article 494; Invented Code Article 495"},
        ),
        ("sentence", "2 years, 1 suspended", {"read": "24 months, 12 months suspended"}),
        ("sentence", "6 months, 7 suspended", {"error": "7 months are suspended of 6."}),
        ("date", "Nov 2020", {"read": "November 2020"}),
    ],
)
def test_preview_shows_how_text_is_parsed(kind, text, expected, analyst, provisions):
    assert analyst.get(f"{ENTRY_URL}reads/{kind}/", {"text": text}).json() == expected


def test_similar_people_are_shown_to_staff_only(analyst, visitor, db):
    zed = factories.person("Zed Hidden", display_policy="withheld")
    query = {"text": "Zed Hiden", "prefix": "people-0"}
    html = analyst.get(f"{ENTRY_URL}reads/alike/", query).content.decode()
    assert (zed.code in html, 'name="people-0-same_as"' in html) == (True, True)
    assert visitor.get(f"{ENTRY_URL}reads/alike/", query).status_code == 302


@pytest.mark.parametrize("page", ["entry/", "entry/draft/entry/", "entry/reads/alike/"])
def test_staff_without_case_permission_are_refused(page, db):
    client = factories.signed_in_client(factories.staff_user("zed", StaffRole.ADMINISTRATOR))
    assert client.get(f"/admin/cases/case/{page}").status_code == 403


def test_invalid_or_foreign_token_is_refused(analyst, reviewer, db):
    assert analyst.post(ENTRY_URL, entry_data(token="none")).status_code == 400
    data = entry_data()
    analyst.post(ENTRY_URL, data)
    assert reviewer.post(ENTRY_URL, data).status_code == 400
    assert Case.objects.count() == 1
