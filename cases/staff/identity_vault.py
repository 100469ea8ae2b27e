"""Identity vault: record, reveal, seal and unseal names; every access is logged.

Sealing takes a name out of everything the database can read: heading, spellings, dictionary,
guarded patterns, and the logs of all of them (docs/decisions/0025).
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
from cases.models.people.person import NAMELESS
from tracker.models import ProtectedSpelling, Redactable, SealedSpelling, Source
from tracker.visibility.name_protection import store_blind_index
from tracker.visibility.workflow import NotAllowed

# Texts of staff and of readers that no form guards; and the words of the edit log.
ALSO_SCRUBBED = ("pghistory_context", "django_admin_log", "tracker_errorreport")
HIDDEN = "[name withheld]"
# Columns that hold names themselves, of whoever is called so.
NAME_COLUMNS = {"cases_person": ("name", "name_km"), "cases_personname": ("spelling",)}
# In the logs of these: which column says whose name it is.
LOGGED = {
    ("cases_personhistory", "name"): "pgh_obj_id",
    ("cases_personhistory", "name_km"): "pgh_obj_id",
    ("cases_personnamehistory", "spelling"): "person_id",
}


def record(*, person: Person, deed: AccessKind, reason: str, by) -> None:
    """The row that says who did what with an identity, and why."""
    if not reason.strip():
        raise NotAllowed("Say why.")
    IdentityAccess.objects.create(person=person, deed=deed, reason=reason.strip(), by=by)


@transaction.atomic
def reveal(*, person: Person, reason: str, by) -> Identity:
    """The identity, once the look at it is on record."""
    record(person=person, deed=AccessKind.REVEALED, reason=reason, by=by)
    return Identity.objects.filter(person=person).first() or Identity(person=person)


@transaction.atomic
def write(*, person: Person, fields: dict, opened_at: str, reason: str, by) -> None:
    """Keep what a custodian typed, unless another did meanwhile."""
    Person.objects.select_for_update().get(pk=person.pk)
    identity = Identity.objects.filter(person=person).first() or Identity(person=person)
    if identity.pk and identity.changed_at.isoformat() != opened_at:
        raise NotAllowed("Somebody wrote this identity meanwhile: reveal it again.")
    for name, value in fields.items():
        setattr(identity, name, value)
    identity.changed_at = timezone.now()
    identity.save()
    if identity.is_sealed:
        store_blind_index(person.code, identity.known_as)
    record(person=person, deed=AccessKind.WRITTEN, reason=reason, by=by)


# --- sealing ---


def mentions(person: Person) -> list[Model]:
    """The rows, drafts too, whose text names the person. A name is no text: others may share it."""
    found = []
    for model in apps.get_models():
        if issubclass(model, Redactable) and not issubclass(model, Event):
            found += mentions_in(model, person)
    return found


def mentions_in(model, person: Person) -> list[Model]:
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
    """Move every spelling of a protected person into the vault, and out of everything else."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    identity = Identity.objects.filter(person=person).first() or Identity(person=person)
    refuse_sealing(person, identity)
    patterns = ProtectedSpelling.objects.filter(owner=person.code)
    patterns = list(patterns.order_by("-normalised").values_list("pattern", flat=True))
    take_into_vault(person, identity)
    person.names.all().delete()
    Person.objects.filter(pk=person.pk).update(name="", name_km="", last_edited_by=by)
    identity.is_sealed, identity.changed_at = True, timezone.now()
    identity.save()
    store_blind_index(person.code, identity.known_as)
    scrub(person, patterns)
    forget_spellings(identity.known_as)
    record(person=person, deed=AccessKind.SEALED, reason=reason, by=by)


def refuse_sealing(person: Person, identity: Identity) -> None:
    if identity.is_sealed:
        raise NotAllowed("It is sealed already.")
    if person.display_policy not in NAMELESS:
        raise NotAllowed("Only who is withheld, or has a pseudonym, is sealed.")
    if not (person.name or person.name_km or person.names.exists() or identity.known_as):
        raise NotAllowed("There is no name to seal.")
    if named := mentions(person):
        raise NotAllowed(f"{len(named)} texts still name the person: take the name out of them.")


