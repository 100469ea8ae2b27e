"""Compares the database with what the code would build."""

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from tracker.database.catalog import definitions, differences
from tracker.visibility.projection import rebuild_projection


class Command(BaseCommand):
    help = (
        "Fails where functions, triggers, views or rights differ from those the code builds, or a "
        "table lacks a column of its model. Needs the owner's login; changes nothing. "
        "“manage.py migrate” mends the former; “makemigrations --check” finds missing migrations."
    )

    def handle(self, **options):
        found = [*self.missing_columns(), *self.other_definitions()]
        if found:
            raise CommandError("The database differs from the code:\n  " + "\n  ".join(found))
        self.stdout.write("Database and code are the same.")

    def missing_columns(self) -> list[str]:
        with connection.cursor() as cursor:
            columns = {name for kind, name in definitions(cursor) if kind == "column"}
        return [
            f"missing column {table}.{field.column}"
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
            for table in [model._meta.db_table]
            for field in model._meta.local_fields
            if field.column and f"public.{table}.{field.column}" not in columns
        ]

    def other_definitions(self) -> list[str]:
        """What a rebuild would change; it is rolled back."""
        with transaction.atomic(), connection.cursor() as cursor:
            before = definitions(cursor)
            rebuild_projection()
            after = definitions(cursor)
            transaction.set_rollback(True)
        return differences(before, after)
