"""Counts of people in unnamed groups, which are never added to counts of people."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from cases.enums import Basis, EventKind
from cases.filters import ProsecutionConditions
from cases.models import ChargeSummary, Event
from cases.statistics.engine import NOTHING, Count, count_total
from cases.statistics.matrix import UsageFilter

# Events that decide a charge.
DECIDING_EVENTS = [EventKind.VERDICT, EventKind.APPEAL_RULING, EventKind.PARDON]


@dataclass(frozen=True)
class UnnamedGroups:
    """The unnamed groups of a count, with the address of their list.

    Without an address where no list has exactly these groups.
    """

    count: Count
    address: str = ""

    @classmethod
    def among_charges(cls, filterset: ProsecutionConditions) -> "UnnamedGroups":
        """The groups among the charges that meet the conditions of a list."""
        counted = count_total(filterset.charges(), F("participation_id"))
        return cls(counted, group_list_address(filterset))

    @classmethod
    def beside_people(cls, filterset: ProsecutionConditions) -> "UnnamedGroups":
        """The groups to name beside a list of people; none if it is not about charges."""
        is_about_charges = filterset.asks_about_charges
        return cls.among_charges(filterset) if is_about_charges else cls(NOTHING)

    @property
    def people(self) -> int:
        return self.count.unnamed_people

    @property
    def cases(self) -> int:
        return self.count.cases_of_sized_groups

    @property
    def groups_of_unknown_size(self) -> int:
        return self.count.groups_of_unknown_size

    def __bool__(self):
        return self.count.has_groups


def unnamed_in_words(counted: Count) -> list[str]:
    """`18 unnamed`, `1 unnamed group of unknown size (may overlap)`: what stands beside people."""
    people, groups = counted.unnamed_people, counted.groups_of_unknown_size
    numbers = (
        (ngettext("%(n)d unnamed", "%(n)d unnamed", people), people),
        (
            ngettext(
                "%(n)d unnamed group of unknown size",
                "%(n)d unnamed groups of unknown size",
                groups,
            ),
            groups,
        ),
    )
    words = [text % {"n": n} for text, n in numbers if n]
    if people and groups:  # the group may be a part of the other groups of its case
        words[-1] = _("%(groups)s (may overlap)") % {"groups": words[-1]}
    return words


def with_unnamed(words: str, counted: Count) -> str:
    """`7 people and 18 unnamed`: the number in words, then the unnamed, never added."""
    first, *further = unnamed_in_words(counted) or [""]
    return _(", and ").join([_(" and ").join(filter(None, (words, first))), *further])


def group_list_address(filterset: ProsecutionConditions) -> str:
    """Address of the list of prosecutions of groups with the same conditions."""
    query = filterset.data.copy()
    query.setlist("participant", ["group"])
    for name in ("after", "before", "sort", "name"):
        query.pop(name, None)
    return f"{reverse('cases:prosecution-list')}?{query.urlencode()}"


def verdicts_beside_matrix(filterset: UsageFilter) -> list[Event]:
    """Verdicts on the unnamed groups charged, on whichever basis the matrix counts.

    They change no charge: as tried or convicted, the groups themselves are missing.
    """
    return unattributed_verdicts(filterset.with_parameters(basis=Basis.CHARGED).charges())


def unattributed_verdicts(charges: QuerySet[ChargeSummary]) -> list[Event]:
    """Verdicts on the unnamed groups charged that change no charge, so no count includes them."""
    groups = charges.filter(is_group=True).order_by().values("participation_id")
    verdicts = Event.objects.filter(kind__in=DECIDING_EVENTS, charge_changes=None)
    of_groups = verdicts.filter(participations__in=groups)
    return list(of_groups.distinct().select_related("case"))
