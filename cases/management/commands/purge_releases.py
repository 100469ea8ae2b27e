"""Removes rows that are no longer public from older releases."""

from django.core.management.base import BaseCommand, CommandError

from cases.releases.actions import ReleaseLocked, purge_releases, withhold


class Command(BaseCommand):
    help = (
        "Rewrite the releases that tell of something no longer public: until then they are not "
        "given out. Run it every few minutes; mostly it has nothing to do."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--of",
            nargs="+",
            default=[],
            metavar="CODE",
            help="also bring up to date whatever tells of these records, after a correction that "
            "older releases must not outlive",
        )

    def handle(self, *, of, **options):
        withhold(of)
        try:
            purged = purge_releases()
        except ReleaseLocked as error:
            raise CommandError(str(error)) from error
        for release in purged:
            self.stdout.write(f"{release}: {release.rows} rows, {release.file}")
