"""Identity vault: reveals, writes, seals and unseals names, and logs each access.

Sealing removes a name from all unencrypted columns: the person, the spellings, the dictionary of
spellings, the patterns of protected names, and the edit history (docs/decisions/0025).
"""

import json

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Model
from django.utils import timezone
from pghistory.models import Event

from cases.models import (
    AccessKind,
    Identity,
    IdentityAccess,
    Person,
    PersonName,
    Spelling,
    SpellingKey,
)
from cases.models.people.person import NAME_HIDDEN_POLICIES
from tracker.models import ProtectedSpelling, Redactable, SealedSpelling, Source
from tracker.visibility.sealed_name_detection import store_blind_index
from tracker.visibility.workflow import NotAllowed

# Tables scrubbed besides the history tables: free texts that no form checks for sealed names.
SCRUBBED_TABLES = ("pghistory_context", "django_admin_log", "tracker_errorreport")
NAME_REPLACEMENT = "[name withheld]"
# Columns that hold names rather than texts; other people may have the same name.
NAME_COLUMNS = {"cases_person": ("name", "name_km"), "cases_personname": ("spelling",)}
# Of the history columns that hold names: the column with the ID of the person.
HISTORY_OWNER_COLUMNS = {
    ("cases_personhistory", "name"): "pgh_obj_id",
    ("cases_personhistory", "name_km"): "pgh_obj_id",
    ("cases_personnamehistory", "spelling"): "person_id",
}


def log_access(*, person: Person, kind: AccessKind, reason: str, by) -> None:
    """Log one access to an identity. Raises NotAllowed without a reason."""
    if not reason.strip():
        raise NotAllowed("Say why.")
    IdentityAccess.objects.create(person=person, deed=kind, reason=reason.strip(), by=by)


@transaction.atomic
def reveal(*, person: Person, reason: str, by) -> Identity:
    """The identity, decrypted; logs the access first."""
    log_access(person=person, kind=AccessKind.REVEALED, reason=reason, by=by)
    return Identity.objects.filter(person=person).first() or Identity(person=person)


@transaction.atomic
def save_identity(*, person: Person, fields: dict, opened_at: str, reason: str, by) -> None:
    """Save the fields that a custodian typed.

    Raises NotAllowed if the identity was changed after `opened_at`, an ISO timestamp.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    identity = Identity.objects.filter(person=person).first() or Identity(person=person)
    if identity.pk and identity.changed_at.isoformat() != opened_at:
        raise NotAllowed("Somebody wrote this identity meanwhile: reveal it again.")
    for name, value in fields.items():
        setattr(identity, name, value)
    identity.changed_at = timezone.now()
    identity.save()
    if identity.is_sealed:
        store_blind_index(person.code, identity.all_spellings)
    log_access(person=person, kind=AccessKind.WRITTEN, reason=reason, by=by)


# --- sealing ---


def rows_mentioning(person: Person) -> list[Model]:
    """Rows, published or not, with a text that names the person; name columns do not count."""
    models = (each for each in apps.get_models() if issubclass(each, Redactable))
    tables = (model for model in models if not issubclass(model, Event))
    return [row for table in tables for row in model_rows_mentioning(table, person)]


def model_rows_mentioning(model, person: Person) -> list[Model]:
    """The rows of one table with a text that matches a protected spelling of the person."""
    names = NAME_COLUMNS.get(model._meta.db_table, ())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT t.id FROM {model._meta.db_table} t, tracker_protectedspelling s,"  # noqa: S608
            " LATERAL (SELECT text_of_row(to_jsonb(t) - %s::text[]) AS words) w"
            " WHERE s.owner = %s AND t.mentions_protected"
            " AND strpos(normalise_for_index(w.words), s.normalised) > 0"
            " AND normalize(w.words) COLLATE pg_c_utf8 ~* s.pattern",
            [list(names), person.code],
        )
        return list(model._base_manager.filter(pk__in=[pk for (pk,) in cursor.fetchall()]))


@transaction.atomic
def seal(*, person: Person, reason: str, by) -> None:
    """Move every spelling of a protected person into the vault. Raises NotAllowed.

    The texts that name the person have to be edited before; see `rows_mentioning`.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    identity = Identity.objects.filter(person=person).first() or Identity(person=person)
    refuse_sealing(person, identity)
    patterns = ProtectedSpelling.objects.filter(owner=person.code)
    patterns = list(patterns.order_by("-normalised").values_list("pattern", flat=True))
    copy_names_to_vault(person, identity)
    person.names.all().delete()
    Person.objects.filter(pk=person.pk).update(name="", name_km="", last_edited_by=by)
    identity.is_sealed, identity.changed_at = True, timezone.now()
    identity.save()
    store_blind_index(person.code, identity.all_spellings)
    scrub_logs(person, patterns)
    delete_unused_spellings(identity.all_spellings)
    log_access(person=person, kind=AccessKind.SEALED, reason=reason, by=by)


