"""Template tags: citations, dates, claim status, numbers, navigation."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tracker.enums import FigureQualifier, Standing
from tracker.languages import switching
from tracker.models import LONGEST
from tracker.web.json_ld import as_script, breadcrumbs

register = template.Library()


@register.simple_tag(takes_context=True)
def marks(context, fact):
    """The source marks of a fact: links to the list of sources at the foot of the page."""
    footnotes = context["footnotes"]
    cited = footnotes.of(fact)
    if not cited:
        return format_html(' <span class="no-source">{}</span>', _("no source recorded"))
    return format_html_join(
        "",
        ' <a class="mark" id="{2}" href="#source-{0}"><span class="unseen">{1} </span>{0}</a>',
        ((place.mark, _("source"), footnotes.use(place)) for _note, place in cited),
    )


@register.simple_tag(takes_context=True)
def ways_back(context, place):
    """From a place in a source to each mark of it on the page."""
    used = context["footnotes"].uses_of(place)
    numbers = range(1, len(used) + 1) if len(used) > 1 else ("",)
    return format_html_join(
        "",
        ' <a class="back" href="#{}">↑{}<span class="unseen"> {}</span></a>',
        (
            (at, number, _("back to where it is cited"))
            for at, number in zip(used, numbers, strict=False)
        ),
    )


@register.filter
def in_words(date):
    """A partial date for readers, marked up for machines; or that it is not known."""
    if not date:
        return format_html('<span class="unknown">{}</span>', _("date not known"))
    if date.precision == "range" or date.is_about:
        return format_html('<span title="{}">{}</span>', date.edtf, date.in_words())
    return format_html('<time datetime="{}">{}</time>', date.edtf, date.in_words())


@register.simple_tag
def claim_status_mark(fact, told: str = ""):
    """A word and a shape where sources differ, with the reason unless it is told elsewhere."""
    if fact.standing == Standing.ACCEPTED:
        return ""
    kind = "alarm wrong" if fact.standing == Standing.REJECTED else "alarm"
    mark = format_html('<span class="{}">{}</span>', kind, fact.get_standing_display())
    if not fact.standing_reason or fact.standing_reason == told:
        return mark
    return mark + format_html('<span class="reason">{}</span>', switching.own(fact.standing_reason))


@register.filter
def shared_reason(facts) -> str:
    """Why claims are disputed, where all of them give the same reason: it is then told once."""
    reasons = {fact.standing_reason for fact in facts if fact.standing != Standing.ACCEPTED}
    return reasons.pop() if len(facts) > 1 and len(reasons) == 1 else ""


@register.simple_tag(takes_context=True)
def permanent_address(context) -> str:
    """The address of the record, whatever was asked of its page."""
    request = context["request"]
    return f"{request.scheme}://{request.get_host()}{request.path}"


# What BibTeX reads as a command, and how to write it as itself.
BIBTEX = {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "{}$&#%_"
}


@register.simple_tag
def bibtex(title, code: str, address: str) -> str:
    """A BibTeX entry of a record."""
    title = "".join(BIBTEX.get(letter, letter) for letter in str(title))
    fields = {
        "title": f"{{{title}}}",
        "organization": "{Cambodia's laws in use}",
        "howpublished": f"\\url{{{address}}}",
        "note": f"Record {code.replace('_', BIBTEX['_'])}, accessed {localdate().isoformat()}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{code.replace('/', ':')},\n{lines}}}"


@register.simple_tag(takes_context=True)
def nav(context, name: str, label: str):
    """A link of the main menu, marked where the reader is on or below its page."""
    request, address = context.get("request"), reverse(name)
    if request is None or not request.path.startswith(address):
        return format_html('<a href="{}">{}</a>', address, label)
    here = "page" if request.path == address else "true"
    return format_html('<a href="{}" aria-current="{}">{}</a>', address, here, label)


@register.simple_tag(takes_context=True)
def report_address(context) -> str:
    """Where to report an error of this page. (A page that does not exist has none.)"""
    request, form = context.get("request"), reverse("tracker:report")
    if request is None or "exception" in context or request.path.startswith(form):
        return form
    about = request.get_full_path()
    return (
        f"{form}?{urlencode({'about': about if len(about) <= LONGEST['about'] else request.path})}"
    )


@register.simple_tag
def linked_data(described: dict):
    """What the page is about, for programs: JSON-LD in a data block, which nothing runs."""
    return as_script(described)


@register.simple_tag(takes_context=True)
def breadcrumb_data(context, above: str, above_label: str, between, current: str):
    """The breadcrumbs of the page, for programs."""
    request = context["request"]
    way = [(_("Home"), reverse("cases:home")), (above_label, above)]
    if between:
        way.append((str(between), between.get_absolute_url()))
    way.append((current, request.path))
    return as_script(breadcrumbs(way, request.build_absolute_uri))


@register.filter
def any_disputed(facts) -> bool:
    """Whether sources differ about any of the facts."""
    return any(fact.standing != Standing.ACCEPTED for fact in facts)


@register.filter
def figure_in_words(figure) -> str:
    """`at least 57 people, out of 108`, or the words of the source."""
    if figure.value is None:
        return f"{figure.wording} {figure.unit}"
    words = bounds_in_words(figure.value, figure.value_max or figure.value, amount_in_words)
    if figure.qualifier != FigureQualifier.EXACT:
        words = f"{figure.get_qualifier_display()} {words}"
    words = f"{words} {figure.unit}"
    if figure.out_of is None:
        return words
    of = {"words": words, "total": amount_in_words(figure.out_of)}
    return _("%(words)s, out of %(total)s") % of


def bounds_in_words(low, high, words) -> str:
    if low == high:
        return words(low)
    return _("%(low)s to %(high)s") % {"low": words(low), "high": words(high)}


def amount_in_words(amount) -> str:
    """`2,460`, `24.6`: decimals only where there are any."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".")
