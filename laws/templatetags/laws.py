"""What pages of the ground show of the law."""

from django import template

from laws.models import Law, Provision, Recommendation
from tracker.models import Organisation, Source
from tracker.footnotes import citing

register = template.Library()


@register.inclusion_tag("laws/_records_citing.html")
def laws_citing(source: Source):
    """Laws, provisions and recommendations that cite a source."""
    return {
        "laws": citing(Law, source),
        "provisions": citing(Provision, source).select_related("law"),
        "recommendations": citing(Recommendation, source),
    }


@register.inclusion_tag("laws/_records_of_organisation.html")
def laws_of(organisation: Organisation):
    """Laws an organisation issued and recommendations it made."""
    return {
        "laws": Law.objects.filter(issuers=organisation),
        "recommendations": organisation.recommendations_made.all(),
    }
