"""View of the entry grid: paste, match, confirm."""

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
    """GET: an empty table, or as it was left. POST: show how it is read, or write it."""
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
    return shown(request, desk, Grid(case, request.POST), is_read=True)


def opened(request, desk, case):
    kept = drafts.load_draft(page=page_name(case, "grid"), by=request.user)
    if kept:
        return shown(request, desk, Grid(case, kept[0]), restored=kept[1].kept_at)
    return shown(request, desk, Grid(case, sources=sources_of(case)))


def confirmed(request, desk, case):
    """Write what was shown, all or nothing; what is not clear, or was not shown so, is shown."""
    page = page_name(case, "grid")

    def open_form():
        # Whoever pastes the same table at the same moment finds it there already.
        return Grid(Case.objects.select_for_update().get(pk=case.pk), request.POST)

    token = request.POST.get("token", "")
    form, led_to = save_once(open_form, token=token, page=page, by=request.user)
    if not led_to:
        return shown(request, desk, form, is_read=True, is_refused=True)
    if form is None:
        messages.info(request, SAVED_BEFORE)
    elif not form.plan.counts:
        messages.info(request, _("All of this was there already: nothing was changed."))
    else:
        messages.success(request, _("Added: %(rows)s.") % {"rows": in_words(form.plan)})
    return HttpResponseRedirect(led_to)


def shown(request, desk, form: Grid, *, is_read=False, is_refused=False, restored=None):
    """The page. Refused: it was to be written, and was not."""
    has_rows = is_read and form.is_read
    problems = []
    if is_read:
        problems = [*problems_of(form.form, _("Table")), *problems_of(form.source, _("Source"))]
    context = {
        "form": form,
        "case": form.case,
        "rows": form.rows if has_rows else [],
        "problems": problems,
        "is_quiet": not is_read,
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
    return answer(request, desk, "admin/cases/entry/grid.html", context)
