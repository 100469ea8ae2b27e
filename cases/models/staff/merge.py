"""Merge of two records and the rows it moved."""

from django.db import models
from django.db.models import F, Q, Value, When
from django.db.models.lookups import IsNull
from django.utils import timezone

from cases.models.case import Case
from cases.models.people.person import Person
from tracker.models import User


def not_merged() -> IsNull:
    """`merged_into IS NULL`, written so that the planner expects it to be true for most rows.

    For IS NULL on a computed column of a view PostgreSQL estimates one row in 200. It then reads
    all rows of a list instead of stopping at its limit, which took five times as long.
    """
    unmerged = models.Case(When(merged_into=None, then=Value(True)))
    return IsNull(unmerged, False)


class MergeQuerySet(models.QuerySet):
    def in_effect(self):
        """Merges that have not been undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """Merge of two people or of two cases. Rows are never deleted."""

    kept_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    merged_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="merges")
    kept_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    merged_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="merges")
    latest_name = models.BigIntegerField(
        null=True, help_text="Latest change of a name of the person kept, when all was done."
    )
    known_findings = models.TextField(
        blank=True, help_text="What the checklist found in the two: check, table, number."
    )
    reason = models.CharField(max_length=500)
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_reason = models.CharField(max_length=500, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        permissions = [("merge_records", "Can merge people and cases, and take it back")]
        constraints = [
            models.CheckConstraint(
                name="merge_joins_two_records_of_one_kind",
                condition=Q(
                    kept_person__isnull=False,
                    merged_person__isnull=False,
                    kept_case__isnull=True,
                    merged_case__isnull=True,
                )
                | Q(
                    kept_person__isnull=True,
                    merged_person__isnull=True,
                    kept_case__isnull=False,
                    merged_case__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="merge_joins_different_records",
                condition=~Q(kept_person=F("merged_person")) & ~Q(kept_case=F("merged_case")),
            ),
            models.CheckConstraint(name="merge_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="undone_merge_says_by_whom_and_why",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")),
            ),
            models.UniqueConstraint(
                name="person_is_merged_once_at_a_time",
                fields=["merged_person"],
                condition=Q(undone_at=None),
            ),
            models.UniqueConstraint(
                name="case_is_merged_once_at_a_time",
                fields=["merged_case"],
                condition=Q(undone_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.merged.code} → {self.kept.code}"

    @property
    def kept(self):
        return self.kept_person or self.kept_case

    @property
    def merged(self):
        return self.merged_person or self.merged_case


class MergeMove(models.Model):
    """Old and new value of one column that a merge changed.

    Refers to table, row and column by name, without foreign keys: a merge may change any table.
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moves")
    table = models.CharField(max_length=63, help_text="Label of the model: cases.Charge.")
    row = models.BigIntegerField()
    field = models.CharField(max_length=63)
    old = models.TextField(null=True)  # noqa: DJ001 (empty text is a value, NULL another)
    new = models.TextField(null=True)  # noqa: DJ001

    class Meta:
        ordering = ["merge", "pk"]
        indexes = [models.Index(fields=["table", "row", "field"], name="merge_moves_of_a_row")]
        constraints = [
            models.UniqueConstraint(
                name="merge_changes_a_column_once", fields=["merge", "table", "row", "field"]
            )
        ]

    def __str__(self):
        return f"{self.table} {self.row} {self.field}"
