"""Change feed, data version, record digests and dirty rows; written by triggers only."""

from django.db import models

from tracker.enums import DirtyState, Operation

from .base import known_check


class DataVersionQuerySet(models.QuerySet):
    def token(self) -> str:
        """Token of the current version; 0 before anything was public."""
        return self.order_by("-pk").values_list("token", flat=True).first() or "0"


class DataVersion(models.Model):
    """One state of the public data: each transaction that changes something public adds a row.

    The token is a digest of the previous token, the changed records and the generation of the
    database: after a restore from backup, no token of the former database is repeated.
    """

    is_bookkeeping = True  # not tracked itself

    token = models.CharField(max_length=16, unique=True)

    objects = DataVersionQuerySet.as_manager()

    def __str__(self):
        return self.token


class ChangeQuerySet(models.QuerySet):
    def is_gone(self, kind: str, code: str) -> bool:
        """Whether such a record was public once and no longer is."""
        return self.filter(kind=kind, code=code, operation=Operation.DELETE).exists()


class Change(models.Model):
    """The latest change of one public record; earlier changes of it are deleted."""

    is_bookkeeping = True  # not tracked itself

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=120)  # as in addresses: `penal-code-2009/495`, `C-7K2QH`
    operation = models.CharField(max_length=6, choices=Operation)
    merged_into = models.CharField(max_length=120, blank=True)
    version = models.ForeignKey(DataVersion, models.PROTECT, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="a_record_has_one_latest_change"),
            known_check("change_operation_is_known", operation=Operation),
            models.CheckConstraint(
                name="only_a_merge_leads_elsewhere",
                condition=models.Q(operation=Operation.MERGE) ^ models.Q(merged_into=""),
            ),
        ]

    def __str__(self):
        return f"{self.operation} {self.kind} {self.code}"


class RecordDigest(models.Model):
    """MD5 digests of a public record after the last commit that changed it."""

    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    code = models.CharField(max_length=120)
    label_digest = models.CharField(max_length=32)
    record_digest = models.CharField(max_length=32)  # of everything the record displays

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table_name", "row_id"], name="a_record_has_one_digest")
        ]

    def __str__(self):
        return self.code


class DirtyRow(models.Model):
    """A row a transaction wrote, or that displays one it wrote. Deleted when it commits."""

    transaction = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    is_written = models.BooleanField()
    state = models.CharField(max_length=15, choices=DirtyState)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transaction", "table_name", "row_id"], name="a_dirty_row_is_listed_once"
            ),
            known_check("dirty_state_is_known", state=DirtyState),
        ]

    def __str__(self):
        return f"{self.table_name} {self.row_id}"
