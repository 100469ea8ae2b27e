"""Duplicate candidates of people and cases, and decisions on them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import PairState
from cases.models.case import Case
from cases.models.people.person import Person
from tracker.models import User, known_check


class PairQuerySet(models.QuerySet):
    def pending(self):
        """Pairs that need a decision: not decided, not postponed, neither record merged."""
        postponed = Q(state=PairState.LATER, later_until__gt=Now())
        unmerged = self.filter(first__merged_into=None, second__merged_into=None)
        return unmerged.exclude(state=PairState.NOT_SAME).exclude(postponed)


class Pair(models.Model):
    """Two possible duplicates, in order of their ids, and the decision of staff on them."""

    score = models.FloatField(help_text=_("How alike, from 0 to 1."))
    found_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=PairState, default=PairState.OPEN)
    later_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(name="%(class)s_is_kept_once", fields=["first", "second"]),
            models.CheckConstraint(
                name="%(class)s_stands_in_order", condition=Q(first__lt=F("second"))
            ),
            known_check("%(class)s_state_is_known", state=PairState),
            models.CheckConstraint(
                name="%(class)s_decision_says_by_whom_and_why",
                condition=~Q(state=PairState.NOT_SAME)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="%(class)s_is_put_off_until_a_day",
                condition=~Q(state=PairState.LATER) | Q(later_until__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.first.code} / {self.second.code}"


class PersonPair(Pair):
    """Two people with similar names: the spellings, and what else they have in common."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    first_spelling = models.CharField(max_length=200, blank=True)
    second_spelling = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=500, blank=True, help_text=_("What had to be assumed."))
    shares_case = models.BooleanField(default=False)
    shares_province = models.BooleanField(default=False)
    shares_year = models.BooleanField(default=False)
    shares_category = models.BooleanField(default=False)


class CasePair(Pair):
    """Two cases that may be one matter: by people and dates, or by sources and title."""

    first = models.ForeignKey(Case, models.CASCADE, related_name="+")
    second = models.ForeignKey(Case, models.CASCADE, related_name="+")
    people_shared = models.PositiveIntegerField(default=0)
    sources_shared = models.PositiveIntegerField(default=0)
    title_likeness = models.FloatField(default=0)
    shares_dates = models.BooleanField(default=False)
