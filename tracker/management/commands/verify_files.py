"""Recomputes the digest of every captured file: run it every night. Fails if one is not right."""

from django.core.management.base import BaseCommand, CommandError

from tracker.files import verify


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        findings = list(verify())
        for finding in findings:
            self.stderr.write(f"{finding.what}: {finding.path}")
        if findings:
            raise CommandError(f"{len(findings)} files are not as they were captured.")
        self.stdout.write("All files are as they were captured.")
