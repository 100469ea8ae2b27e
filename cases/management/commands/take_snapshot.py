"""Records a snapshot of the headline numbers."""

from django.core.management.base import BaseCommand

from cases.statistics import take_snapshot


class Command(BaseCommand):
    help = (
        "Save a snapshot of the headline numbers as the public sees them, where one or the rule of "
        "counting has changed since the last. Run it every night, and after work that changes many "
        "numbers."
    )

    def handle(self, **options):
        snapshot = take_snapshot()
        self.stdout.write(f"Snapshot saved: {snapshot}." if snapshot else "No number has changed.")
