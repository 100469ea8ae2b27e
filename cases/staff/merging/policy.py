"""Values of the surviving record: the stricter protection of the two wins.

The merged record keeps its own page for the API, which says where it went: so what hides the one
name has to hide the other too.
"""

from dataclasses import dataclass

from django.db.models import Model

from cases.enums import Category, DisplayPolicy, Gender, Platform, ProtectionReason, Province
from cases.models import Case, Person
from tracker.enums import State
from tracker.visibility.workflow import NotAllowed

STRICTNESS = [
    DisplayPolicy.FULL,
    DisplayPolicy.INITIALS,
    DisplayPolicy.PSEUDONYM,
    DisplayPolicy.WITHHELD,
]
# Columns that the kept record takes from the other where it says nothing, and how it says nothing.
FILLED = {
    Person: {
        "name_km": "",
        "nationality": "",
        "category": Category.UNKNOWN,
        "gender": Gender.UNKNOWN,
    },
    Case: {
        "title_km": "",
        "place": "",
        "category": Category.UNKNOWN,
        "platform": Platform.UNKNOWN,
        "province": Province.UNKNOWN,
        "court_id": None,
    },
}


@dataclass(frozen=True)
class MergedColumn:
    """One column of one of the two records."""

    record: Model
    column: str
    old: object
    new: object

    @property
    def field(self):
        fields = self.record._meta.local_concrete_fields
        return next(field for field in fields if field.attname == self.column)

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    @property
    def now(self) -> str:
        return self.in_words(self.old)

    @property
    def then(self) -> str:
        return self.in_words(self.new)

    def in_words(self, value) -> str:
        return str(dict(self.field.flatchoices).get(value, "" if value is None else value))


def changes(kept: Model, merged: Model) -> list[MergedColumn]:
    """What changes in either record, beside where it was merged into. Raises NotAllowed."""
    refuse_hiding(kept, merged)
    wanted = {
        kept: filled(kept, merged) | taken_back(kept, merged),
        merged: taken_back(merged, kept),
    }
    if isinstance(kept, Person):
        wanted[kept] |= protection(kept, merged)
        wanted[merged] |= protection(merged, kept)
    return [
        MergedColumn(record, column, getattr(record, column), new)
        for record, columns in wanted.items()
        for column, new in columns.items()
        if getattr(record, column) != new
    ]


def refuse_hiding(kept: Model, merged: Model) -> None:
    """A public record cannot lead to one that is not."""
    was_never_public = kept.state != State.PUBLISHED and not was_taken_back(kept)
    if merged.state == State.PUBLISHED and was_never_public:
        raise NotAllowed(f"“{merged}” is public and “{kept}” is not: merge the other way round.")


def filled(kept: Model, merged: Model) -> dict:
    return {
        column: getattr(merged, column)
        for column, nothing in FILLED[type(kept)].items()
        if getattr(kept, column) == nothing and getattr(merged, column) != nothing
    }


def was_taken_back(record: Model) -> bool:
    """Public once and no longer: its names are protected (cases/database/redaction.sql)."""
    return record.published_at is not None and record.state != State.PUBLISHED


def taken_back(record: Model, other: Model) -> dict:
    """Whoever is joined to a record that was taken from the public is taken from it as well."""
    if not was_taken_back(other) or was_taken_back(record):
        return {}
    return {
        "state": State.WITHDRAWN,
        "published_at": record.published_at or other.published_at,
        "withdrawal_reason": f"Merged with {other.code}, which had been taken from the public.",
    }


def protection(person: Person, other: Person) -> dict:
    """How the name is shown from now on."""
    is_stricter = STRICTNESS.index(other.display_policy) > STRICTNESS.index(person.display_policy)
    strict = other if is_stricter else person
    found = {
        "display_policy": strict.display_policy,
        "protection_reason": strict.protection_reason or other.protection_reason,
        "is_minor": person.is_minor or other.is_minor,
        "minor_override_reason": person.minor_override_reason or other.minor_override_reason,
        "pseudonym": person.pseudonym or (strict.pseudonym if is_stricter else ""),
    }
    if strict.display_policy == DisplayPolicy.FULL:
        found["protection_reason"] = ProtectionReason.NONE
    return found
