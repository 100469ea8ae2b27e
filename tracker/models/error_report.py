"""Error reports sent by readers."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from tracker.enums import ReportState

from .base import known_check

# Maximum length, in characters, of each field the sender fills in.
ERROR_REPORT_MAX_LENGTHS = {"about": 1000, "words": 4000, "source": 1000, "contact": 200}


class ErrorReport(models.Model):
    """A reader's report of an error on the site. For staff only.

    Inserted by `pub.report_error()`, the only write the public role may do. Stores nothing about
    the sender except what they typed. Without edit history, so that a deleted report is gone.
    """

    about = models.TextField(_("page"), help_text=_("The address of the page it is about."))
    words = models.TextField(_("what is wrong"))
    source = models.TextField(_("how we can check it"), blank=True)
    contact = models.TextField(_("how to reach the sender"), blank=True)
    received_at = models.DateTimeField(help_text=_("To the minute, no closer."))
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.NEW)
    staff_notes = models.TextField(_("notes for staff"), blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            known_check("error_report_state_is_known", state=ReportState),
            models.CheckConstraint(name="error_report_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="error_report_is_short",
                condition=Q(
                    *(
                        LessThanOrEqual(Length(name), most)
                        for name, most in ERROR_REPORT_MAX_LENGTHS.items()
                    )
                ),
            ),
        ]

    def __str__(self):
        return self.about
