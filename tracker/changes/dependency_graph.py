"""Dependency graph of the public tables: which rows display or mention which."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model

from tracker.enums import DirtyState


@dataclass(frozen=True)
class ForeignKeyEdge:
    """A foreign key from one public table to another."""

    child: str
    column: str
    parent: str
    is_displayed: bool  # the parent's record displays the child's row

    @property
    def is_self_reference(self) -> bool:
        return self.child == self.parent


class DependencyGraph:
    """The public tables and the foreign keys between them."""

    def __init__(self, tables: set[str]):
        models = apps.get_models(include_auto_created=True)
        self.models = {
            model._meta.db_table: model
            for model in models
            if model._meta.app_label in settings.APP_LAYERS
            and model._meta.db_table in tables
            and not getattr(model, "is_bookkeeping", False)
        }
        self.edges = [edge for table in self.models for edge in self.edges_of(table)]

    def edges_of(self, table: str) -> Iterator[ForeignKeyEdge]:
        model = self.models[table]
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model._meta.db_table in self.models:
                is_displayed = bool(model._meta.auto_created) or not field.remote_field.hidden
                parent = field.related_model._meta.db_table
                yield ForeignKeyEdge(table, field.column, parent, is_displayed)

    @cached_property
    def tables(self) -> list[str]:
        """Parents before their children."""
        sorter = TopologicalSorter(dict.fromkeys(sorted(self.models), ()))
        for edge in self.edges:
            if not edge.is_self_reference:
                sorter.add(edge.child, edge.parent)
        return list(sorter.static_order())

    @cached_property
    def parents_first(self) -> list[ForeignKeyEdge]:
        position = {table: at for at, table in enumerate(self.tables)}
        return sorted(self.edges, key=lambda e: (position[e.child], e.is_self_reference, e.column))

    @cached_property
    def records(self) -> list[str]:
        return [table for table in self.tables if is_record(self.models[table])]

    def state_of_changed(self, table: str) -> DirtyState:
        """The state of a row that was written: only a record has a stored label to compare with."""
        return DirtyState.CHECK_LABEL if table in self.records else DirtyState.PROPAGATE

    def state_of_owner(self, edge: ForeignKeyEdge) -> DirtyState:
        """The state of the row that displays a changed one: a record may have become hidden, the
        label of any other row is as it was."""
        owner_is_record = edge.parent in self.records
        return DirtyState.CHECK_LABEL if owner_is_record else DirtyState.LABEL_UNCHANGED

    def parents(self, table: str) -> list[ForeignKeyEdge]:
        return [edge for edge in self.edges if edge.child == table]

    def displayed_paths(
        self, path: tuple[ForeignKeyEdge, ...], table: str
    ) -> Iterator[tuple[ForeignKeyEdge, ...]]:
        """Paths from a record down to each table whose rows it displays, nearest first."""
        for edge in self.edges:
            if edge.parent != table or not edge.is_displayed:
                continue
            yield (*path, edge)
            if not edge.is_self_reference and not is_standalone_record(self.models[edge.child]):
                yield from self.displayed_paths((*path, edge), edge.child)


def is_record(model: type[Model]) -> bool:
    return getattr(model, "is_record", False)


def is_standalone_record(model: type[Model]) -> bool:
    """Whether paths of displayed rows end here: the record has a page of its own, and is not a fact
    inside another record, as a charge is inside a case."""
    return is_record(model) and not hasattr(model, "standing")
