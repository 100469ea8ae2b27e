"""Dependent facts of a record and which of them lack a citation.

A row depends on another if it cannot exist without it: a charge on its participation, that on its
case. Nullable foreign keys, and those from a lower app to a higher one, do not count.
"""

from collections.abc import Iterator

from django.db.models import BooleanField, Exists, ExpressionWrapper, ForeignKey, Model, OuterRef, Q
from django.db.models.constants import LOOKUP_SEP
from pghistory.models import Event

from tracker.enums import State
from tracker.models import Citation, LinkCheck, Publishable, Source

# Staff notes about a record are no part of it.
STAFF_MODELS = (LinkCheck,)
# A document that was read speaks for itself; a work known from another's notes needs the note.
NEEDS_A_CITATION = {Source: Q(known_from__isnull=False)}


def foreign_keys_of_dependents(model: type[Model]) -> Iterator[ForeignKey]:
    """The foreign keys of other models by which their rows hang on rows of this one."""
    for relation in model._meta.related_objects:
        stands_alone = issubclass(relation.related_model, (Event, Publishable, *STAFF_MODELS))
        if relation.one_to_many and not relation.field.null and not stands_alone:
            yield relation.field


def foreign_keys_to_owners(model: type[Model]) -> Iterator[ForeignKey]:
    """The foreign keys by which rows of this model hang on others."""
    for field in model._meta.local_fields:
        if isinstance(field, ForeignKey) and not field.null and not field.remote_field.hidden:
            yield field


def is_cited(model: type[Model]) -> bool:
    """Whether rows of the model carry citations."""
    return any(issubclass(field.model, Citation) for field in foreign_keys_of_dependents(model))


def citations_of(model: type[Model]) -> type[Citation]:
    return model._meta.get_field("citations").related_model


def cited_kinds(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Models of facts that belong to a record of this model (itself first, if cited), each with
    the lookup path from the fact to the record.

    `(Charge, "participation__case")` for a case; the model itself comes with an empty path.
    """
    return ((kind, path) for kind, path in dependent_models(model) if is_cited(kind))


def lacks_source(model: type[Model]) -> Q:
    """Condition for rows of the model that no source supports."""
    cited = Exists(citations_of(model).objects.filter(fact=OuterRef("pk")))
    return Q(~cited) & NEEDS_A_CITATION.get(model, Q())


def dependent_models(model: type[Model], path: str = "") -> Iterator[tuple[type[Model], str]]:
    """Models of all rows that belong to a record, citations too, with the lookup path to it."""
    yield model, path
    for field in foreign_keys_of_dependents(model):
        yield from dependent_models(field.model, LOOKUP_SEP.join(filter(None, [field.name, path])))


def unsourced(record: Model) -> list[Model]:
    """The record and the facts that hang on it, as far as no source supports them."""
    return [
        fact
        for kind, path in cited_kinds(type(record))
        for fact in kind.objects.filter(lacks_source(kind), **{path or "pk": record.pk})
    ]


def with_unsourced(queryset):
    """Each row with `is_unsourced`: it, or a fact that hangs on it, has no citation."""
    missing = Q()
    for kind, path in cited_kinds(queryset.model):
        if path:
            facts = kind.objects.filter(lacks_source(kind), **{path: OuterRef("pk")})
            missing |= Q(Exists(facts.order_by()))
        else:
            missing |= lacks_source(kind)
    return queryset.annotate(is_unsourced=ExpressionWrapper(missing, BooleanField()))


def owning_records(row: Model) -> list[Model]:
    """The owners of the row, nearest first: of a charge, its participation, then its case."""
    found = []
    for field in foreign_keys_to_owners(type(row)):
        if getattr(row, field.attname) is not None:
            parent = getattr(row, field.name)
            found += [parent, *owning_records(parent)]
    return found


def is_public(row: Model) -> bool:
    """Whether the row, or a record it hangs on, is published: then what is added shows at once."""
    return any(
        getattr(each, "state", None) == State.PUBLISHED for each in [row, *owning_records(row)]
    )
