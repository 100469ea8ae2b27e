"""Template tags: laws on pages of the tracker app, validity of versions."""

from django import template
from django.utils.translation import gettext as _

from laws.enums import VersionStage
from laws.filters.drafts import is_about_drafts_only
from laws.models import Law, Provision, Recommendation, Version
from laws.models.in_force import when_in_words
from tracker.models import Organisation, Source
from tracker.web.footnotes import citing_records

register = template.Library()
register.filter("asks_only_drafts", is_about_drafts_only)


@register.filter
def span_in_words(version: Version, end_of_law=None) -> str:
    """The name of a draft, or the period in which a version was in force.

    With `end_of_law`, a version without an end of its own is not said to be in force still.
    """
    start = version.starts_on and version.starts_on.in_words()
    end = version.ends_on and version.ends_on.in_words()
    if version.stage == VersionStage.DRAFT:
        return version.label or version.get_stage_display()
    if start and end:
        return _("in force from %(start)s until %(end)s") % {"start": start, "end": end}
    if start and end_of_law:
        return _("applied from %(start)s") % {"start": start}
    if start:
        if version.starts_on.precision == "range":
            return _("in force; it began to apply %(when)s") % {
                "when": when_in_words(version.starts_on)
            }
        return _("in force since %(start)s") % {"start": start}
    if end:
        return _("in force until %(end)s, start not known") % {"end": end}
    return _("the only one recorded, start not known")


@register.inclusion_tag("laws/_partials/_records_citing.html")
def laws_citing(source: Source):
    """Laws, provisions and recommendations that cite a source."""
    return {
        "laws": citing_records(Law, source),
        "provisions": citing_records(Provision, source).select_related("law"),
        "recommendations": citing_records(Recommendation, source),
    }


@register.inclusion_tag("laws/_partials/_records_of_organisation.html")
def laws_of(organisation: Organisation):
    """Laws an organisation issued and recommendations it made."""
    return {
        "laws": Law.objects.filter(issuers=organisation),
        "recommendations": organisation.recommendations_made.all(),
    }
