"""Builds everything in the database that is not a table: functions, triggers, views, schema `pub`.

Rebuilt after every migrate, in one transaction, from the `.sql` files in `<app>/database/` and from
the SQL generated from the models (tracker.changes). What the public sees is written in `public.sql`
of each app; the public role has no other right.
"""

import re
from functools import cache
from hashlib import md5
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction

from tracker.changes.derived_views import derived_models, derived_views_sql
from tracker.changes.tracking import change_tracking_sql
from tracker.models.search_index import searchable_models
from tracker.visibility.public_reader import PUBLIC_ROLE

# Of each app, in this order; files that an app lacks are skipped.
SQL_FILES = (
    *("integrity.sql", "session_epochs.sql", "merging.sql", "identity_vault.sql"),
    *("citation_coverage.sql", "redaction.sql", "search_index.sql", "row_visibility.sql"),
    *("release_recall.sql", "public.sql"),
)
# Any number; one rebuild at a time in a database.
REBUILD_LOCK = 20_210_216
STAFF_ROLE = "tracker_staff"
# Written by the trigger functions of change tracking only, which run as the owner.
CHANGE_TABLES = "tracker_change, tracker_dataversion, tracker_recorddigest, tracker_dirtyrow"


def rebuild_projection(*, using: str = "default", **_signal) -> None:
    """Rebuild functions, triggers, schema `pub` and schema `cdc`, after migrate of the last app.

    Raises ImproperlyConfigured where the cluster lacks the public role.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REBUILD_LOCK])
        require_role(cursor)
        cursor.execute(
            "SET LOCAL search_path = public, ext;"
            "DROP SCHEMA IF EXISTS pub CASCADE;"
            "CREATE SCHEMA pub"
        )
        for file in projection_files():
            cursor.execute(file.read_text(encoding="utf-8"))
        # Triggers fill the search columns. Where the columns or rules changed, all rows anew.
        for model in searchable_models():
            arguments = [model._meta.db_table, list(model.searched_columns)]
            cursor.execute("SELECT install_search_trigger(%s, VARIADIC %s)", arguments)
        rebuild_change_tracking(cursor)
        cursor.execute(
            f"GRANT USAGE ON SCHEMA pub, ext TO {PUBLIC_ROLE};"  # noqa: S608 (our own constants)
            f"GRANT SELECT ON ALL TABLES IN SCHEMA pub TO {PUBLIC_ROLE};"
            f"GRANT USAGE ON SCHEMA ext TO {STAFF_ROLE};"
            f"REVOKE INSERT, UPDATE, DELETE ON {CHANGE_TABLES} FROM {STAFF_ROLE};"
            "REVOKE ALL ON SCHEMA public FROM PUBLIC"
        )


def require_role(cursor) -> None:
    """The roles belong to the cluster: whoever installs it creates them."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PUBLIC_ROLE])
    if cursor.fetchone() is None:
        raise ImproperlyConfigured(
            f"The database server has no role {PUBLIC_ROLE}: run deploy/roles.sql with "
            "psql as a superuser, in this database, then migrate again."
        )


def projection_files() -> list[Path]:
    """The SQL files, lower apps first."""
    folders = [settings.BASE_DIR / app / "database" for app in settings.APP_LAYERS]
    files = [folder / name for folder in folders for name in SQL_FILES]
    return [file for file in files if file.exists()]


@cache
def public_tables() -> set[str]:
    """The tables with a public view."""
    sql = "".join(file.read_text(encoding="utf-8") for file in projection_files())
    return set(re.findall(r"^CREATE VIEW pub\.(\w+)", sql, re.MULTILINE))


def change_tracking_source(cursor) -> str:
    """The generated SQL of schema `cdc`, for the views that schema `pub` has now."""
    cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'pub' ORDER BY 1")
    tables = {name for (name,) in cursor.fetchall()}
    return change_tracking_sql(tables) + derived_views_sql(cursor)


def rebuild_change_tracking(cursor) -> None:
    """Rebuild schema `cdc`. If any rule changed, every record may: all digests are compared when
    this transaction commits. A digest of the rules is stored as the comment of the schema."""
    cursor.execute("SELECT obj_description(to_regnamespace('cdc'), 'pg_namespace')")
    (former,) = cursor.fetchone()
    cursor.execute("DROP SCHEMA IF EXISTS cdc CASCADE")
    sql = change_tracking_source(cursor)
    texts = [*(file.read_text(encoding="utf-8") for file in projection_files()), sql]
    digest = md5("\n".join(texts).encode(), usedforsecurity=False).hexdigest()
    cursor.execute(sql)
    cursor.execute("SET LOCAL search_path = public, ext")
    cursor.execute(f"COMMENT ON SCHEMA cdc IS '{digest}'")
    if former != digest:
        cursor.execute("SELECT cdc.mark_all_dirty(pg_current_xact_id()::text::bigint)")


def drop_projection(*, plan=(), using="default", **_signal) -> None:
    """Before a migration: a column cannot change its type while a view selects it."""
    if plan:
        with connections[using].cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS pub CASCADE")
            for model in reversed(derived_models()):
                cursor.execute(f"DROP VIEW IF EXISTS public.{model._meta.db_table}")
