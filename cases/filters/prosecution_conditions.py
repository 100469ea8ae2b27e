"""Filters on prosecutions shared by all lists and the usage matrix."""

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    Basis,
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
from cases.models import Case, Charge, Participation, Person
from laws.filters.record_filters import ProvisionsFilter
from laws.models import Law
from tracker.models import Organisation
from tracker.partial_dates import StrictPartialDateFormField
from tracker.web.lists.filters import UNKNOWN, CodesField, CodesFilter, EnumFilter, StrictFilterSet

OUTCOMES = [*ChargeStatus.choices, (UNKNOWN, _("Not known"))]
PARTICIPANT_CONDITIONS = {
    Participant.PERSON: Q(person__isnull=False),
    Participant.GROUP: ~Q(group_label=""),
    Participant.ORGANISATION: Q(organisation__isnull=False),
}


class PartiesField(CodesField):
    """People and organisations by code: `P-…`, `O-…`, or `unknown`."""

    def __init__(self, **options):
        super().__init__(model=Organisation, allow_unknown=True, **options)

    def records(self, wanted):
        return [
            *Person.objects.filter(code__in=wanted),
            *Organisation.objects.filter(code__in=wanted),
        ]


class PartiesFilter(django_filters.Filter):
    field_class = PartiesField


class YearField(forms.RegexField):
    """A year, or `unknown`: no date, or a range over more than one year."""

    default_error_messages = {"invalid": _("Write a year such as 2020, or unknown.")}

    def __init__(self, **options):
        options.pop("strip", None)
        super().__init__(rf"^([12][0-9]{{3}}|{UNKNOWN})\Z", **options)


class YearFilter(django_filters.Filter):
    field_class = YearField


class DateField(StrictPartialDateFormField):
    """A date or period, or `unknown`: no date at all, not even an approximate one."""

    def __init__(self, **options):
        super().__init__(**options)
        or_unknown = _("Or write unknown: no day is known at all.")
        self.help_text = format_lazy("{} {}", self.help_text, or_unknown)

    def to_python(self, value):
        return UNKNOWN if value == UNKNOWN else super().to_python(value)


class DateFilter(django_filters.Filter):
    field_class = DateField


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
    basis = django_filters.ChoiceFilter(label=_("Counted"), choices=Basis.choices)
    provenance = EnumFilter(label=_("How it is known"), choices=Provenance.choices)
    year = YearFilter(label=_("Year"))
    date = DateFilter(label=_("Date or period"))
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

    CHARGE_PARAMETERS = (
        *("provision", "law", "together", "outcome", "basis", "provenance"),
        *("year", "date"),
    )
    PEOPLE_PARAMETERS = ("person", "role", "participant", "category", "gender")
    CASE_PARAMETERS = ("court", "province", "platform", "country", "complainant")

    def value(self, name):
        """The cleaned value of a parameter, None if it is not in the request."""
        value = self.form.cleaned_data.get(name)
        return None if value in ("", None) or value == [] else value

    def has_any_parameter(self, names) -> bool:
        return any(self.value(name) is not None for name in names)

    def charges(self):
        """The charges that meet every condition: the basis of all counts and lists."""
        charges = Charge.objects.countable()
        if self.has_any_parameter((*self.PEOPLE_PARAMETERS, *self.CASE_PARAMETERS)):
            charges = charges.filter(participation__in=self.participations())
        for name, field in (("provision", "provision"), ("law", "provision__law")):
            if (records := self.value(name)) is not None:
                charges = charges.filter(matches_any(field, records))
        if (others := self.value("together")) is not None:
            charges = charges.charged_together_with(others)
        if (provenance := self.value("provenance")) is not None:
            charges = charges.filter(provenance__in=provenance)
        if (basis := self.value("basis")) is not None:
            charges = charges.by_basis(basis)
        if (outcomes := self.value("outcome")) is not None:
            charges = charges.with_status().filter(status__in=outcomes)
        return self._filter_by_time(charges)

    def _filter_by_time(self, charges):
        year, date = self.value("year"), self.value("date")
        if year is not None:
            in_year = None if year == UNKNOWN else int(year)
            charges = charges.with_year(self.counted_date).filter(in_year=in_year)
        if date is not None:
            charges = charges.with_date(self.counted_date)
            condition = Q(dated_on=None) if date == UNKNOWN else Q(dated_on__overlaps=date)
            charges = charges.filter(condition)
        return charges

    @property
    def counted_date(self) -> str:
        return self.value("date_basis") or DateBasis.CHARGE

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
        for name in ("province", "platform", "country"):
            if (values := self.value(name)) is not None:
                conditions &= Q(**{f"{prefix}{name}__in": values})
        if (courts := self.value("court")) is not None:
            conditions &= matches_any(f"{prefix}court", courts)
        if (parties := self.value("complainant")) is not None:
            conditions &= Q(**{f"{prefix}pk__in": cases_with_complainant(parties)})
        return conditions


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
