"""Matches grid rows to existing people."""

from collections import defaultdict

from django.utils.translation import gettext as _

from cases.models import Case, Participation, Person
from cases.staff.entry.cell_parsing import code_in, spellings
from cases.staff.entry.person_lookup import alike_each
from tracker.visibility.name_protection import MAY_BE_NAMED, naming_somebody


class PersonMatcher:
    """Matches all rows at once: the number of queries does not grow with them."""

    def __init__(self, case: Case, rows: list, data):
        self.rows, self.data = rows, data
        parts = Participation.objects.filter(case=case, person__isnull=False).order_by("pk")
        self.parts = list(parts.select_related("person").prefetch_related("person__names"))

    def match(self) -> None:
        for row in self.rows:
            row.decision = self.decision(row)
        self.by_code()
        self.in_the_case()
        self.alike()
        self.sealed()
        for row in self.rows:
            row.part = self.part_of(row)
            if row.decision.startswith("row-") and row.decision != f"row-{row.same_name_as}":
                row.decision = ""  # the table was changed since

    def decision(self, row) -> str:
        """What was chosen for the row: a code, "new", or the row of the same person."""
        asked = self.data.get(f"row-{row.number}-asked", "")
        return self.data.get(f"row-{row.number}-same_as", "") if asked == row.who else ""

    def by_code(self) -> None:
        """Those whose code stands in the cell, or was chosen."""
        codes = {row: code_in(row.who) or code_in(row.decision) for row in self.rows}
        found = {p.code: p for p in Person.objects.filter(code__in=filter(None, codes.values()))}
        for row, code in codes.items():
            row.person = found.get(code)
            if code and not row.person:
                row.add_error("who", _("There is no person %(code)s.") % {"code": code})

    def in_the_case(self) -> None:
        """Those called so who take part already: namesakes in the order of their rows."""
        called = defaultdict(list)
        for part in self.parts:
            for name in {self.plain(n.spelling) for n in part.person.names.all()}:
                called[part.role, name].append(part.person)
        taken: dict[tuple, int] = defaultdict(int)
        for row in self.rows:
            if row.person or row.decision or not row.who:
                continue
            key = (row.role, self.plain(spellings(row.who)[0] if spellings(row.who) else ""))
            people = list(dict.fromkeys(called[key]))
            if people:
                row.person = people[min(taken[key], len(people) - 1)]
                taken[key] += 1

    @staticmethod
    def plain(name: str) -> str:
        return " ".join(name.split()).casefold()

    def alike(self) -> None:
        """Those of the record who may be meant, and rows of this table with the same name.

        Asked of a row that was decided too: its answer goes along with what is sent next.
        """
        asked = [row for row in self.rows if row.who and (row.decision or not row.person)]
        found = alike_each([name for row in asked for name in spellings(row.who)])
        first: dict[str, int] = {}
        for row in asked:
            several = [one for name in spellings(row.who) for one in found.get(name, [])]
            row.alike = list({one.person.pk: one for one in several}.values())
            before = first.setdefault(self.plain(row.who), row.number)
            row.same_name_as = before if before != row.number else None

    def sealed(self) -> None:
        """Nobody writes a sealed name into the open."""
        named = naming_somebody(row.who for row in self.rows)
        for row in self.rows:
            if row.who in named:
                row.add_error("who", str(MAY_BE_NAMED))

    def part_of(self, row) -> Participation | None:
        return next((p for p in self.parts if p.person == row.person and p.role == row.role), None)
