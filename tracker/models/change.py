"""Change feed, data version, record digests and dirty rows; written by triggers only."""

from django.db import models

from tracker.enums import ChangeOperation


class DataVersionQuerySet(models.QuerySet):
    def token(self) -> str:
        """Of what is public now; 0 before anything ever was."""
        return self.order_by("-pk").values_list("token", flat=True).first() or "0"


class DataVersion(models.Model):
    """One state of everything public: a new one for each transaction that changed something.

    The token follows from the one before, from which records changed, and from the life of the
    database: one restored from a backup never has the tokens of its former life.
    """

    is_bookkeeping = True  # it tells of changes, and is none

    token = models.CharField(max_length=16, unique=True)

    objects = DataVersionQuerySet.as_manager()

    def __str__(self):
        return self.token


class ChangeQuerySet(models.QuerySet):
    def is_gone(self, kind: str, code: str) -> bool:
        """Whether there was such a record for the public once, and is none now."""
        return self.filter(kind=kind, code=code, operation=ChangeOperation.DELETE).exists()


class Change(models.Model):
    """The latest that happened to one public record; what happened before is forgotten."""

    is_bookkeeping = True  # it tells of changes, and is none

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=120)  # as in addresses: `penal-code-2009/495`, `C-7K2QH`
    operation = models.CharField(max_length=6, choices=ChangeOperation)
    merged_into = models.CharField(max_length=120, blank=True)
    version = models.ForeignKey(DataVersion, models.PROTECT, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="a_record_has_one_latest_change"),
            models.CheckConstraint(
                name="change_operation_is_known",
                condition=models.Q(operation__in=ChangeOperation.values),
            ),
            models.CheckConstraint(
                name="only_a_merge_leads_elsewhere",
                condition=models.Q(operation=ChangeOperation.MERGE) ^ models.Q(merged_into=""),
            ),
        ]

    def __str__(self):
        return f"{self.operation} {self.kind} {self.code}"


class RecordDigest(models.Model):
    """How a record looked to the public when it was last settled: only to notice a difference."""

    place = models.CharField(max_length=63)  # its table
    row = models.BigIntegerField()
    code = models.CharField(max_length=120)
    own = models.CharField(max_length=32)  # digest of what it is called by
    whole = models.CharField(max_length=32)  # digest of all that it shows

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "row"], name="a_record_is_remembered_once")
        ]

    def __str__(self):
        return self.code


class DirtyRow(models.Model):
    """A row that a transaction touched, or that shows one it touched. Gone when it commits."""

    transaction = models.BigIntegerField()
    place = models.CharField(max_length=63)
    row = models.BigIntegerField()
    is_touched = models.BooleanField()
    step = models.SmallIntegerField()  # how far it has been followed; see settling.sql

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transaction", "place", "row"], name="a_row_is_settled_once"
            )
        ]

    def __str__(self):
        return f"{self.place} {self.row}"
