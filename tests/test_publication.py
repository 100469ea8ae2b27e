"""The public role reads only published rows and public columns, whatever the query."""

from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client

from cases.models import Case, Charge, Event, Person, PersonName
from laws.models import Law, Provision
from tests import database, factories as make
from tracker.models import Source
from tracker.visibility.projection import rebuild_projection
from tracker.visibility.public_reader import public_reader
from tracker.visibility.workflow import NotAllowed, publish, transition, withdraw

TABLES = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})


@pytest.mark.parametrize("table", TABLES)
def test_public_role_cannot_read_a_base_table(db, table):
    with public_reader(), pytest.raises(DatabaseError, match="permission denied"):
        connection.cursor().execute(f'SELECT 1 FROM public."{table}"')


def test_public_role_cannot_write(db):
    make.case()
    with public_reader(), pytest.raises(DatabaseError, match="permission denied"):
        Case.objects.update(province="12")
    with public_reader(), pytest.raises(DatabaseError, match="read-only transaction"):
        connection.cursor().execute("CREATE TABLE pub.notes (note text)")
    assert Case.objects.filter(province="unknown").count() == 1


def test_only_published_records_are_visible(db):
    states = ["draft", "in_review", "published", "withdrawn"]
    published = {state: make.case(state=state) for state in states}["published"]
    with public_reader():
        assert list(Case.objects.all()) == [published]


def test_fact_is_hidden_with_any_of_its_owners(db):
    charge = make.charge(under=make.provision())
    owners = [
        charge.participation.case,
        charge.participation.person,
        charge.provision.law,
    ]
    for record in owners:
        type(record).objects.filter(pk=record.pk).update(state="draft")
        with public_reader():
            assert Charge.objects.count() == 0
        type(record).objects.filter(pk=record.pk).update(state="published")
    with public_reader():
        assert Charge.objects.count() == 1


def test_event_with_only_hidden_participants_is_hidden(db):
    charge = make.charge(under=make.provision())
    Person.objects.update(state="draft")
    with public_reader():
        assert Event.objects.count() == 0
    assert charge.participation.events.count() == 1


def test_fact_without_citation_is_hidden(db):
    charge = make.charge(under=make.provision())
    charge.citations.all().delete()
    with public_reader():
        assert Charge.objects.count() == 0
    make.add_citation(charge)
    with public_reader():
        assert Charge.objects.count() == 1


def test_moving_a_citation_hides_one_fact_and_shows_the_other(db):
    first, second = (make.charge(under=make.provision()) for _ in range(2))
    second.citations.all().delete()
    first.citations.update(fact=second)
    with public_reader():
        assert list(Charge.objects.all()) == [second]


def test_staff_columns_are_blank_for_the_public(db):
    Source.objects.filter(pk=make.source().pk).update(
        staff_notes="canary", withdrawal_reason="canary"
    )
    with public_reader():
        source = Source.objects.get()
        assert (source.staff_notes, source.withdrawal_reason, source.lock) == ("", "", 0)


def test_public_reader_ends_with_its_block_after_an_error(db):
    make.case(state="draft")
    with pytest.raises(DatabaseError), public_reader(), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column")
    assert Case.objects.count() == 1
    make.case()


def test_public_reader_nests(db):
    make.case(state="draft")
    with public_reader():
        with public_reader():
            pass
        assert Case.objects.count() == 0
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_public_reader_restores_user_and_search_path():
    with public_reader():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        user, path = cursor.fetchone()
    assert (user != "tracker_public", path) == (True, "public,ext")


@pytest.mark.django_db(transaction=True)
def test_projection_can_be_rebuilt():
    with database.logged_in_as(database.OWNER):
        rebuild_projection()
        rebuild_projection()
    with public_reader():
        assert Law.objects.count() == 0


# --- Names ------------------------------------------------------------------------------------

POLICIES = {
    "full": ("Zed Canary", ["Canary-Zed", "Zed Canary"]),
    "initials": ("Z. C.", []),
    "pseudonym": ("Witness Nine", []),
    "withheld": ("", []),
}


@pytest.mark.parametrize("policy", POLICIES)
def test_display_policy_decides_the_public_name(db, policy):
    person = make.person("Zed Canary", display_policy=policy, pseudonym="Witness Nine")
    make.spelling(person, "Canary-Zed")
    with public_reader():
        public = Person.objects.get()
        names = sorted(PersonName.objects.values_list("spelling", flat=True))
        assert (public.name, names) == POLICIES[policy]


def test_minor_is_withheld_by_default(db):
    person = make.person("Zed Canary", is_minor=True)
    assert (person.display_policy, person.protection_reason) == ("withheld", "minor")


