"""Change tracking at commit: generates the trigger functions that record public changes.

The SQL for it is written from the models, so that a new one cannot be forgotten:

- `settling.label_<table>(row)` is what a row is called by: its columns in `pub` but for prose, and
  the labels of every row it refers to.
- A trigger on each table notes the rows a transaction touches. When it commits, one transaction
  at a time, they are followed down to all that refer to them and up to the records that show them;
  the digests of those records are compared with what they were, and the difference is a `Change`.

Only a difference in what the public sees is told: nobody learns that something hidden changed.
See docs/decisions/0020.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model, TextField

from tracker.models import ShownFact

SKELETON = Path(__file__).with_name("tracking.sql")


@dataclass(frozen=True)
class ForeignKeyEdge:
    """A foreign key from one public table to another."""

    child: str
    column: str
    parent: str
    is_shown_there: bool  # the parent's record shows the child's row

    @property
    def is_within(self) -> bool:
        return self.child == self.parent


class DependencyGraph:
    """The public tables and what binds them."""

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
                is_shown = bool(model._meta.auto_created) or not field.remote_field.hidden
                yield ForeignKeyEdge(
                    table, field.column, field.related_model._meta.db_table, is_shown
                )

    @cached_property
    def tables(self) -> list[str]:
        """Parents before their children."""
        sorter = TopologicalSorter(dict.fromkeys(sorted(self.models), ()))
        for edge in self.edges:
            if not edge.is_within:
                sorter.add(edge.child, edge.parent)
        return list(sorter.static_order())

    @cached_property
    def downwards(self) -> list[ForeignKeyEdge]:
        place = {table: at for at, table in enumerate(self.tables)}
        return sorted(self.edges, key=lambda e: (place[e.child], e.is_within, e.column))

    @cached_property
    def upwards(self) -> list[ForeignKeyEdge]:
        return [edge for edge in reversed(self.downwards) if edge.is_shown_there]

    @cached_property
    def keeping_shown(self) -> list[str]:
        return [table for table in self.tables if issubclass(self.models[table], ShownFact)]

    @cached_property
    def records(self) -> list[str]:
        return [table for table in self.tables if is_record(self.models[table])]

    def unchanged(self, edge: ForeignKeyEdge) -> str:
        """The step of a parent: a record may be hidden now, all else is called what it was."""
        return "0" if edge.parent in self.records else "3"

    def parents(self, table: str) -> list[ForeignKeyEdge]:
        return [edge for edge in self.edges if edge.child == table]

    def shown_at(
        self, path: tuple[ForeignKeyEdge, ...], table: str
    ) -> Iterator[tuple[ForeignKeyEdge, ...]]:
        """The ways from a record down to each table whose rows it shows, the nearest first."""
        for edge in self.edges:
            if edge.parent != table or not edge.is_shown_there:
                continue
            yield (*path, edge)
            if not edge.is_within and not has_own_state(self.models[edge.child]):
                yield from self.shown_at((*path, edge), edge.child)


def is_record(model: type[Model]) -> bool:
    return getattr(model, "is_record", False)


def has_own_state(model: type[Model]) -> bool:
    """A record that others only name, unlike the charges or events of a case."""
    return is_record(model) and not hasattr(model, "standing")


def code_of(model: type[Model]) -> str:
    """SQL for the public id of row `r`; see tracker.api.serializers.links.public_id."""
    names = {field.name for field in model._meta.local_fields}
    return getattr(model, "code_sql", "r.slug" if "slug" in names else "r.code")


# --- The SQL ----------------------------------------------------------------------------------


def change_tracking_sql(tables: set[str]) -> str:
    """All of schema `settling`, for the tables that have a view in `pub`."""
    graph = DependencyGraph(tables)
    parts = [
        SKELETON.read_text(encoding="utf-8"),
        *(label(graph, table) for table in graph.tables),
        *(dirty_row_triggers(graph, table) for table in graph.tables),
        procedure("settling.judge", [mark_label_changed(table) for table in graph.records]),
        procedure(
            "settling.follow_down",
            [propagate_to_dependents(graph, edge) for edge in graph.downwards],
        ),
        procedure(
            "settling.review_shown", [recompute_is_shown(table) for table in graph.keeping_shown]
        ),
        procedure(
            "settling.follow_up", [propagate_to_owners(graph, edge) for edge in graph.upwards]
        ),
        procedure("settling.compare", [compare(graph, table) for table in graph.records]),
        procedure("settling.touch_all", [touch_all(table) for table in graph.records]),
    ]
    return "\n".join(parts)


def procedure(name: str, statements: list[str]) -> str:
    """A function of a transaction; `places` are the tables that it has to do with so far."""
    body = "\n".join(statements)
    return (
        f"CREATE FUNCTION {name}(me bigint) RETURNS void LANGUAGE plpgsql\n"
        f"SET search_path = public, ext AS $$\nDECLARE\n"
        "  places text[] := ARRAY(SELECT DISTINCT place FROM tracker_unsettled"
        f" WHERE transaction = me);\nBEGIN\n{body}\nEND $$;"
    )


def where_there(table: str, statement: str, adds: str = "") -> str:
    """Most transactions have to do with few tables: the others are passed over at no cost."""
    adding = f"\n    IF FOUND THEN places := places || '{adds}'::text; END IF;" if adds else ""
    return f"  IF '{table}' = ANY (places) THEN{statement}{adding}\n  END IF;"


def label(graph: DependencyGraph, table: str) -> str:
    """What a row is called by where others refer to it: null where the public does not see it.

    A row of the same table (the article it is part of, the charge it replaces) is called without
    the rows of that table it refers to in turn.
    """
    own = f"to_jsonb(r) - '{{{unlabelled_text_columns(graph.models[table])}}}'::text[]"
    return (
        f"CREATE FUNCTION settling.label_{table}(asked bigint, further boolean = true)\n"
        "RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = public, ext AS $$\nBEGIN\n"
        f"  RETURN (SELECT jsonb_build_array({own}"
        f"{labels(graph, table, 'r', 'further')}) FROM pub.{table} r WHERE r.id = asked);\nEND $$;"
    )


def labels(
    graph: DependencyGraph, table: str, row: str, further: str = "true", but: str = ""
) -> str:
    """The labels of the rows that a row refers to, but for the one in a column."""
    found = ""
    for edge in graph.parents(table):
        if edge.is_within:
            called = f"settling.label_{edge.parent}({row}.{edge.column}, false)"
            found += f", CASE WHEN {further} THEN {called} END"
        elif edge.column != but:
            found += f", settling.label_{edge.parent}({row}.{edge.column})"
    return found


def unlabelled_text_columns(model: type[Model]) -> str:
    """Columns nobody is called by."""
    label_text_fields = getattr(model, "label_text_fields", ())
    texts = [f.column for f in model._meta.local_fields if isinstance(f, TextField)]
    return ",".join(
        ["words", "words_km", *(name for name in texts if name not in label_text_fields)]
    )


def dirty_row_triggers(graph: DependencyGraph, table: str) -> str:
    """The row itself, and those whose records show it: these are called what they were."""
    own = "0" if table in graph.records else "1"
    owners = [edge for edge in graph.parents(table) if edge.is_shown_there]
    touched = [("id", table, own), *((e.column, e.parent, graph.unchanged(e)) for e in owners)]
    arguments = ", ".join(f"'{word}'" for words in touched for word in words)
    return (
        f"CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE ON public.{table}\n"
        f"FOR EACH ROW EXECUTE FUNCTION settling.touch({arguments});"
    )


def mark_label_changed(table: str) -> str:
    """Whoever refers to a record looks the same as long as it is called the same."""
    return where_there(
        table,
        f"""
    UPDATE tracker_unsettled u SET step = CASE
      WHEN md5(settling.label_{table}(u.row)::text) IS NOT DISTINCT FROM
        (SELECT own FROM tracker_publicrecord p WHERE p.place = u.place AND p.row = u.row)
      THEN 3 ELSE 1 END
    WHERE u.transaction = me AND u.place = '{table}' AND u.step = 0;""",
    )


def propagate_to_dependents(graph: DependencyGraph, edge: ForeignKeyEdge) -> str:
    """A record is judged by what it is called; what is no record is called by what it refers to."""
    step = "0" if edge.child in graph.records else "1"
    return where_there(
        edge.parent,
        f"""
    INSERT INTO tracker_unsettled AS u (transaction, place, "row", is_touched, step)
    SELECT DISTINCT me, '{edge.child}', c.id, false, {step} FROM tracker_unsettled p
    JOIN {edge.child} c ON c.{edge.column} = p.row
    WHERE p.transaction = me AND p.place = '{edge.parent}' AND p.step = 1
    ON CONFLICT (transaction, place, "row") DO UPDATE SET step = {step} WHERE u.step = 3;""",
        edge.child,
    )


def propagate_to_owners(graph: DependencyGraph, edge: ForeignKeyEdge) -> str:
    return where_there(
        edge.child,
        f"""
    INSERT INTO tracker_unsettled (transaction, place, "row", is_touched, step)
    SELECT DISTINCT me, '{edge.parent}', c.{edge.column}, false, {graph.unchanged(edge)}
    FROM tracker_unsettled u JOIN {edge.child} c ON c.id = u.row
    WHERE u.transaction = me AND u.place = '{edge.child}' AND c.{edge.column} IS NOT NULL
    ON CONFLICT DO NOTHING;""",
        edge.parent,
    )


def recompute_is_shown(table: str) -> str:
    """Of two transactions at once, neither saw the other when its triggers looked."""
    return where_there(
        table,
        f"""
    UPDATE {table} r SET is_shown = NOT r.is_shown FROM tracker_unsettled u
    WHERE u.transaction = me AND u.place = '{table}' AND u.row = r.id
      AND r.is_shown <> may_be_shown(r);""",
    )


def compare(graph: DependencyGraph, table: str) -> str:
    """The digests of the records the public sees now: none of one with only something below."""
    model = graph.models[table]
    merged = any(field.name == "merged_into" for field in model._meta.local_fields)
    into = f"(SELECT m.code FROM pub.{table} m WHERE m.id = r.merged_into_id)" if merged else "NULL"
    ways = [(), *graph.shown_at((), table)]
    parts = "\n    UNION ALL ".join(part(graph, table, way) for way in ways)
    return where_there(
        table,
        f"""
  INSERT INTO settling.seen
  SELECT u.row, '{table}', '{model._meta.model_name}', {getattr(model, "emits_changes", True)},
         CASE WHEN o.own IS NOT NULL THEN {code_of(model)} END, {into},
         o.own, CASE WHEN o.own IS NOT NULL THEN s.whole END
  FROM tracker_unsettled u LEFT JOIN {table} r ON r.id = u.row
  CROSS JOIN LATERAL (SELECT md5(settling.label_{table}(u.row)::text) AS own) o LEFT JOIN (
    SELECT record, md5(string_agg(part, chr(10) ORDER BY part)) AS whole FROM ({parts}) told
    GROUP BY record
  ) s ON s.record = u.row
  WHERE u.transaction = me AND u.place = '{table}';""",
    )


def part(graph: DependencyGraph, table: str, way: tuple[ForeignKeyEdge, ...]) -> str:
    """The rows at the end of a way, as the public sees them."""
    joins, above = "", "u.row"
    for depth, edge in enumerate(way):
        joins += f" JOIN {edge.child} t{depth} ON t{depth}.{edge.column} = {above}"
        above = f"t{depth}.id"
    end, by = (way[-1].child, way[-1].column) if way else (table, "")
    also = getattr(graph.models[end], "digest_extra_sql", None)
    also = f", ({also})" if also else ""
    return (
        f"SELECT u.row AS record, jsonb_build_array(to_jsonb(r) - '{{words,words_km}}'::text[]"
        f"{labels(graph, end, 'r', but=by)}{also})::text AS part FROM tracker_unsettled u{joins}"
        f" JOIN pub.{end} r ON r.id = {above} WHERE u.transaction = me AND u.place = '{table}'"
    )


def touch_all(table: str) -> str:
    return f"""
  INSERT INTO tracker_unsettled (transaction, place, "row", is_touched, step)
  SELECT me, '{table}', id, true, 3 FROM {table} ON CONFLICT DO NOTHING;"""
