"""Publication checklist: blocking findings, warnings, review by another user."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Detention, Event, Person, Sentence
from laws.models import Penalty
from tests import factories as make
from tests.staff_client import shown_messages, staff_url
from tracker.models import WorkflowStep
from tracker.visibility.checklist import findings
from tracker.visibility.workflow import NotAllowed, publish, transition

DRAFT = {"state": "draft", "published_at": None}


@pytest.fixture
def case(db):
    """A draft case without findings."""
    case = make.add_citation(make.case(**DRAFT))
    participation = make.add_citation(make.accused(case=case))
    provision = make.provision()
    make.version(provision=provision, starts_on="2010")
    make.charge(under=provision, of=participation, conduct_on="2020-03")
    return case


def check_levels(record) -> list[tuple[str, str]]:
    return [(finding.check, str(finding.level)) for finding in findings(record)]


def add_hidden_source(case):
    case.participations.get().citations.update(source=make.source(**DRAFT))


def add_hidden_person(case):
    make.add_citation(make.accused(case=case, person=make.person("Zed Example", **DRAFT)))


def add_inferred(case):
    participation = case.participations.get()
    make.charge(under=make.provision("2"), of=participation, provenance="inferred")


def add_minor(case):
    case.participations.get().person.names.all()
    Person.objects.update(is_minor=True, minor_override_reason="invented reason")


def add_protected(case):
    make.person("Shy Firstborn", display_policy="withheld")
    case.summary = "Shy-Firstborn did it"
    case.save()


def add_protected_in_khmer(case):
    make.person("Shy Firstborn", name_km="សុខ ដារ៉ា", display_policy="withheld", **DRAFT)
    case.summary_km = "អ្វីៗសុខដារ៉ាធ្វើ"
    case.save()


def add_old_verdict(case):
    make.add_citation(Event.objects.create(case=case, kind="verdict", happened_on="2019"))


def add_early_conduct(case):
    case.participations.get().charges.update(conduct_on="2005")


def add_vague_conduct(case):
    provision = case.participations.get().charges.get().provision
    provision.versions.update(ends_on="2020-03-15")
    make.version(provision=provision, starts_on="2020-03-15")


def add_uncertain_start(case):
    case.participations.get().charges.get().provision.versions.update(starts_on="2020")


def add_repeal(case):
    law = case.participations.get().charges.get().provision.law
    make.make_stage(law, kind="repealed", happened_on="2019")


def add_draft(case):
    case.participations.get().charges.get().provision.versions.update(stage="draft")


def add_long_sentence(case):
    participation = case.participations.get()
    version = participation.charges.get().provision.versions.get()
    make.add_citation(Penalty.objects.create(version=version, prison_months_max=24))
    make.add_citation(Sentence.objects.create(participation=participation, prison_months_max=25))


def add_unsourced(case):
    Detention.objects.create(
        participation=case.participations.get(), basis="police", started_on="2020"
    )


def take_back_the_charge(case):
    case.participations.get().charges.get().changes.update(status="complained")


def make_context(case):
    case.scope = "context"
    case.save()


@pytest.mark.parametrize(
    ("add_problem", "expected"),
    [
        (add_unsourced, ("has_sources", "blocking")),
        (add_protected, ("names_nobody_protected", "blocking")),
        (add_protected_in_khmer, ("names_nobody_protected", "blocking")),
        (add_hidden_source, ("its_sources_are_public", "warning")),
        (add_hidden_person, ("its_people_are_public", "warning")),
        (add_inferred, ("charges_are_stated", "warning")),
        (add_minor, ("minors_are_hidden", "warning")),
        (add_old_verdict, ("dates_are_in_order", "warning")),
        (add_early_conduct, ("provisions_existed", "warning")),
        (add_vague_conduct, ("provisions_existed", "warning")),
        (add_uncertain_start, ("provisions_existed", "warning")),
        (add_repeal, ("provisions_existed", "warning")),
        (add_draft, ("provisions_existed", "warning")),
        (add_long_sentence, ("sentences_are_within_the_law", "warning")),
        (take_back_the_charge, ("charges_are_made_by_an_event", "warning")),
        (make_context, ("context_case_has_a_victim", "warning")),
    ],
)
def test_each_check_reports_only_its_own_finding(case, add_problem, expected):
    assert check_levels(case) == []
    add_problem(case)
    assert check_levels(case) == [expected]


def test_context_case_with_a_victim_has_no_finding(case):
    make_context(case)
    make.add_citation(make.accused(case=case, role="victim"))
    assert check_levels(case) == []


def test_staff_notes_may_contain_protected_names(case):
    make.person("Shy Firstborn", display_policy="withheld")
    case.staff_notes = "about Shy Firstborn"
    case.save()
    assert check_levels(case) == []


def test_protected_name_in_a_citation_is_a_warning_to_acknowledge(case, reviewer_user):
    make.person("Shy Firstborn", display_policy="withheld")
    case.citations.create(source=make.source(), locator="Shy Firstborn was arrested")
    assert check_levels(case) == [("cites_without_protected_names", "warning")]
    with pytest.raises(NotAllowed):
        publish(record=case, by=reviewer_user)
    publish(record=case, warnings_confirmed=True, by=reviewer_user)
    assert WorkflowStep.about(case).get().note[:10] == "Looked at:"


def test_blocking_finding_cannot_be_acknowledged(case, reviewer_user):
    add_unsourced(case)
    with pytest.raises(NotAllowed, match="without a source"):
        publish(record=case, warnings_confirmed=True, by=reviewer_user)


def test_minor_shown_in_full_violates_a_constraint(db):
    person = make.person(is_minor=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(display_policy="full")


# --- review by another user ---


def test_last_editor_may_not_publish(case, analyst_user, reviewer_user, settings):
    case.last_edited_by = analyst_user
    case.save()
    with pytest.raises(NotAllowed, match="somebody else"):
        publish(record=case, by=analyst_user)
    transition(record=case, to="in_review", note="is the date right?", by=reviewer_user)
    case.refresh_from_db()
    with pytest.raises(NotAllowed, match="somebody else"):
        publish(record=case, by=analyst_user)
    publish(record=case, by=reviewer_user)


def test_review_by_another_user_can_be_switched_off(case, analyst_user, settings):
    settings.REVIEW_BY_ANOTHER = False
    case.last_edited_by = analyst_user
    case.save()
    publish(record=case, by=analyst_user)
    case.refresh_from_db()
    assert case.state == "published"


def test_publishing_with_warnings_needs_the_checkbox(case, reviewer):
    add_old_verdict(case)
    page = reviewer.post(staff_url(case, "publish"))
    assert [sentence for sentence, _where in page.context["warnings"]] == [
        "Charge 2020-05-04 is dated after Verdict 2019."
    ]
    reviewer.post(staff_url(case, "publish"), {"looked": "on"})
    case.refresh_from_db()
    assert case.state == "published"


def test_review_note_is_shown_on_the_record_page(case, analyst, reviewer):
    analyst.post(staff_url(case, "state", "in_review"), {"note": "is the date right?"})
    step = reviewer.get(staff_url(case)).context["last_step"]
    assert (step.state, step.note) == ("in_review", "is the date right?")


def test_checklist_is_shown_on_the_record_page(case, analyst):
    add_inferred(case)
    response = analyst.get(staff_url(case))
    assert len(response.context["warnings"]) == 1
    assert response.context["blocking"] == []
    assert shown_messages(response) == []


def test_checklist_queries_do_not_grow_with_facts(case, django_assert_max_num_queries):
    provision = case.participations.get().charges.get().provision
    with CaptureQueriesContext(connection) as queries:
        findings(case)
    for _number in range(3):
        participation = make.add_citation(make.accused(case=case))
        make.charge(under=provision, of=participation, conduct_on="2020-03")
        make.add_citation(Sentence.objects.create(participation=participation, prison_months_max=2))
    with django_assert_max_num_queries(len(queries) + 2):
        assert findings(case) == []
