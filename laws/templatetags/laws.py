"""Template tags: laws on pages of the tracker app, validity of versions, JSON-LD."""

from django import template
from django.utils.translation import gettext as _

from laws.enums import VersionStage
from laws.models import Law, Provision, Recommendation, Version
from laws.pages.json_ld import law_json_ld, provision_json_ld
from laws.pages.page_data import LawRecord, ProvisionRecord
from tracker.models import Organisation, Source
from tracker.web.footnotes import citing_records
from tracker.web.json_ld import render_json_ld

register = template.Library()


@register.filter
def span_in_words(version: Version) -> str:
    """The name of a draft, or the period in which a version was in force."""
    start = version.starts_on and version.starts_on.in_words()
    end = version.ends_on and version.ends_on.in_words()
    if version.stage == VersionStage.DRAFT:
        return version.label or version.get_stage_display()
    if start and end:
        return _("in force from %(start)s until %(end)s") % {"start": start, "end": end}
    if start:
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


@register.simple_tag(takes_context=True)
def law_data(context, record: LawRecord):
    """A law as JSON-LD."""
    absolute = context["request"].build_absolute_uri
    return render_json_ld(law_json_ld(record.law, record.stages, absolute))


@register.simple_tag(takes_context=True)
def provision_data(context, record: ProvisionRecord):
    """A provision as JSON-LD."""
    absolute = context["request"].build_absolute_uri
    return render_json_ld(provision_json_ld(record.provision, record.versions, absolute))
