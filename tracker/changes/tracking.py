"""Generates the SQL that finds, at commit, the public records that a transaction changed.

Generated from the models, so that a new model cannot be left out:

- `cdc.label_<table>(id)` returns the label of a row: its columns in schema `pub` except long text,
  with the labels of the rows it refers to.
- A trigger on each table writes the rows a transaction changes to `tracker_dirtyrow`. At commit,
  one transaction at a time, the dirty rows are propagated to the rows that refer to them and to the
  records that display them; the digests of these records are compared with the stored ones, and
  each difference becomes a row of `tracker_change`.

Only differences in what the public sees become changes: a change of hidden data leaves no trace.
See docs/decisions/0020.
"""

from pathlib import Path

from django.db.models import Model, TextField

from tracker.changes.dependency_graph import DependencyGraph, ForeignKeyEdge
from tracker.enums import DirtyState
from tracker.models import ShownFact
from tracker.models.search_index import SEARCH_COLUMNS

STATIC_SQL = Path(__file__).with_name("tracking.sql")
CHECK_LABEL, PROPAGATE = DirtyState.CHECK_LABEL.value, DirtyState.PROPAGATE.value
LABEL_UNCHANGED = DirtyState.LABEL_UNCHANGED.value


def code_sql(model: type[Model]) -> str:
    """SQL for the public id of row `r`; see tracker.api.serializers.links.public_id."""
    names = {field.name for field in model._meta.local_fields}
    return getattr(model, "code_sql", "r.slug" if "slug" in names else "r.code")


def change_tracking_sql(tables: set[str]) -> str:
    """All of schema `cdc`, for the tables that have a view in `pub`."""
    graph = DependencyGraph(tables)
    parts = [
        STATIC_SQL.read_text(encoding="utf-8"),
        *(label_function(graph, table) for table in graph.tables),
        *(dirty_row_trigger(graph, table) for table in graph.tables),
        function("cdc.compare_labels", [compare_labels(table) for table in graph.records]),
        function(
            "cdc.propagate_to_dependents",
            [propagate_to_dependents(graph, edge) for edge in graph.parents_first],
        ),
        function(
            "cdc.recompute_is_shown",
            [recompute_is_shown(t) for t in graph.tables if issubclass(graph.models[t], ShownFact)],
        ),
        function(
            "cdc.propagate_to_owners",
            [
                propagate_to_owners(graph, e)
                for e in reversed(graph.parents_first)
                if e.is_displayed
            ],
        ),
        function("cdc.compute_digests", [compute_digests(graph, t) for t in graph.records]),
        function("cdc.mark_all_dirty", [mark_all_dirty(table) for table in graph.records]),
    ]
    return "\n".join(parts)


def function(name: str, statements: list[str]) -> str:
    """A function over the dirty rows of transaction `me`; `tables` are those with any so far."""
    body = "\n".join(statements)
    return (
        f"CREATE FUNCTION {name}(me bigint) RETURNS void LANGUAGE plpgsql\n"
        f"SET search_path = public, ext, pg_temp AS $$\nDECLARE\n"
        "  tables text[] := ARRAY(SELECT DISTINCT table_name FROM tracker_dirtyrow"
        f" WHERE transaction = me);\nBEGIN\n{body}\nEND $$;"
    )


def if_dirty(table: str, statement: str, adds: str = "") -> str:
    """Run a statement only if the table has dirty rows: most transactions touch few tables."""
    adding = f"\n    IF FOUND THEN tables := tables || '{adds}'::text; END IF;" if adds else ""
    return f"  IF '{table}' = ANY (tables) THEN{statement}{adding}\n  END IF;"


