"""Snapshot of the public headline numbers on a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import Basis, Unit
from laws.models import Provision
from tracker.database.edit_history import tracked
from tracker.models import known_check


@tracked
class Snapshot(models.Model):
    """The headline numbers at one moment, read as the public reads them."""

    is_record = True
    emits_changes = False  # of interest to pages, not to who copies records
    code_sql = "r.data_version"

    taken_at = models.DateTimeField(unique=True)
    data_version = models.CharField(
        max_length=16, help_text=_("Of the usage matrix at that moment.")
    )

    rule_version = models.PositiveSmallIntegerField(
        default=1, help_text=_("Version of the rule of counting it was taken by.")
    )

    class Meta:
        ordering = ["-taken_at"]

    def __str__(self):
        return f"{self.taken_at:%Y-%m-%d} {self.data_version}"


@tracked
class RecordedCount(models.Model):
    """One number of a snapshot: a provision's, or that of all provisions together.

    Counts charges that a source states under the article. Numbers of zero have no row.
    """

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="counts")
    provision = models.ForeignKey(
        Provision,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: all provisions together, each unit once."),
    )
    unit = models.CharField(max_length=12, choices=Unit)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.CHARGED)
    value = models.PositiveIntegerField()
    from_older_records = models.PositiveIntegerField(
        help_text=_("How many of them records gave that the snapshot before could have counted.")
    )

    class Meta:
        ordering = ["snapshot", "provision", "unit", "basis"]
        constraints = [
            models.UniqueConstraint(
                name="number_is_recorded_once",
                fields=["snapshot", "provision", "unit", "basis"],
                nulls_distinct=False,
            ),
            known_check("recorded_unit_is_known", unit=Unit),
            known_check("recorded_basis_is_known", basis=Basis),
            models.CheckConstraint(
                name="older_records_are_part_of_the_number",
                condition=Q(from_older_records__lte=models.F("value")),
            ),
        ]

    def __str__(self):
        return f"{self.provision or _('all provisions')}: {self.value} {self.get_unit_display()}"