def take_into_vault(person: Person, identity: Identity) -> None:
    """The heading and all rows of names, with where sources use them."""
    rows = list(person.names.prefetch_related("citations__source"))
    spellings = [person.name, person.name_km, *identity.known_as, *(row.spelling for row in rows)]
    identity.name = identity.name or person.name
    identity.name_km = identity.name_km or person.name_km
    headings = {identity.name, identity.name_km, ""}
    others = [spelling for spelling in dict.fromkeys(spellings) if spelling not in headings]
    identity.spellings = "\n".join(others)
    heading = {"name": person.name, "name_km": person.name_km}
    kept = {"heading": heading, "rows": [as_json(row) for row in rows]}
    identity.kept_names = json.dumps(kept, ensure_ascii=False)


def as_json(row: PersonName) -> dict:
    names = ("spelling", "script", "standing", "standing_reason")
    cited = [[each.source.code, each.section, each.locator] for each in row.citations.all()]
    return {name: getattr(row, name) for name in names} | {"citations": cited}


def scrub(person: Person, patterns: list[str]) -> None:
    """Take the name out of what was logged while it stood in the open."""
    events = [model for model in apps.get_models() if issubclass(model, Event)]
    tables = [*(model._meta.db_table for model in events), *ALSO_SCRUBBED]
    with pgtrigger.ignore(*(f"{model._meta.label}:append_only" for model in events)):
        for table in tables:
            for column, kind in text_columns(table):
                owner = LOGGED.get((table, column))
                whose = f"{owner} = {person.pk:d}" if owner else "true"
                scrub_column(table, column, kind, "|".join(patterns), whose)


def text_columns(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name::text, data_type::text FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s"
            " AND data_type IN ('text', 'character varying', 'jsonb')",
            [table],
        )
        return cursor.fetchall()


def scrub_column(table, column, kind, pattern, whose) -> None:
    """What is kept as JSON is text while it is searched."""
    words = f'normalize("{column}"::text) COLLATE pg_c_utf8'
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" ='  # noqa: S608 (our own tables and columns)
            f" regexp_replace({words}, %s, %s, 'gi')::{kind} WHERE {whose} AND {words} ~* %s",
            [pattern, HIDDEN, pattern],
        )


def forget_spellings(spellings: list[str]) -> None:
    """Out of the dictionary, where nobody else is called so."""
    in_use = PersonName.objects.filter(spelling=models.OuterRef("text"))
    Spelling.objects.filter(~models.Exists(in_use), text__in=spellings).delete()
    with_key = Spelling.objects.filter(key=models.OuterRef("pk"))
    SpellingKey.objects.filter(~models.Exists(with_key)).delete()


@transaction.atomic
def unseal(*, person: Person, reason: str, by) -> None:
    """Bring heading and spellings back, with their sources; the vault keeps its copy."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    identity = Identity.objects.filter(person=person, is_sealed=True).first()
    if identity is None:
        raise NotAllowed("It is not sealed.")
    SealedSpelling.objects.filter(owner=person.code).delete()
    identity.is_sealed, identity.changed_at = False, timezone.now()
    identity.save()
    kept = json.loads(identity.kept_names)
    person.name = kept["heading"]["name"] or identity.name
    person.name_km = kept["heading"]["name_km"] or identity.name_km
    person.last_edited_by = by
    person.save()
    for row in kept["rows"]:
        bring_back(person, dict(row))
    record(person=person, deed=AccessKind.UNSEALED, reason=reason, by=by)


def bring_back(person: Person, row: dict) -> None:
    cited = row.pop("citations")
    name, _made = PersonName.objects.update_or_create(
        person=person, spelling=row.pop("spelling"), defaults=row
    )
    for code, section, locator in cited:
        if source := Source.objects.filter(code=code).first():
            name.citations.get_or_create(source=source, section=section, locator=locator)
