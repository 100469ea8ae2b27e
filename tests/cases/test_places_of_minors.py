"""Where in a source a case of a minor stands is not public: it would lead to the withheld name."""

import pytest

from cases.models import (
    Case,
    CaseCitation,
    ChargeCitation,
    Claim,
    ClaimCitation,
    Detention,
    DetentionCitation,
    Disagreement,
    EventCitation,
    Measure,
    MeasureCitation,
    ParticipationCitation,
    PersonCitation,
    PersonNameCitation,
    Sentence,
    SentenceCitation,
)
from tests import factories as make
from tests.pages import read_page
from tracker.models import Change, Source
from tracker.visibility.public_reader import process_dirty_rows, public_reader

SECTION, LOCATOR = "Chapter zorblat", "words beside the name quux"
OF_CASE = (
    *(CaseCitation, ParticipationCitation, ChargeCitation, EventCitation),
    *(SentenceCitation, DetentionCitation, MeasureCitation, ClaimCitation),
)
OF_PEOPLE = (PersonCitation, PersonNameCitation)
MINOR = {"is_minor": True, "display_policy": "withheld", "protection_reason": "minor"}


def cite(fact):
    """The fact, with a citation whose place could lead to a name."""
    fact.citations.all().delete()
    source = Source.objects.filter(title="Invented report of names").first()
    source = source or make.source(title="Invented report of names")
    fact.citations.create(source=source, section=SECTION, locator=LOCATOR)
    return fact


@pytest.fixture
def case(db) -> Case:
    """A case of two people with a fact of every kind; nobody in it is a minor."""
    case = cite(make.case())
    charge = cite(make.charge(under=make.provision(), of=cite(make.accused(case=case))))
    part = charge.participation
    adult = cite(cite(make.accused(case=case)).person)
    for fact in (*case.events.all(), *adult.names.all(), *part.person.names.all()):
        cite(fact)
    cite(Sentence.objects.create(participation=part, prison_months_min=7))
    cite(Detention.objects.create(participation=part, basis="police", started_on="2020"))
    records = make.published_fields()
    measure = cite(Measure.objects.create(kind="threat", title="Invented measure", **records))
    measure.cases.add(case)
    topic = {"topic": "Invented topic", "kind": "fact", "nature": "ambiguity"}
    disagreement = Disagreement.objects.create(**topic, **records)
    disagreement.cases.add(case)
    cite(Claim.objects.create(disagreement=disagreement, value="Invented claim"))
    return case


def make_minor(case, **policy):
    """The person charged becomes a minor of the policy; returns the person."""
    person = case.participations.filter(charges__isnull=False).get().person
    type(person).objects.filter(pk=person.pk).update(**MINOR | policy)
    return person


def public_places(*models) -> set[tuple[str, str, str]]:
    with public_reader():
        return {
            (model.__name__, *place)
            for model in models
            for place in model.objects.values_list("section", "locator")
        }


SHOWN = {(model.__name__, SECTION, LOCATOR) for model in (*OF_CASE, *OF_PEOPLE)}
WITHHELD = {(model.__name__, "", "") for model in (*OF_CASE, *OF_PEOPLE)}


def test_places_of_a_case_of_adults_are_public(case):
    assert public_places(*OF_CASE, *OF_PEOPLE) == SHOWN


@pytest.mark.parametrize("policy", ["withheld", "initials", "pseudonym"])
def test_no_place_of_a_case_with_a_minor_of_hidden_name_is_public(case, policy):
    reason = "" if policy == "withheld" else "an editor decided"
    make_minor(case, display_policy=policy, pseudonym="Invented", minor_override_reason=reason)
    assert public_places(*OF_CASE, *OF_PEOPLE) == WITHHELD


def test_places_are_public_where_an_editor_shows_the_minor(case):
    make_minor(case, display_policy="full", minor_override_reason="invented")
    assert public_places(*OF_CASE, *OF_PEOPLE) == SHOWN


def test_places_of_a_withheld_adult_are_public(case):
    make_minor(case, is_minor=False, protection_reason="request")
    assert public_places(*OF_CASE, *OF_PEOPLE) == SHOWN


def test_places_stay_hidden_after_the_minor_is_withdrawn(case):
    person = make_minor(case)
    type(person).objects.filter(pk=person.pk).update(state="withdrawn", withdrawal_reason="x")
    assert public_places(CaseCitation, ClaimCitation) == {
        ("CaseCitation", "", ""),
        ("ClaimCitation", "", ""),
    }


def test_a_minor_who_is_a_draft_hides_nothing(case):
    draft = make.person(state="draft", published_at=None, **MINOR)
    make.accused(case=case, person=draft)
    assert public_places(CaseCitation) == {("CaseCitation", SECTION, LOCATOR)}


def test_places_of_other_cases_are_public(case):
    make_minor(case)
    other = cite(make.case())
    with public_reader():
        assert [c.locator for c in other.citations.all()] == [LOCATOR]


def public_answers(case, visitor, partner) -> dict[str, str]:
    """Every public form of the case, its facts and the source: pages, API, files and feeds."""
    process_dirty_rows()
    [charge] = case.participations.get(charges__isnull=False).charges.all()
    person = case.participations.get(charges=None).person
    source = Source.objects.get(title="Invented report of names")
    pages = [record.get_absolute_url() for record in (case, charge, person, source)]
    lists = [
        f"/api/v1/{name}/?{form}"
        for name in ("cases", "charges", "events", "people", "measures", "disagreements")
        for form in ("include=all", "format=csv")
    ]
    answers = {path: visitor.get(path, follow=True) for path in pages}
    answers |= {path: partner.get(path) for path in lists}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: body(answer) for path, answer in answers.items()}


def body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def leaks(answers) -> list[str]:
    return [path for path, text in answers.items() if "zorblat" in text or "quux" in text]


def test_no_answer_has_the_place_once_a_minor_is_in_the_case(case, visitor, partner):
    before = leaks(public_answers(case, visitor, partner))
    assert case.get_absolute_url() in before
    assert "/api/v1/cases/?include=all" in before
    make_minor(case)
    assert leaks(public_answers(case, visitor, partner)) == []


def test_page_says_why_a_place_is_missing_and_keeps_the_source(case, visitor):
    make_minor(case)
    text = read_page(visitor, case.get_absolute_url()).text
    assert "Invented report of names" in text
    assert "We do not show where in the source, to protect a minor" in text


def test_withholding_a_minor_is_a_change_of_everything_in_the_case(case):
    other_event = make.add_citation(case.events.create(kind="other"))
    other_event.participations.add(case.participations.get(charges=None))
    process_dirty_rows()
    last = Change.objects.order_by("pk").last().pk
    make_minor(case)
    process_dirty_rows()
    changed = set(Change.objects.filter(pk__gt=last).values_list("kind", "code"))
    assert ("measure", Measure.objects.get().code) in changed
    assert ("disagreement", Disagreement.objects.get().code) in changed
    assert ("event", other_event.code) in changed  # of the adult only
