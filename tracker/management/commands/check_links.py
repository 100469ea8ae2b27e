"""Checks the URLs of sources whose check is due."""

from django.core.management.base import BaseCommand

from tracker.staff.link_checks import HOST_PAUSE, check_links


class Command(BaseCommand):
    help = (
        "Ask the addresses of sources whether they still answer, each at most once a week. Broken "
        "ones stand in a queue of the desk. Run it every night, where the network may be reached."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, help="ask so many addresses at most")
        parser.add_argument(
            "--pause",
            type=float,
            default=HOST_PAUSE,
            help="seconds between two questions to one host",
        )

    def handle(self, *, limit, pause, **options):
        self.stdout.write(f"Asked {check_links(limit=limit, pause=pause)} addresses.")
