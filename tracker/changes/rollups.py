"""Incrementally maintained counts: how many people, cases or charges, by several groupings.

An unmanaged model declares with a `RollupSpec` which derived rows it counts, and how. When a
transaction changes derived rows (derived_views.py), the affected units are counted as they were and
as they are, and the difference is added. Counts of distinct units do not add up: every combination
of groups has a row of its own, and no row is a sum of others. See docs/decisions/0033.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True)
class RollupSpec:
    """What a rollup model counts.

    The columns of the model are `key`, `unit`, those of `group_by`, `dimension`, `value`, and one
    number for each measure.
    """

    of: type[Model]  # the derived model
    condition: str  # SQL: which of its rows are counted
    # Units: the column that identifies one, and SQL for the rows that belong to any.
    units: dict[str, tuple[str, str]]
    # Hierarchy of groups: counted over everything, by the first column, by the first two, ...
    group_by: tuple[str, ...]
    # Further groupings within each group: name and column.
    dimensions: dict[str, str]
    # Number columns: name, and SQL for the rows each counts.
    measures: dict[str, str]

    @property
    def group_prefixes(self) -> list[tuple[str, ...]]:
        return [self.group_by[:size] for size in range(len(self.group_by) + 1)]


def rollup_specs() -> Iterator[tuple[str, RollupSpec]]:
    """Table name and specification of each rollup model."""
    for model in apps.get_models():
        if spec := getattr(model, "rollup", None):
            yield model._meta.db_table, spec


def counts_sql(spec: RollupSpec, unit: str, keys: str = "") -> str:
    """Query that counts one unit, over all derived rows or those of `keys` (SQL for an array)."""
    key, condition = spec.units[unit]
    table = f"cdc.derived_{spec.of._meta.db_table}"
    only = f" AND {key} = ANY ({keys})" if keys else ""
    sets = [
        (*group, column) for group in spec.group_prefixes for column in spec.dimensions.values()
    ]
    grouping_sets = ", ".join(
        f"({', '.join((key, *columns))})" for columns in (*spec.group_prefixes, *sets)
    )
    groups = ", ".join(spec.group_by)
    by = f"{groups}, dimension, value"
    counts = ", ".join(f"count(*) FILTER (WHERE {name})::int AS {name}" for name in spec.measures)
    flags = ", ".join(f"bool_or({sql}) AS {name}" for name, sql in spec.measures.items())
    return (
        f"SELECT {row_key(spec, unit)} AS key, '{unit}'::text AS unit, {by}, {counts} FROM (\n"
        f"  SELECT {groups}, {dimension_case(spec, of_name=True)} AS dimension,"
        f" {dimension_case(spec, of_name=False)} AS value, {flags}\n"
        f"  FROM {table} WHERE {spec.condition} AND {condition}{only}\n"
        f"  GROUP BY GROUPING SETS ({grouping_sets})\n"
        f") unit_flags WHERE {' OR '.join(spec.measures)} GROUP BY {by}"
    )


def dimension_case(spec: RollupSpec, *, of_name: bool) -> str:
    """SQL for the dimension of a grouping set, its name or its value; empty for the whole group."""
    cases = (
        f"WHEN GROUPING ({column}) = 0 THEN {repr(name) if of_name else column}"
        for name, column in spec.dimensions.items()
    )
    return f"CASE {' '.join(cases)} ELSE '' END"


def row_key(spec: RollupSpec, unit: str) -> str:
    groups = " || ' ' || ".join(f"coalesce({column}::text, '')" for column in spec.group_by)
    return f"'{unit} ' || {groups} || ' ' || dimension || ' ' || value"


def rollup_tables_sql(table: str, spec: RollupSpec) -> list[str]:
    """The counts computed from scratch (a view), the stored ones, and the view of the public."""
    everything = "\nUNION ALL ".join(counts_sql(spec, unit) for unit in spec.units)
    return [
        f"CREATE VIEW cdc.{table} AS {everything};",
        f"CREATE TABLE cdc.derived_{table} AS SELECT * FROM cdc.{table};",
        f"ALTER TABLE cdc.derived_{table} ADD PRIMARY KEY (key);",
        f"CREATE INDEX ON cdc.derived_{table} (unit, dimension, {spec.group_by[0]});",
        f"CREATE UNLOGGED TABLE cdc.delta_{table} (LIKE cdc.derived_{table});",
        f"CREATE VIEW pub.{table} AS SELECT * FROM cdc.derived_{table};",
        apply_delta_function(table, spec),
        flush_delta_function(table, spec),
    ]


def apply_delta_function(table: str, spec: RollupSpec) -> str:
    """SQL function that adds the counts of the affected keys, times `sign`, to the delta table."""
    columns = ["key", "unit", *spec.group_by, "dimension", "value"]
    signed = ", ".join([*columns, *(f"sign * {name}" for name in spec.measures)])
    inserts = "".join(
        f"  INSERT INTO cdc.delta_{table} SELECT {signed} FROM (\n"
        f"{counts_sql(spec, unit, f'affected_{unit}')}) counts;\n"
        for unit in spec.units
    )
    parameters = "".join(f", affected_{unit} bigint[]" for unit in spec.units)
    return (
        f"CREATE FUNCTION cdc.apply_delta_{table}(sign int{parameters}) RETURNS void\n"
        f"LANGUAGE plpgsql SET search_path = public, ext, pg_temp AS $$\nBEGIN\n{inserts}END $$;"
    )


def flush_delta_function(table: str, spec: RollupSpec) -> str:
    """SQL function that adds the delta table to the stored counts."""
    columns = ", ".join(["key", "unit", *spec.group_by, "dimension", "value"])
    sums = ", ".join(f"sum({name})" for name in spec.measures)
    differs = " OR ".join(f"sum({name}) <> 0" for name in spec.measures)
    added = ", ".join(f"{name} = stored.{name} + EXCLUDED.{name}" for name in spec.measures)
    all_zero = " AND ".join(f"{name} = 0" for name in spec.measures)
    return f"""
CREATE FUNCTION cdc.flush_delta_{table}() RETURNS void LANGUAGE plpgsql
SET search_path = public, ext, pg_temp AS $$
BEGIN
  INSERT INTO cdc.derived_{table} AS stored SELECT {columns}, {sums} FROM cdc.delta_{table}
  GROUP BY {columns} HAVING {differs}
  ON CONFLICT (key) DO UPDATE SET {added};
  DELETE FROM cdc.derived_{table} WHERE {all_zero}
    AND key IN (SELECT key FROM cdc.delta_{table});
  DELETE FROM cdc.delta_{table};
END $$;"""
