"""Builds a release: the public data as a data package."""

from django.core.management.base import BaseCommand, CommandError

from cases.releases.actions import ReleaseLocked, build_release
from cases.releases.package import DanglingKey


class Command(BaseCommand):
    help = "Release what the public sees now, unless the last release holds just that."

    def handle(self, **options):
        try:
            release = build_release()
        except (ReleaseLocked, DanglingKey) as error:
            raise CommandError(str(error)) from error
        if release is None:
            self.stdout.write("Nothing has changed since the last release.")
            return
        self.stdout.write(self.style.SUCCESS(f"{release}: {release.rows} rows, {release.file}"))
