"""Recomputes the digests of all captured files; fails if one differs."""

from django.core.management.base import BaseCommand, CommandError

from tracker.staff.captured_files.verification import verify_stored_files


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        findings = list(verify_stored_files())
        for defect, path in findings:
            self.stderr.write(f"{defect}: {path}")
        if findings:
            raise CommandError(f"{len(findings)} files are not as they were captured.")
        self.stdout.write("All files are as they were captured.")