def refuse_sealing(person: Person, identity: Identity) -> None:
    if identity.is_sealed:
        raise NotAllowed("It is sealed already.")
    if person.display_policy not in NAME_HIDDEN_POLICIES:
        raise NotAllowed("Only who is withheld, or has a pseudonym, is sealed.")
    if not (person.name or person.name_km or person.names.exists() or identity.all_spellings):
        raise NotAllowed("There is no name to seal.")
    if rows := rows_mentioning(person):
        raise NotAllowed(f"{len(rows)} texts still name the person: take the name out of them.")


def copy_names_to_vault(person: Person, identity: Identity) -> None:
    """Copy the names of the person, and all rows of PersonName with citations, to the identity."""
    names = list(person.names.prefetch_related("citations__source"))
    spellings = [person.name, person.name_km, *identity.all_spellings]
    spellings += [name.spelling for name in names]
    identity.name = identity.name or person.name
    identity.name_km = identity.name_km or person.name_km
    headings = {identity.name, identity.name_km, ""}
    others = [spelling for spelling in dict.fromkeys(spellings) if spelling not in headings]
    identity.spellings = "\n".join(others)
    heading = {"name": person.name, "name_km": person.name_km}
    content = {"heading": heading, "rows": [name_as_json(name) for name in names]}
    identity.kept_names = json.dumps(content, ensure_ascii=False)


def name_as_json(name: PersonName) -> dict:
    """The row as JSON; its citations as [code of the source, section, locator]."""
    columns = ("spelling", "script", "standing", "standing_reason")
    citations = [[each.source.code, each.section, each.locator] for each in name.citations.all()]
    return {column: getattr(name, column) for column in columns} | {"citations": citations}


def scrub_logs(person: Person, patterns: list[str]) -> None:
    """Replace the name in the edit history and in other logs, written before it was sealed."""
    histories = [model for model in apps.get_models() if issubclass(model, Event)]
    tables = [*(model._meta.db_table for model in histories), *SCRUBBED_TABLES]
    with pgtrigger.ignore(*(f"{model._meta.label}:append_only" for model in histories)):
        for table in tables:
            for column, data_type in text_columns(table):
                owner = HISTORY_OWNER_COLUMNS.get((table, column))
                condition = f"{owner} = {person.pk:d}" if owner else "true"
                scrub_column(table, column, data_type, "|".join(patterns), condition)


def text_columns(table: str) -> list[tuple[str, str]]:
    """(name, data type) of the columns that can hold a name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name::text, data_type::text FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s"
            " AND data_type IN ('text', 'character varying', 'jsonb')",
            [table],
        )
        return cursor.fetchall()


def scrub_column(table, column, data_type, pattern, condition) -> None:
    """Replace what matches the pattern; jsonb is cast to text and back."""
    text = f'normalize("{column}"::text) COLLATE pg_c_utf8'
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" ='  # noqa: S608 (our own tables and columns)
            f" regexp_replace({text}, %s, %s, 'gi')::{data_type}"
            f" WHERE {condition} AND {text} ~* %s",
            [pattern, NAME_REPLACEMENT, pattern],
        )


def delete_unused_spellings(spellings: list[str]) -> None:
    """Delete from the dictionary the spellings, and then the keys, that no name uses."""
    in_use = PersonName.objects.filter(spelling=models.OuterRef("text"))
    Spelling.objects.filter(~models.Exists(in_use), text__in=spellings).delete()
    with_key = Spelling.objects.filter(key=models.OuterRef("pk"))
    SpellingKey.objects.filter(~models.Exists(with_key)).delete()


@transaction.atomic
def unseal(*, person: Person, reason: str, by) -> None:
    """Restore the names of the person and their citations; the vault keeps its copy."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    identity = Identity.objects.filter(person=person, is_sealed=True).first()
    if identity is None:
        raise NotAllowed("It is not sealed.")
    SealedSpelling.objects.filter(owner=person.code).delete()
    identity.is_sealed, identity.changed_at = False, timezone.now()
    identity.save()
    content = json.loads(identity.kept_names)
    person.name = content["heading"]["name"] or identity.name
    person.name_km = content["heading"]["name_km"] or identity.name_km
    person.last_edited_by = by
    person.save()
    for row in content["rows"]:
        restore_name(person, dict(row))
    log_access(person=person, kind=AccessKind.UNSEALED, reason=reason, by=by)


def restore_name(person: Person, columns: dict) -> None:
    """Restore one row of PersonName, and its citations of sources that still exist."""
    citations = columns.pop("citations")
    name, _is_new = PersonName.objects.update_or_create(
        person=person, spelling=columns.pop("spelling"), defaults=columns
    )
    for code, section, locator in citations:
        if source := Source.objects.filter(code=code).first():
            name.citations.get_or_create(source=source, section=section, locator=locator)
