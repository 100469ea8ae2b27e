"""Laws, provisions and recommendations."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Prefetch
from drf_spectacular.utils import OpenApiParameter

from laws.exports import LAWS, PROVISIONS, RECOMMENDATIONS
from laws.filters import LawFilter, ProvisionFilter, RecommendationFilter
from laws.models import (
    Ask,
    Breach,
    Content,
    Law,
    Penalty,
    Provision,
    Recommendation,
    Stage,
    Version,
)
from laws.serializers import LawSerializer, ProvisionSerializer, RecommendationSerializer
from tracker.api.pages import PageForm
from tracker.api.views import Resource
from tracker.partial_dates import PartialDate
from tracker.serializers import cited

SLUG = "[-a-zA-Z0-9_]+"


class Laws(Resource):
    """Constitutions, codes, laws, sub-decrees, drafts, treaties. A law's id is its slug."""

    singular, plural = "law", "laws"
    filterset_class = LawFilter
    table = LAWS
    serializer_class = LawSerializer
    key = ("slug",)
    address = f"(?P<slug>{SLUG})"
    queryset = Law.objects.prefetch_related(
        "names", "issuers", "stages", cited(Stage, "stages__citations"), cited(Law)
    )


class DayForm(forms.Form):
    """The day one asks about."""

    on = forms.DateField(
        label="The law of which day, such as 2018-03-02: fills `in_force` and `ambiguous`",
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(date(1000, 1, 1)), MaxValueValidator(date(2999, 12, 31))],
        error_messages={"invalid": "Write a day such as 2018-03-02."},
        required=False,
    )


class DayAndPageForm(DayForm, PageForm):
    """The day, and the page of the list."""


class Provisions(Resource):
    """Numbered parts of laws, with every version. An id is law and number, with a slash."""

    singular, plural = "provision", "provisions"
    filterset_class = ProvisionFilter
    table = PROVISIONS
    serializer_class = ProvisionSerializer
    key = ("law__slug", "slug")
    address = f"(?P<law>{SLUG})/(?P<number>{SLUG})"
    address_parameters = (
        OpenApiParameter("law", str, "path", description="The law's id: `penal-code-2009`."),
        OpenApiParameter("number", str, "path", description="Its number in the law: `437-bis`."),
    )
    queryset = Provision.objects.select_related("law", "part_of__law").prefetch_related(
        "names",
        Prefetch("parts", Provision.objects.select_related("law")),
        Prefetch(
            "versions",
            Version.objects.order_by("stage", F("starts_on").asc(nulls_first=True), "label"),
        ),
        "versions__contents",
        cited(Content, "versions__contents__citations"),
        "versions__penalties",
        cited(Penalty, "versions__penalties__citations"),
        Prefetch("breaches", Breach.objects.select_related("standard")),
        cited(Breach, "breaches__citations"),
        Prefetch("asks", Ask.objects.select_related("recommendation")),
        cited(Provision),
    )

    def list_form(self, data=None):
        return DayAndPageForm(data, resource=self.plural, key=self.key)

    def record_form(self, data=None):
        return DayForm(data)

    def lookup(self, *, law, number):
        return {"law__slug": law, "slug": number}

    def complete(self, records, form):
        day = form.cleaned_data["on"]
        for provision in records:
            provision.on = day
            provision.in_force = provision.ambiguous = None
            if day is not None:
                when = PartialDate.read(day)
                versions = provision.versions.all()
                provision.in_force = [one for one in versions if one.may_apply_on(when)]
                provision.ambiguous = len(provision.in_force) > 1


class Recommendations(Resource):
    """Who asked whom for what to change, and the laws and provisions it is about."""

    singular, plural = "recommendation", "recommendations"
    filterset_class = RecommendationFilter
    table = RECOMMENDATIONS
    serializer_class = RecommendationSerializer
    queryset = Recommendation.objects.prefetch_related(
        "issuers",
        Prefetch("asks", Ask.objects.select_related("provision__law", "law")),
        cited(Recommendation),
    )
