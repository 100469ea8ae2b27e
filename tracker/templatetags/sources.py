"""Template tag: records of this app that cite a source."""

from django import template

from tracker.models import Figure, Organisation, Source
from tracker.web.footnotes import citing_records

register = template.Library()


@register.inclusion_tag("tracker/_records_citing.html")
def records_citing(source: Source):
    """Organisations and published figures that cite a source."""
    return {
        "organisations": citing_records(Organisation, source),
        "figures": citing_records(Figure, source),
    }
