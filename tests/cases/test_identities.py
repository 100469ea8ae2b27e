"""The vault: who reads it, what is left in the open once a name is sealed, who notices it."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from cases.models import Case, Identity, IdentityAccess, Person, Spelling
from cases.staff import identity_vault
from tests import database, factories
from tests.signing_in import recovery_codes, with_app
from tests.staff_client import address, errors, messages, open_form, row, save
from tracker.database.encryption import DecryptionError
from tracker.enums import StaffRole, State
from tracker.visibility.name_protection import may_contain_protected_name
from tracker.visibility.workflow import NotAllowed, publish

NAME, KHMER, OTHER = "Canarysecret Zedexample", "កាណារីសម្ងាត់", "Kanarisecret-Zed"


@pytest.fixture
def hidden(db) -> Person:
    """A protected person of three spellings, whose heading was once another."""
    made = factories.person("Firstcanarysecret", display_policy="withheld")
    factories.spelling(made, OTHER)
    Person.objects.filter(pk=made.pk).update(name=NAME, name_km=KHMER)
    made.refresh_from_db()
    return made


@pytest.fixture
def keeper(db):
    return with_app(factories.staff("keeper", StaffRole.CUSTODIAN))


@pytest.fixture
def custodian(keeper):
    return factories.at_desk(keeper)


def page(person, name):
    return reverse(f"admin:cases_person_{name}", args=[person.pk])


def everything_kept() -> str:
    """Every row of every table, as text."""
    found = []
    with database.superuser_rights() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname IN ('public', 'cdc')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, E'\\n') FROM {table} t")
            found.append(cursor.fetchone()[0] or "")
    return "\n".join(found).lower()


def sealed(person, keeper) -> Person:
    identity_vault.seal(person=person, reason="invented threat", by=keeper)
    person.refresh_from_db()
    return person


# --- revealing ---


def test_a_look_needs_a_reason_and_stays_on_record(custodian, keeper, hidden):
    Identity.objects.create(person=hidden, name="Realname Canary")
    assert "Realname" not in custodian.get(page(hidden, "identity")).content.decode()
    unsaid = custodian.post(page(hidden, "identity"), {"reason": " "})
    assert list(unsaid.context["form"].errors) == ["reason"]
    shown = custodian.post(page(hidden, "identity"), {"reason": "to warn the family"})
    assert "Realname Canary" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    [look] = IdentityAccess.objects.all()
    assert (look.by, look.deed, look.reason) == (keeper, "revealed", "to warn the family")


def test_a_look_needs_a_fresh_second_factor(keeper, hidden):
    stale = factories.at_desk(keeper, ago=700)
    response = stale.post(page(hidden, "identity"), {"reason": "to warn the family"})
    assert response.url.startswith(reverse("mfa_reauthenticate"))
    assert not IdentityAccess.objects.exists()


@pytest.mark.parametrize("name", ["identity", "identity_write", "seal", "unseal"])
def test_nobody_else_looks_not_even_an_administrator(analyst, hidden, name):
    """The analyst of the tests reviews and administers as well."""
    assert analyst.get(page(hidden, name)).status_code == 403
    assert analyst.post(page(hidden, name), {"reason": "curious"}).status_code == 403


def test_what_was_looked_at_cannot_be_unwritten(custodian, hidden):
    custodian.post(page(hidden, "identity"), {"reason": "to warn the family"})
    for statement in (
        "UPDATE cases_identityaccess SET reason = 'x'",
        "DELETE FROM cases_identityaccess",
    ):
        with pytest.raises(DatabaseError, match="stays on record"), transaction.atomic():
            connection.cursor().execute(statement)


def test_an_identity_is_written_and_kept_encrypted(custodian, hidden):
    shown = custodian.post(page(hidden, "identity"), {"reason": "new letter"})
    typed = {"name": "Realname Canary", "contact": "through Ned", "reason": "new letter"}
    typed["opened_at"] = shown.context["form"].initial["opened_at"]
    custodian.post(page(hidden, "identity_write"), typed)
    identity = Identity.objects.get()
    assert (identity.name, identity.contact) == ("Realname Canary", "through Ned")
    assert "realname" not in everything_kept()


def test_the_second_of_two_custodians_overwrites_nothing(custodian, hidden):
    shown = custodian.post(page(hidden, "identity"), {"reason": "new letter"})
    opened_at = shown.context["form"].initial["opened_at"]
    Identity.objects.create(person=hidden, name="First")
    typed = {"name": "Second", "opened_at": opened_at, "reason": "new letter"}
    response = custodian.post(page(hidden, "identity_write"), typed, follow=True)
    assert messages(response) == ["Somebody wrote this identity meanwhile: reveal it again."]
    assert Identity.objects.get().name == "First"


# --- sealing ---


def test_a_sealed_name_stands_nowhere_in_the_database(analyst, custodian, hidden):
    save(analyst, address(hidden), open_form(analyst, address(hidden)), reason=f"{NAME} asked us")
    response = custodian.post(page(hidden, "seal"), {"reason": "invented threat"}, follow=True)
    assert messages(response) == ["The name is sealed."]
    kept = everything_kept()
    for canary in ("canarysecret", "kanarisecret", KHMER, "zedexample", "firstcanary"):
        assert canary not in kept
    assert Identity.objects.get().known_as == [NAME, KHMER, "Firstcanarysecret", OTHER]


def test_names_of_others_stay_in_the_dictionary(hidden, keeper):
    other = factories.person("Open Namesake")
    factories.spelling(other, OTHER)
    sealed(hidden, keeper)
    spellings = set(Spelling.objects.values_list("text", flat=True))
    assert spellings == {"Open Namesake", OTHER}
    assert OTHER in other.names.model.history.rel.related_model.objects.filter(
        person=other
    ).values_list("spelling", flat=True)


def test_sealing_is_refused_while_a_text_names_the_person(custodian, hidden):
    draft = factories.case(title=f"The case of {NAME}", state=State.DRAFT, published_at=None)
    listed = custodian.get(page(hidden, "seal")).context["mentions"]
    assert [named for _kind, named, _page in listed] == [draft]
    response = custodian.post(page(hidden, "seal"), {"reason": "threat"}, follow=True)
    assert messages(response) == ["1 texts still name the person: take the name out of them."]
    hidden.refresh_from_db()
    assert hidden.name == NAME


def test_the_notes_of_the_person_are_such_a_text(hidden):
    Person.objects.filter(pk=hidden.pk).update(staff_notes=f"Call {OTHER}")
    assert identity_vault.mentions(hidden) == [hidden]


@pytest.mark.parametrize("policy", ["full", "initials"])
def test_only_a_name_that_the_public_sees_nothing_of_is_sealed(db, keeper, policy):
    with pytest.raises(NotAllowed, match="Only who is withheld"):
        identity_vault.seal(person=factories.person(display_policy=policy), reason="x", by=keeper)


def test_a_pseudonym_goes_on_being_shown(visitor, db, keeper):
    person = factories.person(NAME, display_policy="pseudonym", pseudonym="Comrade Zed")
    sealed(person, keeper)
    assert "Comrade Zed" in visitor.get(person.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases_person SET name = 'Some Name' WHERE id = %s",
        "UPDATE cases_person SET display_policy = 'initials', name = 'x' WHERE id = %s",
        "INSERT INTO cases_personname (person_id, spelling, script, standing, standing_reason,"
        " mentions_protected, is_sourced) VALUES (%s, 'x', 'latin', 'accepted', '', false, false)",
    ],
)
def test_a_sealed_person_is_given_no_name_by_raw_sql_either(hidden, keeper, change):
    sealed(hidden, keeper)
    with pytest.raises(IntegrityError, match="is sealed"), transaction.atomic():
        connection.cursor().execute(change, [hidden.pk])


def test_unsealing_brings_names_and_sources_back(custodian, hidden, keeper):
    before = names_of(hidden)
    sealed(hidden, keeper)
    custodian.post(page(hidden, "unseal"), {"reason": "the danger is over"})
    hidden.refresh_from_db()
    assert (hidden.name, hidden.name_km) == (NAME, KHMER)
    assert names_of(hidden) == before
    assert not may_contain_protected_name(NAME)
    deeds = IdentityAccess.objects.values_list("deed", flat=True)
    assert list(deeds) == ["unsealed", "sealed"]


def names_of(person):
    return {
        name.spelling: [(str(c.source), c.locator) for c in name.citations.all()]
        for name in person.names.all()
    }


# --- guarding what is sealed ---


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        (f"Police arrested {NAME} at noon", True),
        ("CANARYSECRET  ZEDEXAMPLE", True),
        ("Canary-secret Zed.example", True),
        ("Zedexample Canarysecret", True),
        ("kanarisecretzed,", True),
        (f"បានចាប់ខ្លួន{KHMER}នៅថ្ងៃនេះ", True),
        ("Canarysecret Zedexamples", False),
        ("Canarysecret alone", False),
        ("", False),
    ],
)
def test_a_text_that_may_name_somebody_sealed_is_noticed(hidden, keeper, text, is_named):
    sealed(hidden, keeper)
    assert may_contain_protected_name(text) == is_named


def test_nobody_types_a_sealed_name_into_a_form(analyst, hidden, keeper):
    sealed(hidden, keeper)
    data = open_form(analyst, address(Case, "add"))
    response = save(analyst, address(Case, "add"), data, title=f"The case of {NAME}")
    assert errors(response)["title"] == ["Somebody whose identity is sealed may be named here."]
    data |= row("events", kind="arrest", description=f"They took {OTHER}")
    response = save(analyst, address(Case, "add"), data, title="The case")
    assert "events-0-description" in errors(response)


def test_a_sealed_name_that_came_in_otherwise_is_not_published(hidden, keeper):
    sealed(hidden, keeper)
    case = factories.case(summary=f"It was {NAME}.", state=State.DRAFT, published_at=None)
    factories.cited(case)
    with pytest.raises(NotAllowed, match="identity is sealed may be named in case"):
        publish(record=case, by=keeper)


def test_the_search_says_that_it_may_be_somebody_sealed_and_not_who(analyst, hidden, keeper):
    sealed(hidden, keeper)
    found = analyst.get(address(Person, "changelist"), {"q": NAME})
    assert [line.split(".")[0] for line in messages(found)] == [
        "Somebody whose identity is sealed may be called so"
    ]
    assert list(found.context["cl"].result_list) == []
    assert messages(analyst.get(address(Person, "changelist"), {"q": "Nobody"})) == []


# --- keys ---


def test_after_a_rotation_the_old_keys_open_nothing(hidden, keeper, settings):
    sealed(hidden, keeper)
    new = {name: Fernet.generate_key().decode() for name in ("IDENTITY_KEYS", "FACTOR_KEYS")}
    old = {name: getattr(settings, name) for name in new}
    for name, key in new.items():
        setattr(settings, name, [key, *old[name]])
    assert may_contain_protected_name(NAME)
    call_command("rotate_keys", stdout=io.StringIO())
    for name, key in new.items():
        setattr(settings, name, [key])
    assert (Identity.objects.get().name, may_contain_protected_name(NAME)) == (NAME, True)
    assert len(recovery_codes(keeper)) == 10
    settings.IDENTITY_KEYS = old["IDENTITY_KEYS"]
    with pytest.raises(DecryptionError):
        Identity.objects.get()


# --- showing more ---


def test_showing_more_of_a_public_name_asks_for_the_factor_again(hidden):
    reviewer = factories.at_desk(with_app(factories.staff("rev", StaffRole.REVIEWER)), ago=700)
    factories.cited(hidden)
    data = open_form(reviewer, address(hidden))
    response = save(reviewer, address(hidden), data, display_policy="full")
    assert list(errors(response)) == ["display_policy"]
    hidden.refresh_from_db()
    assert hidden.display_policy == "withheld"
