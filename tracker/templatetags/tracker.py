"""Template tags: citations, dates, claim status, numbers, navigation, records of this app."""

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tracker.enums import FigureQualifier, Standing
from tracker.languages import switching
from tracker.models import ERROR_REPORT_MAX_LENGTHS, Figure, Organisation, Source, plain_fields
from tracker.partial_dates import PartialDate
from tracker.web.footnotes import citing_records
from tracker.web.json_ld import breadcrumb_list, render_json_ld

register = template.Library()
# {% linked_data description %}: a JSON-LD description of the page's subject.
register.simple_tag(render_json_ld, name="linked_data")


@register.simple_tag(takes_context=True)
def marks(context, fact):
    """Citation marks of a fact: links to the list of sources at the foot of the page."""
    footnotes = context["footnotes"]
    places = footnotes.marks_of(fact)
    if not places:
        return format_html(' <span class="no-source">{}</span>', _("no source recorded"))
    return format_html_join(
        "",
        ' <a class="mark" id="{2}" href="#source-{0}"><span class="unseen">{1} </span>{0}</a>',
        ((place.mark, _("source"), footnotes.add_mark_anchor(place)) for place in places),
    )


@register.simple_tag(takes_context=True)
def citation_backlinks(context, place):
    """Links from a cited place in the list of sources back to each of its marks."""
    anchors = context["footnotes"].mark_anchors_of(place)
    numbers = range(1, len(anchors) + 1) if len(anchors) > 1 else ("",)
    return format_html_join(
        "",
        ' <a class="back" href="#{}">↑{}<span class="unseen"> {}</span></a>',
        (
            (anchor, number, _("back to where it is cited"))
            for anchor, number in zip(anchors, numbers, strict=False)
        ),
    )


@register.inclusion_tag("tracker/_records_citing.html")
def records_citing(source: Source):
    """Organisations and published figures that cite a source."""
    return {
        "organisations": citing_records(Organisation, source),
        "figures": citing_records(Figure, source),
    }


@register.filter
def in_words(date):
    """A partial date as text, in a `<time>` element where it is exact; or "date not known"."""
    if not date:
        return format_html('<span class="unknown">{}</span>', _("date not known"))
    if date.precision == "range" or date.is_about:
        return format_html('<span title="{}">{}</span>', date.edtf, date.in_words())
    return format_html('<time datetime="{}">{}</time>', date.edtf, date.in_words())


@register.simple_tag
def claim_status_mark(fact, shown_reason: str = ""):
    """Status of a disputed or rejected claim, with its reason unless that is `shown_reason`."""
    if fact.standing == Standing.ACCEPTED:
        return ""
    kind = "alarm wrong" if fact.standing == Standing.REJECTED else "alarm"
    mark = format_html('<span class="{}">{}</span>', kind, fact.get_standing_display())
    if not fact.standing_reason or fact.standing_reason == shown_reason:
        return mark
    return mark + format_html(
        '<span class="reason">{}</span>', switching.localised_html(fact.standing_reason)
    )


@register.filter
def shared_reason(facts) -> str:
    """The reason, if all disputed claims have the same one: the page then shows it once."""
    reasons = {fact.standing_reason for fact in facts if fact.standing != Standing.ACCEPTED}
    return reasons.pop() if len(facts) > 1 and len(reasons) == 1 else ""


@register.simple_tag(takes_context=True)
def permanent_address(context) -> str:
    """Absolute URL of the page without its query string."""
    request = context["request"]
    return f"{request.scheme}://{request.get_host()}{request.path}"


# Special characters of BibTeX, escaped.
BIBTEX_ESCAPES = {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
} | {character: f"\\{character}" for character in "{}$&#%_"}


@register.simple_tag
def bibtex(title, code: str, address: str) -> str:
    """BibTeX entry of a record."""
    title = "".join(BIBTEX_ESCAPES.get(letter, letter) for letter in str(title))
    escaped_code = code.replace("_", BIBTEX_ESCAPES["_"])
    fields = {
        "title": f"{{{title}}}",
        "organization": "{Cambodia's laws in use}",
        "howpublished": f"\\url{{{address}}}",
        "note": f"Record {escaped_code}, accessed {localdate().isoformat()}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{code.replace('/', ':')},\n{lines}}}"


@register.simple_tag(takes_context=True)
def nav(context, name: str, label: str):
    """Link of the main menu, with `aria-current` on its page and the pages below it."""
    request, address = context.get("request"), reverse(name)
    if request is None or not request.path.startswith(address):
        return format_html('<a href="{}">{}</a>', address, label)
    current = "page" if request.path == address else "true"
    return format_html('<a href="{}" aria-current="{}">{}</a>', address, current, label)


@register.simple_tag(takes_context=True)
def report_address(context) -> str:
    """URL of the error report form for this page; without the page on error pages."""
    request, form = context.get("request"), reverse("tracker:report")
    if request is None or "exception" in context or request.path.startswith(form):
        return form
    about = request.get_full_path()
    if len(about) > ERROR_REPORT_MAX_LENGTHS["about"]:
        about = request.path
    return f"{form}?{urlencode({'about': about})}"


@register.simple_tag(takes_context=True)
def breadcrumb_data(context, above: str, above_label: str, between, current: str):
    """The breadcrumbs of the page as JSON-LD."""
    request = context["request"]
    path = [(_("Home"), reverse("cases:home")), (above_label, above)]
    if between:
        path.append((str(between), between.get_absolute_url()))
    path.append((current, request.path))
    return render_json_ld(breadcrumb_list(path, request.build_absolute_uri))


@register.simple_tag
def plain_values(record, worded: str, html=' <span class="reason">{}: {}</span>'):
    """The plain fields of a record that have a value, without those the page has words for."""
    fields = [f for f in plain_fields(type(record), "page") if f.name not in worded.split()]
    shown = [(field.label, field_value_in_words(record, field.name)) for field in fields]
    return format_html_join("", html, [each for each in shown if each[1]])


@register.simple_tag
def plain_rows(record, worded: str):
    """The same as rows of a description list."""
    return plain_values(record, worded, "<div><dt>{}</dt><dd>{}</dd></div>")


def field_value_in_words(record, name: str) -> str:
    """A value as pages show it; "" for one that is empty, or no."""
    value = getattr(record, f"get_{name}_display", lambda: getattr(record, name))()
    if isinstance(value, PartialDate):
        return in_words(value)
    if isinstance(value, Decimal):
        return figure_amount(value)
    if value is None or value is False:
        return ""
    return switching.localised_html(_("Yes") if value is True else str(value))


@register.filter
def any_disputed(facts) -> bool:
    """Whether any of the claims is disputed or rejected."""
    return any(fact.standing != Standing.ACCEPTED for fact in facts)


@register.filter
def figure_in_words(figure) -> str:
    """`at least 57 people, out of 108`, or the wording of the source."""
    if figure.value is None:
        return f"{figure.wording} {figure.unit}"
    low, high = figure_amount(figure.value), figure_amount(figure.value_max or figure.value)
    words = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    if figure.qualifier != FigureQualifier.EXACT:
        words = f"{figure.get_qualifier_display()} {words}"
    words = f"{words} {figure.unit}"
    if figure.out_of is None:
        return words
    parts = {"words": words, "total": figure_amount(figure.out_of)}
    return _("%(words)s, out of %(total)s") % parts


def figure_amount(amount) -> str:
    """`2,460` or `24.6`: decimals only if not zero."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".")