def test_minor_with_override_reason_is_shown(db):
    person = make.person("Zed Canary", is_minor=True, minor_override_reason="asked to be named")
    assert person.display_policy == "full"


def public_case_title():
    with public_reader():
        return Case.objects.values_list("title", flat=True).get()


@pytest.mark.parametrize(
    "title",
    [
        "Zed Canary charged",
        "ZED  CANARY charged",
        "zed-canary charged",
        "ZedCanary charged",
        "Canary Zed charged",
        "Ze\u200bd Canary charged",
    ],
)
def test_protected_name_is_redacted_in_public_text(db, title):
    make.case(title=title)
    person = make.person("Zed Canary", display_policy="withheld")
    assert public_case_title() == "[name withheld] charged"
    Person.objects.filter(pk=person.pk).update(display_policy="full")
    assert public_case_title() == title


def test_protected_name_is_redacted_in_later_text(db):
    make.person("Zed Canary", display_policy="withheld")
    make.case(title="Charges against Zed Canary")
    assert public_case_title() == "Charges against [name withheld]"


def test_khmer_spelling_is_redacted(db):
    person = make.person("Zed Canary", display_policy="withheld")
    make.spelling(person, "ហ្សេដ កាណារី", script="khmer")
    make.case(title="ក្នុងរឿងហ្សេដ\u200bកាណារីនៅភ្នំពេញ")
    assert public_case_title() == "ក្នុងរឿង[name withheld]នៅភ្នំពេញ"


def test_words_that_contain_a_protected_name_are_kept(db):
    make.person("Zed Canary", display_policy="withheld")
    make.case(title="Zed Canaryville")
    assert public_case_title() == "Zed Canaryville"


def test_name_of_a_withdrawn_person_is_redacted(db, reviewer_user):
    make.case(title="Zed Canary charged")
    withdraw(record=make.person("Zed Canary"), reason="invented", by=reviewer_user)
    assert public_case_title() == "[name withheld] charged"


def test_name_of_a_never_published_person_is_not_redacted(db):
    make.case(title="Zed Canary charged")
    make.person("Zed Canary", state="draft", published_at=None)
    assert public_case_title() == "Zed Canary charged"


def test_protected_person_cannot_be_deleted(db):
    person = make.person("Zed Canary", display_policy="withheld")
    with pytest.raises(DatabaseError, match="withdraw the record"), transaction.atomic():
        person.delete()
    make.case(title="Zed Canary charged")
    assert public_case_title() == "[name withheld] charged"


def test_url_of_a_source_with_a_redacted_title_is_hidden(db):
    make.person("Zed Canary", display_policy="withheld")
    make.source(title="Free Zed Canary", url="https://news.example/free-zed-canary")
    with public_reader():
        rows = Source.objects.filter(title__startswith="Free").values_list("title", "url")
        assert list(rows) == [("Free [name withheld]", "")]


# --- States -----------------------------------------------------------------------------------


def test_publishing_shows_and_withdrawing_hides(db, reviewer_user):
    case = make.add_citation(make.case(state="draft", published_at=None))
    publish(record=case, by=reviewer_user)
    with public_reader():
        assert Case.objects.count() == 1
    withdraw(record=case, reason="invented", by=reviewer_user)
    with public_reader():
        assert Case.objects.count() == 0


def test_withdrawing_requires_a_reason(db, reviewer_user):
    with pytest.raises(NotAllowed, match="why"):
        withdraw(record=make.case(), reason=" ", by=reviewer_user)


def test_published_record_cannot_return_to_draft(db, reviewer_user):
    with pytest.raises(NotAllowed, match="cannot become draft"):
        transition(record=make.case(), to="draft", by=reviewer_user)


def test_provision_of_a_draft_law_is_hidden(db):
    make.provision(law=make.law(state="draft"))
    with public_reader():
        assert Provision.objects.count() == 0


# --- Too many parameters, database unreachable -------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"), [("/cases/", 400), ("/usage/", 400), ("/api/v1/cases/", 414)]
)
def test_two_thousand_parameters_are_refused(visitor, path, status):
    assert visitor.get(f"{path}?{'a=1&' * 2001}").status_code == status


@pytest.mark.parametrize("path", ["/cases/", "/api/v1/cases/"])
@pytest.mark.django_db(transaction=True)
def test_unreachable_database_is_503_with_retry_after(path):
    settings = connection.settings_dict
    unreachable = settings | {"HOST": "/no/such/place", "PORT": ""}
    with (
        patch.object(connection, "settings_dict", unreachable),
        patch.object(connection, "connection", None),
    ):
        response = Client().get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
