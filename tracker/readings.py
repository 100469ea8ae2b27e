"""Readings: what is worked out of several rows of a record, and kept for the public.

A model that is not managed says with `worked_out()` how; its table is a view, twice. Staff read
rows worked out that moment. The public reads rows kept beside, worked out by the same statement
from what the public sees, whenever a record changes: within the transaction that changes it, as
it commits (tracker/settling.sql). So a list may ask for a hundred thousand of them as if they
were columns of the table. See docs/decisions/0032.
"""

from django.apps import apps
from django.db.models import ForeignKey, Model


def readings() -> list[type[Model]]:
    return [model for model in apps.get_models() if hasattr(model, "worked_out")]


def owner_of(model: type[Model]) -> ForeignKey:
    """The key of the record whose every change has its rows worked out anew."""
    [key] = [field for field in model._meta.local_fields if type(field) is ForeignKey]
    return key


def readings_sql(cursor) -> str:
    """The views, the kept rows, and `settling.keep_readings`; for a new schema `settling`."""
    statements = [view for model in readings() for view in views(cursor, model)]
    renewals = "".join(renewal(model) for model in readings())
    return "\n".join(
        [
            *statements,
            "SET LOCAL search_path = public, ext;",
            "CREATE FUNCTION settling.keep_readings(me bigint) RETURNS void LANGUAGE plpgsql\n"
            f"SET search_path = public, ext AS $$\nDECLARE\n  touched bigint[];\n"
            f"BEGIN{renewals}\nEND $$;",
        ]
    )


def views(cursor, model: type[Model]) -> list[str]:
    """Worked out as staff see it, as the public sees it, and kept; then what the public reads."""
    table = model._meta.db_table
    key, owner = model._meta.pk.column, owner_of(model).column
    sql = cursor.mogrify(*model.worked_out().query.sql_with_params()).decode()
    further = getattr(model, "further_sql", {})
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
        *(f"CREATE INDEX ON settling.kept_{table} ({name});" for name in model.found_by),
        f"CREATE VIEW pub.{table} AS SELECT * FROM settling.kept_{table};",
    ]


def renewal(model: type[Model]) -> str:
    """The rows of the records that a transaction touched, worked out anew."""
    table, owner = model._meta.db_table, owner_of(model)
    key, *others = (field.column for field in model._meta.local_fields)
    now = ", ".join(f"{column} = EXCLUDED.{column}" for column in others)
    return f"""
  touched := ARRAY(SELECT "row" FROM tracker_unsettled
                   WHERE transaction = me AND place = '{owner.related_model._meta.db_table}');
  DELETE FROM settling.kept_{table} WHERE {owner.column} = ANY (touched);
  INSERT INTO settling.kept_{table}
  SELECT * FROM settling.{table} WHERE {owner.column} = ANY (touched)
  ON CONFLICT ({key}) DO UPDATE SET {now};"""
