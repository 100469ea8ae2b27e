"""Base model admin for pages that only administrators may open."""

from tracker.admin.changelists import ReadableChangeListMixin
from tracker.admin.staff_admin import StaffAdmin, never
from tracker.staff.accounts.roles import MANAGE_ACCOUNTS

# Hides these buttons: the response to Save shows a secret once.
HIDE_EXTRA_SAVE_BUTTONS = {"show_save_and_add_another": False, "show_save_and_continue": False}


class AdministratorAdmin(ReadableChangeListMixin, StaffAdmin):
    """Base admin: needs one permission for everything; rows are never deleted."""

    permission = MANAGE_ACCOUNTS
    has_delete_permission = never

    def has_module_permission(self, request, obj=None):
        return request.user.has_perm(self.permission)

    has_view_permission = has_add_permission = has_change_permission = has_module_permission
