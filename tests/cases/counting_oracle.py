"""The rule of counting written out in Python over the base tables: for tests to compare with.

It shares no code with the counting engine or the charge summaries.
"""

from collections import defaultdict
from dataclasses import dataclass

from cases.models import Charge

NO_CHARGE = {"complaint", "warrant", "summons", "questioning", "arrest", "detention"}
CHARGED = {"charged", "on_trial", "requalified", "convicted", "acquitted", "pardoned"}
ORDER = [
    *("complained", "charged", "on_trial", "requalified"),
    *("dropped", "convicted", "acquitted", "pardoned"),
]


@dataclass
class CountedCharge:
    """A charge with what the rule of counting asks about it."""

    charge: Charge

    def __post_init__(self):
        changes = self.charge.changes.select_related("event")
        self.changes = [
            change
            for change in changes
            if change.event.standing != "rejected" and not change.event.is_scheduled
        ]
        self.participation = self.charge.participation
        self.case = self.participation.case

    def is_on(self, basis: str) -> bool:
        statuses = {change.status for change in self.changes}
        if basis == "charged":
            charging = {c.status for c in self.changes if c.event.kind not in NO_CHARGE}
            return bool(charging & CHARGED) and self.charge.requalified_from_id is None
        if basis == "tried":
            return bool(statuses & {"on_trial", "convicted", "acquitted"})
        return self.status in ("convicted", "pardoned")

    @property
    def status(self) -> str:
        def order(change):
            day = change.event.happened_on
            return (day.latest.toordinal() if day else 0, ORDER.index(change.status))

        ordered = sorted(self.changes, key=lambda c: (*order(c), c.event.code))
        return ordered[-1].status if ordered else "unknown"

    @property
    def charge_year(self) -> int | None:
        days = [c.event.happened_on for c in self.changes if c.status == "charged"]
        return min(filter(None, days)).year if any(days) else None

    def value(self, name: str):
        person = self.participation.person
        return {
            "provision": self.charge.provision_id,
            "law": self.charge.provision.law_id,
            "outcome": self.status,
            "year": self.charge_year,
            "category": person.category if person else self.participation.category,
            "gender": person.gender if person else "unknown",
            "court": self.case.court_id,
            "provenance": self.charge.provenance,
            **{each: getattr(self.case, each) for each in ("scope", "province", "platform")},
            "country": self.case.country,
        }[name]

    def unit(self, unit: str):
        if unit == "cases":
            return self.case.pk
        if self.participation.person_id is None:
            return None
        units = {"people": self.participation.person_id, "charges": self.charge.pk}
        return units.get(unit, self.participation.pk)


def counted_charges(
    *, basis="charged", provenances=("stated",), scopes=("expression",)
) -> list[CountedCharge]:
    charges = Charge.objects.exclude(standing="rejected").exclude(
        participation__standing="rejected"
    )
    counted = map(CountedCharge, charges)
    return [
        each
        for each in counted
        if each.is_on(basis) and each.charge.provenance in provenances and each.case.scope in scopes
    ]


def count_by_hand(charges: list[CountedCharge], unit: str, names: tuple[str, ...]) -> dict:
    """By key: distinct units, unnamed people, groups of unknown size."""
    units, groups = defaultdict(set), defaultdict(dict)
    for each in charges:
        key = tuple(each.value(name) for name in names)
        if (counted := each.unit(unit)) is not None:
            units[key].add(counted)
        if each.participation.group_label:
            groups[key][each.participation.pk] = each.participation.group_size
    return {
        key: (
            len(units[key]),
            sum(size or 0 for size in groups[key].values()),
            [*groups[key].values()].count(None),
        )
        for key in units.keys() | groups.keys()
    }
