"""Abstract base models: publishable records, facts, citations, redactable text; constraints."""

from concurrency.fields import IntegerVersionField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.database.edit_history import tracked
from tracker.enums import Standing, State


def known_check(name: str, **columns: type[models.TextChoices]) -> models.CheckConstraint:
    """A constraint: each of the columns holds a value of its enumeration."""
    conditions = [(f"{column}__in", choices.values) for column, choices in columns.items()]
    return models.CheckConstraint(name=name, condition=Q(*conditions))


class Redactable(models.Model):
    """A row with free text. A trigger marks it when the text contains a protected name."""

    mentions_protected = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Kept by a trigger; the public projection then blanks the name out."),
    )

    class Meta:
        abstract = True


class Publishable(Redactable):
    """A record with a publication state: draft, in review, published, withdrawn."""

    is_record = True  # emits one change event per record (tracker.changes.tracking)
    # Fields from which the public id, label and URL are built: the key, the label, others.
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
            known_check("%(app_label)s_%(class)s_state_is_known", state=State),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_withdrawal_has_a_reason",
                condition=~Q(state=State.WITHDRAWN) | ~Q(withdrawal_reason=""),
                violation_error_message=_("Say, for the staff, why this is withdrawn."),
            ),
        ]

    def __str__(self):
        return getattr(self, self.label_fields[1])

    def get_absolute_url(self):
        route = f"{self._meta.app_label}:{self._meta.model_name}-detail"
        return reverse(route, args=[getattr(self, self.label_fields[0])])


class Fact(Redactable):
    """A claim of one or more sources. Conflicting claims are separate rows.

    Public once `is_sourced`, that is as soon as it has one citation.
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
            known_check("%(app_label)s_%(class)s_standing_is_known", standing=Standing),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_doubt_has_a_reason",
                condition=Q(standing=Standing.ACCEPTED) | ~Q(standing_reason=""),
                violation_error_message=_("Say why the claim is disputed or rejected."),
            ),
        ]


class ShownFact(Fact):
    """A fact that is public only while the records it belongs to, some joins away, are public.

    Triggers (`cases/database/row_visibility.sql`) store the result in `is_shown`: a view that joins
    all those tables makes the planning of every public query about ten times as expensive.
    """

    is_shown = models.BooleanField(default=False, editable=False)

    class Meta(Fact.Meta):
        abstract = True


class Citation(Redactable):
    """A place in a source that supports a fact.

    Each fact model has its own citation model with a `fact` foreign key, so that the public view
    shows a citation exactly when it shows the fact.
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


def citation_model(fact: type[Redactable], meaning: str) -> type[Citation]:
    """The model of the citations of a kind of fact, with edit history; `meaning` documents it."""
    key = models.ForeignKey(fact, models.CASCADE, related_name="citations")
    attributes = {"fact": key, "__doc__": meaning, "__module__": fact.__module__}
    return tracked(type(f"{fact.__name__}Citation", (Citation,), attributes))
