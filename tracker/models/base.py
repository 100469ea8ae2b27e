"""Abstract base models: publishable records, facts, citations, redactable text."""

from concurrency.fields import IntegerVersionField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.enums import Standing, State


class Redactable(models.Model):
    """A row with free text. The database marks it when the text names a protected person."""

    mentions_protected = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Kept by a trigger; the public projection then blanks the name out."),
    )

    class Meta:
        abstract = True


class Publishable(Redactable):
    """A record with its own way to the public: draft, in review, published, withdrawn."""

    is_record = True  # changes of it are told one by one (tracker.changes.tracking)
    # What a record's id, label and page are made of, the key first: all that others need of it.
    label_fields: tuple[str, ...]

    state = models.CharField(
        max_length=10, choices=State, default=State.DRAFT, editable=False, db_index=True
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_edited_by = models.ForeignKey(
        "tracker.User", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawal_reason = models.TextField(
        blank=True, editable=False, help_text=_("For staff only; the public is never told why.")
    )
    staff_notes = models.TextField(
        _("notes for staff"), blank=True, help_text=_("Never shown to the public.")
    )
    lock = IntegerVersionField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_state_is_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_withdrawal_has_a_reason",
                condition=~Q(state=State.WITHDRAWN) | ~Q(withdrawal_reason=""),
                violation_error_message=_("Say, for the staff, why this is withdrawn."),
            ),
        ]


class Fact(Redactable):
    """A claim of one or more sources. Claims that differ stand side by side.

    The public sees it once it is sourced: as soon as one citation supports it.
    """

    is_sourced = models.BooleanField(
        default=False, editable=False, help_text=_("Kept by a trigger: some citation supports it.")
    )
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.ACCEPTED)
    standing_reason = models.TextField(
        blank=True, help_text=_("Why this claim stands as it does. Shown to the public.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_standing_is_known",
                condition=Q(standing__in=Standing.values),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_doubt_has_a_reason",
                condition=Q(standing=Standing.ACCEPTED) | ~Q(standing_reason=""),
                violation_error_message=_("Say why the claim is disputed or rejected."),
            ),
        ]


class ShownFact(Fact):
    """A fact that the public sees only with all it hangs on, several rows away.

    Whether it does is kept in the row, by triggers (`shown.sql`): a view that joined its way to
    all those rows would be planned anew, at ten times the cost, in every question of the site.
    """

    is_shown = models.BooleanField(default=False, editable=False)

    class Meta(Fact.Meta):
        abstract = True


class Citation(Redactable):
    """Where one source says one fact: the source and the place in it.

    Each kind of fact has its own table of citations (a `fact` foreign key), so that the
    database knows what a citation hangs on and shows it exactly when it shows the fact.
    """

    source = models.ForeignKey("tracker.Source", models.PROTECT, related_name="+")
    section = models.CharField(
        max_length=250, blank=True, help_text=_("Chapter, page title or heading.")
    )
    locator = models.CharField(
        max_length=250, help_text=_("Page, paragraph, or a few words to search the document for.")
    )

    class Meta:
        abstract = True
        ordering = ["source__title", "section", "locator"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_a_locator",
                condition=~Q(locator=""),
                violation_error_message=_("Say where in the source this is found."),
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_is_given_once",
                fields=["fact", "source", "section", "locator"],
            ),
        ]

    def __str__(self):
        return ", ".join(part for part in (str(self.source), self.section, self.locator) if part)
