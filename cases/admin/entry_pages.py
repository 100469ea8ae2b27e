"""Admin URLs of the entry form and the entry grid."""

from functools import partial

from django.urls import path

from cases.staff.entry_form import views
from cases.staff.entry_grid import views as grid_view

ENTRY_URL_NAME = "cases_case_entry"


class EntryPagesMixin:
    """Mixin of CaseAdmin: URLs of the entry form and of the entry grid for many participants."""

    def get_urls(self):
        pages = {
            "entry/": (views.case_entry_view, ENTRY_URL_NAME),
            "<int:case_id>/entry/": (views.case_entry_view, f"{ENTRY_URL_NAME}_of"),
            "<int:case_id>/grid/": (grid_view.entry_grid_view, "cases_case_grid"),
            "entry/draft/<path:page>/": (views.draft_view, f"{ENTRY_URL_NAME}_draft"),
            "entry/reads/<slug:kind>/": (views.text_preview_view, f"{ENTRY_URL_NAME}_reads"),
        }
        urls = [
            path(route, self._admin_view(view), name=name) for route, (view, name) in pages.items()
        ]
        return [*urls, *super().get_urls()]

    def _admin_view(self, view):
        return self.admin_site.admin_view(partial(view, model_admin=self))
