"""Filters on prosecutions shared by all lists and the usage matrix.

The one place that decides which charges a question is about, and its defaults: a question about
charges asks for those whose article a source names, as charged, in cases about expression. `all`
lifts a default.
"""

from copy import copy
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import ClassVar

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from psycopg2.extras import DateRange

from cases.enums import (
    Basis,
    CaseScope,
    Category,
    ChargeStatus,
    Country,
    DateBasis,
    Gender,
    Participant,
    Platform,
    Provenance,
    Province,
    Role,
)
from cases.models import Case, CaseSummary, ChargeSummary, Participation, Person
from laws.filters.record_filters import ProvisionsFilter
from laws.models import Law
from tracker.models import Organisation
from tracker.partial_dates import ONE_DAY, PartialDate
from tracker.web.lists.filters import ALL, UNKNOWN, CodesFilter, EnumFilter, StrictFilterSet

from .fields import CertainYearFilter, DateFilter, PartiesFilter, YearFilter

OUTCOMES = [*ChargeStatus.choices, (UNKNOWN, _("Not known"))]
PROVENANCES = [*Provenance.choices, (ALL, _("All, however known"))]
SCOPES = [*CaseScope.choices, (ALL, _("All cases"))]
PARTICIPANT_CONDITIONS = {
    Participant.PERSON: Q(person__isnull=False),
    Participant.GROUP: ~Q(group_label=""),
    Participant.ORGANISATION: Q(organisation__isnull=False),
}
# The same, on charge summaries.
CHARGED_PARTICIPANT_CONDITIONS = {
    Participant.PERSON: Q(person_id__isnull=False),
    Participant.GROUP: Q(is_group=True),
    Participant.ORGANISATION: Q(person_id__isnull=True, is_group=False),
}


def matches_any(field: str, records: list) -> Q:
    """Condition that the field is one of the records; None among them matches NULL."""
    condition = Q(**{f"{field}__in": [record for record in records if record is not None]})
    return condition | Q(**{f"{field}__isnull": True}) if None in records else condition


