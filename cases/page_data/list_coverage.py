"""Until when the sources behind the rows of a list speak."""

from django.db.models import QuerySet

from cases.filters import ProsecutionConditions
from cases.models import LATEST_AS_OF_FIRST, Case, CaseSummary, Charge, Participation, Person
from cases.statistics.coverage import Coverage, coverage_of
from tracker.partial_dates import PartialDate

# From the rows of a list to their cases.
CASES_OF_ROWS = {
    Case: lambda rows: rows.values("pk"),
    Person: lambda rows: Participation.objects.filter(person__in=rows.values("pk")).values("case"),
    Participation: lambda rows: rows.values("case"),
    Charge: lambda rows: rows.values("participation__case"),
}


def cases_of_list(filterset: ProsecutionConditions) -> QuerySet:
    """The cases behind the rows of a list: of people, those of the charges asked about."""
    rows = filterset.filtered_rows.order_by()
    if rows.model is Person and filterset.asks_about_charges:
        return filterset.charges().filter(person_id__in=rows.values("pk")).values("case")
    return CASES_OF_ROWS[rows.model](rows)


def latest_as_of(cases: QuerySet) -> PartialDate | None:
    """The date of the latest source of the cases."""
    dated = CaseSummary.objects.filter(case__in=cases, as_of__isnull=False)
    latest = dated.order_by(*LATEST_AS_OF_FIRST).first()
    return latest and latest.as_of


def coverage_of_list(filterset: ProsecutionConditions) -> Coverage:
    """Until when the sources behind the rows of a list speak."""
    cases = cases_of_list(filterset)
    return coverage_of(cases, latest_as_of(cases))
