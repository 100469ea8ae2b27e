"""Staff admin of people and cases, and rules that hold for every record admin."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.enums import ChargeStatus
from cases.models import Case, Charge, Event, Participation, Person, PersonName
from tests import factories
from tests.cases import staff_rows
from tests.cases.staff_rows import create_row
from tests.staff_client import (
    form_errors,
    inline_row,
    open_form,
    shown_messages,
    staff_url,
    submit_form,
)
from tracker.admin import RecordAdmin
from tracker.enums import State
from tracker.visibility.citation_coverage import unsourced

DRAFT = {"state": State.DRAFT, "published_at": None}


@pytest.fixture
def zed(db):
    return factories.person("Zed Example", **DRAFT)


@pytest.fixture
def case(zed):
    case = factories.case(title="Invented case", **DRAFT)
    factories.charge(under=factories.provision("12"), of=factories.accused(case=case, person=zed))
    return case


# --- people ---


def test_ticking_minor_withholds_the_name(analyst, zed):
    data = open_form(analyst, staff_url(zed))
    response = analyst.post(staff_url(zed), data | {"is_minor": "on"}, follow=True)
    zed.refresh_from_db()
    assert (zed.display_policy, zed.protection_reason) == ("withheld", "minor")
    assert shown_messages(response)[0] == "A minor: the name is withheld."


def test_minor_keeps_full_name_only_with_an_override_reason(analyst, zed):
    data = open_form(analyst, staff_url(zed)) | {"is_minor": "on"}
    submit_form(analyst, staff_url(zed), data, minor_override_reason="invented reason")
    zed.refresh_from_db()
    assert (zed.display_policy, zed.is_minor) == ("full", True)


def test_pseudonym_policy_requires_a_pseudonym(analyst, zed):
    data = open_form(analyst, staff_url(zed)) | {"display_policy": "pseudonym"}
    assert form_errors(submit_form(analyst, staff_url(zed), data)) == {
        "__all__": ["Give the pseudonym to show."]
    }


@pytest.mark.parametrize(
    ("policy", "heading", "spellings"),
    [("full", "Zed Example", ["Zed Example"]), ("initials", "Z. E.", [])],
)
def test_person_page_shows_the_public_view(policy, heading, spellings, analyst, zed):
    Person.objects.filter(pk=zed.pk).update(state=State.PUBLISHED, display_policy=policy)
    public_view = analyst.get(staff_url(zed)).context["public_view"]
    assert (public_view["heading"], public_view["spellings"]) == (heading, spellings)


def test_draft_person_has_no_public_view(analyst, zed):
    assert analyst.get(staff_url(zed)).context["public_view"] is None


def test_protected_person_cannot_be_deleted(analyst, db):
    hidden = factories.person("Zed Hidden", display_policy="withheld")
    response = analyst.post(staff_url(hidden, "delete"), {"post": "yes"}, follow=True)
    assert shown_messages(response) == [
        "A person whose name is protected cannot be deleted: withdraw the record instead."
    ]
    assert Person.objects.filter(pk=hidden.pk).exists()


def test_delete_action_refuses_protected_people(analyst, db):
    hidden = factories.person("Zed Hidden", display_policy="withheld")
    data = {"action": "delete_selected", "_selected_action": [hidden.pk], "post": "yes"}
    response = analyst.post(staff_url(Person, "changelist"), data, follow=True)
    assert shown_messages(response) == [
        "A person whose name is protected cannot be deleted: withdraw the record instead."
    ]


def test_heading_can_be_entered_as_a_spelling_with_citation(analyst, db):
    url, source = staff_url(Person, "add"), factories.source()
    name = {"spelling": "Zed New", "script": "latin", "standing": "accepted"}
    name |= {"cited_source": source.pk, "cited_locator": "p. 3"}
    values = {"name": "Zed New", "category": "other", "gender": "unknown"}
    submit_form(analyst, url, open_form(analyst, url) | values | inline_row("names", 0, **name))
    spelling = PersonName.objects.get(person__name="Zed New")
    assert [citation.locator for citation in spelling.citations.all()] == ["p. 3"]


def test_autocomplete_distinguishes_people_of_the_same_name(analyst, case, zed):
    zed.names.create(spelling="Zedd Exemple")
    other = factories.person("Zed Example", category="union")
    query = {"app_label": "cases", "model_name": "participation", "field_name": "person"}
    response = analyst.get(staff_url(Person, "choices"), query | {"term": "zed"})
    assert [each["text"] for each in response.json()["results"]] == [
        label
        for _code, label in sorted(
            [
                (
                    zed.code,
                    f"Zed Example · Zedd Exemple · Journalist · 2020 · cases: 1 · {zed.code}",
                ),
                (other.code, f"Zed Example · Trade unionist · cases: 0 · {other.code}"),
            ]
        )
    ]


# --- cases ---


def test_case_with_inlines_is_added_on_one_page(analyst, zed):
    url, source = staff_url(Case, "add"), factories.source()
    cited = {"cited_source": source.pk, "cited_locator": "p. 3"}
    values = {"title": "Invented second case", "category": "other", "platform": "other"}
    values |= {"country": "KH", "province": "12"}
    values |= inline_row("participations", role="accused", person=zed.pk, **QUALIFIER, **cited)
    values |= inline_row(
        "events", kind="arrest", happened_on="2020-05", provenance="stated", **cited
    )
    values |= inline_row("citations", source=source.pk, locator="p. 2")
    submit_form(analyst, url, open_form(analyst, url) | values)
    case = Case.objects.get(title="Invented second case")
    assert [str(each.person) for each in case.participations.all()] == ["Zed Example"]
    assert [str(event.happened_on) for event in case.events.all()] == ["2020-05"]
    assert unsourced(case) == []


QUALIFIER = {"group_qualifier": "exact", "category": "unknown"}


def test_group_needs_a_size(analyst, case):
    group = {"role": "accused", "group_label": "invented group", **QUALIFIER}
    data = open_form(analyst, staff_url(case)) | inline_row("participations", 1, **group)
    assert form_errors(submit_form(analyst, staff_url(case), data)) == {
        "participations-1-__all__": [
            "Give the size of the group, or say that no source states it."
        ],
    }


def test_publishing_a_case_lists_every_unsourced_fact(analyst, case):
    participation, charge, event = (model.objects.get() for model in (Participation, Charge, Event))
    for fact in (charge, event):
        fact.citations.all().delete()
    missing = analyst.post(staff_url(case, "publish")).context["missing"]
    assert [fact for fact, _kind, _link in missing] == [case, participation, charge, event]


def test_charge_added_to_a_published_case_needs_a_source(analyst, case):
    Case.objects.update(state=State.PUBLISHED)
    part = Participation.objects.get()
    part.citations.create(source=factories.source(), locator="p. 1")
    charge = {"provision": factories.provision("13").pk, "provenance": "stated"}
    data = open_form(analyst, staff_url(part)) | inline_row("charges", 1, **charge)
    assert form_errors(submit_form(analyst, staff_url(part), data)) == {
        "charges-1-cited_source": ["The record is published: give a source."]
    }


def test_event_participants_must_belong_to_its_case(analyst, case):
    event, stranger = Event.objects.get(), factories.accused()
    data = open_form(analyst, staff_url(event)) | {"participations": [stranger.pk]}
    assert len(form_errors(submit_form(analyst, staff_url(event), data))["participations"]) == 1


def test_event_changes_only_charges_of_its_case(analyst, case):
    event = Event.objects.get()
    other = factories.charge(under=factories.provision("14"))
    change = inline_row("charge_changes", 1, charge=other.pk, status="convicted")
    response = submit_form(analyst, staff_url(event), open_form(analyst, staff_url(event)) | change)
    assert list(form_errors(response)) == ["charge_changes-1-charge"]


def test_principal_charge_must_be_in_the_same_case(analyst, case):
    charge, other = Charge.objects.get(), factories.charge(under=factories.provision("14"))
    data = open_form(analyst, staff_url(charge)) | {"base": other.pk}
    assert form_errors(submit_form(analyst, staff_url(charge), data)) == {
        "base": ["That charge belongs to another case."]
    }


def test_history_of_a_case_includes_deleted_dependent_rows(analyst, case):
    factories.add_charge_event(Charge.objects.get(), ChargeStatus.CONVICTED, on="2021").delete()
    page = analyst.get(staff_url(case, "history")).context["page"]
    deleted = [c.kind for edit in page for c in edit.changes if c.deed == "deleted"]
    assert sorted(deleted) == [
        "charge change",
        "event",
        "event citation",
        "link of event + participation",
    ]


def test_sentence_event_must_be_in_the_same_case(analyst, case):
    sentence = Participation.objects.get().sentences.create(is_life=True)
    other = staff_rows.create_row(Event)
    data = open_form(analyst, staff_url(sentence)) | {"event": other.pk}
    assert form_errors(submit_form(analyst, staff_url(sentence), data)) == {
        "event": ["That event belongs to another case."]
    }


def test_participant_with_a_referenced_charge_cannot_be_deleted(analyst, case):
    part, charge = Participation.objects.get(), Charge.objects.get()
    other = factories.accused(case=case)
    other.charges.create(provision=factories.provision("15"), base=charge)
    data = open_form(analyst, staff_url(case)) | {"participations-0-DELETE": "on"}
    response = submit_form(analyst, staff_url(case), data)
    assert response.status_code == 200
    assert Participation.objects.filter(pk=part.pk).exists()


@pytest.mark.parametrize("kind", ["case", "person", "measure", "disagreement"])
def test_second_of_two_editors_sees_both_values(kind, analyst, reviewer, db):
    record, field = create_sample(kind)
    stale = open_form(reviewer, staff_url(record))
    submit_form(
        analyst, staff_url(record), open_form(analyst, staff_url(record)), **{field: "First"}
    )
    response = submit_form(reviewer, staff_url(record), stale, **{field: "Second"})
    assert form_errors(response)[field] == ["Saved meanwhile: “First”. You have: “Second”."]


def create_sample(kind):
    return getattr(staff_rows, kind)(), staff_rows.TEXT_FIELDS[kind]


# --- every page ---

RECORD_ADMINS = {
    model: model_admin
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, RecordAdmin)
}


@pytest.mark.parametrize("model", RECORD_ADMINS, ids=lambda model: model.__name__)
def test_every_record_admin_page_opens(model, analyst):
    row = create_row(model)
    urls = [staff_url(model, "changelist"), staff_url(model, "add")]
    urls += [staff_url(row, page) for page in ("change", "history", "delete")]
    assert [analyst.get(url).status_code for url in urls] == [200] * 5


@pytest.mark.parametrize("model", RECORD_ADMINS, ids=lambda model: model.__name__)
def test_change_list_queries_do_not_grow_with_rows(model, analyst):
    counts = []
    for row_count in (2, 12):
        while model.objects.count() < row_count:
            create_row(model)
        with CaptureQueriesContext(connection) as queries:
            analyst.get(staff_url(model, "changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", RECORD_ADMINS, ids=lambda model: model.__name__)
def test_every_change_list_can_be_searched(model, analyst, db):
    assert analyst.get(staff_url(model, "changelist"), {"q": "zed 12"}).status_code == 200
