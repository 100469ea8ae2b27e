"""Admin views of an import: upload, preview, confirm."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.tables.imports import IMPORT_SPECS
from tracker.admin import StaffAdmin, admin_url
from tracker.admin.staff_admin import never
from tracker.enums import ImportState
from tracker.models import ImportRun
from tracker.tables.exports.xlsx_writer import XlsxWriter
from tracker.tables.imports.import_plan import ImportPlan, changed_parts
from tracker.tables.imports.parser import ImportProgress
from tracker.tables.imports.runner import ImportRefused, preview_import, run_import
from tracker.tables.imports.template_workbook import build_template_workbook
from tracker.tables.sheets.reader import read_sheet
from tracker.tables.sheets.xlsx_reader import UnreadableWorkbook

from .forms import ColumnMappingForm, UploadTableForm

logger = logging.getLogger(__name__)
WAITING_IMPORT_LIFETIME = timedelta(days=1)  # how long an undecided import is kept
MAX_PROBLEMS_ON_PAGE, MAX_RECORDS_ON_PAGE = 200, 100  # shown on a page
STEPS_PLACEHOLDER = "<!-- steps -->"


@admin.register(ImportRun)
class ImportRunAdmin(StaffAdmin):
    """Users with the add permission may also preview, run and discard waiting imports."""

    pages = {
        "template/<slug:kind>/": "template",
        "<int:pk>/run/": "run",
        "<int:pk>/discard/": "discard",
    }
    list_display = ["__str__", "sent_at", "sent_by", "state", "new_count", "changed_count"]
    list_filter = ["kind", "state"]
    actions = None
    # Finished imports stay in the list; waiting ones are discarded on their page.
    has_delete_permission = never

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content").select_related("sent_by")

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request)

    # --- pages --------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        """Upload a table. Also deletes imports that have waited for more than a day."""
        self._require_permission(request)
        form = UploadTableForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            waiting = ImportRun.objects.filter(state=ImportState.WAITING)
            waiting.filter(sent_at__lt=timezone.now() - WAITING_IMPORT_LIFETIME).delete()
            return HttpResponseRedirect(admin_url(form.save(by=request.user)))
        context = {"form": form, "kinds": IMPORT_SPECS.values(), "title": _("Import a table")}
        return self.render_page(request, "admin/cases/imports/upload.html", **context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """GET: preview the import. POST: save the mapping of columns."""
        self._require_permission(request)
        run = self.record_or_404(request, object_id)
        if run.state == ImportState.DONE:
            template = "admin/cases/imports/done.html"
            return self.render_page(request, template, run=run, title=_("Imported"))
        form = ColumnMappingForm(
            request.POST or None, run=run, sheet=read_sheet(bytes(run.content))
        )
        if request.method == "POST" and form.is_valid():
            run.heads = form.cleaned_data
            run.save(update_fields=["heads"])
            return HttpResponseRedirect(admin_url(run))
        context = {"form": form, "title": _("Look at an import"), **self._preview_context(run)}
        return self.render_page(request, "admin/cases/imports/preview.html", **context)

    def run_view(self, request, pk):
        """POST: run a previewed import; the response streams its progress."""
        self._require_permission(request)
        return require_POST(self._stream_run)(request, self.record_or_404(request, pk))

    def discard_view(self, request, pk):
        self._require_permission(request)
        return require_POST(self._discard)(request, self.record_or_404(request, pk))

    def template_view(self, request, kind):
        self._require_permission(request)
        if kind not in IMPORT_SPECS:
            raise Http404
        name = f'attachment; filename="{kind}-template.xlsx"'
        content = build_template_workbook(IMPORT_SPECS[kind])
        return HttpResponse(
            content, content_type=XlsxWriter.media_type, headers={"Content-Disposition": name}
        )

    # --- parts of the pages ---------------------------------------------------------------------

    def _require_permission(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _preview_context(self, run) -> dict:
        plan = preview_import(run, IMPORT_SPECS[run.kind])
        used = set(run.heads.values())
        return {
            "run": run,
            "plan": plan,
            "problems": plan.problems[:MAX_PROBLEMS_ON_PAGE],
            "problem_count": len(plan.problems),
            "unused": [head for head in plan.parser.sheet.heads if head and head not in used],
            "new": [record_preview(plan, record) for record in plan.new[:MAX_RECORDS_ON_PAGE]],
            "changed": [
                record_preview(plan, record) for record in plan.changed[:MAX_RECORDS_ON_PAGE]
            ],
            "most": MAX_RECORDS_ON_PAGE,
        }

    def _stream_run(self, request, run):
        steps = run_import(
            run, IMPORT_SPECS[run.kind], digest=request.POST.get("digest", ""), by=request.user
        )
        template, title = "admin/cases/imports/running.html", _("Importing")
        page = self.render_page(request, template, run=run, title=title).rendered_content
        head, _steps, tail = page.partition(STEPS_PLACEHOLDER)
        # Compression or proxy buffering would delay the page until the end.
        headers = {"Content-Encoding": "identity", "X-Accel-Buffering": "no"}
        return StreamingHttpResponse(stream_page(head, steps, tail, run), headers=headers)

    def _discard(self, request, run):
        if run.state == ImportState.WAITING:
            run.delete()
            messages.success(request, _("The table is discarded. Nothing was imported."))
        return HttpResponseRedirect(reverse("admin:tracker_importrun_changelist"))


def record_preview(plan: ImportPlan, record) -> dict:
    """Template context of one record in the preview, with its new or changed dependent rows."""
    return {
        "row": record.row,
        "name": plan.record_label(record),
        "record": record.existing,
        "fields": list(plan.displayed_differences(record)),
        "parts": [
            {
                "label": str(part.mapping.model._meta.verbose_name),
                "is_new": part.is_new,
                "fields": list(plan.displayed_differences(part)),
            }
            for part in changed_parts(record)
        ],
    }


def stream_page(
    head: str, steps: Iterator[ImportProgress], tail: str, run: ImportRun
) -> Iterator[str]:
    """Stream the page: head, one list row per progress step, outcome, tail."""
    yield head
    try:
        for step in steps:
            count = f"{step.done:,} / {step.total:,}" if step.total > 1 else ""
            yield format_html("<li>{} <span>{}</span></li>\n", step.words, count)
        run.refresh_from_db()
        outcome = {"run": run}
    except (ImportRefused, UnreadableWorkbook) as error:
        outcome = {"run": run, "refused": str(error)}
    except Exception:  # the status is already sent, so the page itself must report the failure
        logger.exception("an import failed")
        text = _("Something went wrong. Nothing was imported: try again, or tell who runs this.")
        outcome = {"run": run, "refused": text}
    yield "</ol>"
    yield render_to_string("admin/cases/imports/_outcome.html", outcome)
    yield tail
