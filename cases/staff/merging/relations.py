"""Foreign keys that point to a record, and whether a merge moves them.

All foreign keys are found by introspection: one that is in neither list below raises an error.
"""

from collections.abc import Iterator

from django.db.models import ForeignKey, Model, UniqueConstraint
from pghistory.models import Event as HistoryRow

# Foreign keys, as (model, field), whose rows move to the kept record.
MOVED_FOREIGN_KEYS = {
    ("cases.PersonCitation", "fact"),
    ("cases.PersonName", "person"),
    ("cases.PersonNameCitation", "fact"),
    ("cases.Affiliation", "person"),
    ("cases.AffiliationCitation", "fact"),
    ("cases.Participation", "person"),
    ("cases.Disagreement_people", "person"),
    ("cases.Person", "merged_into"),
    ("cases.CaseCitation", "fact"),
    ("cases.Participation", "case"),
    ("cases.Event", "case"),
    ("cases.Case_recommendations", "case"),
    ("cases.Measure_cases", "case"),
    ("cases.Disagreement_cases", "case"),
    ("cases.Case", "merged_into"),
    ("cases.ParticipationCitation", "fact"),
    ("cases.Charge", "participation"),
    ("cases.Detention", "participation"),
    ("cases.Sentence", "participation"),
    ("cases.Event_participations", "participation"),
    ("cases.ChargeCitation", "fact"),
    ("cases.ChargeChange", "charge"),
    ("cases.Charge", "base"),
    ("cases.Charge", "requalified_from"),
}
# Foreign keys of what staff noted about the record itself: their rows stay with it.
KEPT_FOREIGN_KEYS = {
    *(
        ("cases.Merge", f"{role}_{kind}")
        for role in ("kept", "merged")
        for kind in ("person", "case")
    ),
    *((f"cases.{kind}Pair", place) for kind in ("Person", "Case") for place in ("first", "second")),
    # Keys of imported rows; imports follow `merged_into` to the kept record.
    *(("cases.PersonKey", "record"), ("cases.CaseKey", "record")),
    # The vault is about this row alone, and so is its access log.
    *(("cases.Identity", "person"), ("cases.IdentityAccess", "person")),
}


class UnknownRelation(LookupError):
    """A foreign key is neither in `MOVED_FOREIGN_KEYS` nor in `KEPT_FOREIGN_KEYS`."""


def foreign_keys_to(model: type[Model]) -> Iterator[ForeignKey]:
    """All foreign keys of any model to this one, without those of history tables and views."""
    for relation in model._meta.get_fields(include_hidden=True):
        is_reverse = (relation.one_to_many or relation.one_to_one) and not relation.concrete
        referring = relation.related_model
        if is_reverse and referring._meta.managed and not issubclass(referring, HistoryRow):
            yield relation.field


def moved_foreign_keys(model: type[Model]) -> list[ForeignKey]:
    """The foreign keys to this model whose rows move. Raises UnknownRelation."""
    keys = list(foreign_keys_to(model))
    for key in keys:
        if foreign_key_name(key) not in MOVED_FOREIGN_KEYS | KEPT_FOREIGN_KEYS:
            raise UnknownRelation(".".join(foreign_key_name(key)))
    return [key for key in keys if foreign_key_name(key) in MOVED_FOREIGN_KEYS]


def foreign_key_name(key: ForeignKey) -> tuple[str, str]:
    return key.model._meta.label, key.name


def unique_columns_with(model: type[Model], key: ForeignKey) -> list[list[str]]:
    """The unique constraints that contain the foreign key: their other columns."""
    meta = model._meta
    constraints = [list(c.fields) for c in meta.constraints if isinstance(c, UniqueConstraint)]
    constraints += [list(names) for names in meta.unique_together]
    constraints += [[key.name]] if key.unique else []
    column_lists = [[meta.get_field(name).attname for name in names] for names in constraints]
    return [
        [column for column in columns if column != key.attname]
        for columns in column_lists
        if key.attname in columns
    ]
