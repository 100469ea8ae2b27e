"""The case entry form: a case saved with its people, charges, events and sources at once."""

from cases.models import Case, Charge, Event, Participation, Person, Sentence
from tests import factories
from tests.cases.entry.typing import (
    ENTRY_URL,
    entry_data,
    entry_url,
    listed_problems,
    unchanged_form_data,
)
from tests.staff_client import staff_url
from tracker.enums import State
from tracker.models import Source
from tracker.visibility.citation_coverage import unsourced

NEWS = {"source": "Invented news", "kind": "news", "place": "p. 1"}


def test_case_is_saved_with_all_its_rows(analyst, analyst_user, full_entry):
    response = analyst.post(ENTRY_URL, full_entry)
    case = Case.objects.get()
    assert response.url == staff_url(case)
    assert (case.state, case.last_edited_by) == (State.DRAFT, analyst_user)
    assert sorted(str(part) for part in case.participations.all()) == [
        "Ypsilon Sample",
        "Zed Example",
    ]
    charges = Charge.objects.with_status().order_by("pk")
    assert [(c.provision.number, c.status) for c in charges] == [
        ("494", "charged"),
        ("495", "convicted"),
    ] * 2
    sentences = Sentence.objects.values_list("prison_months_max", "suspended_months", "event__kind")
    assert list(sentences) == [(18, 6, "verdict")] * 2


def test_every_saved_row_has_its_citation(analyst, full_entry):
    analyst.post(ENTRY_URL, full_entry)
    assert unsourced(Case.objects.get()) == []
    assert [unsourced(person) for person in Person.objects.all()] == [[], []]
    second = Participation.objects.get(person__name="Ypsilon Sample")
    assert [str(c) for c in second.citations.all()] == ["Invented report, p. 7"]
    arrest = Event.objects.get(kind="arrest")  # as the row above: the last person's
    assert [str(c) for c in arrest.citations.all()] == ["Invented report, p. 7"]
    assert [s.title for s in Source.objects.order_by("pk")] == ["Invented news", "Invented report"]


def test_cells_of_a_charge_are_saved_with_each_charge_of_the_row(analyst, full_entry):
    said = {"provenance": "inferred", "wording": "incitement", "conduct_on": "May 2020"}
    cells = {f"people-0-{name}": value for name, value in said.items()}
    analyst.post(ENTRY_URL, full_entry | cells)
    charges = Charge.objects.order_by("pk")
    assert [(c.provenance, c.wording, str(c.conduct_on or "")) for c in charges] == [
        *[("inferred", "incitement", "2020-05")] * 2,
        *[("stated", "", "")] * 2,
    ]


def test_cells_of_a_charge_need_a_charge(analyst, provisions):
    people = [{"who": "Zed Example", "wording": "incitement"}]
    response = analyst.post(ENTRY_URL, entry_data(sources=[NEWS], people=people))
    assert listed_problems(response) == [
        "Who takes part, and the charges, row 1, Charges, “”: Say under which article."
    ]


def test_name_in_two_scripts_is_saved_as_two_spellings(analyst, full_entry):
    analyst.post(ENTRY_URL, full_entry)
    names = Person.objects.get(name="Ypsilon Sample").names.order_by("script")
    assert [(n.script, n.spelling) for n in names] == [
        ("khmer", "សេដ"),
        ("latin", "Ypsilon Sample"),
    ]


def test_history_has_the_reason(analyst, full_entry):
    analyst.post(ENTRY_URL, full_entry | {"reason": "The verdict came"})
    context = Case.objects.get().history.get(pgh_label="insert").pgh_context
    assert context.metadata["reason"] == "The verdict came"


def test_errors_name_row_field_value_and_allowed_values(analyst, provisions):
    data = entry_data(
        sources=[NEWS],
        people=[{"who": "Zed Example", "charges": "IC 494, 9"}],
        events=[
            {"kind": "arrest", "happened_on": "5/11/2020", "cited": "3 p. 1"},
            {"kind": "verdict", "who": "4"},
        ],
        sentences=[{"terms": "a while"}],
    )
    assert listed_problems(analyst.post(ENTRY_URL, data)) == [
        "What happened, row 1, When, “5/11/2020”: Which day is “5/11/2020”? "
        "Write 2020-11-05 or 2020-05-11.",
        "Sentences, row 1, Sentence, “a while”: “a while” is not understood. Write months or "
        "words: 18; 18 months, 6 suspended; 1 to 3 years; life; fine 4 million riel.",
    ]
    data |= {"events-0-happened_on": "2020-11-05", "sentences-0-terms": "life"}
    assert listed_problems(analyst.post(ENTRY_URL, data)) == [
        "Who takes part, and the charges, row 1, Charges, “IC 494, 9”: No provision is recorded "
        "as “ic 9”. Write PC 495, or penal-code-2009/495.",
        "What happened, row 1, Source, place, “3 p. 1”: There is no source 3 above.",
        "What happened, row 2, To whom, “4”: There is no row 4 here: there are none.",
    ]
    assert not Case.objects.exists()


def test_verdict_needs_a_status_for_the_charges(analyst, provisions):
    people = [{"who": "Zed Example", "charges": "494"}]
    data = entry_data(people=people, events=[{"kind": "verdict"}])
    [problem] = listed_problems(analyst.post(ENTRY_URL, data))
    assert problem.endswith("Say what the verdict made of the charges, or: nothing.")
    analyst.post(ENTRY_URL, data | {"events-0-made": "nothing"})
    assert [c.status for c in Charge.objects.with_status()] == ["unknown"]


def test_model_error_is_shown_at_its_row(analyst, provisions):
    group = {"who": "invented group", "is_a": "group", "size": 3}
    [problem] = listed_problems(analyst.post(ENTRY_URL, entry_data(people=[group, group])))
    assert problem.startswith("Who takes part, and the charges, row 2")
    assert not Case.objects.exists()


