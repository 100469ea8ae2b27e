"""Matches the rows of a pasted table to recorded people."""

from collections import defaultdict

from django.utils.translation import gettext as _

from cases.models import Case, Participation, Person
from cases.staff.entry.cell_parsing import split_spellings, trailing_code
from cases.staff.entry.person_lookup import suggest_people
from tracker.visibility.sealed_name_detection import SEALED_NAME_IN_TEXT, texts_with_sealed_name


class PersonMatcher:
    """Matches all rows at once: the number of queries does not depend on the number of rows."""

    def __init__(self, case: Case, rows: list, data):
        self.rows, self.data = rows, data
        participations = Participation.objects.filter(case=case, person__isnull=False)
        participations = participations.select_related("person").order_by("pk")
        self.participations = list(participations.prefetch_related("person__names"))

    def match(self) -> None:
        """Set decision, person, participation and suggestions of each row, and its errors."""
        for row in self.rows:
            # What the user chose for this name: a code, "new", or the row of the same person.
            is_asked = self.data.get(f"{row.prefix}-asked", "") == row.who
            row.decision = self.data.get(f"{row.prefix}-same_as", "") if is_asked else ""
        self._match_codes()
        self._match_participants()
        self._suggest_people()
        self._refuse_sealed_names()
        for row in self.rows:
            same = (p for p in self.participations if (p.person, p.role) == (row.person, row.role))
            row.participation = next(same, None)
            if row.decision.startswith("row-") and row.decision != f"row-{row.same_name_as}":
                row.decision = ""  # the table was changed after the choice

    def _match_codes(self) -> None:
        """People whose code ends the name cell, or was chosen."""
        codes = {row: trailing_code(row.who) or trailing_code(row.decision) for row in self.rows}
        people = Person.objects.filter(code__in=filter(None, codes.values()))
        by_code = {person.code: person for person in people}
        for row, code in codes.items():
            row.person = by_code.get(code)
            if code and not row.person:
                row.add_error("who", _("There is no person %(code)s.") % {"code": code})

    def _match_participants(self) -> None:
        """Participants of the case with exactly this name and role.

        The first row of a name gets the first person of that name, the second the second.
        """
        people_by_name = defaultdict(list)
        for participation in self.participations:
            for name in {self._normalise(n.spelling) for n in participation.person.names.all()}:
                people_by_name[participation.role, name].append(participation.person)
        matched: dict[tuple, int] = defaultdict(int)
        for row in self.rows:
            if row.person or row.decision or not row.who:
                continue
            names = split_spellings(row.who)
            key = (row.role, self._normalise(names[0] if names else ""))
            people = list(dict.fromkeys(people_by_name[key]))
            if people:
                row.person = people[min(matched[key], len(people) - 1)]
                matched[key] += 1

    @staticmethod
    def _normalise(name: str) -> str:
        return " ".join(name.split()).casefold()

    def _suggest_people(self) -> None:
        """Recorded people with similar names, and an earlier row of this table with the same name.

        Also for rows with a decision, so that the form shows the choice again.
        """
        rows = [row for row in self.rows if row.who and (row.decision or not row.person)]
        suggestions = suggest_people(row.who for row in rows)
        first_rows: dict[str, int] = {}
        for row in rows:
            row.suggestions = suggestions[row.who]
            first = first_rows.setdefault(self._normalise(row.who), row.number)
            row.same_name_as = first if first != row.number else None

    def _refuse_sealed_names(self) -> None:
        naming = texts_with_sealed_name(row.who for row in self.rows)
        for row in self.rows:
            if row.who in naming:
                row.add_error("who", str(SEALED_NAME_IN_TEXT))
