"""What is hidden does not exist for the public, whatever the code asks."""

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
def test_the_public_role_may_not_read_a_base_table(db, table):
    with public_reader(), pytest.raises(DatabaseError, match="permission denied"):
        connection.cursor().execute(f'SELECT 1 FROM public."{table}"')


def test_the_public_role_may_write_nothing(db):
    make.case()
    with public_reader(), pytest.raises(DatabaseError, match="permission denied"):
        Case.objects.update(province="12")
    with public_reader(), pytest.raises(DatabaseError, match="read-only transaction"):
        connection.cursor().execute("CREATE TABLE pub.notes (note text)")
    assert Case.objects.filter(province="unknown").count() == 1


def test_only_published_records_exist_for_the_public(db):
    states = ["draft", "in_review", "published", "withdrawn"]
    shown = {state: make.case(state=state) for state in states}["published"]
    with public_reader():
        assert list(Case.objects.all()) == [shown]


def test_a_fact_is_hidden_with_everything_it_hangs_on(db):
    charge = make.charge(under=make.provision())
    hiding = [
        charge.participation.case,
        charge.participation.person,
        charge.provision.law,
    ]
    for record in hiding:
        type(record).objects.filter(pk=record.pk).update(state="draft")
        with public_reader():
            assert Charge.objects.count() == 0
        type(record).objects.filter(pk=record.pk).update(state="published")
    with public_reader():
        assert Charge.objects.count() == 1


def test_an_event_that_touches_only_hidden_people_is_hidden(db):
    charge = make.charge(under=make.provision())
    Person.objects.update(state="draft")
    with public_reader():
        assert Event.objects.count() == 0
    assert charge.participation.events.count() == 1


def test_a_fact_without_a_citation_is_not_public(db):
    charge = make.charge(under=make.provision())
    charge.citations.all().delete()
    with public_reader():
        assert Charge.objects.count() == 0
    make.cited(charge)
    with public_reader():
        assert Charge.objects.count() == 1


def test_a_citation_that_moves_takes_its_support_along(db):
    one, other = (make.charge(under=make.provision()) for _ in range(2))
    other.citations.all().delete()
    one.citations.update(fact=other)
    with public_reader():
        assert list(Charge.objects.all()) == [other]


def test_staff_columns_are_blank_for_the_public(db):
    Source.objects.filter(pk=make.source().pk).update(
        staff_notes="canary", withdrawal_reason="canary"
    )
    with public_reader():
        source = Source.objects.get()
        assert (source.staff_notes, source.withdrawal_reason, source.lock) == ("", "", 0)


def test_reading_as_the_public_ends_with_the_block_even_after_an_error(db):
    make.case(state="draft")
    with pytest.raises(DatabaseError), public_reader(), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column")
    assert Case.objects.count() == 1
    make.case()


def test_reading_as_the_public_nests(db):
    make.case(state="draft")
    with public_reader():
        with public_reader():
            pass
        assert Case.objects.count() == 0
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_connection_is_clean_after_reading_as_the_public():
    with public_reader():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        user, path = cursor.fetchone()
    assert (user != "tracker_public", path) == (True, "public,ext")


@pytest.mark.django_db(transaction=True)
def test_the_projection_can_be_built_again():
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
def test_the_display_policy_decides_what_name_the_public_sees(db, policy):
    person = make.person("Zed Canary", display_policy=policy, pseudonym="Witness Nine")
    make.spelling(person, "Canary-Zed")
    with public_reader():
        seen = Person.objects.get()
        names = sorted(PersonName.objects.values_list("spelling", flat=True))
        assert (seen.name, names) == POLICIES[policy]


def test_a_minor_is_withheld_by_default(db):
    person = make.person("Zed Canary", is_minor=True)
    assert (person.display_policy, person.protection_reason) == ("withheld", "minor")


def test_an_editor_with_a_reason_may_show_a_minor(db):
    person = make.person("Zed Canary", is_minor=True, minor_override_reason="asked to be named")
    assert person.display_policy == "full"


