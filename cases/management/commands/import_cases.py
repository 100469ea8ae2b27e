"""Imports a table from the command line."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.tables.imports import IMPORT_SPECS
from tracker.models import ImportRun, User
from tracker.tables.imports.columns import guess_columns
from tracker.tables.imports.import_plan import ImportPlan
from tracker.tables.imports.runner import ImportRefused, preview_import, run_import
from tracker.tables.sheets.reader import read_sheet
from tracker.tables.sheets.xlsx_reader import UnreadableWorkbook

MAX_PROBLEMS_SHOWN = 200


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=IMPORT_SPECS, default="cases")
        parser.add_argument("--origin", required=True, help="whose keys the table has")
        parser.add_argument("--by", required=True, help="the account that answers for it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *, file, kind, origin, by, dry_run, **options):
        run = self._create_run(file, kind, origin, by)
        try:
            plan = preview_import(run, IMPORT_SPECS[kind])
            self._report(plan)
            if not dry_run and not plan.writes_nothing:
                self._execute(run, plan)
        except (ImportRefused, UnreadableWorkbook) as error:
            raise CommandError(str(error)) from error
        finally:
            ImportRun.objects.filter(pk=run.pk, content__isnull=False).delete()

    def _create_run(self, file, kind, origin, by) -> ImportRun:
        """An import run with the file, as if uploaded by the account. Raises CommandError."""
        try:
            content = file.read_bytes()
            heads = guess_columns(IMPORT_SPECS[kind].columns, read_sheet(content).heads)
            account = User.objects.get(username=by, is_active=True)
        except (OSError, UnreadableWorkbook) as error:
            raise CommandError(f"{file}: {error}") from error
        except User.DoesNotExist as error:
            raise CommandError(f"There is no account “{by}”.") from error
        return ImportRun.objects.create(
            kind=kind,
            origin=origin,
            file_name=file.name[-200:],
            content=content,
            heads=heads,
            sent_by=account,
        )

    def _report(self, plan: ImportPlan) -> None:
        """Print unused columns, problems and counts. Raises CommandError if there are problems."""
        unused = set(plan.parser.sheet.heads) - set(plan.parser.heads.values()) - {""}
        if unused:
            self.stdout.write(f"not used: {', '.join(sorted(unused))}")
        for problem in plan.problems[:MAX_PROBLEMS_SHOWN]:
            self.stderr.write(str(problem))
        if plan.problems:
            count = len(plan.problems)
            raise CommandError(f"{count} to mend. Nothing was imported.")
        counts = f"{len(plan.new)} new, {len(plan.changed)} changed"
        self.stdout.write(f"{counts}, {plan.unchanged_count} unchanged")

    def _execute(self, run: ImportRun, plan: ImportPlan) -> None:
        for step in run_import(run, IMPORT_SPECS[run.kind], digest=plan.digest, by=run.sent_by):
            self.stdout.write(f"{step.words} {step.done:,} / {step.total:,}")
        self.stdout.write("Imported.")
