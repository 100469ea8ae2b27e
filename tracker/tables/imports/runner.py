"""Runs an import from file to result, for the admin and the command."""

from collections.abc import Iterator

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.enums import ImportState
from tracker.models import ImportRun
from tracker.staff.accounts.roles import PUBLISH_RECORDS
from tracker.tables.imports.import_plan import ImportPlan
from tracker.tables.imports.import_spec import ImportSpec
from tracker.tables.imports.parser import ImportProgress, TableParser
from tracker.tables.imports.writer import write_import
from tracker.tables.sheets.reader import read_sheet

IMPORT_LOCK_ID = 20_261_122  # id of the advisory lock that every import takes; arbitrary


class ImportRefused(Exception):
    """Nothing was written; the message says why."""


def plan_import(
    spec: ImportSpec, content: bytes, heads: dict, origin: str, *, is_final=False
) -> Iterator:
    """Build the plan; yields ImportProgress and returns an ImportPlan.

    `is_final`: the plan will be written in this transaction, so the rows it is compared with are
    locked. Raises UnreadableWorkbook.
    """
    yield ImportProgress(_("Reading the file"), 0, 1)
    parser = TableParser(spec, read_sheet(content), heads, origin, is_final=is_final)
    yield from parser.parse_rows()
    return ImportPlan(parser)


def preview_import(run: ImportRun, spec: ImportSpec) -> ImportPlan:
    """The plan of the import against the current database."""
    steps = plan_import(spec, bytes(run.content), run.heads, run.origin)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def run_import(run: ImportRun, spec: ImportSpec, *, digest: str, by) -> Iterator[ImportProgress]:
    """Import exactly what the preview with this digest showed, in one transaction.

    One import runs at a time. Raises ImportRefused; any error rolls everything back.
    """
    with pghistory.context(user=by.pk, reason=str(run)), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK_ID])
            # Every history trigger reads this setting; reading it while unset is most of its cost.
            cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != ImportState.WAITING:
            raise ImportRefused(_("This table is imported already."))
        plan = yield from plan_import(
            spec, bytes(run.content), run.heads, run.origin, is_final=True
        )
        if plan.problems:
            raise ImportRefused(_("Nothing was imported: %(wrong)s") % {"wrong": plan.problems[0]})
        if plan.digest != digest:
            raise ImportRefused(_("The records changed since the preview. Look at it again."))
        if plan.public_count and not by.has_perm(PUBLISH_RECORDS):
            raise ImportRefused(
                _("Records in this table are published: a reviewer must import it.")
            )
        counts = len(plan.new), len(plan.changed), plan.unchanged_count
        try:
            yield from write_import(plan, origin=run.origin, by=by)
        except IntegrityError as error:
            raise ImportRefused(broken_rule_message(error)) from error
        spec.finish()
        mark_import_done(run, counts)
        yield ImportProgress(_("Keeping it all"), 0, 1)


def mark_import_done(run: ImportRun, counts: tuple[int, int, int]) -> None:
    run.state, run.done_at, run.content = ImportState.DONE, timezone.now(), None
    run.new_count, run.changed_count, run.unchanged_count = counts
    run.save()


def broken_rule_message(error: IntegrityError) -> str:
    """Message that names the violated constraint, for violations that validation missed."""
    diagnosis = getattr(error.__cause__, "diag", None)
    rule = getattr(diagnosis, "constraint_name", None) or _("a rule of the database")
    message = _("Nothing was imported. This breaks the rule “%(rule)s”.")
    return message % {"rule": rule.replace("_", " ")}
