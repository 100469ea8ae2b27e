"""The counting engine: every public number is counted here, in one SQL statement.

It groups charge summaries (`ChargeSummary`) that a filter set selected, and counts distinct units,
unnamed groups, and until when the sources speak. What counts as a charge, the bases, and the
defaults of a question are decided before: cases/models/statistics/charge_summary.py and
cases/filters/prosecution_conditions.py. See docs/decisions/0037.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Expression, F, QuerySet, When

from cases.enums import Unit
from tracker.partial_dates import PartialDate

# The column whose distinct values are counted. Unnamed groups and organisations are no people, so
# they count as cases only.
PERSON_ONLY = {"person_id__isnull": False}
UNIT_COLUMNS: dict[str, Expression] = {
    Unit.PEOPLE: F("person_id"),
    Unit.CASES: F("case_id"),
    Unit.PROSECUTIONS: Case(When(**PERSON_ONLY, then=F("participation_id"))),
    Unit.CHARGES: Case(When(**PERSON_ONLY, then=F("charge_id"))),
}
# Only beside these may unnamed people stand on one scale: a group is no number of cases or charges.
UNITS_OF_PEOPLE = (Unit.PEOPLE, Unit.PROSECUTIONS)
Key = tuple  # a value for each dimension of a grouping; None where it is unknown


@dataclass(frozen=True)
class Count:
    """One number, and what must be said beside it."""

    value: int = 0  # distinct units
    unnamed_people: int = 0  # in groups of stated size; never added to `value`
    distinct_unnamed_people: int = 0  # of these: no member is also recorded as a person
    groups: int = 0
    groups_of_unknown_size: int = 0
    cases_of_sized_groups: int = 0
    as_of: PartialDate | None = None  # of the latest source of the cases counted

    @property
    def has_groups(self) -> bool:
        return self.groups > 0

    @property
    def is_empty(self) -> bool:
        return not self.value and not self.has_groups

    def addable_unnamed_people(self, unit: Unit) -> int:
        """The unnamed people who are certainly nobody counted in `value`: for ranks and bars."""
        if unit not in UNITS_OF_PEOPLE:
            return 0
        return self.distinct_unnamed_people if self.value else self.unnamed_people

    def rank(self, unit: Unit) -> tuple:
        """Sort key of a count of `unit`: largest first."""
        unnamed = self.addable_unnamed_people(unit)
        return -(self.value + unnamed), -self.value, -self.unnamed_people, -self.groups


NOTHING = Count()


def count(
    summaries: QuerySet, unit: Expression, groupings: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], dict[Key, Count]]:
    """Counts the charge summaries by each grouping: names of annotations of `summaries`.

    `unit` is the expression whose distinct values are counted, such as one of UNIT_COLUMNS. A
    summary may occur in several rows (of two complainants); it counts once in each group.
    """
    groupings = [tuple(grouping) for grouping in groupings]
    dimensions = sorted({name for grouping in groupings for name in grouping})
    columns = ("case_id", "participation_id", "is_group", "group_size", "group_is_distinct")
    counted = summaries.order_by().annotate(unit=unit).values(*columns, "unit", *dimensions)
    try:
        selection, parameters = counted.query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing can meet
        return {grouping: {} for grouping in groupings}
    with connection.cursor() as cursor:
        cursor.execute(count_sql(selection, dimensions, groupings), parameters)
        rows = cursor.fetchall()
    by_level = {level_of(grouping, dimensions): grouping for grouping in groupings}
    counts: dict = {grouping: {} for grouping in groupings}
    for level, *row in rows:
        values = dict(zip(dimensions, row, strict=False))
        *numbers, as_of = row[len(dimensions) :]
        grouping = by_level[level]
        key = tuple(values[name] for name in grouping)
        counts[grouping][key] = Count(*map(int, numbers), read_as_of(as_of))
    return counts


def count_total(summaries: QuerySet, unit: Expression) -> Count:
    """The count of all the charge summaries together."""
    return count(summaries, unit, [()])[()].get((), NOTHING)


def level_of(grouping: tuple[str, ...], dimensions: list[str]) -> int:
    """The value of GROUPING(*dimensions) in the rows of a grouping: a bit for each one left out."""
    bits = "".join("0" if name in grouping else "1" for name in dimensions)
    return int(bits or "0", 2)


def count_sql(selection: str, dimensions: list[str], groupings: list[tuple[str, ...]]) -> str:
    """The statement. It returns level, dimensions, the numbers of `Count`, and the latest day."""
    by = "".join(f"{name}, " for name in dimensions)
    level = f"GROUPING ({', '.join(dimensions)})" if dimensions else "0"

    def sets(*further: str) -> str:
        return ", ".join(f"({', '.join([*grouping, *further])})" for grouping in groupings)

    return f"""
WITH counted AS MATERIALIZED ({selection}),
units AS (
  SELECT {by}{level} AS level, unit FROM counted WHERE unit IS NOT NULL
  GROUP BY GROUPING SETS ({sets("unit")})),
unnamed AS (
  SELECT {by}{level} AS level, participation_id, case_id, group_size, group_is_distinct
  FROM counted WHERE is_group
  GROUP BY GROUPING SETS (
    {sets("participation_id", "case_id", "group_size", "group_is_distinct")})),
latest AS (
  -- Of the days that begin last, the narrowest range; of these, one that is not "about".
  SELECT {by}{level} AS level, max(ROW(
    lower(s.as_of), lower(s.as_of) - upper(s.as_of), NOT s.as_of_is_about)) AS day
  FROM counted JOIN cases_casesummary s USING (case_id) WHERE s.as_of IS NOT NULL
  GROUP BY GROUPING SETS ({sets()}))
SELECT level, {by}sum(value), sum(unnamed_people), sum(distinct_unnamed_people), sum(groups),
       sum(of_unknown_size), sum(cases_of_sized), max(day)
FROM (
  SELECT level, {by}count(*) AS value, 0 AS unnamed_people, 0 AS distinct_unnamed_people,
         0 AS groups, 0 AS of_unknown_size, 0 AS cases_of_sized, NULL::record AS day
  FROM units GROUP BY {by}level
  UNION ALL
  SELECT level, {by}0, coalesce(sum(group_size), 0),
         coalesce(sum(group_size) FILTER (WHERE group_is_distinct), 0), count(*),
         count(*) FILTER (WHERE group_size IS NULL),
         count(DISTINCT case_id) FILTER (WHERE group_size IS NOT NULL), NULL
  FROM unnamed GROUP BY {by}level
  UNION ALL
  SELECT level, {by}0, 0, 0, 0, 0, 0, day FROM latest
) parts GROUP BY {by}level"""  # noqa: S608


def read_as_of(record: str | None) -> PartialDate | None:
    """The date of a record `(first day, minus number of days, whether it is exact)`."""
    if record is None:
        return None
    first, days, is_exact = record.strip("()").split(",")
    earliest = date.fromisoformat(first)
    latest = earliest - timedelta(days=int(days) + 1)
    return PartialDate(earliest, latest, is_about=is_exact != "t")
