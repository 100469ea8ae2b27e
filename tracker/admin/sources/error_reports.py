"""Model admin of the error reports that readers send."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tracker.admin.staff_admin import StaffAdmin
from tracker.models import ErrorReport


@admin.register(ErrorReport)
class ErrorReportAdmin(StaffAdmin):
    """Reports are read-only for staff but for state and notes; nobody adds them here."""

    list_display = ["page", "words_in_short", "received_at", "state"]
    list_filter = ["state"]
    search_fields = ["about", "words"]
    readonly_fields = ["page", "words", "source", "contact", "received_at"]
    fields = [*readonly_fields, "state", "staff_notes"]

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("page"), ordering="about")
    def page(self, report):
        return format_html('<a href="{0}">{0}</a>', report.about)

    @admin.display(description=_("what is wrong"))
    def words_in_short(self, report):
        return report.words[:120]
