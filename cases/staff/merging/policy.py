"""Column values of both records after a merge: the stricter protection of the two applies to both.

The API still shows the merged record, with `merged_into`, so its name needs the same protection.
"""

from dataclasses import dataclass

from django.db.models import Model

from cases.enums import Category, DisplayPolicy, Gender, Platform, ProtectionReason, Province
from cases.models import Case, Person
from tracker.enums import State
from tracker.visibility.workflow import NotAllowed

# From the least to the most strict.
STRICTNESS = [
    DisplayPolicy.FULL,
    DisplayPolicy.INITIALS,
    DisplayPolicy.PSEUDONYM,
    DisplayPolicy.WITHHELD,
]
# Columns that the kept record takes from the merged one if its own value is this empty one.
FILLABLE_COLUMNS = {
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
class ColumnChange:
    """The change of one column of one of the two records."""

    record: Model
    column: str
    old: object
    new: object

    @property
    def field(self):
        return self.record._meta.get_field(self.column)

    @property
    def old_text(self) -> str:
        return self.in_words(self.old)

    @property
    def new_text(self) -> str:
        return self.in_words(self.new)

    def in_words(self, value) -> str:
        return str(dict(self.field.flatchoices).get(value, "" if value is None else value))


def column_changes(kept: Model, merged: Model) -> list[ColumnChange]:
    """The columns of either record that change, without `merged_into`. Raises NotAllowed."""
    refuse_hidden_target(kept, merged)
    new_values = {
        kept: filled_columns(kept, merged) | withdrawal_columns(kept, merged),
        merged: withdrawal_columns(merged, kept),
    }
    if isinstance(kept, Person):
        new_values[kept] |= protection_columns(kept, merged)
        new_values[merged] |= protection_columns(merged, kept)
    return [
        ColumnChange(record, column, getattr(record, column), new)
        for record, columns in new_values.items()
        for column, new in columns.items()
        if getattr(record, column) != new
    ]


def refuse_hidden_target(kept: Model, merged: Model) -> None:
    """Raise NotAllowed if a public record would redirect to one that never was public."""
    was_never_public = kept.state != State.PUBLISHED and not was_withdrawn(kept)
    if merged.state == State.PUBLISHED and was_never_public:
        raise NotAllowed(f"“{merged}” is public and “{kept}” is not: merge the other way round.")


def filled_columns(kept: Model, merged: Model) -> dict:
    """Values of the merged record for columns that are empty in the kept one."""
    return {
        column: getattr(merged, column)
        for column, empty in FILLABLE_COLUMNS[type(kept)].items()
        if getattr(kept, column) == empty and getattr(merged, column) != empty
    }


def was_withdrawn(record: Model) -> bool:
    """Whether it was public once and is no longer, which protects its names (redaction.sql)."""
    return record.published_at is not None and record.state != State.PUBLISHED


def withdrawal_columns(record: Model, other: Model) -> dict:
    """Columns that withdraw a record which is merged with a withdrawn one."""
    if not was_withdrawn(other) or was_withdrawn(record):
        return {}
    return {
        "state": State.WITHDRAWN,
        "published_at": record.published_at or other.published_at,
        "withdrawal_reason": f"Merged with {other.code}, which had been taken from the public.",
    }


def protection_columns(person: Person, other: Person) -> dict:
    """Columns that protect the name of the person as strictly as that of the other."""
    stricter = max(person, other, key=lambda each: STRICTNESS.index(each.display_policy))
    columns = {
        "display_policy": stricter.display_policy,
        "protection_reason": stricter.protection_reason or other.protection_reason,
        "is_minor": person.is_minor or other.is_minor,
        "minor_override_reason": person.minor_override_reason or other.minor_override_reason,
        "pseudonym": person.pseudonym or stricter.pseudonym,
    }
    if stricter.display_policy == DisplayPolicy.FULL:
        columns["protection_reason"] = ProtectionReason.NONE
    return columns