def text_of_case():
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
def test_a_protected_name_is_blanked_out_of_public_text(db, title):
    make.case(title=title)
    person = make.person("Zed Canary", display_policy="withheld")
    assert text_of_case() == "[name withheld] charged"
    Person.objects.filter(pk=person.pk).update(display_policy="full")
    assert text_of_case() == title


def test_text_written_after_the_name_was_protected_is_blanked_too(db):
    make.person("Zed Canary", display_policy="withheld")
    make.case(title="Charges against Zed Canary")
    assert text_of_case() == "Charges against [name withheld]"


def test_every_spelling_is_protected_in_khmer_too(db):
    person = make.person("Zed Canary", display_policy="withheld")
    make.spelling(person, "ហ្សេដ កាណារី", script="khmer")
    make.case(title="ក្នុងរឿងហ្សេដ\u200bកាណារីនៅភ្នំពេញ")
    assert text_of_case() == "ក្នុងរឿង[name withheld]នៅភ្នំពេញ"


def test_words_that_only_contain_the_name_stay(db):
    make.person("Zed Canary", display_policy="withheld")
    make.case(title="Zed Canaryville")
    assert text_of_case() == "Zed Canaryville"


def test_the_name_of_a_withdrawn_person_is_protected(db, reviewer_user):
    make.case(title="Zed Canary charged")
    withdraw(record=make.person("Zed Canary"), reason="invented", by=reviewer_user)
    assert text_of_case() == "[name withheld] charged"


def test_a_draft_about_someone_never_published_changes_nothing(db):
    make.case(title="Zed Canary charged")
    make.person("Zed Canary", state="draft", published_at=None)
    assert text_of_case() == "Zed Canary charged"


def test_a_person_whose_name_is_protected_cannot_be_deleted(db):
    person = make.person("Zed Canary", display_policy="withheld")
    with pytest.raises(DatabaseError, match="withdraw the record"), transaction.atomic():
        person.delete()
    make.case(title="Zed Canary charged")
    assert text_of_case() == "[name withheld] charged"


def test_the_address_of_a_source_whose_title_names_someone_protected_is_hidden(db):
    make.person("Zed Canary", display_policy="withheld")
    make.source(title="Free Zed Canary", url="https://news.example/free-zed-canary")
    with public_reader():
        shown = Source.objects.filter(title__startswith="Free").values_list("title", "url")
        assert list(shown) == [("Free [name withheld]", "")]


# --- States -----------------------------------------------------------------------------------


def test_publishing_shows_and_withdrawing_hides(db, reviewer_user):
    case = make.cited(make.case(state="draft", published_at=None))
    publish(record=case, by=reviewer_user)
    with public_reader():
        assert Case.objects.count() == 1
    withdraw(record=case, reason="invented", by=reviewer_user)
    with public_reader():
        assert Case.objects.count() == 0


def test_withdrawing_needs_a_reason(db, reviewer_user):
    with pytest.raises(NotAllowed, match="why"):
        withdraw(record=make.case(), reason=" ", by=reviewer_user)


def test_a_published_record_cannot_go_back_to_draft(db, reviewer_user):
    with pytest.raises(NotAllowed, match="cannot become draft"):
        transition(record=make.case(), to="draft", by=reviewer_user)


def test_a_hidden_provision_hides_its_law_address(db):
    make.provision(law=make.law(state="draft"))
    with public_reader():
        assert Provision.objects.count() == 0


# --- When asked too much, or when the database is away ------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"), [("/cases/", 400), ("/usage/", 400), ("/api/v1/cases/", 414)]
)
def test_two_thousand_parameters_are_refused(visitor, path, status):
    assert visitor.get(f"{path}?{'a=1&' * 2001}").status_code == status


@pytest.mark.parametrize("path", ["/cases/", "/api/v1/cases/"])
@pytest.mark.django_db(transaction=True)
def test_a_visitor_is_asked_to_come_back_while_the_database_is_away(path):
    settings = connection.settings_dict
    away = settings | {"HOST": "/no/such/place", "PORT": ""}
    with (
        patch.object(connection, "settings_dict", away),
        patch.object(connection, "connection", None),
    ):
        response = Client().get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