class ProsecutionConditions(StrictFilterSet):
    """Filter parameters shared by the usage matrix and the lists of cases, people and charges."""

    provision = ProvisionsFilter(label=_("Provision"))
    law = CodesFilter(label=_("Law"), model=Law, key="slug")
    together = ProvisionsFilter(label=_("Charged together with"))
    outcome = EnumFilter(label=_("Outcome of the charge"), choices=OUTCOMES)
    basis = django_filters.ChoiceFilter(
        label=_("Basis"), choices=[*Basis.choices, (ALL, _("On any basis, or not charged"))]
    )
    provenance = EnumFilter(label=_("How we know"), choices=PROVENANCES)
    scope = EnumFilter(label=_("Scope of the case"), choices=SCOPES)
    year = YearFilter(label=_("Year (certain)"))
    date = DateFilter(label=_("Date or period (certain or possible)"))
    date_basis = django_filters.ChoiceFilter(
        label=_("Which day the year and the period are about"), choices=DateBasis.choices
    )
    person = CodesFilter(label=_("Person"), model=Person)
    role = EnumFilter(label=_("Role"), choices=Role.choices)
    participant = EnumFilter(label=_("Who"), choices=Participant.choices)
    category = EnumFilter(label=_("Category of person"), choices=Category.choices)
    gender = EnumFilter(label=_("Gender"), choices=Gender.choices)
    court = CodesFilter(label=_("Court"), model=Organisation, allow_unknown=True)
    province = EnumFilter(label=_("Province"), choices=Province.choices)
    platform = EnumFilter(label=_("Platform"), choices=Platform.choices)
    country = EnumFilter(label=_("Country"), choices=Country.choices)
    complainant = PartiesFilter(label=_("Complainant"))
    no_news_after = CertainYearFilter(
        label=_("Outcome open, no source after"),
        help_text=_("A year. Cases with an open charge and no source after that year."),
    )

    CHARGE_PARAMETERS = (
        *("provision", "law", "together", "outcome", "basis", "provenance"),
        *("year", "date"),
    )
    PEOPLE_PARAMETERS = ("person", "role", "participant", "category", "gender")
    CASE_PARAMETERS = (
        *("scope", "court", "province", "platform", "country", "complainant"),
        "no_news_after",
    )
    # Of a question about charges: one that has any of CHARGE_PARAMETERS.
    DEFAULTS: ClassVar = MappingProxyType(
        {
            "basis": Basis.CHARGED.value,
            "provenance": [Provenance.STATED.value],
            "scope": [CaseScope.EXPRESSION.value],
        }
    )
    # Set on copies: a facet of charges asks about charges, without its own parameter.
    is_about_charges = False
    removed_parameters: tuple[str, ...] = ()

    def value(self, name):
        """The cleaned value of a parameter, else its default; None if there is no condition."""
        value = self.form.cleaned_data.get(name)
        if value in ("", None) or value == []:
            return self.default(name)
        # Any of several values may hold, so `all` beside others is `all`.
        return None if name in self.DEFAULTS and ALL in value else value

    def default(self, name):
        is_default = name in self.DEFAULTS and name not in self.removed_parameters
        return self.DEFAULTS[name] if is_default and self.asks_about_charges else None

    @property
    def asks_about_charges(self) -> bool:
        given = self.form.cleaned_data
        return self.is_about_charges or any(given.get(name) for name in self.CHARGE_PARAMETERS)

    def without_parameters(self, *names: str) -> "ProsecutionConditions":
        reduced = super().without_parameters(*names)
        reduced.removed_parameters = (*self.removed_parameters, *names)
        return reduced

    def asking_about_charges(self) -> "ProsecutionConditions":
        """A copy with the defaults of a question about charges."""
        other = copy(self)
        other.is_about_charges = True
        return other

    @property
    def default_conditions(self) -> dict[str, list[str]]:
        """The defaults in use: parameters that the request does not give."""
        if not self.asks_about_charges:
            return {}
        given = self.active_parameters
        return {
            name: [value] if isinstance(value, str) else list(value)
            for name, value in self.DEFAULTS.items()
            if name not in given
        }

    @classmethod
    def default_in_words(cls, name):
        if name not in cls.DEFAULTS:
            return ""
        others = ", ".join(f"`{each}`" for each in cls.CHARGE_PARAMETERS if each != name)
        return (
            f"The default holds once one of {others} is given: a question about charges. "
            "Without any of them every record is listed. `all` lifts it, also beside other values."
        )

    def has_any_parameter(self, names) -> bool:
        return any(self.value(name) is not None for name in names)

    def charges(self) -> QuerySet[ChargeSummary]:
        """The summaries of the charges that meet every condition: what all counts and lists use."""
        rows = self._filter_by_participant(ChargeSummary.objects.filter(is_countable=True))
        rows = self._filter_by_case(rows)
        for name, column in (("provision", "provision_id"), ("law", "law_id")):
            if (records := self.value(name)) is not None:
                rows = rows.filter(matches_any(column, [record.pk for record in records]))
        rows = self._filter_by_counting(rows)
        if (others := self.value("together")) is not None:
            together = ChargeSummary.objects.filter(
                is_countable=True,
                participation_id=OuterRef("participation_id"),
                provision_id__in=[other.pk for other in others],
            )
            together = self._filter_by_counting(together.exclude(charge=OuterRef("charge")))
            rows = rows.filter(Exists(together))
        if (outcomes := self.value("outcome")) is not None:
            rows = rows.filter(status__in=outcomes)
        return self._filter_by_time(rows)

    def _filter_by_counting(self, rows):
        if (provenances := self.value("provenance")) is not None:
            rows = rows.filter(provenance__in=provenances)
        if (basis := self.value("basis")) is not None:
            rows = rows.filter(**{f"is_{Basis(basis)}": True})
        return rows

    def _filter_by_participant(self, rows):
        if (people := self.value("person")) is not None:
            rows = rows.filter(person_id__in=[person.pk for person in people])
        if (kinds := self.value("participant")) is not None:
            conditions = (CHARGED_PARTICIPANT_CONDITIONS[Participant(kind)] for kind in kinds)
            rows = rows.filter(reduce(or_, conditions))
        for name in ("role", "category", "gender"):
            if (values := self.value(name)) is not None:
                rows = rows.filter(**{f"{name}__in": values})
        return rows

    def _filter_by_case(self, rows):
        for name in ("scope", "province", "platform", "country"):
            if (values := self.value(name)) is not None:
                rows = rows.filter(**{f"{name}__in": values})
        if (courts := self.value("court")) is not None:
            rows = rows.filter(matches_any("court_id", [court and court.pk for court in courts]))
        if (parties := self.value("complainant")) is not None:
            rows = rows.filter(case__in=cases_with_complainant(parties))
        if (year := self.value("no_news_after")) is not None:
            rows = rows.filter(case__in=cases_without_news_after(int(year)))
        return rows

    def _filter_by_time(self, rows):
        year, date = self.value("year"), self.value("date")
        if year is not None:
            in_year = None if year == UNKNOWN else int(year)
            rows = rows.filter(**{f"{self.counted_date}_year": in_year})
        if date is not None:
            days = f"{self.counted_date}_days"
            rows = rows.filter(
                Q(**{days: None}) if date == UNKNOWN else Q(**{f"{days}__overlap": as_range(date)})
            )
        return rows

    @property
    def counted_date(self) -> str:
        return DateBasis(self.value("date_basis") or DateBasis.CHARGE).value

    def participations(self):
        """The participations that meet the conditions on people and cases."""
        participations = Participation.objects.filter(self._case_conditions("case__"))
        for name in ("person", "role"):
            if (values := self.value(name)) is not None:
                participations = participations.filter(**{f"{name}__in": values})
        if (kinds := self.value("participant")) is not None:
            participations = participations.filter(
                reduce(or_, (PARTICIPANT_CONDITIONS[Participant(kind)] for kind in kinds))
            )
        if (categories := self.value("category")) is not None:
            # The category of the person; for an unnamed group, that of the participation.
            without_person = Q(person=None, category__in=categories)
            participations = participations.filter(
                Q(person__category__in=categories) | without_person
            )
        if (genders := self.value("gender")) is not None:
            without_person = Q(person=None) if Gender.UNKNOWN in genders else Q(pk__in=[])
            participations = participations.filter(Q(person__gender__in=genders) | without_person)
        return participations

    def _case_conditions(self, prefix: str) -> Q:
        conditions = Q()
        for name in ("scope", "province", "platform", "country"):
            if (values := self.value(name)) is not None:
                conditions &= Q(**{f"{prefix}{name}__in": values})
        if (courts := self.value("court")) is not None:
            conditions &= matches_any(f"{prefix}court", courts)
        if (parties := self.value("complainant")) is not None:
            conditions &= Q(**{f"{prefix}pk__in": cases_with_complainant(parties)})
        if (year := self.value("no_news_after")) is not None:
            conditions &= Q(**{f"{prefix}pk__in": cases_without_news_after(int(year))})
        return conditions


def as_range(date: PartialDate) -> DateRange:
    return DateRange(date.earliest, date.latest + ONE_DAY)


def cases_with_complainant(parties: list):
    """Cases brought by any of the parties; None matches cases without a known complainant."""
    complaints = Participation.objects.filter(role=Role.COMPLAINANT)
    people = [party for party in parties if isinstance(party, Person)]
    organisations = [party for party in parties if isinstance(party, Organisation)]
    cases = Case.objects.filter(
        pk__in=complaints.filter(Q(person__in=people) | Q(organisation__in=organisations)).values(
            "case"
        )
    )
    if None in parties:
        cases = cases | Case.objects.exclude(
            pk__in=complaints.filter(group_label="").values("case")
        )
    return cases.values("pk")


def cases_without_news_after(year: int):
    """Cases with an open outcome, whose latest source is of the year or earlier."""
    return CaseSummary.objects.filter(is_open=True, as_of_year__lte=year).values("case")
