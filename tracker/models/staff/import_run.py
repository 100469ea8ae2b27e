"""One imported file and its state."""

from django.db import models
from django.db.models import Q

from tracker.enums import ImportKind, ImportState
from tracker.models.base import known_check


class ImportRun(models.Model):
    """One uploaded import table and its state. For staff only.

    The file is stored only until it is imported, because it may contain protected names.
    """

    kind = models.CharField(max_length=15, choices=ImportKind)
    origin = models.CharField(
        "whose keys",
        max_length=60,
        help_text="A short name of the organisation whose table it is. Keys are told by it.",
    )
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True, editable=False)
    heads = models.JSONField(
        default=dict, help_text="Which head of the file fills which column of ours."
    )
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    sent_by = models.ForeignKey("tracker.User", models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    new_count = models.PositiveIntegerField(null=True)
    changed_count = models.PositiveIntegerField(null=True)
    unchanged_count = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "import"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            known_check("import_kind_is_known", kind=ImportKind),
            known_check("import_state_is_known", state=ImportState),
            models.CheckConstraint(name="import_says_whose_keys", condition=~Q(origin="")),
            models.CheckConstraint(
                name="import_keeps_its_file_only_while_it_waits",
                condition=Q(state=ImportState.WAITING, content__isnull=False, done_at__isnull=True)
                | Q(state=ImportState.DONE, content__isnull=True, done_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.origin}"
