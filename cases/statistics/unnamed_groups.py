"""Counts of people in unnamed groups, which are never added to counts of individual people."""

from dataclasses import dataclass

from django.urls import reverse

from cases.enums import EventKind
from cases.filters import ProsecutionConditions, ProsecutionFilter
from cases.models import Event, Participation

# Events that decide a charge.
DECIDING_EVENTS = [EventKind.VERDICT, EventKind.APPEAL_RULING, EventKind.PARDON]


@dataclass(frozen=True)
class UnnamedGroups:
    """Summary of unnamed groups: people, groups and cases, as far as sources state sizes."""

    people: int
    groups: int
    cases: int  # of groups with a stated size
    groups_of_unknown_size: int  # groups whose size no source states
    address: str = ""

    @classmethod
    def summarise(cls, groups: list[Participation], address: str = "") -> "UnnamedGroups":
        """Summarises the participations that are groups, each once."""
        groups = {group.pk: group for group in groups if group.group_label}.values()
        return cls(
            people=sum(group.group_size or 0 for group in groups),
            groups=len(groups),
            cases=len({group.case_id for group in groups if group.group_size}),
            groups_of_unknown_size=sum(group.group_size is None for group in groups),
            address=address,
        )

    @classmethod
    def beside_people(cls, filterset: ProsecutionConditions) -> "UnnamedGroups":
        """The groups that meet the charge conditions of a list of people."""
        if not filterset.has_any_parameter(filterset.CHARGE_PARAMETERS):
            return cls.summarise([])
        groups = Participation.objects.filter(pk__in=filterset.charges().values("participation"))
        return cls.summarise(list(groups.exclude(group_label="")), group_list_address(filterset))

    @classmethod
    def among_prosecutions(cls, filterset: ProsecutionFilter) -> "UnnamedGroups":
        """The groups among the rows of a list of prosecutions."""
        groups = filterset.filter_queryset(Participation.objects.exclude(group_label=""))
        return cls.summarise(list(groups), group_list_address(filterset))

    def __bool__(self):
        return self.groups > 0


def group_list_address(filterset: ProsecutionConditions) -> str:
    """Address of the list of prosecutions of groups with the same conditions."""
    query = filterset.data.copy()
    query.setlist("participant", ["group"])
    for name in ("after", "before", "sort", "name"):
        query.pop(name, None)
    return f"{reverse('cases:prosecution-list')}?{query.urlencode()}"


def unattributed_verdicts(groups: list[Participation]) -> list[Event]:
    """Verdicts on unnamed groups that change no charge, so no count includes them."""
    verdicts = Event.objects.filter(kind__in=DECIDING_EVENTS, charge_changes=None)
    of_groups = verdicts.filter(participations__in=[group for group in groups if group.group_label])
    return list(of_groups.distinct().select_related("case"))
