"""The desk for people and cases, and what holds for every page of the desk."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.enums import ChargeStatus
from cases.models import Case, Charge, Event, Participation, Person, PersonName
from tests import factories
from tests.cases import desk_rows
from tests.cases.desk_rows import one_of
from tests.staff_client import address, errors, messages, open_form, row, save
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
    data = open_form(analyst, address(zed))
    response = analyst.post(address(zed), data | {"is_minor": "on"}, follow=True)
    zed.refresh_from_db()
    assert (zed.display_policy, zed.protection_reason) == ("withheld", "minor")
    assert messages(response)[0] == "A minor: the name is withheld."


def test_a_minor_is_named_only_with_a_reason(analyst, zed):
    data = open_form(analyst, address(zed)) | {"is_minor": "on"}
    save(analyst, address(zed), data, minor_override_reason="invented reason")
    zed.refresh_from_db()
    assert (zed.display_policy, zed.is_minor) == ("full", True)


def test_a_pseudonym_must_be_given(analyst, zed):
    data = open_form(analyst, address(zed)) | {"display_policy": "pseudonym"}
    assert errors(save(analyst, address(zed), data)) == {"__all__": ["Give the pseudonym to show."]}


@pytest.mark.parametrize(
    ("policy", "heading", "spellings"),
    [("full", "Zed Example", ["Zed Example"]), ("initials", "Z. E.", [])],
)
def test_the_page_shows_what_the_public_sees(policy, heading, spellings, analyst, zed):
    Person.objects.filter(pk=zed.pk).update(state=State.PUBLISHED, display_policy=policy)
    seen = analyst.get(address(zed)).context["public_view"]
    assert (seen["heading"], seen["spellings"]) == (heading, spellings)


def test_of_a_draft_the_public_sees_nothing(analyst, zed):
    assert analyst.get(address(zed)).context["public_view"] is None


def test_a_protected_person_is_not_deleted(analyst, db):
    hidden = factories.person("Zed Hidden", display_policy="withheld")
    response = analyst.post(address(hidden, "delete"), {"post": "yes"}, follow=True)
    assert messages(response) == [
        "A person whose name is protected cannot be deleted: withdraw the record instead."
    ]
    assert Person.objects.filter(pk=hidden.pk).exists()


def test_protected_people_are_not_deleted_from_the_list(analyst, db):
    hidden = factories.person("Zed Hidden", display_policy="withheld")
    data = {"action": "delete_selected", "_selected_action": [hidden.pk], "post": "yes"}
    response = analyst.post(address(Person, "changelist"), data, follow=True)
    assert messages(response) == [
        "A person whose name is protected cannot be deleted: withdraw the record instead."
    ]


def test_the_heading_may_be_typed_as_a_spelling_with_its_source(analyst, db):
    where, source = address(Person, "add"), factories.source()
    name = {"spelling": "Zed New", "script": "latin", "standing": "accepted"}
    name |= {"cited_source": source.pk, "cited_locator": "p. 3"}
    typed = {"name": "Zed New", "category": "other", "gender": "unknown"}
    save(analyst, where, open_form(analyst, where) | typed | row("names", 0, **name))
    spelling = PersonName.objects.get(person__name="Zed New")
    assert [citation.locator for citation in spelling.citations.all()] == ["p. 3"]


def test_autocomplete_tells_two_of_the_same_name_apart(analyst, case, zed):
    zed.names.create(spelling="Zedd Exemple")
    other = factories.person("Zed Example", category="union")
    query = {"app_label": "cases", "model_name": "participation", "field_name": "person"}
    found = analyst.get(address(Person, "choices"), query | {"term": "zed"}).json()["results"]
    assert [each["text"] for each in found] == [
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


def test_a_case_is_logged_on_one_page(analyst, zed):
    where, source = address(Case, "add"), factories.source()
    cited = {"cited_source": source.pk, "cited_locator": "p. 3"}
    typed = {"title": "Invented second case", "category": "other", "platform": "other"}
    typed |= {"country": "KH", "province": "12"}
    typed |= row("participations", role="accused", person=zed.pk, **QUALIFIER, **cited)
    typed |= row("events", kind="arrest", happened_on="2020-05", provenance="stated", **cited)
    typed |= row("citations", source=source.pk, locator="p. 2")
    save(analyst, where, open_form(analyst, where) | typed)
    made = Case.objects.get(title="Invented second case")
    assert [str(part.person) for part in made.participations.all()] == ["Zed Example"]
    assert [str(event.happened_on) for event in made.events.all()] == ["2020-05"]
    assert unsourced(made) == []


QUALIFIER = {"group_qualifier": "exact", "category": "unknown"}


def test_a_group_needs_a_size(analyst, case):
    group = {"role": "accused", "group_label": "invented group", **QUALIFIER}
    data = open_form(analyst, address(case)) | row("participations", 1, **group)
    assert errors(save(analyst, address(case), data)) == {
        "participations-1-__all__": [
            "Give the size of the group, or say that no source states it."
        ],
    }


def test_publishing_a_case_lists_every_unsourced_fact(analyst, case):
    part, charge, event = (model.objects.get() for model in (Participation, Charge, Event))
    for fact in (charge, event):
        fact.citations.all().delete()
    missing = analyst.post(address(case, "publish")).context["missing"]
    assert [fact for fact, _kind, _link in missing] == [case, part, charge, event]


def test_a_charge_added_to_a_published_case_needs_a_source(analyst, case):
    Case.objects.update(state=State.PUBLISHED)
    part = Participation.objects.get()
    part.citations.create(source=factories.source(), locator="p. 1")
    charge = {"provision": factories.provision("13").pk, "provenance": "stated"}
    data = open_form(analyst, address(part)) | row("charges", 1, **charge)
    assert errors(save(analyst, address(part), data)) == {
        "charges-1-cited_source": ["The record is published: give a source."]
    }


def test_only_those_in_the_case_can_be_concerned(analyst, case):
    event, stranger = Event.objects.get(), factories.accused()
    data = open_form(analyst, address(event)) | {"participations": [stranger.pk]}
    assert len(errors(save(analyst, address(event), data))["participations"]) == 1


def test_an_event_changes_charges_of_its_case_only(analyst, case):
    event = Event.objects.get()
    other = factories.charge(under=factories.provision("14"))
    change = row("charge_changes", 1, charge=other.pk, status="convicted")
    response = save(analyst, address(event), open_form(analyst, address(event)) | change)
    assert list(errors(response)) == ["charge_changes-1-charge"]


def test_a_charge_belongs_to_charges_of_its_case(analyst, case):
    charge, other = Charge.objects.get(), factories.charge(under=factories.provision("14"))
    data = open_form(analyst, address(charge)) | {"base": other.pk}
    assert errors(save(analyst, address(charge), data)) == {
        "base": ["That charge belongs to another case."]
    }


def test_history_of_a_case_tells_of_its_charges_and_of_what_is_gone(analyst, case):
    factories.happened(Charge.objects.get(), ChargeStatus.CONVICTED, on="2021").delete()
    page = analyst.get(address(case, "history")).context["page"]
    deleted = [c.kind for edit in page for c in edit.changes if c.deed == "deleted"]
    assert sorted(deleted) == [
        "charge change",
        "event",
        "event citation",
        "link of event + participation",
    ]


def test_a_sentence_comes_from_an_event_of_its_case(analyst, case):
    sentence = Participation.objects.get().sentences.create(is_life=True)
    other = desk_rows.one_of(Event)
    data = open_form(analyst, address(sentence)) | {"event": other.pk}
    assert errors(save(analyst, address(sentence), data)) == {
        "event": ["That event belongs to another case."]
    }


def test_a_participant_whose_charge_others_rest_on_is_not_deleted(analyst, case):
    part, charge = Participation.objects.get(), Charge.objects.get()
    other = factories.accused(case=case)
    other.charges.create(provision=factories.provision("15"), base=charge)
    data = open_form(analyst, address(case)) | {"participations-0-DELETE": "on"}
    response = save(analyst, address(case), data)
    assert response.status_code == 200
    assert Participation.objects.filter(pk=part.pk).exists()


@pytest.mark.parametrize("kind", ["case", "person", "measure", "disagreement"])
def test_second_of_two_editors_sees_both_values(kind, analyst, reviewer, db):
    record, field = sample(kind)
    stale = open_form(reviewer, address(record))
    save(analyst, address(record), open_form(analyst, address(record)), **{field: "First"})
    response = save(reviewer, address(record), stale, **{field: "Second"})
    assert errors(response)[field] == ["Saved meanwhile: “First”. You have: “Second”."]


def sample(kind):
    return getattr(desk_rows, kind)(), desk_rows.TEXT[kind]


# --- every page ---

OURS = {
    model: page for model, page in admin.site._registry.items() if isinstance(page, RecordAdmin)
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_of_the_desk_opens(model, analyst):
    made = one_of(model)
    pages = [address(model, "changelist"), address(model, "add")]
    pages += [address(made, page) for page in ("change", "history", "delete")]
    assert [analyst.get(page).status_code for page in pages] == [200] * 5


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_lists_need_no_more_queries_for_more_rows(model, analyst):
    counts = []
    for rows in (2, 12):
        while model.objects.count() < rows:
            one_of(model)
        with CaptureQueriesContext(connection) as queries:
            analyst.get(address(model, "changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_can_be_searched(model, analyst, db):
    assert analyst.get(address(model, "changelist"), {"q": "zed 12"}).status_code == 200
