"""Base model admin for pages that only administrators may open."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import path

from tracker.admin.changelists import ReadableChangeListMixin
from tracker.staff.accounts.roles import MANAGE_ACCOUNTS

# Hides these buttons: the response to Save shows a secret once.
HIDE_EXTRA_SAVE_BUTTONS = {"show_save_and_add_another": False, "show_save_and_continue": False}


class AdministratorAdmin(ReadableChangeListMixin, admin.ModelAdmin):
    """Base admin: needs one permission for everything; rows are never deleted."""

    permission = MANAGE_ACCOUNTS
    row_pages: tuple[str, ...] = ()  # "revoke" adds a URL for the method `revoke_view`
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request):
        return request.user.has_perm(self.permission)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        urls = [
            path(
                f"<int:object_id>/{page}/",
                self.admin_site.admin_view(getattr(self, f"{page}_view")),
                name=f"{name}_{page}",
            )
            for page in self.row_pages
        ]
        return [*urls, *super().get_urls()]

    def render_page(self, request, template, title, **context):
        request.current_app = self.admin_site.name
        context |= self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
        return TemplateResponse(request, template, context)
