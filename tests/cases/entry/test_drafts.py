"""The entry page: sent twice, left and opened again, asked while typing, refused."""

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from cases.models import Case, EntryDraft, Person
from tests import factories
from tests.cases.entry.typing import ENTRY, typed
from tests.staff_client import messages
from tracker.enums import StaffRole


def title_on(client) -> str:
    """What stands in the title of a new form."""
    return client.get(ENTRY).context["form"].case_form["title"].value()


def test_a_form_sent_twice_makes_one_case(analyst, whole):
    first, second = (analyst.post(ENTRY, whole) for _ in range(2))
    assert (Case.objects.count(), Person.objects.count()) == (1, 2)
    assert second.url == first.url
    assert messages(analyst.get(second.url))[-1] == (
        "This form was saved before: here is what it made."
    )


def test_what_is_typed_outlives_a_lost_session(analyst, analyst_user, client, db):
    data = typed(people=[{"who": "Zed Example"}], title="Half typed")
    analyst.post(f"{ENTRY}draft/entry/", data)
    analyst.logout()
    assert analyst.post(ENTRY, data).url.startswith("/admin/login/")
    form = factories.at_desk(analyst_user).get(ENTRY).context["form"]
    assert form.case_form["title"].value() == "Half typed"
    assert form.rows["people"].forms[0]["who"].value() == "Zed Example"


def test_a_draft_goes_when_it_is_saved_or_thrown_away(analyst, whole):
    analyst.post(f"{ENTRY}draft/entry/", whole)
    analyst.post(ENTRY, whole)
    assert title_on(analyst) == ""
    analyst.post(f"{ENTRY}draft/entry/", whole | typed(title="Another"))
    assert title_on(analyst) == "Another"
    analyst.post(ENTRY, {"_discard": ""})
    assert title_on(analyst) == ""


def test_nobody_sees_the_draft_of_another(analyst, reviewer, db):
    analyst.post(f"{ENTRY}draft/entry/", typed(title="Half typed"))
    assert (title_on(analyst), title_on(reviewer)) == ("Half typed", "")


def test_the_database_has_no_key_to_what_is_typed(analyst, db, settings):
    data = typed(people=[{"who": "Zed Example"}], title="Half typed")
    analyst.post(f"{ENTRY}draft/entry/", data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM cases_entrydraft d")
        [(kept,)] = cursor.fetchall()
    assert [word for word in ("Zed", "Example", "Half") if word in kept] == []
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    assert title_on(analyst) == ""
    analyst.post(f"{ENTRY}draft/entry/", data | {"title": "Typed again"})
    assert (title_on(analyst), EntryDraft.objects.count()) == ("Typed again", 1)


def test_without_a_key_nothing_is_kept_in_clear_and_saving_goes_on(analyst, whole, settings):
    settings.IDENTITY_KEYS = []
    told = analyst.post(f"{ENTRY}draft/entry/", whole)
    words = "What is typed here is not kept until it is saved: the server has no key for it."
    assert (told.status_code, told.json()["error"]) == (200, words)
    assert (title_on(analyst), EntryDraft.objects.count()) == ("", 0)
    assert messages(analyst.post(ENTRY, whole | {"title": ""})) == [words]
    analyst.post(ENTRY, whole)
    assert (Case.objects.count(), EntryDraft.objects.count()) == (1, 0)


def test_without_script_rows_are_added_and_nothing_is_lost(analyst, db):
    data = typed(people=[{"who": "Zed Example"}], title="Half typed") | {"_more": "people"}
    response = analyst.post(ENTRY, data)
    rows = response.context["form"].rows["people"].forms
    assert [row["who"].value() for row in rows] == ["Zed Example", None, None, None]
    assert (response.context["problems"], Case.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
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
def test_it_says_how_words_are_read(kind, text, answer, analyst, code):
    assert analyst.get(f"{ENTRY}reads/{kind}/", {"text": text}).json() == answer


def test_who_is_called_so_is_told_to_staff_alone(analyst, visitor, db):
    zed = factories.person("Zed Hidden", display_policy="withheld")
    asked = {"text": "Zed Hiden", "prefix": "people-0"}
    answer = analyst.get(f"{ENTRY}reads/alike/", asked).content.decode()
    assert (zed.code in answer, 'name="people-0-same_as"' in answer) == (True, True)
    assert visitor.get(f"{ENTRY}reads/alike/", asked).status_code == 302


@pytest.mark.parametrize("page", ["entry/", "entry/draft/entry/", "entry/reads/alike/"])
def test_staff_who_may_not_log_cases_are_refused(page, db):
    client = factories.at_desk(factories.staff("zed", StaffRole.ADMINISTRATOR))
    assert client.get(f"/admin/cases/case/{page}").status_code == 403


def test_a_token_that_is_none_is_refused(analyst, reviewer, db):
    assert analyst.post(ENTRY, typed(token="none")).status_code == 400
    data = typed()
    analyst.post(ENTRY, data)
    assert reviewer.post(ENTRY, data).status_code == 400
    assert Case.objects.count() == 1
