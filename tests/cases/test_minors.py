"""A minor is not shown by name: refused by the form, by the person's row, and by the case's."""

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case, Person
from tests import database, factories
from tests.staff_client import address, messages
from tracker.enums import State

FIRST_WALL = "ALTER TABLE cases_person DROP CONSTRAINT minors_are_withheld_unless_overridden"


@pytest.fixture
def minor(db) -> Person:
    return factories.person("Young Example", is_minor=True)


@pytest.fixture
def shown(minor) -> Person:
    """As if the first wall had fallen."""
    with database.superuser_rights() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {FIRST_WALL}; SET CONSTRAINTS ALL DEFERRED")
    Person.objects.filter(pk=minor.pk).update(display_policy="full")
    return minor


@pytest.fixture
def case(minor) -> Case:
    made = factories.case(state=State.DRAFT, published_at=None)
    factories.cited(factories.accused(case=made, person=minor))
    return factories.cited(made)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_raw_sql_cannot_show_a_minor_without_a_reason(minor, reason):
    with pytest.raises(IntegrityError, match="minors_are_withheld"), transaction.atomic():
        Person.objects.update(display_policy="full", minor_override_reason=reason)


def test_raw_sql_cannot_publish_a_case_with_a_minor_shown_in_full(case, shown):
    with pytest.raises(IntegrityError, match="would be shown by name"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.PUBLISHED)
    Person.objects.update(minor_override_reason="the parents ask for it")
    Case.objects.filter(pk=case.pk).update(state=State.PUBLISHED)


def test_raw_sql_cannot_put_such_a_minor_into_a_published_case(shown):
    with pytest.raises(IntegrityError, match="would be shown by name"), transaction.atomic():
        factories.accused(person=shown)


def test_the_form_says_why(reviewer, case, shown):
    response = reviewer.post(address(case, "publish"), follow=True)
    assert messages(response) == [
        "A minor in this case would be shown by name. Withhold the name, or give the reason for "
        "showing it, on the page of the person."
    ]
    case.refresh_from_db()
    assert case.state == State.DRAFT


def test_with_the_name_withheld_it_is_published(reviewer, case):
    reviewer.post(address(case, "publish"))
    case.refresh_from_db()
    assert case.state == State.PUBLISHED
