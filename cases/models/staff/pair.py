"""Duplicate candidates of people and cases, and decisions on them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import PairState
from cases.models.case import Case
from cases.models.people.person import Person
from tracker.models import User


class PairQuerySet(models.QuerySet):
    def of(self, one, other):
        """The pair of the two, in whatever order they are named."""
        first, second = sorted((one.pk, other.pk))
        return self.filter(first=first, second=second)

    def unmerged(self):
        return self.filter(first__merged_into=None, second__merged_into=None)

    def waiting(self):
        """Those that somebody should look at: neither decided nor put off, both still there."""
        put_off = Q(state=PairState.LATER, later_until__gt=Now())
        return self.unmerged().exclude(state=PairState.NOT_SAME).exclude(put_off)


class Pair(models.Model):
    """Two records in order of their ids. A decision that they are not one is remembered."""

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
            models.CheckConstraint(
                name="%(class)s_state_is_known", condition=Q(state__in=PairState.values)
            ),
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
    """Two people whose names may be one name: by which spellings, and what else they share."""

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
    """Two cases that may be one matter: by whom and when, or by source and title."""

    first = models.ForeignKey(Case, models.CASCADE, related_name="+")
    second = models.ForeignKey(Case, models.CASCADE, related_name="+")
    people_shared = models.PositiveIntegerField(default=0)
    sources_shared = models.PositiveIntegerField(default=0)
    title_likeness = models.FloatField(default=0)
    shares_dates = models.BooleanField(default=False)
