"""Base class of every model admin: pages beside those of Django, reasons, refusals."""

import pghistory
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from psycopg2.errorcodes import RESTRICT_VIOLATION

from tracker.visibility.workflow import NotAllowed


def admin_url(row, page="change") -> str:
    """URL of an admin page of a row, by default of its change page."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def never(_admin, _request, obj=None) -> bool:
    """A permission that nobody has, as a method of a model admin or inline."""
    return False


class StaffAdmin(admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False
    # Pages that this class adds to those of its bases: their names by route.
    pages: dict[str, str] = {}

    def get_urls(self):
        added = [vars(each).get("pages", {}) for each in type(self).__mro__]
        return [*(url for pages in added for url in self.page_urls(pages)), *super().get_urls()]

    def page_urls(self, names: dict[str, str]) -> list:
        """URL patterns of pages, by route; the page `merge` is the method `merge_view`."""
        prefix, wrap = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path(route, wrap(getattr(self, f"{name}_view")), name=f"{prefix}_{name}")
            for route, name in names.items()
        ]

    def record_or_404(self, request, object_id):
        record = self.get_object(request, unquote(str(object_id)))
        if record is None:
            raise Http404
        return record

    def permitted_record(self, request, object_id, has_permission):
        """The record. Raises Http404, or PermissionDenied if `has_permission` says so."""
        record = self.record_or_404(request, object_id)
        if not has_permission(request, record):
            raise PermissionDenied
        return record

    def render_page(self, request, template, **context):
        """The page, with the context that every page of the admin site has."""
        request.current_app = self.admin_site.name
        context |= self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, template, context)

    def log_reason(self, reason):
        """Context manager: history events recorded inside it carry the reason."""
        return pghistory.context(**({"reason": reason.strip()} if reason.strip() else {}))

    def run_action(self, request, action, done="", **arguments) -> bool:
        """Call the action as this user; a message says that it is done, or why it is refused."""
        try:
            with transaction.atomic():
                action(by=request.user, **arguments)
        except (NotAllowed, IntegrityError) as error:
            self.message_user(request, refusal_message(error), messages.ERROR)
            return False
        if done:
            self.message_user(request, done, messages.SUCCESS)
        return True


def refusal_message(error: NotAllowed | IntegrityError) -> str:
    """Why an action was refused: of a violated constraint, what our trigger says, or its name."""
    if isinstance(error, NotAllowed):
        return str(error)
    diagnosis = getattr(error.__cause__, "diag", None)
    if getattr(error.__cause__, "pgcode", None) == RESTRICT_VIOLATION:
        return diagnosis.message_primary
    rule = getattr(diagnosis, "constraint_name", None) or _("a rule of the database")
    return _("Nothing was saved. This breaks the rule “%(rule)s”.") % {
        "rule": rule.replace("_", " ")
    }