def test_similar_name_needs_a_decision(analyst, db):
    zed = factories.person("Zed Example")
    data = entry_data(people=[{"who": "Zedd Example"}])
    response = analyst.post(ENTRY_URL, data)
    [problem] = listed_problems(response)
    assert problem.endswith("may be somebody already recorded: choose below.")
    assert f'value="{zed.code}"' in response.content.decode()
    choice = {"people-0-asked": "Zedd Example", "people-0-same_as": zed.code}
    analyst.post(ENTRY_URL, data | choice)
    assert Participation.objects.get().person == zed


def test_decision_for_another_name_is_ignored(analyst, db):
    factories.person("Zed Example")
    data = entry_data(people=[{"who": "Zed Example", "same_as": "new", "asked": "Zed Exemple"}])
    assert len(listed_problems(analyst.post(ENTRY_URL, data))) == 1
    analyst.post(ENTRY_URL, data | {"people-0-asked": "Zed Example"})
    assert Person.objects.filter(name="Zed Example").count() == 2


def test_name_of_new_minor_is_withheld(analyst, db):
    analyst.post(ENTRY_URL, entry_data(people=[{"who": "Zed Example", "is_minor": "on"}]))
    assert Person.objects.get().display_policy == "withheld"


def test_organisations_and_groups_are_saved_as_participants(analyst, db):
    court = factories.organisation(name="Invented court")
    people = [
        {"who": "invented court", "is_a": "organisation", "role": "complainant"},
        {"who": "relatives", "is_a": "group", "size": "22", "exactly": "at_least"},
        {"who": "neighbours", "is_a": "group"},
    ]
    analyst.post(ENTRY_URL, entry_data(people=people, court=f"Invented court · {court.code}"))
    assert [str(part) for part in Participation.objects.order_by("pk")] == [
        "Invented court",
        "at least 22 people: relatives",
        "neighbours (number not stated)",
    ]
    assert Case.objects.get().court == court


# --- adding to a recorded case ---


def test_rows_are_added_to_recorded_case(analyst, provisions):
    charge = factories.charge(under=provisions[0])
    case = charge.participation.case
    data = unchanged_form_data(analyst, entry_url(case)) | entry_data(
        sources=[NEWS],
        people=[{"who": "Ypsilon Sample", "charges": "495"}],
        events=[{"kind": "trial", "happened_on": "2021", "who": "1-2"}],
        title=case.title,
    )
    analyst.post(entry_url(case), data | {"cited": "1"})
    assert [c.status for c in Charge.objects.with_status().order_by("pk")] == ["on_trial"] * 2
    assert Event.objects.get(kind="trial").participations.count() == 2


def test_row_added_to_published_case_needs_a_source(analyst, db):
    case = factories.case()
    data = unchanged_form_data(analyst, entry_url(case)) | entry_data(
        events=[{"kind": "arrest"}], title=case.title
    )
    [problem] = listed_problems(analyst.post(entry_url(case), data))
    assert problem.endswith("The record is published: give a source.")


def test_second_of_two_editors_sees_both_values(analyst, reviewer, db):
    case = factories.case(title="Invented case")
    first, second = (unchanged_form_data(client, entry_url(case)) for client in (analyst, reviewer))
    analyst.post(entry_url(case), first | {"title": "First title"})
    response = reviewer.post(entry_url(case), second | {"title": "Second title"})
    assert listed_problems(response)[0] == (
        "Case, Title, “Second title”: Saved meanwhile: “First title”. You have: “Second title”."
    )
    resubmitted = second | {"title": "Second title"}
    resubmitted["opened_version"] = response.context["form"].case_form["opened_version"].value()
    reviewer.post(entry_url(case), resubmitted)
    assert Case.objects.get().title == "Second title"


def test_case_like_another_copies_common_fields_and_sources(analyst, db):
    case = factories.add_citation(factories.case(province="12", platform="facebook"))
    data = unchanged_form_data(analyst, f"{ENTRY_URL}?like={case.pk}")
    [source] = Source.objects.all()
    assert (data["province"], data["platform"], data["title"]) == ("12", "facebook", "")
    assert data["sources-0-source"] == f"{source.title} · {source.code}"


def test_first_added_row_needs_a_new_source_or_an_explicit_citation(analyst, provisions):
    case = factories.add_citation(factories.charge(under=provisions[0]).participation.case)
    data = unchanged_form_data(analyst, entry_url(case))
    rows = entry_data(events=[{"kind": "trial"}], title=case.title)
    rows = {name: value for name, value in rows.items() if not name.startswith("sources")}
    [problem] = listed_problems(analyst.post(entry_url(case), data | rows))
    assert problem.endswith("The record is published: give a source.")
    analyst.post(entry_url(case), data | rows | {"events-0-cited": "1 p. 9"})
    trial = Event.objects.get(kind="trial")
    assert [str(citation) for citation in trial.citations.all()] == ["Invented bulletin, p. 9"]


def test_arrest_makes_no_charge(analyst, provisions):
    row = {"kind": "arrest", "happened_on": "2020", "who": "1", "cited": "1"}
    people = [{"who": "Zed Example", "charges": "495", "cited": "1"}]
    entered = entry_data(sources=[NEWS], people=people, events=[row | {"made": "charged"}])
    [problem] = listed_problems(analyst.post(ENTRY_URL, entered))
    assert problem.endswith(
        "“Arrest” makes no charge. Add an event for the charge, with its own source."
    )
    analyst.post(ENTRY_URL, entry_data(sources=[NEWS], people=people, events=[row]))
    assert [c.status for c in Charge.objects.with_status()] == ["unknown"]
