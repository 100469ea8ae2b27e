"""Incrementally maintained views: rows computed from several rows of a record.

An unmanaged model defines its rows with `view_query()`. Its table is a view, built twice: staff
read `public.<table>`, computed at query time; the public reads `pub.<table>`, a copy of the rows
computed from public data (`cdc.derived_<table>`), refreshed at commit for the records that a
transaction changed (tracking.sql). So a public list can filter a hundred thousand of them like
columns of a table.
See docs/decisions/0032.
"""

from django.apps import apps
from django.db.models import ForeignKey, Model


def derived_models() -> list[type[Model]]:
    """In the order of their definition: a view may read those before it."""
    return [model for model in apps.get_models() if hasattr(model, "view_query")]


def owner_key(model: type[Model]) -> ForeignKey:
    """The foreign key to the record whose changes trigger a refresh of these rows.

    A one-to-one key is it only where there is no other: it may point to a part of the record.
    """
    keys = [field for field in model._meta.local_fields if isinstance(field, ForeignKey)]
    [key] = [key for key in keys if not key.one_to_one] or keys
    return key


def derived_views_sql(cursor) -> str:
    """Views, tables and `cdc.refresh_derived_views`, for a new schema `cdc`."""
    models = derived_models()
    refreshes = "".join(refresh_sql(model) for model in models)
    return "\n".join(
        [
            *(f"DROP VIEW IF EXISTS public.{m._meta.db_table};" for m in reversed(models)),
            *(sql for model in models for sql in view_statements(cursor, model)),
            "SET LOCAL search_path = public, ext;",
            "CREATE FUNCTION cdc.refresh_derived_views(me bigint) RETURNS void LANGUAGE plpgsql\n"
            "SET search_path = public, ext, pg_temp AS $$\nDECLARE\n"
            f"  changed bigint[];\nBEGIN{refreshes}\nEND $$;",
        ]
    )


def view_statements(cursor, model: type[Model]) -> list[str]:
    """The view of staff, the view of the public, and the table that caches the latter's rows."""
    table = model._meta.db_table
    key, owner = model._meta.pk.column, owner_key(model).column
    sql = cursor.mogrify(*model.view_query().query.sql_with_params()).decode()
    computed = getattr(model, "computed_columns", {})
    columns = ", ".join(
        f"{computed[field.column]} AS {field.column}" if field.column in computed else field.column
        for field in model._meta.local_fields
    )
    return [
        "SET LOCAL search_path = public, ext;",
        f"CREATE VIEW public.{table} AS SELECT {columns} FROM ({sql}) computed;",
        "SET LOCAL search_path = pub, ext;",
        f"CREATE VIEW cdc.{table} AS SELECT {columns} FROM ({sql}) computed;",
        f"CREATE TABLE cdc.derived_{table} AS SELECT * FROM cdc.{table};",
        f"ALTER TABLE cdc.derived_{table} ADD PRIMARY KEY ({key});",
        f"CREATE INDEX ON cdc.derived_{table} ({owner});",
        *(f"CREATE INDEX ON cdc.derived_{table} ({name});" for name in model.index_fields),
        f"CREATE UNLOGGED TABLE cdc.recomputed_{table} (LIKE cdc.derived_{table});",
        f"CREATE VIEW pub.{table} AS SELECT * FROM cdc.derived_{table};",
    ]


def refresh_sql(model: type[Model]) -> str:
    """Recompute the rows of the dirty records, and store those that differ."""
    table, owner = model._meta.db_table, owner_key(model)
    old, new, by = f"cdc.derived_{table}", f"cdc.recomputed_{table}", owner.column
    key, *others = (field.column for field in model._meta.local_fields)
    assignments = ", ".join(f"{column} = EXCLUDED.{column}" for column in others)
    old_rows = f"SELECT * FROM {old} WHERE {by} = ANY (changed)"
    return f"""
  changed := ARRAY(SELECT row_id FROM tracker_dirtyrow
                   WHERE transaction = me AND table_name = '{owner.related_model._meta.db_table}');
  INSERT INTO {new} SELECT * FROM cdc.{table} WHERE {by} = ANY (changed);
  changed := ARRAY(
    SELECT {by} FROM ({old_rows} EXCEPT SELECT * FROM {new}) removed
    UNION SELECT {by} FROM (SELECT * FROM {new} EXCEPT {old_rows}) added);
  IF cardinality(changed) > 0 THEN
    DELETE FROM {old} WHERE {by} = ANY (changed);
    INSERT INTO {old} SELECT * FROM {new} WHERE {by} = ANY (changed)
    ON CONFLICT ({key}) DO UPDATE SET {assignments};
  END IF;
  DELETE FROM {new};"""
