"""Records a snapshot of the headline numbers."""

from django.core.management.base import BaseCommand

from cases.statistics import take_snapshot


class Command(BaseCommand):
    help = (
        "Take down the headline numbers as the public sees them, where one has changed since the "
        "last time. Run it every night, and after work that changes many numbers."
    )

    def handle(self, **options):
        snapshot = take_snapshot()
        self.stdout.write(f"Taken down: {snapshot}." if snapshot else "No number has changed.")
