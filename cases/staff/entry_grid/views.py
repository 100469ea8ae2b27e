"""View of the entry grid: paste a table, preview how it is read, confirm."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.enums import ChargeStatus, Role
from cases.models import Case
from cases.staff.entry import drafts
from cases.staff.entry.pasted_table import CHARGE_COLUMNS
from cases.staff.entry.submit import save_once
from cases.staff.entry.write_plan import describe_new_rows
from cases.staff.entry_form.form import form_problems, source_rows
from cases.staff.entry_form.views import (
    draft_page_name,
    require_case_permission,
    save_draft_or_warn,
)
from cases.staff.entry_grid.grid import EntryGrid
from tracker.admin.record_admin import ALREADY_SAVED


@require_http_methods(["GET", "HEAD", "POST"])
def entry_grid_view(request, model_admin, case_id: int):
    """GET: an empty form or the stored draft. POST: preview, save, or discard the draft."""
    case = get_object_or_404(Case, pk=case_id)
    require_case_permission(request, model_admin, case)
    page = draft_page_name(case, "grid")
    if request.method != "POST":
        return open_grid(request, model_admin, case)
    if "_discard" in request.POST:
        drafts.delete_draft(page=page, by=request.user)
        return HttpResponseRedirect(request.path)
    if "_confirm" in request.POST:
        return save_grid(request, model_admin, case)
    save_draft_or_warn(request, page)
    return render_grid(request, model_admin, EntryGrid(case, request.POST), is_preview=True)


def open_grid(request, model_admin, case):
    restored = drafts.load_draft(page=draft_page_name(case, "grid"), by=request.user)
    if restored:
        data, stored = restored
        return render_grid(request, model_admin, EntryGrid(case, data), restored=stored.kept_at)
    return render_grid(request, model_admin, EntryGrid(case, sources=source_rows(case)))


def save_grid(request, model_admin, case):
    """Save all rows and redirect; or save none and show the preview again.

    Saves none if a row has errors or needs a decision, or the input was not previewed.
    """
    page = draft_page_name(case, "grid")

    def open_form():
        # Locked, so that of two equal tables at once the second finds the rows of the first.
        return EntryGrid(Case.objects.select_for_update().get(pk=case.pk), request.POST)

    token = request.POST.get("token", "")
    form, redirect_url = save_once(open_form, token=token, page=page, by=request.user)
    if not redirect_url:
        return render_grid(request, model_admin, form, is_preview=True, is_refused=True)
    if form is None:
        messages.info(request, ALREADY_SAVED)
    elif not form.plan.counts:
        messages.info(request, _("All of this was there already: nothing was changed."))
    else:
        messages.success(request, _("Added: %(rows)s.") % {"rows": describe_new_rows(form.plan)})
    return HttpResponseRedirect(redirect_url)


def render_grid(
    request, model_admin, form: EntryGrid, *, is_preview=False, is_refused=False, restored=None
):
    """The page with the form and, if `is_preview`, the parsed rows and errors.

    `is_refused` says that saving failed; `restored` is when the draft shown was stored.
    """
    has_rows = is_preview and form.is_parsed
    problems = []
    if is_preview:
        problems = [*form_problems(form.form, _("Table")), *form_problems(form.source, _("Source"))]
    context = {
        "form": form,
        "case": form.case,
        "rows": form.rows if has_rows else [],
        "problems": problems,
        "is_quiet": not is_preview,
        "is_refused": is_refused,
        "restored": restored,
        "roles": Role.labels,
        "outcomes": ChargeStatus.labels,
        "charge_columns": [column.label for column in CHARGE_COLUMNS.values()],
        "can_confirm": has_rows and not any(row.errors for row in form.rows),
        "title": _("Paste many people of one verdict"),
        "subtitle": str(form.case),
        "draft_address": reverse(
            "admin:cases_case_entry_draft", args=[draft_page_name(form.case, "grid")]
        ),
    }
    return model_admin.render_page(request, "admin/cases/entry/grid.html", **context)
