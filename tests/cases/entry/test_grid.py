"""The entry grid: a pasted table is matched, previewed and saved once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Charge, Event, Participation, Person, Sentence
from tests import factories
from tests.staff_client import shown_messages
from tracker.enums import State
from tracker.visibility.citation_coverage import unsourced

ZED_ROW = "Zed Example | accused | IC 494, 495 | convicted | 18 months, 6 suspended | yes"


@pytest.fixture
def case(db):
    law = factories.law(title="Invented Code", slug="invented-code")
    for number in ("494", "495"):
        factories.provision(number, law=law)
    return factories.case(title="Invented trial", state=State.DRAFT, published_at=None)


def grid_url(case) -> str:
    return reverse("admin:cases_case_grid", args=[case.pk])


def table_data(*rows: str, **fields) -> dict:
    """Form data of the grid with these pasted rows."""
    data = {"kind": "verdict", "happened_on": "5 Nov 2020", "category": "unknown"}
    data |= {"source-source": "Invented verdict", "source-place": "p. 1"}
    data |= {"source-kind": "court_paper", "token": "6f3f6a2e-0000-4000-8000-000000000001"}
    return data | {"pasted": "\r\n".join(rows)} | fields


def preview(client, case, data):
    """The grid as previewed before anything is saved."""
    return client.post(grid_url(case), data).context["form"]


def preview_and_confirm(client, case, data):
    """Preview, then confirm with the digest of the preview."""
    digest = preview(client, case, data).digest
    return client.post(grid_url(case), data | {"previewed": digest, "_confirm": ""}, follow=True)


def row_results(form) -> list[str]:
    return [row.result for row in form.rows]


def test_preview_shows_parsed_row_and_saves_nothing(analyst, case):
    form = preview(analyst, case, table_data(ZED_ROW))
    [row] = form.rows
    assert (row.result, [text for _column, text, _errors in row.columns]) == (
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


def test_table_without_preview_is_not_saved(analyst, case):
    response = analyst.post(grid_url(case), table_data(ZED_ROW) | {"_confirm": ""})
    assert (response.status_code, Person.objects.count()) == (200, 0)


def test_confirmed_rows_are_saved(analyst, analyst_user, case):
    response = preview_and_confirm(
        analyst, case, table_data(ZED_ROW, "Ypsilon Sample | | 495 | acquitted")
    )
    assert shown_messages(response) == [
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


def test_same_table_again_changes_nothing(analyst, case):
    rows = [ZED_ROW, "Ypsilon Sample | | 495 | acquitted", "Zed Example | witness | | |"]
    choice = {"row-3-asked": "Zed Example", "row-3-same_as": "row-1"}
    preview_and_confirm(analyst, case, table_data(*rows) | choice)
    before = history_counts()
    repeated = table_data(*rows, token="6f3f6a2e-0000-4000-8000-000000000002")
    assert row_results(preview(analyst, case, repeated)) == ["there"] * 3
    assert shown_messages(preview_and_confirm(analyst, case, repeated)) == [
        "All of this was there already: nothing was changed."
    ]
    assert history_counts() == before


def history_counts() -> list[int]:
    models = (Case, Person, Participation, Charge, Event, Sentence)
    return [model.pgh_event_model.objects.count() for model in models]


def test_confirmed_table_submitted_twice_is_saved_once(analyst, case):
    data = table_data(ZED_ROW)
    preview_and_confirm(analyst, case, data)
    digest = {"previewed": preview(analyst, case, data).digest, "_confirm": ""}
    response = analyst.post(grid_url(case), data | digest, follow=True)
    assert shown_messages(response) == ["This form was saved before: here is what it made."]
    assert Participation.objects.count() == 1


def test_similar_name_is_doubtful_until_decided(analyst, case):
    zed = factories.person("Zed Example")
    data = table_data("Zedd Example | accused | IC 495 | convicted")
    form = preview(analyst, case, data)
    assert (row_results(form), [each.person for each in form.rows[0].suggestions]) == (
        ["doubtful"],
        [zed],
    )
    preview_and_confirm(analyst, case, data)
    assert not Participation.objects.exists()
    choice = {"row-1-asked": "Zedd Example", "row-1-same_as": zed.code}
    preview_and_confirm(analyst, case, data | choice)
    assert Participation.objects.get().person == zed


def test_decision_is_kept_in_the_next_preview(analyst, case):
    zed = factories.person("Zed Example")
    data = table_data("Zedd Example | accused | IC 495 | convicted")
    choice = {"row-1-asked": "Zedd Example", "row-1-same_as": zed.code}
    response = analyst.post(grid_url(case), data | choice)
    [row] = response.context["form"].rows
    assert (row.result, row.decision, [each.person for each in row.suggestions]) == (
        "known",
        zed.code,
        [zed],
    )
    assert response.content.decode().count('name="row-1-same_as"') == 2


def test_confirming_doubtful_rows_shows_the_next_step(analyst, case):
    factories.person("Zed Example")
    response = preview_and_confirm(
        analyst, case, table_data("Zedd Example | accused | IC 495 | convicted")
    )
    assert response.context["is_refused"]
    assert response.context["form"].next_step == (
        "Choose who is meant where a row asks, then confirm."
    )


def test_two_rows_of_one_name_need_a_decision(analyst, case):
    data = table_data("Zed Example | | 494", "Zed Example | | 495")
    assert row_results(preview(analyst, case, data)) == ["new", "doubtful"]
    choice = {"row-2-asked": "Zed Example", "row-2-same_as": "row-1"}
    preview_and_confirm(analyst, case, data | choice)
    assert (Person.objects.count(), Charge.objects.count()) == (1, 2)


def test_table_with_errors_is_not_saved(analyst, case):
    data = table_data(ZED_ROW, "Ypsilon Sample | judge | 9 | perhaps | a while | maybe")
    row = preview(analyst, case, data).rows[1]
    assert {column: messages[0].split(".")[0] for column, messages in row.errors.items()} == {
        "role": "“judge” is none of: accused, affected, victim, complainant, civil_party, lawyer, "
        "witness, official",
        "charges": "No provision is recorded as “9”",
        "outcome": "“perhaps” is none of: complained, charged, on_trial, convicted, acquitted, "
        "dropped, requalified, pardoned",
        "terms": "“a while” is not understood",
        "absent": "“maybe” is neither yes nor no",
    }
    preview_and_confirm(analyst, case, data)
    assert not Person.objects.exists()


def test_recorded_outcome_is_not_overwritten(analyst, case):
    preview_and_confirm(analyst, case, table_data(ZED_ROW))
    changed = table_data(ZED_ROW.replace("convicted", "acquitted"), token=str(case.pk) * 32)
    [row] = preview(analyst, case, changed).rows
    assert row.errors == {"outcome": ["Recorded already: convicted. Change it with the event."]}


CHARGE_HEADINGS = "Name | Charge | Wording | Conduct on"


def test_columns_of_a_charge_are_previewed_and_saved(analyst, case):
    rows = [CHARGE_HEADINGS, "Zed Example | 494, 495 | incitement | 2020-05", "Yps Sample | 495"]
    first, second = preview(analyst, case, table_data(*rows)).rows
    assert [text for _title, text, _errors in first.columns[5:]] == ["incitement", "2020-05"]
    assert [text for _title, text, _errors in second.columns[5:]] == ["", ""]
    preview_and_confirm(analyst, case, table_data(*rows))
    charges = Charge.objects.order_by("pk")
    assert [(c.wording, str(c.conduct_on or "")) for c in charges] == [
        *[("incitement", "2020-05")] * 2,
        ("", ""),
    ]


def test_columns_of_a_charge_are_checked(analyst, case):
    rows = [CHARGE_HEADINGS, "Zed Example | 495 | | in May", "Yps Sample | | incitement"]
    errors = [row.errors for row in preview(analyst, case, table_data(*rows)).rows]
    assert [list(each) for each in errors] == [["conduct_on"], ["wording"]]
    assert errors[1] == {"wording": ["This needs a charge."]}


def test_recorded_charge_is_not_overwritten(analyst, case):
    preview_and_confirm(analyst, case, table_data(ZED_ROW))
    rows = [CHARGE_HEADINGS, "Zed Example | 495 | incitement"]
    [row] = preview(analyst, case, table_data(*rows, token=str(case.pk) * 32)).rows
    assert row.errors == {"wording": ["Recorded otherwise already. Change it with the charge."]}


def test_query_count_does_not_depend_on_row_count(analyst, case):
    for number in range(5):
        factories.person(f"Invented Name{number}")

    def query_count(count):
        rows = [f"Invented Name{n} | accused | IC 495 | convicted | 5 years" for n in range(count)]
        with CaptureQueriesContext(connection) as queries:
            assert len(preview(analyst, case, table_data(*rows)).rows) == count
        return len(queries)

    query_count(1)  # stores a draft for the first time, with other queries than later
    assert query_count(40) == query_count(10)


def test_visitor_is_sent_to_the_login(visitor, case):
    assert visitor.get(grid_url(case)).url.startswith("/admin/login/")
    assert visitor.post(grid_url(case), table_data(ZED_ROW)).status_code == 302
    assert not Person.objects.exists()


def test_outcome_of_an_arrest_is_refused_in_its_cell(analyst, case):
    data = table_data("Zed Example | | 495 | charged") | {"kind": "arrest"}
    [row] = preview(analyst, case, data).rows
    assert [*row.errors] == ["outcome"]
