"""manage.py record_figures: take down the headline numbers for the change log of figures."""

from django.core.management.base import BaseCommand

from cases.usage import record_figures


class Command(BaseCommand):
    help = (
        "Take down the headline numbers as the public sees them, where one has changed since the "
        "last time. Run it every night, and after work that changes many numbers."
    )

    def handle(self, **options):
        snapshot = record_figures()
        self.stdout.write(f"Taken down: {snapshot}." if snapshot else "No number has changed.")
