"""The identity vault: access and its log, sealing, detection of sealed names, key rotation."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from cases.models import Case, Identity, IdentityAccess, Person, Spelling
from cases.staff import identity_vault
from tests import database, factories
from tests.signing_in import add_authenticator_app, recovery_codes
from tests.staff_client import (
    form_errors,
    inline_row,
    open_form,
    shown_messages,
    staff_url,
    submit_form,
)
from tracker.database.encryption import DecryptionError
from tracker.enums import StaffRole, State
from tracker.visibility.sealed_name_detection import may_contain_sealed_name
from tracker.visibility.workflow import NotAllowed, publish

NAME, NAME_KM, SPELLING = "Canarysecret Zedexample", "កាណារីសម្ងាត់", "Kanarisecret-Zed"


@pytest.fixture
def hidden(db) -> Person:
    """A withheld person with three more spellings, one of them the former main name."""
    created = factories.person("Firstcanarysecret", display_policy="withheld")
    factories.spelling(created, SPELLING)
    Person.objects.filter(pk=created.pk).update(name=NAME, name_km=NAME_KM)
    created.refresh_from_db()
    return created


@pytest.fixture
def custodian_user(db):
    return add_authenticator_app(factories.staff_user("keeper", StaffRole.CUSTODIAN))


@pytest.fixture
def custodian(custodian_user):
    return factories.signed_in_client(custodian_user)


def vault_url(person, name):
    return reverse(f"admin:cases_person_{name}", args=[person.pk])


def dump_database() -> str:
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


def seal(person, custodian_user) -> None:
    identity_vault.seal(person=person, reason="invented threat", by=custodian_user)
    person.refresh_from_db()


def test_revealing_needs_a_reason_and_is_logged(custodian, custodian_user, hidden):
    Identity.objects.create(person=hidden, name="Realname Canary")
    assert "Realname" not in custodian.get(vault_url(hidden, "identity")).content.decode()
    without_reason = custodian.post(vault_url(hidden, "identity"), {"reason": " "})
    assert list(without_reason.context["form"].errors) == ["reason"]
    response = custodian.post(vault_url(hidden, "identity"), {"reason": "to warn the family"})
    assert "Realname Canary" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    [access] = IdentityAccess.objects.all()
    assert (access.by, access.deed) == (custodian_user, "revealed")
    assert access.reason == "to warn the family"


def test_revealing_needs_recent_mfa(custodian_user, hidden):
    client = factories.signed_in_client(custodian_user, ago=700)
    response = client.post(vault_url(hidden, "identity"), {"reason": "to warn the family"})
    assert response.url.startswith(reverse("mfa_reauthenticate"))
    assert not IdentityAccess.objects.exists()


@pytest.mark.parametrize("name", ["identity", "identity_write", "seal", "unseal"])
def test_vault_is_closed_to_all_but_custodians(analyst, hidden, name):
    """The fixture `analyst` is reviewer and administrator too."""
    assert analyst.get(vault_url(hidden, name)).status_code == 403
    assert analyst.post(vault_url(hidden, name), {"reason": "curious"}).status_code == 403


def test_access_log_is_append_only(custodian, hidden):
    custodian.post(vault_url(hidden, "identity"), {"reason": "to warn the family"})
    for change in (
        "UPDATE cases_identityaccess SET reason = 'x'",
        "DELETE FROM cases_identityaccess",
    ):
        with pytest.raises(DatabaseError, match="stays on record"), transaction.atomic():
            connection.cursor().execute(change)


def test_identity_is_stored_encrypted(custodian, hidden):
    response = custodian.post(vault_url(hidden, "identity"), {"reason": "new letter"})
    data = {"name": "Realname Canary", "contact": "through Ned", "reason": "new letter"}
    data["opened_at"] = response.context["form"].initial["opened_at"]
    custodian.post(vault_url(hidden, "identity_write"), data)
    identity = Identity.objects.get()
    assert (identity.name, identity.contact) == ("Realname Canary", "through Ned")
    assert "realname" not in dump_database()


def test_identity_changed_meanwhile_is_not_overwritten(custodian, hidden):
    opened = custodian.post(vault_url(hidden, "identity"), {"reason": "new letter"})
    opened_at = opened.context["form"].initial["opened_at"]
    Identity.objects.create(person=hidden, name="First")
    data = {"name": "Second", "opened_at": opened_at, "reason": "new letter"}
    response = custodian.post(vault_url(hidden, "identity_write"), data, follow=True)
    assert shown_messages(response) == ["Somebody wrote this identity meanwhile: reveal it again."]
    assert Identity.objects.get().name == "First"


def test_sealed_name_is_nowhere_in_the_database(analyst, custodian, hidden):
    page = staff_url(hidden)
    submit_form(analyst, page, open_form(analyst, page), reason=f"{NAME} asked us")
    response = custodian.post(vault_url(hidden, "seal"), {"reason": "invented threat"}, follow=True)
    assert shown_messages(response) == ["The name is sealed."]
    dump = dump_database()
    for canary in ("canarysecret", "kanarisecret", NAME_KM, "zedexample", "firstcanary"):
        assert canary not in dump
    assert Identity.objects.get().all_spellings == [NAME, NAME_KM, "Firstcanarysecret", SPELLING]


def test_spelling_of_another_person_stays_in_the_dictionary(hidden, custodian_user):
    other = factories.person("Open Namesake")
    factories.spelling(other, SPELLING)
    seal(hidden, custodian_user)
    spellings = set(Spelling.objects.values_list("text", flat=True))
    assert spellings == {"Open Namesake", SPELLING}
    assert SPELLING in other.names.model.history.rel.related_model.objects.filter(
        person=other
    ).values_list("spelling", flat=True)


def test_person_named_in_a_text_is_not_sealed(custodian, hidden):
    draft = factories.case(title=f"The case of {NAME}", state=State.DRAFT, published_at=None)
    mentions = custodian.get(vault_url(hidden, "seal")).context["mentions"]
    assert [row for _kind, row, _url in mentions] == [draft]
    response = custodian.post(vault_url(hidden, "seal"), {"reason": "threat"}, follow=True)
    assert shown_messages(response) == ["1 texts still name the person: take the name out of them."]
    hidden.refresh_from_db()
    assert hidden.name == NAME


def test_staff_notes_count_as_text_that_names_the_person(hidden):
    Person.objects.filter(pk=hidden.pk).update(staff_notes=f"Call {SPELLING}")
    assert identity_vault.rows_mentioning(hidden) == [hidden]


@pytest.mark.parametrize("policy", ["full", "initials"])
def test_name_shown_in_full_or_as_initials_is_not_sealed(db, custodian_user, policy):
    with pytest.raises(NotAllowed, match="Only who is withheld"):
        seal(factories.person(display_policy=policy), custodian_user)


def test_pseudonym_of_sealed_person_is_still_public(visitor, db, custodian_user):
    person = factories.person(NAME, display_policy="pseudonym", pseudonym="Comrade Zed")
    seal(person, custodian_user)
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
def test_database_refuses_a_name_for_a_sealed_person(hidden, custodian_user, change):
    seal(hidden, custodian_user)
    with pytest.raises(IntegrityError, match="is sealed"), transaction.atomic():
        connection.cursor().execute(change, [hidden.pk])


def test_unsealing_restores_names_and_citations(custodian, hidden, custodian_user):
    before = names_of(hidden)
    seal(hidden, custodian_user)
    custodian.post(vault_url(hidden, "unseal"), {"reason": "the danger is over"})
    hidden.refresh_from_db()
    assert (hidden.name, hidden.name_km) == (NAME, NAME_KM)
    assert names_of(hidden) == before
    assert not may_contain_sealed_name(NAME)
    access_kinds = IdentityAccess.objects.values_list("deed", flat=True)
    assert list(access_kinds) == ["unsealed", "sealed"]


def names_of(person):
    """(source, locator) of the citations by spelling."""
    return {
        name.spelling: [(str(c.source), c.locator) for c in name.citations.all()]
        for name in person.names.all()
    }


# --- detecting sealed names ---


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        (f"Police arrested {NAME} at noon", True),
        ("CANARYSECRET  ZEDEXAMPLE", True),
        ("Canary-secret Zed.example", True),
        ("Zedexample Canarysecret", True),
        ("kanarisecretzed,", True),
        (f"បានចាប់ខ្លួន{NAME_KM}នៅថ្ងៃនេះ", True),
        ("Canarysecret Zedexamples", False),
        ("Canarysecret alone", False),
        ("", False),
    ],
)
def test_text_with_sealed_name_is_detected(hidden, custodian_user, text, is_named):
    seal(hidden, custodian_user)
    assert may_contain_sealed_name(text) == is_named


def test_admin_form_refuses_a_sealed_name(analyst, hidden, custodian_user):
    seal(hidden, custodian_user)
    data = open_form(analyst, staff_url(Case, "add"))
    response = submit_form(analyst, staff_url(Case, "add"), data, title=f"The case of {NAME}")
    [error] = form_errors(response)["title"]
    assert error == "Somebody whose identity is sealed may be named here."
    data |= inline_row("events", kind="arrest", description=f"They took {SPELLING}")
    response = submit_form(analyst, staff_url(Case, "add"), data, title="The case")
    assert "events-0-description" in form_errors(response)


def test_record_with_sealed_name_is_not_published(hidden, custodian_user):
    seal(hidden, custodian_user)
    case = factories.case(summary=f"It was {NAME}.", state=State.DRAFT, published_at=None)
    factories.add_citation(case)
    with pytest.raises(NotAllowed, match="identity is sealed may be named in case"):
        publish(record=case, by=custodian_user)


def test_admin_search_warns_of_sealed_name_only(analyst, hidden, custodian_user):
    seal(hidden, custodian_user)
    response = analyst.get(staff_url(Person, "changelist"), {"q": NAME})
    assert [line.split(".")[0] for line in shown_messages(response)] == [
        "Somebody whose identity is sealed may be called so"
    ]
    assert list(response.context["cl"].result_list) == []
    assert shown_messages(analyst.get(staff_url(Person, "changelist"), {"q": "Nobody"})) == []


# --- keys ---


def test_old_keys_decrypt_nothing_after_rotation(hidden, custodian_user, settings):
    seal(hidden, custodian_user)
    new_keys = {name: Fernet.generate_key().decode() for name in ("IDENTITY_KEYS", "FACTOR_KEYS")}
    old_keys = {name: getattr(settings, name) for name in new_keys}
    for name, key in new_keys.items():
        setattr(settings, name, [key, *old_keys[name]])
    assert may_contain_sealed_name(NAME)
    call_command("rotate_keys", stdout=io.StringIO())
    for name, key in new_keys.items():
        setattr(settings, name, [key])
    assert (Identity.objects.get().name, may_contain_sealed_name(NAME)) == (NAME, True)
    assert len(recovery_codes(custodian_user)) == 10
    settings.IDENTITY_KEYS = old_keys["IDENTITY_KEYS"]
    with pytest.raises(DecryptionError):
        Identity.objects.get()


# --- loosening the display policy ---


def test_showing_more_of_a_public_name_needs_recent_mfa(hidden):
    reviewer = factories.signed_in_client(
        add_authenticator_app(factories.staff_user("rev", StaffRole.REVIEWER)), ago=700
    )
    factories.add_citation(hidden)
    data = open_form(reviewer, staff_url(hidden))
    response = submit_form(reviewer, staff_url(hidden), data, display_policy="full")
    assert list(form_errors(response)) == ["display_policy"]
    hidden.refresh_from_db()
    assert hidden.display_policy == "withheld"