def label_function(graph: DependencyGraph, table: str) -> str:
    """SQL function returning the label other records show for a row, or NULL if it is hidden.

    The label of a row in the same table (the article it is part of, the charge it replaces) leaves
    out that row's own references to the table, so that the recursion ends.
    """
    own = f"to_jsonb(r) - '{{{unlabelled_text_columns(graph.models[table])}}}'::text[]"
    return (
        f"CREATE FUNCTION cdc.label_{table}(row_id bigint, is_outermost boolean = true)\n"
        "RETURNS jsonb LANGUAGE plpgsql STABLE\n"
        "SET search_path = public, ext, pg_temp AS $$\nBEGIN\n"
        f"  RETURN (SELECT jsonb_build_array({own}"
        f"{parent_labels(graph, table, 'r', 'is_outermost')})"
        f" FROM pub.{table} r WHERE r.id = row_id);\nEND $$;"
    )


def parent_labels(
    graph: DependencyGraph, table: str, row: str, is_outermost: str = "true", but: str = ""
) -> str:
    """SQL list of the labels of the rows that a row refers to, except through column `but`."""
    labels = ""
    for edge in graph.parents(table):
        if edge.is_self_reference:
            label = f"cdc.label_{edge.parent}({row}.{edge.column}, false)"
            labels += f", CASE WHEN {is_outermost} THEN {label} END"
        elif edge.column != but:
            labels += f", cdc.label_{edge.parent}({row}.{edge.column})"
    return labels


def unlabelled_text_columns(model: type[Model]) -> str:
    """Text columns that are not part of a row's label, comma-separated."""
    in_label = getattr(model, "label_text_fields", ())
    texts = [f.column for f in model._meta.local_fields if isinstance(f, TextField)]
    return ",".join([*SEARCH_COLUMNS, *(name for name in texts if name not in in_label)])


def dirty_row_trigger(graph: DependencyGraph, table: str) -> str:
    """Trigger that marks a changed row and the records that display it dirty."""
    owners = [edge for edge in graph.parents(table) if edge.is_displayed]
    marked = [
        ("id", table, graph.state_of_changed(table)),
        *((edge.column, edge.parent, graph.state_of_owner(edge)) for edge in owners),
    ]
    arguments = ", ".join(f"'{word}'" for words in marked for word in words)
    return (
        f"CREATE TRIGGER mark_dirty AFTER INSERT OR UPDATE OR DELETE ON public.{table}\n"
        f"FOR EACH ROW EXECUTE FUNCTION cdc.mark_dirty({arguments});"
    )


def compare_labels(table: str) -> str:
    """If the label of a record is unchanged, records that refer to it need no check."""
    return if_dirty(
        table,
        f"""
    UPDATE tracker_dirtyrow d SET state = CASE
      WHEN md5(cdc.label_{table}(d.row_id)::text) IS NOT DISTINCT FROM
        (SELECT label_digest FROM tracker_recorddigest p
         WHERE p.table_name = d.table_name AND p.row_id = d.row_id)
      THEN '{LABEL_UNCHANGED}' ELSE '{PROPAGATE}' END
    WHERE d.transaction = me AND d.table_name = '{table}' AND d.state = '{CHECK_LABEL}';""",
    )


def propagate_to_dependents(graph: DependencyGraph, edge: ForeignKeyEdge) -> str:
    """Mark rows that refer to a row whose label changed."""
    state = graph.state_of_changed(edge.child)
    return if_dirty(
        edge.parent,
        f"""
    INSERT INTO tracker_dirtyrow AS d (transaction, table_name, row_id, is_written, state)
    SELECT DISTINCT me, '{edge.child}', c.id, false, '{state}' FROM tracker_dirtyrow p
    JOIN {edge.child} c ON c.{edge.column} = p.row_id
    WHERE p.transaction = me AND p.table_name = '{edge.parent}' AND p.state = '{PROPAGATE}'
    ON CONFLICT (transaction, table_name, row_id) DO UPDATE SET state = '{state}'
    WHERE d.state = '{LABEL_UNCHANGED}';""",
        edge.child,
    )


