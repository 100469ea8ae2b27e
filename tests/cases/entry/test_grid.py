"""The grid: a pasted table is matched, shown, and written once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Charge, Event, Participation, Person, Sentence
from tests import factories
from tests.staff_client import messages
from tracker.enums import State
from tracker.visibility.citation_coverage import unsourced

ONE = "Zed Example | accused | IC 494, 495 | convicted | 18 months, 6 suspended | yes"


@pytest.fixture
def case(db):
    law = factories.law(title="Invented Code", slug="invented-code")
    for number in ("494", "495"):
        factories.provision(number, law=law)
    return factories.case(title="Invented trial", state=State.DRAFT, published_at=None)


def where(case) -> str:
    return reverse("admin:cases_case_grid", args=[case.pk])


def table(*rows: str, **typed) -> dict:
    data = {"kind": "verdict", "happened_on": "5 Nov 2020", "category": "unknown"}
    data |= {"source-source": "Invented verdict", "source-place": "p. 1"}
    data |= {"source-kind": "court_paper", "token": "6f3f6a2e-0000-4000-8000-000000000001"}
    return data | {"pasted": "\r\n".join(rows)} | typed


def shown(client, case, data):
    """The rows as they are shown before anything is written."""
    return client.post(where(case), data).context["form"]


def confirm(client, case, data):
    """Look first, then confirm."""
    digest = shown(client, case, data).digest
    return client.post(where(case), data | {"previewed": digest, "_confirm": ""}, follow=True)


def standings(form) -> list[str]:
    return [row.standing for row in form.rows]


def test_a_row_is_shown_before_anything_is_written(analyst, case):
    form = shown(analyst, case, table(ONE))
    [row] = form.rows
    assert (row.standing, [text for _column, text, _errors in row.columns]) == (
        "new",
        [
            "Accused",
            "Invented Code Article 494; Invented Code Article 495",
            "Convicted",
            "18 months, 6 months suspended, in absentia",
            "in absentia",
        ],
    )
    assert not Participation.objects.exists()


def test_what_was_not_shown_is_not_written(analyst, case):
    response = analyst.post(where(case), table(ONE) | {"_confirm": ""})
    assert (response.status_code, Person.objects.count()) == (200, 0)


def test_rows_are_written_when_confirmed(analyst, analyst_user, case):
    response = confirm(analyst, case, table(ONE, "Ypsilon Sample | | 495 | acquitted"))
    assert messages(response) == [
        "Added: 1 source, 1 event, 2 people, 2 participations, 3 charges, 3 charge changes, "
        "1 sentence."
    ]
    charges = Charge.objects.with_status().order_by("pk")
    assert [c.status for c in charges] == ["convicted", "convicted", "acquitted"]
    sentence = Sentence.objects.get()
    assert (sentence.event.kind, sentence.is_in_absentia) == ("verdict", True)
    assert Event.objects.get().participations.count() == 2
    case.refresh_from_db()
    assert (unsourced(case), case.last_edited_by) == ([], analyst_user)


def test_pasting_it_again_changes_nothing(analyst, case):
    rows = [ONE, "Ypsilon Sample | | 495 | acquitted", "Zed Example | witness | | |"]
    choice = {"row-3-asked": "Zed Example", "row-3-same_as": "row-1"}
    confirm(analyst, case, table(*rows) | choice)
    before = edits()
    again = table(*rows, token="6f3f6a2e-0000-4000-8000-000000000002")
    assert standings(shown(analyst, case, again)) == ["there"] * 3
    assert messages(confirm(analyst, case, again)) == [
        "All of this was there already: nothing was changed."
    ]
    assert edits() == before


def edits() -> list[int]:
    kinds = (Case, Person, Participation, Charge, Event, Sentence)
    return [kind.pgh_event_model.objects.count() for kind in kinds]


def test_a_confirmed_table_sent_twice_is_written_once(analyst, case):
    data = table(ONE)
    confirm(analyst, case, data)
    digest = {"previewed": shown(analyst, case, data).digest, "_confirm": ""}
    response = analyst.post(where(case), data | digest, follow=True)
    assert messages(response) == ["This form was saved before: here is what it made."]
    assert Participation.objects.count() == 1


def test_somebody_alike_is_doubtful_until_chosen(analyst, case):
    zed = factories.person("Zed Example")
    data = table("Zedd Example | accused | IC 495 | convicted")
    form = shown(analyst, case, data)
    assert (standings(form), [one.person for one in form.rows[0].alike]) == (["doubtful"], [zed])
    confirm(analyst, case, data)
    assert not Participation.objects.exists()
    chosen = {"row-1-asked": "Zedd Example", "row-1-same_as": zed.code}
    confirm(analyst, case, data | chosen)
    assert Participation.objects.get().person == zed


def test_a_choice_goes_along_when_the_table_is_looked_at_again(analyst, case):
    zed = factories.person("Zed Example")
    data = table("Zedd Example | accused | IC 495 | convicted")
    chosen = {"row-1-asked": "Zedd Example", "row-1-same_as": zed.code}
    response = analyst.post(where(case), data | chosen)
    [row] = response.context["form"].rows
    assert (row.standing, row.decision, [one.person for one in row.alike]) == (
        "known",
        zed.code,
        [zed],
    )
    assert response.content.decode().count('name="row-1-same_as"') == 2


def test_confirming_what_is_not_clear_says_what_is_to_be_done(analyst, case):
    factories.person("Zed Example")
    response = confirm(analyst, case, table("Zedd Example | accused | IC 495 | convicted"))
    assert response.context["is_refused"]
    assert response.context["form"].next_step == (
        "Choose who is meant where a row asks, then confirm."
    )


def test_two_rows_of_one_name_are_asked_about(analyst, case):
    data = table("Zed Example | | 494", "Zed Example | | 495")
    assert standings(shown(analyst, case, data)) == ["new", "doubtful"]
    same = {"row-2-asked": "Zed Example", "row-2-same_as": "row-1"}
    confirm(analyst, case, data | same)
    assert (Person.objects.count(), Charge.objects.count()) == (1, 2)


def test_errors_name_row_and_column_and_nothing_is_written(analyst, case):
    data = table(ONE, "Ypsilon Sample | judge | 9 | perhaps | a while | maybe")
    row = shown(analyst, case, data).rows[1]
    assert {column: messages[0].split(".")[0] for column, messages in row.errors.items()} == {
        "role": "“judge” is none of: accused, affected, victim, complainant, civil_party, lawyer, "
        "witness, official",
        "charges": "No provision is recorded as “9”",
        "outcome": "“perhaps” is none of: complained, charged, on_trial, convicted, acquitted, "
        "dropped, requalified, pardoned",
        "terms": "“a while” is not understood",
        "absent": "“maybe” is neither yes nor no",
    }
    confirm(analyst, case, data)
    assert not Person.objects.exists()


def test_another_outcome_of_the_same_verdict_is_not_written_over(analyst, case):
    confirm(analyst, case, table(ONE))
    changed = table(ONE.replace("convicted", "acquitted"), token=str(case.pk) * 32)
    [row] = shown(analyst, case, changed).rows
    assert row.errors == {"outcome": ["Recorded already: convicted. Change it with the event."]}


def test_forty_rows_ask_no_more_than_ten(analyst, case):
    for number in range(5):
        factories.person(f"Invented Name{number}")

    def queries(count):
        rows = [f"Invented Name{n} | accused | IC 495 | convicted | 5 years" for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(shown(analyst, case, table(*rows)).rows) == count
        return len(asked)

    queries(1)  # what is typed is kept for the first time
    assert queries(40) == queries(10)


def test_a_stranger_may_not_paste(visitor, case):
    assert visitor.get(where(case)).url.startswith("/admin/login/")
    assert visitor.post(where(case), table(ONE)).status_code == 302
    assert not Person.objects.exists()
