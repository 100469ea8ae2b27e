"""What stops a record on its way to the public, and what somebody has to look at first."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Detention, Event, Person, Sentence
from laws.models import Penalty
from tests import factories as make
from tests.staff_client import address, messages
from tracker.models import WorkflowStep
from tracker.visibility.checklist import findings
from tracker.visibility.workflow import NotAllowed, publish, transition

DRAFT = {"state": "draft", "published_at": None}


@pytest.fixture
def case(db):
    """A draft to which nothing can be objected."""
    case = make.cited(make.case(**DRAFT))
    one = make.cited(make.accused(case=case))
    under = make.provision()
    make.version(provision=under, starts_on="2010")
    make.charge(under=under, of=one, conduct_on="2020-03")
    return case


def found(record) -> list[tuple[str, str]]:
    return [(finding.check, str(finding.level)) for finding in findings(record)]


def add_hidden_source(case):
    case.participations.get().citations.update(source=make.source(**DRAFT))


def add_hidden_person(case):
    make.cited(make.accused(case=case, person=make.person("Zed Example", **DRAFT)))


def add_inferred(case):
    part = case.participations.get()
    make.charge(under=make.provision("2"), of=part, provenance="inferred")


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
    make.cited(Event.objects.create(case=case, kind="verdict", happened_on="2019"))


def add_early_conduct(case):
    case.participations.get().charges.update(conduct_on="2005")


def add_vague_conduct(case):
    provision = case.participations.get().charges.get().provision
    provision.versions.update(ends_on="2020-03-15")
    make.version(provision=provision, starts_on="2020-03-15")


def add_long_sentence(case):
    part = case.participations.get()
    version = part.charges.get().provision.versions.get()
    make.cited(Penalty.objects.create(version=version, prison_months_max=24))
    make.cited(Sentence.objects.create(participation=part, prison_months_max=25))


def add_unsourced(case):
    Detention.objects.create(
        participation=case.participations.get(), basis="police", started_on="2020"
    )


@pytest.mark.parametrize(
    ("mar", "expected"),
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
        (add_long_sentence, ("sentences_are_within_the_law", "warning")),
    ],
)
def test_a_check_finds_what_it_looks_for_and_nothing_else(case, mar, expected):
    assert found(case) == []
    mar(case)
    assert found(case) == [expected]


def test_notes_for_staff_may_name_anybody(case):
    make.person("Shy Firstborn", display_policy="withheld")
    case.staff_notes = "about Shy Firstborn"
    case.save()
    assert found(case) == []


def test_a_citation_may_quote_a_protected_name_once_somebody_has_looked(case, reviewer_user):
    make.person("Shy Firstborn", display_policy="withheld")
    case.citations.create(source=make.source(), locator="Shy Firstborn was arrested")
    assert found(case) == [("cites_without_protected_names", "warning")]
    with pytest.raises(NotAllowed):
        publish(record=case, by=reviewer_user)
    publish(record=case, has_looked=True, by=reviewer_user)
    assert WorkflowStep.about(case).get().note[:10] == "Looked at:"


def test_what_blocks_is_not_looked_away(case, reviewer_user):
    add_unsourced(case)
    with pytest.raises(NotAllowed, match="without a source"):
        publish(record=case, has_looked=True, by=reviewer_user)


def test_the_database_too_refuses_a_minor_shown_in_full(db):
    person = make.person(is_minor=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(display_policy="full")


# --- two pairs of eyes ---


def test_whoever_edited_last_does_not_publish(case, analyst_user, reviewer_user, settings):
    case.last_edited_by = analyst_user
    case.save()
    with pytest.raises(NotAllowed, match="somebody else"):
        publish(record=case, by=analyst_user)
    transition(record=case, to="in_review", note="is the date right?", by=reviewer_user)
    case.refresh_from_db()
    with pytest.raises(NotAllowed, match="somebody else"):
        publish(record=case, by=analyst_user)
    publish(record=case, by=reviewer_user)


def test_a_desk_of_one_can_switch_that_off(case, analyst_user, settings):
    settings.REVIEW_BY_ANOTHER = False
    case.last_edited_by = analyst_user
    case.save()
    publish(record=case, by=analyst_user)
    case.refresh_from_db()
    assert case.state == "published"


def test_the_page_asks_for_a_tick_before_publishing_in_spite_of_warnings(case, reviewer):
    add_old_verdict(case)
    page = reviewer.post(address(case, "publish"))
    assert [sentence for sentence, _where in page.context["warnings"]] == [
        "Charge 2020-05-04 is dated after Verdict 2019."
    ]
    reviewer.post(address(case, "publish"), {"looked": "on"})
    case.refresh_from_db()
    assert case.state == "published"


def test_a_note_goes_along_to_review_and_stands_on_the_page(case, analyst, reviewer):
    analyst.post(address(case, "state", "in_review"), {"note": "is the date right?"})
    step = reviewer.get(address(case)).context["last_step"]
    assert (step.state, step.note) == ("in_review", "is the date right?")


def test_the_checklist_stands_on_the_page_of_the_record(case, analyst):
    add_inferred(case)
    response = analyst.get(address(case))
    assert len(response.context["warnings"]) == 1
    assert response.context["blocking"] == []
    assert messages(response) == []


def test_the_checklist_asks_as_much_for_forty_as_for_one(case, django_assert_max_num_queries):
    under = case.participations.get().charges.get().provision
    with CaptureQueriesContext(connection) as of_one:
        findings(case)
    for _number in range(3):
        one = make.cited(make.accused(case=case))
        make.charge(under=under, of=one, conduct_on="2020-03")
        make.cited(Sentence.objects.create(participation=one, prison_months_max=2))
    with django_assert_max_num_queries(len(of_one) + 2):
        assert findings(case) == []
