"""Foreign keys that point at a record and move with it.

Read from the models, so that none is forgotten: a relation that nobody decided about is refused.
"""

from collections.abc import Iterator

from django.db.models import ForeignKey, Model, UniqueConstraint
from pghistory.models import Event as HistoryRow

# Relations whose rows move to the record that is kept, as (model, foreign key).
MOVING = {
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
# What the desk noted about the record itself: it stays with it.
NOT_MOVED = {
    *(
        ("cases.Merge", f"{role}_{kind}")
        for role in ("kept", "merged")
        for kind in ("person", "case")
    ),
    *((f"cases.{kind}Pair", place) for kind in ("Person", "Case") for place in ("first", "second")),
    # The key a sender gave it, which leads on to the record that is kept.
    *(("cases.PersonKey", "record"), ("cases.CaseKey", "record")),
    # What is sealed is about this row alone, and so is who looked.
    *(("cases.Identity", "person"), ("cases.IdentityAccess", "person")),
}


class UnknownRelation(LookupError):
    """Somebody added a foreign key and did not say what a merge does with it."""


def relations(model: type[Model]) -> Iterator[ForeignKey]:
    """The foreign keys, anywhere, by which rows point at rows of the model; not their history."""
    for relation in model._meta.get_fields(include_hidden=True):
        points_here = (relation.one_to_many or relation.one_to_one) and not relation.concrete
        if points_here and is_kept_by_hand(relation.related_model):
            yield relation.field


def is_kept_by_hand(model: type[Model]) -> bool:
    """Not a view, and not written by triggers."""
    return model._meta.managed and not issubclass(model, HistoryRow)


def moving(model: type[Model]) -> list[ForeignKey]:
    """Those whose rows move. Raises UnknownRelation."""
    keys = list(relations(model))
    for key in keys:
        if name_of(key) not in MOVING | NOT_MOVED:
            raise UnknownRelation(".".join(name_of(key)))
    return [key for key in keys if name_of(key) in MOVING]


def name_of(key: ForeignKey) -> tuple[str, str]:
    return key.model._meta.label, key.name


def rules_of_one(model: type[Model], key: ForeignKey) -> list[list[str]]:
    """The columns, without the foreign key, of which two rows of one record may not agree."""
    meta = model._meta
    rules = [list(c.fields) for c in meta.constraints if isinstance(c, UniqueConstraint)]
    rules += [list(names) for names in meta.unique_together]
    rules += [[key.name]] if key.unique else []
    columns = [[meta.get_field(name).attname for name in rule] for rule in rules]
    return [[c for c in rule if c != key.attname] for rule in columns if key.attname in rule]
