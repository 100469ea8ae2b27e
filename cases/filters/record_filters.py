"""Filter set of each list."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from cases.enums import DetentionBasis, DisagreementKind, DisagreementNature, EventKind, MeasureKind
from cases.models import Case, Charge, Person, not_merged
from cases.name_matching import romanise_name
from laws.filters.record_filters import ProvisionsFilter
from laws.models import Law
from tracker.partial_dates import PartialDateFilter
from tracker.web.lists.filters import (
    CodesFilter,
    EnumFilter,
    FullTextFilter,
    StrictFilterSet,
    YesNoFilter,
)

from .prosecution_conditions import ProsecutionConditions


class CaseFilter(ProsecutionConditions):
    q = FullTextFilter(label=_("Words in title or summary"))

    class Meta:
        model = Case
        fields = ["q"]

    def filter_queryset(self, cases):
        cases = cases.filter(self._case_conditions(""), not_merged())
        if self.has_any_parameter(self.CHARGE_PARAMETERS):
            cases = cases.filter(pk__in=self.charges().values("case"))
        elif self.has_any_parameter(self.PEOPLE_PARAMETERS):
            cases = cases.filter(pk__in=self.participations().values("case"))
        if (words := self.value("q")) is not None:
            cases = cases.with_words(words)
        return cases


class NameField(forms.CharField):
    """A name in Latin or Khmer script, in any spelling."""

    default_error_messages = {"no_name": _("“%(value)s” is no name: it has no letters.")}

    def clean(self, value):
        name = super().clean(value)
        if name and not romanise_name(name):
            raise forms.ValidationError(self.error_messages["no_name"] % {"value": name})
        return name


class NameFilter(django_filters.Filter):
    """Selects people with a similar name."""

    field_class = NameField


class PersonFilter(ProsecutionConditions):
    name = NameFilter(label=_("Name, in any spelling, Latin or Khmer"), max_length=200)

    class Meta:
        model = Person
        fields = ["name"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        # Shared with copies of this filter set.
        self.person_ids_by_name: dict[str, list[int]] = {}

    def filter_queryset(self, people):
        people = people.filter(not_merged())  # merged duplicates are listed once
        about_involvement = ("role", "participant", *self.CASE_PARAMETERS)
        if self.has_any_parameter(self.CHARGE_PARAMETERS):
            people = people.filter(pk__in=self.charges().values("person_id"))
        elif self.has_any_parameter(about_involvement):
            people = people.filter(pk__in=self.participations().values("person"))
        if (wanted := self.value("person")) is not None:
            people = people.filter(pk__in=[person.pk for person in wanted])
        for name in ("category", "gender"):
            if (values := self.value(name)) is not None:
                people = people.filter(**{f"{name}__in": values})
        if (words := self.value("name")) is not None:
            people = people.with_name_rank(self._ids_by_name(words)).order_by("name_rank")
        return people

    def _ids_by_name(self, words: str) -> list[int]:
        """Ids of people with a similar name, best first; cached for the list and its facets."""
        if words not in self.person_ids_by_name:
            matches = Person.objects.name_matches(words)
            self.person_ids_by_name[words] = [match.person_id for match in matches]
        return self.person_ids_by_name[words]


class ProsecutionFilter(ProsecutionConditions):
    """Prosecutions: participations (a person or group in a case) with at least one charge."""

    def filter_queryset(self, participations):
        return participations.filter(pk__in=self.charges().values("participation_id"))


class ChargeFilter(ProsecutionConditions):
    case = CodesFilter(label=_("Case"), model=Case)

    class Meta:
        model = Charge
        fields = ["case"]

    def filter_queryset(self, charges):
        charges = charges.filter(pk__in=self.charges().values("charge"))
        cases = self.value("case")
        return charges if cases is None else charges.filter(participation__case__in=cases)


class EventFilter(StrictFilterSet):
    case = CodesFilter(label=_("Case"), model=Case, lookup_expr="in")
    kind = EnumFilter(label=_("Kind"), choices=EventKind.choices)
    date = PartialDateFilter(label=_("Date or period"), field_name="happened_on")


class DetentionFilter(StrictFilterSet):
    person = CodesFilter(
        label=_("Person"), model=Person, field_name="participation__person", lookup_expr="in"
    )
    case = CodesFilter(
        label=_("Case"), model=Case, field_name="participation__case", lookup_expr="in"
    )
    basis = EnumFilter(label=pgettext_lazy("detention", "Basis"), choices=DetentionBasis.choices)


class MeasureFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in title or description"))
    kind = EnumFilter(label=_("Kind"), choices=MeasureKind.choices)
    provision = ProvisionsFilter(
        label=_("Provision invoked"), field_name="provisions", lookup_expr="in", distinct=True
    )
    law = CodesFilter(label=_("Law invoked"), model=Law, key="slug", method="invoking_laws")
    taken = PartialDateFilter(label=_("Date or period"), field_name="taken_on")
    favourable = YesNoFilter(label=_("In favour of freedoms"), field_name="is_favourable")
    external = YesNoFilter(label=_("Taken by another state or body"), field_name="is_external")

    def invoking_laws(self, measures, _name, laws):
        if not laws:
            return measures
        return measures.filter(Q(laws__in=laws) | Q(provisions__law__in=laws)).distinct()


class DisagreementFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in question or answers"))
    kind = EnumFilter(label=_("About"), choices=DisagreementKind.choices)
    nature = EnumFilter(label=_("How the claims relate"), choices=DisagreementNature.choices)


class ReleaseFilter(StrictFilterSet):
    """Releases are few: the list has no filters."""
