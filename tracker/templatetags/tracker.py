"""How facts look on a page: their sources, their dates, their standing, their numbers."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _, ngettext

from tracker.enums import Standing

register = template.Library()


@register.simple_tag(takes_context=True)
def marks(context, fact):
    """The source marks of a fact: links to the list of sources at the foot of the page."""
    cited = context["footnotes"].of(fact)
    if not cited:
        return format_html('<span class="no-source">{}</span>', _("no source recorded"))
    return format_html_join(
        "",
        ' <a class="mark" href="#source-{0}" title="{1}"><span class="unseen">{2} </span>{0}</a>',
        (
            (place.mark, _cited(note.source, place), _("source"))
            for note, place in cited
        ),
    )


def _cited(source, place) -> str:
    return ", ".join(part for part in (source.title, place.section, place.locator) if part)


@register.filter
def in_words(date):
    """A partial date for readers, marked up for machines; or that it is not known."""
    if not date:
        return format_html('<span class="unknown">{}</span>', _("date not known"))
    if date.precision == "range" or date.is_about:
        return format_html('<span title="{}">{}</span>', date.edtf, date.in_words())
    return format_html('<time datetime="{}">{}</time>', date.edtf, date.in_words())


@register.inclusion_tag("_partials/_standing.html")
def standing(fact):
    """A word and a shape where sources differ, with the reason; nothing for accepted claims."""
    return {"fact": fact, "is_accepted": fact.standing == Standing.ACCEPTED}


@register.filter
def any_disputed(facts) -> bool:
    """Whether sources differ about any of the facts."""
    return any(fact.standing != Standing.ACCEPTED for fact in facts)


@register.filter
def km(text):
    """Text in Khmer, said to be so: for fonts and for those who listen."""
    return format_html('<span lang="km">{}</span>', text) if text else ""


@register.simple_tag
def people(n: int) -> str:
    """A number of people with its unit; zero in words."""
    if not n:
        return _("none recorded")
    return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}
