"""Incrementally maintained views: declaration and generated SQL.

A model that is not managed says with `view_query()` how; its table is a view, twice. Staff read
rows worked out that moment. The public reads rows kept beside, worked out by the same statement
from what the public sees, whenever a record changes: within the transaction that changes it, as
it commits (tracker/changes/tracking.sql). So a list may ask for a hundred thousand of them as if
they were columns of the table. See docs/decisions/0032.
"""

from django.apps import apps
from django.db.models import ForeignKey, Model

from tracker.changes.rollups import RollupSpec, rollup_specs, rollup_tables_sql


def derived_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if hasattr(model, "view_query")]


def owner_of(model: type[Model]) -> ForeignKey:
    """The key of the record whose every change has its rows worked out anew."""
    [key] = [field for field in model._meta.local_fields if type(field) is ForeignKey]
    return key


def derived_views_sql(cursor) -> str:
    """The views, the kept rows, and `settling.keep_readings`; for a new schema `settling`."""
    statements = [view for model in derived_models() for view in views(cursor, model)]
    statements += [sql for table, told in rollup_specs() for sql in rollup_tables_sql(table, told)]
    renewals = "".join(refresh_sql(model) for model in derived_models())
    among = "".join(
        f"  {name} bigint[];\n"
        for _table, told in rollup_specs()
        for name in keys_of(told).values()
    )
    return "\n".join(
        [
            *statements,
            "SET LOCAL search_path = public, ext;",
            "CREATE FUNCTION settling.keep_readings(me bigint) RETURNS void LANGUAGE plpgsql\n"
            f"SET search_path = public, ext AS $$\nDECLARE\n  changed bigint[];\n{among}"
            f"BEGIN{renewals}\nEND $$;",
        ]
    )


def views(cursor, model: type[Model]) -> list[str]:
    """Worked out as staff see it, as the public sees it, and kept; then what the public reads."""
    table = model._meta.db_table
    key, owner = model._meta.pk.column, owner_of(model).column
    sql = cursor.mogrify(*model.view_query().query.sql_with_params()).decode()
    further = getattr(model, "computed_columns", {})
    columns = ", ".join(
        f"{further[field.column]} AS {field.column}" if field.column in further else field.column
        for field in model._meta.local_fields
    )
    return [
        "SET LOCAL search_path = public, ext;",
        f"DROP VIEW IF EXISTS public.{table};",
        f"CREATE VIEW public.{table} AS SELECT {columns} FROM ({sql}) found;",
        "SET LOCAL search_path = pub, ext;",
        f"CREATE VIEW settling.{table} AS SELECT {columns} FROM ({sql}) found;",
        f"CREATE TABLE settling.kept_{table} AS SELECT * FROM settling.{table};",
        f"ALTER TABLE settling.kept_{table} ADD PRIMARY KEY ({key});",
        f"CREATE INDEX ON settling.kept_{table} ({owner});",
        *(f"CREATE INDEX ON settling.kept_{table} ({name});" for name in model.index_fields),
        f"CREATE UNLOGGED TABLE settling.new_{table} (LIKE settling.kept_{table});",
        f"CREATE VIEW pub.{table} AS SELECT * FROM settling.kept_{table};",
    ]


def refresh_sql(model: type[Model]) -> str:
    """The rows of the records that a transaction touched, worked out anew where they differ."""
    table, owner = model._meta.db_table, owner_of(model)
    was, new, by = f"settling.kept_{table}", f"settling.new_{table}", owner.column
    key, *others = (field.column for field in model._meta.local_fields)
    now = ", ".join(f"{column} = EXCLUDED.{column}" for column in others)
    those = f"SELECT * FROM {was} WHERE {by} = ANY (changed)"
    counts = [(name, told) for name, told in rollup_specs() if told.of is model]
    before = "".join(subtract_old_contributions(name, told, was, new, by) for name, told in counts)
    after = "".join(
        f"{count(name, told, 1)}\n    PERFORM settling.add_{name}();" for name, told in counts
    )
    return f"""
  changed := ARRAY(SELECT "row" FROM tracker_unsettled
                   WHERE transaction = me AND place = '{owner.related_model._meta.db_table}');
  INSERT INTO {new} SELECT * FROM settling.{table} WHERE {by} = ANY (changed);
  changed := ARRAY(
    SELECT {by} FROM ({those} EXCEPT SELECT * FROM {new}) gone
    UNION SELECT {by} FROM (SELECT * FROM {new} EXCEPT {those}) come);
  IF cardinality(changed) > 0 THEN{before}
    DELETE FROM {was} WHERE {by} = ANY (changed);
    INSERT INTO {was} SELECT * FROM {new} WHERE {by} = ANY (changed)
    ON CONFLICT ({key}) DO UPDATE SET {now};{after}
  END IF;
  DELETE FROM {new};"""


def keys_of(told: RollupSpec) -> dict[str, str]:
    """By unit: the variable with the keys whose counts a transaction may change."""
    return {unit: f"among_{unit}" for unit in told.units}


def subtract_old_contributions(name: str, told: RollupSpec, was: str, new: str, by: str) -> str:
    """Whoever a changed row belongs to, or did, noted with all rows there were."""
    found = "".join(
        f"""
    among_{unit} := ARRAY(SELECT {key} FROM {was} WHERE {by} = ANY (changed)
                          UNION SELECT {key} FROM {new} WHERE {by} = ANY (changed));"""
        for unit, (key, _condition) in told.units.items()
    )
    return f"{found}{count(name, told, -1)}"


def count(name: str, told: RollupSpec, sign: int) -> str:
    return f"\n    PERFORM settling.count_{name}({sign}, {', '.join(keys_of(told).values())});"
