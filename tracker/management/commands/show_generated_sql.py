"""Prints the SQL that change tracking generates from the models."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from tracker.visibility.projection import change_tracking_source


class Command(BaseCommand):
    help = (
        "Prints the generated SQL of schema cdc: all of it, or the statements that name a table. "
        "Changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "table", nargs="?", default="", help="a table such as cases_charge, or a model: charge"
        )

    def handle(self, *, table: str, **options):
        with transaction.atomic(), connection.cursor() as cursor:
            statements = change_tracking_source(cursor).split("\nCREATE ")
        chosen = [text for text in statements if table.lower() in text.lower()]
        if not chosen:
            raise CommandError(
                f"No generated statement names “{table}”: try a table of the models."
            )
        self.stdout.write("\nCREATE ".join(chosen))
