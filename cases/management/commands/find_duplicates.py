"""Finds possible duplicates among people and cases."""

from django.core.management.base import BaseCommand

from cases.staff.duplicates.actions import find_duplicates


class Command(BaseCommand):
    help = (
        "Look among all people and all cases for those that may be there twice, for the desk's "
        "queues. Run it every night: what is typed at the desk is looked at as it is saved."
    )

    def handle(self, **options):
        pairs = find_duplicates()
        self.stdout.write(
            f"May be there twice: {pairs['people']} pairs of people, {pairs['cases']} of cases."
        )
