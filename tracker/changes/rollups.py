"""Rollup tables maintained from the changed rows: declaration and generated SQL.

A model that is not managed says which readings it counts and how (`Counting`). Its rows are kept
beside those readings and follow them: when a transaction changes readings, whoever these belong to
is counted as it was and as it is now, and the difference is added
(tracker/changes/derived_views.py). Distinct people make no sums: each row is a number of its own,
never made of others. See docs/decisions/0033.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True)
class RollupSpec:
    """What a model counts: its columns are `key`, `unit`, the places, `dimension`, `value` and one
    number for each sort of row counted."""

    of: type[Model]  # the readings
    among: str  # SQL: the rows of these that count at all
    # What is counted: the column that tells one from another, and further, which rows it is of.
    units: dict[str, tuple[str, str]]
    # Columns under which is counted: none, the first, the first and the second, and so on.
    places: tuple[str, ...]
    # What is counted by within a place: name and column.
    dimensions: dict[str, str]
    # Names of the numbers, and which rows each is of.
    sorts: dict[str, str]

    @property
    def place_sets(self) -> list[tuple[str, ...]]:
        return [self.places[:size] for size in range(len(self.places) + 1)]


def rollup_specs() -> Iterator[tuple[str, RollupSpec]]:
    """The tables of kept counts, and what each counts."""
    for model in apps.get_models():
        if counting := getattr(model, "counting", None):
            yield model._meta.db_table, counting


def counted(told: RollupSpec, unit: str, among: str = "") -> str:
    """SQL: the rows of one unit, of all readings or of `among` (SQL for an array of keys)."""
    key, condition = told.units[unit]
    readings = f"settling.kept_{told.of._meta.db_table}"
    only = f" AND {key} = ANY ({among})" if among else ""
    sets = [(*places, column) for places in told.place_sets for column in told.dimensions.values()]
    grouped = ", ".join(f"({', '.join((key, *each))})" for each in (*told.place_sets, *sets))
    places, by = ", ".join(told.places), f"{', '.join(told.places)}, dimension, value"
    sums = ", ".join(f"count(*) FILTER (WHERE {name})::int AS {name}" for name in told.sorts)
    flags = ", ".join(f"bool_or({sql}) AS {name}" for name, sql in told.sorts.items())
    return (
        f"SELECT {key_of(told, unit)} AS key, '{unit}'::text AS unit, {by}, {sums} FROM (\n"
        f"  SELECT {places}, {chosen(told, quoted=True)} AS dimension,"
        f" {chosen(told, quoted=False)} AS value, {flags}\n"
        f"  FROM {readings} WHERE {told.among} AND {condition}{only}\n"
        f"  GROUP BY GROUPING SETS ({grouped})\n"
        f") one WHERE {' OR '.join(told.sorts)} GROUP BY {by}"
    )


def chosen(told: RollupSpec, *, quoted: bool) -> str:
    """The dimension of a grouping set, by name or by its value; neither for the whole place."""
    cases = (
        f"WHEN GROUPING ({column}) = 0 THEN {repr(name) if quoted else column}"
        for name, column in told.dimensions.items()
    )
    return f"CASE {' '.join(cases)} ELSE '' END"


def key_of(told: RollupSpec, unit: str) -> str:
    places = " || ' ' || ".join(f"coalesce({place}::text, '')" for place in told.places)
    return f"'{unit} ' || {places} || ' ' || dimension || ' ' || value"


def rollup_tables_sql(table: str, told: RollupSpec) -> list[str]:
    """The rows as they would be counted now, those kept, and the view the public has of these."""
    everything = "\nUNION ALL ".join(counted(told, unit) for unit in told.units)
    return [
        f"CREATE VIEW settling.{table} AS {everything};",
        f"CREATE TABLE settling.kept_{table} AS SELECT * FROM settling.{table};",
        f"ALTER TABLE settling.kept_{table} ADD PRIMARY KEY (key);",
        f"CREATE INDEX ON settling.kept_{table} (unit, dimension, {told.places[0]});",
        f"CREATE UNLOGGED TABLE settling.moved_{table} (LIKE settling.kept_{table});",
        f"CREATE VIEW pub.{table} AS SELECT * FROM settling.kept_{table};",
        counter(table, told),
        add_delta_sql(table, told),
    ]


def counter(table: str, told: RollupSpec) -> str:
    """A function that notes the rows of some keys of each unit, as `sign` times what they are."""
    columns = ["key", "unit", *told.places, "dimension", "value"]
    signed = ", ".join([*columns, *(f"sign * {name}" for name in told.sorts)])
    inserts = "".join(
        f"  INSERT INTO settling.moved_{table} SELECT {signed} FROM (\n"
        f"{counted(told, unit, f'among_{unit}')}) found;\n"
        for unit in told.units
    )
    among = "".join(f", among_{unit} bigint[]" for unit in told.units)
    return (
        f"CREATE FUNCTION settling.count_{table}(sign int{among}) RETURNS void LANGUAGE plpgsql\n"
        f"SET search_path = public, ext AS $$\nBEGIN\n{inserts}END $$;"
    )


def add_delta_sql(table: str, told: RollupSpec) -> str:
    """A function that adds what was noted to what is kept."""
    columns = ", ".join(["key", "unit", *told.places, "dimension", "value"])
    sums = ", ".join(f"sum({name})" for name in told.sorts)
    differs = " OR ".join(f"sum({name}) <> 0" for name in told.sorts)
    added = ", ".join(f"{name} = kept.{name} + EXCLUDED.{name}" for name in told.sorts)
    nothing = " AND ".join(f"{name} = 0" for name in told.sorts)
    return f"""
CREATE FUNCTION settling.add_{table}() RETURNS void LANGUAGE plpgsql
SET search_path = public, ext AS $$
BEGIN
  INSERT INTO settling.kept_{table} AS kept SELECT {columns}, {sums} FROM settling.moved_{table}
  GROUP BY {columns} HAVING {differs}
  ON CONFLICT (key) DO UPDATE SET {added};
  DELETE FROM settling.kept_{table} WHERE {nothing}
    AND key IN (SELECT key FROM settling.moved_{table});
  DELETE FROM settling.moved_{table};
END $$;"""
