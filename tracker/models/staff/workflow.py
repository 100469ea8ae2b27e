"""Workflow steps of records, assignments and link check results."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.enums import State
from tracker.models.accounts.user import User
from tracker.models.base import known_check
from tracker.models.source import Source


class RowReference(models.Model):
    """Abstract: refers to a row of any table by model label and primary key, without a FK."""

    table = models.CharField(max_length=63, help_text="Label of the model: cases.Case.")
    row = models.BigIntegerField()

    class Meta:
        abstract = True

    @classmethod
    def about(cls, row: models.Model):
        """Rows that refer to this row."""
        return cls._default_manager.filter(table=row._meta.label, row=row.pk)


class WorkflowStep(RowReference):
    """A change of the publication state of a record, with a note for the next editor."""

    state = models.CharField(max_length=10, choices=State)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["table", "row", "at"], name="steps_of_a_record")]
        constraints = [known_check("step_state_is_known", state=State)]

    def __str__(self):
        return f"{self.table} {self.row}: {self.state}"


class Assignment(RowReference):
    """The user to whom a row of a queue is assigned; one at a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="row_is_assigned_once", fields=["table", "row"])
        ]

    def __str__(self):
        return f"{self.table} {self.row}: {self.user}"


class LinkCheck(models.Model):
    """Result of the last check of a URL of a source."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="link_checks")
    url = models.URLField(max_length=1000)
    status = models.PositiveSmallIntegerField(null=True)  # HTTP status; None: no response
    problem = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)
    broken_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["source", "url"]
        constraints = [
            models.UniqueConstraint(name="address_is_checked_once", fields=["source", "url"]),
            models.CheckConstraint(
                name="broken_link_says_what_is_wrong",
                condition=Q(broken_since=None) | ~Q(problem=""),
            ),
        ]

    def __str__(self):
        return self.url
