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
from cases.staff.entry.submit import save_once
from cases.staff.entry.write_plan import in_words
from cases.staff.entry_form.form import problems_of, sources_of
from cases.staff.entry_form.views import answer, keep_typed, page_name, require_permission
from cases.staff.entry_grid.grid import Grid
from tracker.admin.record_admin import SAVED_BEFORE


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request, desk, case_id: int):
    """GET: an empty form or the stored draft. POST: preview, save, or discard the draft."""
    case = get_object_or_404(Case, pk=case_id)
    require_permission(request, desk, case)
    page = page_name(case, "grid")
    if request.method != "POST":
        return opened(request, desk, case)
    if "_discard" in request.POST:
        drafts.drop(page=page, by=request.user)
        return HttpResponseRedirect(request.path)
    if "_confirm" in request.POST:
        return confirmed(request, desk, case)
    keep_typed(request, page)
    return shown(request, desk, Grid(case, request.POST), is_preview=True)


def opened(request, model_admin, case):
    restored = drafts.load_draft(page=page_name(case, "grid"), by=request.user)
    if restored:
        data, stored = restored
        return shown(request, model_admin, Grid(case, data), restored=stored.kept_at)
    return shown(request, model_admin, Grid(case, sources=sources_of(case)))


def confirmed(request, model_admin, case):
    """Save all rows and redirect; or save none and show the preview again.

    Saves none if a row has errors or needs a decision, or the input was not previewed.
    """
    page = page_name(case, "grid")

    def open_form():
        # Locked, so that of two equal tables at once the second finds the rows of the first.
        return Grid(Case.objects.select_for_update().get(pk=case.pk), request.POST)

    token = request.POST.get("token", "")
    form, redirect_url = save_once(open_form, token=token, page=page, by=request.user)
    if not redirect_url:
        return shown(request, model_admin, form, is_preview=True, is_refused=True)
    if form is None:
        messages.info(request, SAVED_BEFORE)
    elif not form.plan.counts:
        messages.info(request, _("All of this was there already: nothing was changed."))
    else:
        messages.success(request, _("Added: %(rows)s.") % {"rows": in_words(form.plan)})
    return HttpResponseRedirect(redirect_url)


def shown(request, model_admin, form: Grid, *, is_preview=False, is_refused=False, restored=None):
    """The page with the form and, if `is_preview`, the parsed rows and errors.

    `is_refused` says that saving failed; `restored` is when the draft shown was stored.
    """
    has_rows = is_preview and form.is_parsed
    problems = []
    if is_preview:
        problems = [*problems_of(form.form, _("Table")), *problems_of(form.source, _("Source"))]
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
        "can_confirm": has_rows and not any(row.errors for row in form.rows),
        "title": _("Paste many people of one verdict"),
        "subtitle": str(form.case),
        "draft_address": reverse(
            "admin:cases_case_entry_draft", args=[page_name(form.case, "grid")]
        ),
    }
    return answer(request, model_admin, "admin/cases/entry/grid.html", context)
