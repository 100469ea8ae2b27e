"""API views of laws, provisions and recommendations."""

from django import forms
from drf_spectacular.utils import OpenApiParameter

from laws.api.serializers import LawSerializer, ProvisionSerializer, RecommendationSerializer
from laws.filters.record_filters import (
    DAY_LIMITS,
    LawFilter,
    ProvisionFilter,
    RecommendationFilter,
)
from laws.tables.exports import LAWS, PROVISIONS, RECOMMENDATIONS
from tracker.api.pagination import PageForm
from tracker.api.views import Resource

SLUG = "[-a-zA-Z0-9_]+"


class LawResource(Resource):
    """Constitutions, codes, laws, sub-decrees, drafts, treaties. A law's id is its slug."""

    singular, plural = "law", "laws"
    filterset_class = LawFilter
    table = LAWS
    serializer_class = LawSerializer
    key = ("slug",)
    address = f"(?P<slug>{SLUG})"


class DayForm(forms.Form):
    """The parameter `on`."""

    on = forms.DateField(
        label="The law of which day, such as 2018-03-02: fills `in_force`, `ambiguous`, `reason`",
        input_formats=["%Y-%m-%d"],
        validators=DAY_LIMITS,
        error_messages={"invalid": "Write a day such as 2018-03-02."},
        required=False,
    )


class DayAndPageForm(DayForm, PageForm):
    """The parameter `on` and those of the page."""


class ProvisionResource(Resource):
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
    page_form_class = DayAndPageForm
    record_form_class = DayForm

    def lookup(self, *, law, number):
        return {"law__slug": law, "slug": number}

    def rendering_parameters(self, form):
        return {"on": form.cleaned_data["on"]}


class RecommendationResource(Resource):
    """Who asked whom for what to change, and the laws and provisions it is about."""

    singular, plural = "recommendation", "recommendations"
    filterset_class = RecommendationFilter
    table = RECOMMENDATIONS
    serializer_class = RecommendationSerializer


RESOURCES = [LawResource, ProvisionResource, RecommendationResource]
