"""A minor is not shown by name: checked by the form and by constraints on person and case."""

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case, Person
from tests import database, factories
from tests.staff_client import shown_messages, staff_url
from tracker.enums import State

DROP_CONSTRAINT = "ALTER TABLE cases_person DROP CONSTRAINT minors_are_withheld_unless_overridden"


@pytest.fixture
def minor(db) -> Person:
    return factories.person("Young Example", is_minor=True)


@pytest.fixture
def unprotected_minor(minor) -> Person:
    """A minor shown by name, as if the constraint on the person did not exist."""
    statements = ["SET CONSTRAINTS ALL IMMEDIATE", DROP_CONSTRAINT, "SET CONSTRAINTS ALL DEFERRED"]
    with database.superuser_rights() as cursor:
        cursor.execute("; ".join(statements))
    Person.objects.filter(pk=minor.pk).update(display_policy="full")
    return minor


@pytest.fixture
def case(minor) -> Case:
    case = factories.case(state=State.DRAFT, published_at=None)
    factories.add_citation(factories.accused(case=case, person=minor))
    return factories.add_citation(case)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_raw_sql_cannot_show_a_minor_without_a_reason(minor, reason):
    with pytest.raises(IntegrityError, match="minors_are_withheld"), transaction.atomic():
        Person.objects.update(display_policy="full", minor_override_reason=reason)


def test_raw_sql_cannot_publish_a_case_with_a_minor_shown_in_full(case, unprotected_minor):
    with pytest.raises(IntegrityError, match="would be shown by name"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.PUBLISHED)
    Person.objects.update(minor_override_reason="the parents ask for it")
    Case.objects.filter(pk=case.pk).update(state=State.PUBLISHED)


def test_raw_sql_cannot_add_a_minor_shown_by_name_to_a_published_case(unprotected_minor):
    with pytest.raises(IntegrityError, match="would be shown by name"), transaction.atomic():
        factories.accused(person=unprotected_minor)


def test_publish_form_names_the_reason(reviewer, case, unprotected_minor):
    response = reviewer.post(staff_url(case, "publish"), follow=True)
    assert shown_messages(response) == [
        "A minor in this case would be shown by name. Withhold the name, or give the reason for "
        "showing it, on the page of the person."
    ]
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_case_with_a_withheld_minor_can_be_published(reviewer, case):
    reviewer.post(staff_url(case, "publish"))
    case.refresh_from_db()
    assert case.state == State.PUBLISHED
