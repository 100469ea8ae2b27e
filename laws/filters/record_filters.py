"""Filter sets of laws, provisions and recommendations."""

from datetime import date

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from laws.enums import Action, Addressee, Jurisdiction, LawKind, ProvisionKind
from laws.models import Ask, Law, Provision
from tracker.models import Organisation
from tracker.partial_dates import PartialDateFilter
from tracker.web.lists.filters import (
    CodesField,
    CodesFilter,
    EnumFilter,
    FullTextFilter,
    StrictFilterSet,
    YesNoFilter,
)

# Of the parameter `on` of page and API: the years that partial dates have.
DAY_LIMITS = [MinValueValidator(date(1000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class ProvisionsField(CodesField):
    """Provisions by address, such as `penal-code-2009/495`; repeatable."""

    def __init__(self, **options):
        super().__init__(model=Provision, key="address", **options)

    def records(self, wanted):
        condition = Q(pk__in=[])
        for address in wanted:
            law, _slash, number = address.partition("/")
            condition |= Q(law__slug=law, slug=number)
        return Provision.objects.filter(condition).select_related("law")

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            hint = _("Write law and number, such as penal-code-2009/495.")
            raise forms.ValidationError([f"{text} {hint}" for text in error.messages]) from error


class ProvisionsFilter(django_filters.Filter):
    field_class = ProvisionsField


class LawFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in the title, or short name"))
    kind = EnumFilter(label=_("Kind"), choices=LawKind.choices)
    jurisdiction = EnumFilter(label=_("Jurisdiction"), choices=Jurisdiction.choices)


class ProvisionFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Number, or words of the offence"))
    law = CodesFilter(label=_("Law"), model=Law, key="slug", lookup_expr="in")
    kind = EnumFilter(label=_("Kind"), choices=ProvisionKind.choices)


class RecommendationFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in the summary"))
    provision = ProvisionsFilter(label=_("Provision"), method="filter_same_ask")
    law = CodesFilter(label=_("Law"), model=Law, key="slug", method="filter_same_ask")
    action = EnumFilter(label=_("Action"), choices=Action.choices, method="filter_same_ask")
    addressee = EnumFilter(
        label=_("Addressee"), choices=Addressee.choices, field_name="addressee_kind"
    )
    body = CodesFilter(
        label=_("Asked by"),
        model=Organisation,
        field_name="issuers",
        lookup_expr="in",
        distinct=True,
    )
    issued = PartialDateFilter(label=pgettext_lazy("day", "Issued"), field_name="issued_on")
    restatement = YesNoFilter(
        label=_("Repeats another of the same document"), field_name="is_restatement"
    )

    def filter_queryset(self, recommendations):
        recommendations = super().filter_queryset(recommendations)
        if not self._ask_conditions:
            return recommendations
        return recommendations.filter(pk__in=self.matching_asks().values("recommendation"))

    def filter_same_ask(self, recommendations, _name, _value):
        """Filters nothing: `matching_asks` applies these parameters together, to the same ask."""
        return recommendations

    def matching_asks(self):
        """Asks that match the parameters provision, law and action together."""
        return Ask.objects.filter(*self._ask_conditions)

    @property
    def _ask_conditions(self) -> list[Q]:
        parameter, conditions = self.form.cleaned_data.get, []
        if provisions := parameter("provision"):
            of_law = Q(law__in=[provision.law_id for provision in provisions])
            conditions.append(Q(provision__in=provisions) | of_law)
        if laws := parameter("law"):
            conditions.append(Q(law__in=laws) | Q(provision__law__in=laws))
        if actions := parameter("action"):
            conditions.append(Q(action__in=actions))
        return conditions
