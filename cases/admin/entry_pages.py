"""Admin URLs of the entry form and the entry grid."""

from functools import partial

from django.urls import path

from cases.staff.entry_form.views import CaseEntryView, draft_view, text_preview_view
from cases.staff.entry_grid.views import EntryGridView


class EntryPagesMixin:
    """Mixin of CaseAdmin: URLs of the entry form and of the entry grid for many participants."""

    def get_urls(self):
        wrap, entry = self.admin_site.admin_view, CaseEntryView.as_view(model_admin=self)
        grid = EntryGridView.as_view(model_admin=self)
        draft, reads = (partial(view, model_admin=self) for view in (draft_view, text_preview_view))
        return [
            path("entry/", wrap(entry), name="cases_case_entry"),
            path("<int:case_id>/entry/", wrap(entry), name="cases_case_entry_of"),
            path("<int:case_id>/grid/", wrap(grid), name="cases_case_grid"),
            path("entry/draft/<path:page>/", wrap(draft), name="cases_case_entry_draft"),
            path("entry/reads/<slug:kind>/", wrap(reads), name="cases_case_entry_reads"),
            *super().get_urls(),
        ]