def propagate_to_owners(graph: DependencyGraph, edge: ForeignKeyEdge) -> str:
    """Mark the rows that display a dirty row."""
    return if_dirty(
        edge.child,
        f"""
    INSERT INTO tracker_dirtyrow (transaction, table_name, row_id, is_written, state)
    SELECT DISTINCT me, '{edge.parent}', c.{edge.column}, false, '{graph.state_of_owner(edge)}'
    FROM tracker_dirtyrow d JOIN {edge.child} c ON c.id = d.row_id
    WHERE d.transaction = me AND d.table_name = '{edge.child}' AND c.{edge.column} IS NOT NULL
    ON CONFLICT DO NOTHING;""",
        edge.parent,
    )


def recompute_is_shown(table: str) -> str:
    """Recompute is_shown under the lock: concurrent transactions do not see each other's rows."""
    return if_dirty(
        table,
        f"""
    UPDATE {table} r SET is_shown = NOT r.is_shown FROM tracker_dirtyrow d
    WHERE d.transaction = me AND d.table_name = '{table}' AND d.row_id = r.id
      AND r.is_shown <> may_be_shown(r);""",
    )


def compute_digests(graph: DependencyGraph, table: str) -> str:
    """Digests of the dirty records as the public sees them now; NULL for a hidden record."""
    model = graph.models[table]
    merged = any(field.name == "merged_into" for field in model._meta.local_fields)
    into = f"(SELECT m.code FROM pub.{table} m WHERE m.id = r.merged_into_id)" if merged else "NULL"
    paths = [(), *graph.displayed_paths((), table)]
    parts = "\n    UNION ALL ".join(displayed_rows(graph, table, path) for path in paths)
    return if_dirty(
        table,
        f"""
  INSERT INTO cdc.current_digests
  SELECT d.row_id, '{table}', '{model._meta.model_name}', {getattr(model, "emits_changes", True)},
         CASE WHEN l.digest IS NOT NULL THEN {code_sql(model)} END, {into},
         l.digest, CASE WHEN l.digest IS NOT NULL THEN s.digest END
  FROM tracker_dirtyrow d LEFT JOIN {table} r ON r.id = d.row_id
  CROSS JOIN LATERAL (SELECT md5(cdc.label_{table}(d.row_id)::text) AS digest) l LEFT JOIN (
    SELECT record, md5(string_agg(part, chr(10) ORDER BY part)) AS digest FROM ({parts}) displayed
    GROUP BY record
  ) s ON s.record = d.row_id
  WHERE d.transaction = me AND d.table_name = '{table}';""",
    )


def displayed_rows(graph: DependencyGraph, table: str, path: tuple[ForeignKeyEdge, ...]) -> str:
    """The rows at the end of a path, as the public sees them, as text."""
    joins, above = "", "d.row_id"
    for depth, edge in enumerate(path):
        joins += f" JOIN {edge.child} t{depth} ON t{depth}.{edge.column} = {above}"
        above = f"t{depth}.id"
    end, by = (path[-1].child, path[-1].column) if path else (table, "")
    extra = getattr(graph.models[end], "digest_extra_sql", None)
    extra = f", ({extra})" if extra else ""
    return (
        f"SELECT d.row_id AS record, jsonb_build_array("
        f"to_jsonb(r) - '{{{','.join(SEARCH_COLUMNS)}}}'::text[]"
        f"{parent_labels(graph, end, 'r', but=by)}{extra})::text AS part"
        f" FROM tracker_dirtyrow d{joins}"
        f" JOIN pub.{end} r ON r.id = {above} WHERE d.transaction = me AND d.table_name = '{table}'"
    )


def mark_all_dirty(table: str) -> str:
    return f"""
  INSERT INTO tracker_dirtyrow (transaction, table_name, row_id, is_written, state)
  SELECT me, '{table}', id, true, '{LABEL_UNCHANGED}' FROM {table} ON CONFLICT DO NOTHING;"""
