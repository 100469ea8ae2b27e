"""View of the entry grid: paste a table, preview how it is read, confirm."""

from django.contrib import messages
from django.utils.translation import gettext as _

from cases.enums import ChargeStatus, Role
from cases.models import Case
from cases.staff.entry.pasted_table import CHARGE_COLUMNS
from cases.staff.entry.write_plan import describe_new_rows
from cases.staff.entry_form.form import form_problems, source_rows
from cases.staff.entry_form.views import EntryPageView
from cases.staff.entry_grid.grid import EntryGrid


class EntryGridView(EntryPageView):
    """Confirming saves all rows, or none if a row is not clear or the input was not previewed."""

    draft_kind, template = "grid", "admin/cases/entry/grid.html"

    def empty_form(self):
        return EntryGrid(self.case, sources=source_rows(self.case))

    def form(self, data):
        return EntryGrid(self.case, data)

    def form_to_save(self):
        # Locked, so that of two equal tables at once the second finds the rows of the first.
        locked = Case.objects.select_for_update().get(pk=self.case.pk)
        return EntryGrid(locked, self.request.POST)

    def post(self, request):
        """Preview, unless another button was pressed."""
        if "_discard" in request.POST or "_confirm" in request.POST:
            return super().post(request)
        self.save_draft()
        return self.render(self.form(request.POST), is_quiet=False)

    def refused(self, form):
        return self.render(form, is_quiet=False, is_refused=True)

    def show_success(self, form):
        if form.plan.counts:
            rows = describe_new_rows(form.plan)
            messages.success(self.request, _("Added: %(rows)s.") % {"rows": rows})
        else:
            text = _("All of this was there already: nothing was changed.")
            messages.info(self.request, text)

    def render(self, form: EntryGrid, *, is_quiet=True, is_refused=False, restored=None):
        """The page with the form and, unless `is_quiet`, the parsed rows and errors.

        `is_refused` says that saving failed; `restored` is when the draft shown was stored.
        """
        has_rows = not is_quiet and form.is_parsed
        problems = [] if is_quiet else form_problems(form.form, _("Table"))
        problems += [] if is_quiet else form_problems(form.source, _("Source"))
        return self.render_form(
            form,
            rows=form.rows if has_rows else [],
            problems=problems,
            is_quiet=is_quiet,
            is_refused=is_refused,
            restored=restored,
            roles=Role.labels,
            outcomes=ChargeStatus.labels,
            charge_columns=[column.label for column in CHARGE_COLUMNS.values()],
            can_confirm=has_rows and not any(row.errors for row in form.rows),
            title=_("Paste many people of one verdict"),
        )
