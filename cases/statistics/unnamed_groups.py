"""Counts of unnamed people, reported beside the named ones."""

from dataclasses import dataclass

from django.urls import reverse

from cases.enums import EventKind
from cases.filters import ProsecutionConditions, ProsecutionFilter
from cases.models import Event, Participation

# How a prosecution went on or ended, where a source tells of it.
ENDS = [EventKind.VERDICT, EventKind.APPEAL_RULING, EventKind.PARDON]


@dataclass(frozen=True)
class UnnamedGroups:
    """Groups of unnamed people: how many people in how many cases, as far as sources say."""

    people: int
    groups: int
    cases: int
    uncounted: int  # groups whose size no source states
    address: str = ""

    @classmethod
    def of(cls, groups: list[Participation], address: str = "") -> "UnnamedGroups":
        """Of participations, groups or not."""
        groups = {group.pk: group for group in groups if group.group_label}.values()
        return cls(
            people=sum(group.group_size or 0 for group in groups),
            groups=len(groups),
            cases=len({group.case_id for group in groups if group.group_size}),
            uncounted=sum(group.group_size is None for group in groups),
            address=address,
        )

    @classmethod
    def besides(cls, asked: ProsecutionConditions) -> "UnnamedGroups":
        """The groups that meet the same conditions about charges as a list of people."""
        if not asked.asks(asked.ABOUT_CHARGES):
            return cls.of([])
        groups = Participation.objects.filter(pk__in=asked.charges().values("participation"))
        return cls.of(list(groups.exclude(group_label="")), groups_address(asked))

    @classmethod
    def among(cls, asked: ProsecutionFilter) -> "UnnamedGroups":
        """The groups among the rows of a list of prosecutions."""
        groups = asked.filter_queryset(Participation.objects.exclude(group_label=""))
        return cls.of(list(groups), groups_address(asked))

    def __bool__(self):
        return self.groups > 0


def groups_address(asked: ProsecutionConditions) -> str:
    """The list of the prosecutions of groups, on the same conditions."""
    query = asked.data.copy()
    query.setlist("participant", ["group"])
    for name in ("after", "before", "sort", "name"):
        query.pop(name, None)
    return f"{reverse('cases:prosecution-list')}?{query.urlencode()}"


def unattributed_verdicts(groups: list[Participation]) -> list[Event]:
    """Verdicts told of unnamed groups without saying whose: no charge and no number has them."""
    ends = Event.objects.filter(kind__in=ENDS, charge_changes=None)
    of_groups = ends.filter(participations__in=[group for group in groups if group.group_label])
    return list(of_groups.distinct().select_related("case"))
