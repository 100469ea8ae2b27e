"""The rows of the API, and the rule of counting over them."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

NO_CHARGE = {"complaint", "warrant", "summons", "questioning", "arrest", "detention"}
CHARGED = {"charged", "on_trial", "requalified", "convicted", "acquitted", "pardoned"}
TRIED = {"on_trial", "convicted", "acquitted"}
DEFAULTS = {"basis": ["charged"], "provenance": ["stated"], "scope": ["expression"]}
ABOUT_CHARGES = {
    *("provision", "law", "together", "outcome", "basis", "provenance", "year", "date"),
}


class Api:
    """Reads lists and records; `get(address)` returns parsed JSON."""

    def __init__(self, get):
        self.get = get

    def rows(self, name: str, query: str = "") -> list[dict]:
        address, rows = f"/api/v1/{name}/?page_size=500&{query}", []
        while address:
            page = self.get(address)
            rows += page["results"]
            address = page["next"]
        return rows

    def records(self, name: str) -> list[dict]:
        return self.rows(name, "include=all")


@dataclass
class ApiCharge:
    """A charge of the API with its events and its case."""

    row: dict
    case: dict
    events: dict[str, dict] = field(repr=False)

    @cached_property
    def changes(self) -> list[tuple[str, dict, dict | None]]:
        """Status, event and day of each change that holds."""
        found = [
            (change["status"], self.events[change["event"]["id"]], change["happened_on"])
            for change in self.row["changes"]
        ]
        return [
            (status, event, day)
            for status, event, day in found
            if event["standing"] != "rejected" and not event["is_scheduled"]
        ]

    def is_on(self, basis: str) -> bool:
        statuses = {status for status, _event, _day in self.changes}
        if basis == "charged":
            charging = {s for s, event, _day in self.changes if event["kind"] not in NO_CHARGE}
            return bool(charging & CHARGED) and self.row["requalified_from"] is None
        if basis == "tried":
            return bool(statuses & TRIED)
        return self.row["status"] in ("convicted", "pardoned")

    @property
    def charged_on(self) -> dict | None:
        days = [day for status, _event, day in self.changes if status == "charged" and day]
        return min(days, key=lambda day: (day["earliest"], day["latest"]), default=None)

    @property
    def participant(self) -> dict:
        return self.row["participant"]

    @property
    def participation(self) -> tuple:
        """What tells the participants of a case apart."""
        who = self.participant
        party = (who["person"] or who["organisation"] or {}).get("id")
        return self.case["id"], who["role"], party or who["group"]["label"]

    def value(self, name: str):
        """The value of a parameter for this charge; None if unknown."""
        day = self.charged_on
        in_one_year = day and day["earliest"][:4] == day["latest"][:4]
        values = {
            "provision": self.row["provision"]["id"],
            "law": self.row["provision"]["id"].partition("/")[0],
            "outcome": self.row["status"],
            "provenance": self.row["provenance"],
            "year": day["earliest"][:4] if in_one_year else "unknown",
            "role": self.participant["role"],
            "category": self.participant["category"],
            "gender": self.participant["gender"],
            "person": (self.participant["person"] or {}).get("id"),
            "court": (self.case["court"] or {}).get("id") or "unknown",
            "participant": next(
                kind
                for kind, key in (
                    ("person", "person"),
                    ("organisation", "organisation"),
                    ("group", "group"),
                )
                if self.participant[key]
            ),
        }
        return values[name] if name in values else self.case[name] or "unknown"

    def unit(self, unit: str):
        if unit == "cases":
            return self.case["id"]
        if not self.participant["person"]:
            return None
        person = self.participant["person"]["id"]
        return {"people": person, "charges": self.row["id"]}.get(unit, self.participation)


@dataclass(frozen=True)
class Recount:
    """What the rows say to one question."""

    value: int
    rows: int  # of the list of this unit, groups included
    unnamed: int
    groups_of_unknown_size: int


class Record:
    """Every charge of the API, and counts of them by the parameters of a list."""

    def __init__(self, api: Api):
        cases = {case["id"]: case for case in api.rows("cases")}
        events = {event["id"]: event for event in api.rows("events")}
        self.charges = [
            ApiCharge(row, cases[row["case"]["id"]], events) for row in api.records("charges")
        ]

    def matching(self, query: dict[str, list[str]]) -> list[ApiCharge]:
        is_about = bool(ABOUT_CHARGES & query.keys())
        asked = (DEFAULTS if is_about else {}) | query
        together = asked.get("together")
        countable = [c for c in self.charges if c.row["standing"] != "rejected"]
        found = [charge for charge in countable if self.meets(charge, asked)]
        if together is None:
            return found
        counting = {name: asked[name] for name in ("basis", "provenance")}
        others = defaultdict(set)
        for charge in countable:
            if self.meets(charge, counting) and charge.value("provision") in together:
                others[charge.participation].add(charge.row["id"])
        return [c for c in found if others[c.participation] - {c.row["id"]}]

    def meets(self, charge: ApiCharge, asked: dict[str, list[str]]) -> bool:
        for name, values in asked.items():
            if name in ("together", "unit", "rows", "columns", "sort") or "all" in values:
                continue
            if name == "basis":
                holds = charge.is_on(values[0])
            elif name == "date":
                holds = overlaps(charge.charged_on, values[0])
            else:
                holds = charge.value(name) in values
            if not holds:
                return False
        return True

    def count(self, query: dict[str, list[str]], unit: str) -> Recount:
        charges = self.matching(query)
        units = {charge.unit(unit) for charge in charges} - {None}
        groups = {
            charge.participation: charge.participant["group"]["size"]
            for charge in charges
            if charge.participant["group"]
        }
        listed = {"prosecutions": {c.participation for c in charges}, "charges": charges}
        return Recount(
            len(units),
            len(listed.get(unit, units)),
            sum(size or 0 for size in groups.values()),
            [*groups.values()].count(None),
        )


def overlaps(day: dict | None, asked: str) -> bool:
    """Whether the possible days overlap `2020-05-04/2999-12-31`; `unknown` is no day at all."""
    if asked == "unknown" or day is None:
        return asked == "unknown" and day is None
    first, _slash, last = asked.partition("/")
    return (
        day["earliest"][: len(last or first)] <= (last or first)
        and first <= day["latest"][: len(first)]
    )
