"""Template tags that show cases on pages of the laws and tracker apps."""

from collections import defaultdict

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from cases.enums import Provenance, Unit
from cases.models import (
    Case,
    CaseSummary,
    Disagreement,
    Measure,
    MeasureParty,
    Participation,
    Person,
)
from cases.models.formatting import sentence_in_words as in_words
from cases.page_data.case import applicable_versions
from cases.statistics import Cell, Count
from cases.statistics.charges_after_recommendation import ChargesAfterAsks
from cases.statistics.charts import CHARTS, ChartQuery
from cases.statistics.coverage import Coverage, how_counted
from cases.statistics.dimensions import asks_only_uncounted_offences
from cases.statistics.provision_usage import ChargedUnderLaw, ProvisionUse
from cases.statistics.unnamed_groups import UnnamedGroups, unnamed_in_words
from cases.tables.counting_rule import Rule, counting_rule
from laws.enums import CHANGE_ACTIONS
from tracker.languages import switching
from tracker.models import Organisation, Source
from tracker.partial_dates import PartialDate
from tracker.web.footnotes import citing_records

register = template.Library()
register.filter("applied", applicable_versions)
register.filter("asks_only_uncounted", asks_only_uncounted_offences)


@register.simple_tag(takes_context=True)
def cases_under(context, provision) -> ProvisionUse:
    """Use of a provision in cases; adds its sources to the footnotes of the page."""
    use = ProvisionUse(provision)
    context["footnotes"].add(use.cited_facts)
    return use


@register.simple_tag
def charged_by_provision(law) -> ChargedUnderLaw:
    """People and unnamed groups charged under each provision of a law."""
    return ChargedUnderLaw(law)


@register.simple_tag(takes_context=True)
def disagreements_about(context, record):
    """Disagreements about a law, recommendation, organisation, source, measure or figure.

    Adds the sources of their claims to the footnotes of the page.
    """
    relation = record._meta.verbose_name_plural.replace(" ", "_")
    disagreements = list(
        Disagreement.objects.filter(**{relation: record}).prefetch_related("claims")
    )
    claims = [claim for disagreement in disagreements for claim in disagreement.claims.all()]
    context["footnotes"].add(claims)
    return disagreements


@register.simple_tag(takes_context=True)
def measures_under_law(context, law):
    """Measures that invoke a law as a whole or one of its provisions."""
    invoking = Measure.objects.filter(laws=law) | Measure.objects.filter(provisions__law=law)
    measures = list(invoking.distinct())
    context["footnotes"].add(measures)
    return measures


@register.simple_tag
def cases_of_recommendation(recommendation):
    """Cases to which a recommendation refers, without merged ones."""
    return Case.objects.filter(recommendations=recommendation, merged_into=None)


@register.simple_tag
def charges_since(recommendation) -> ChargesAfterAsks:
    """For each provision a recommendation asks to change: people charged since its date."""
    asks = [
        ask for ask in recommendation.asks.all() if ask.provision and ask.action in CHANGE_ACTIONS
    ]
    for ask in asks:
        ask.recommendation = recommendation
    return ChargesAfterAsks(asks if recommendation.issued_on else [])


@register.inclusion_tag("cases/_partials/provision/_charged_under.html")
def charged_under(provision, charged):
    """The cells of people and of unnamed people charged, in a law's table of articles."""
    use = ProvisionUse(provision)
    return {
        "counted": charged.under(provision),
        "is_article": provision.number != "",
        "people_address": use.people_address,
        "groups_address": use.groups_address,
    }


@register.inclusion_tag("cases/_partials/citing/_records_of_organisation.html")
def cases_of(organisation: Organisation):
    """Cases in which an organisation is a participant or the court, and measures it is party to."""
    parties = MeasureParty.objects.filter(organisation=organisation)
    return {
        "cases": Participation.objects.filter(organisation=organisation).select_related("case"),
        "judged": Case.objects.filter(court=organisation, merged_into=None),
        "measures": parties.select_related("measure"),
    }


@register.inclusion_tag("cases/_partials/citing/_records_citing.html")
def cases_citing(source: Source):
    """Cases, people, measures and disagreements that cite a source, in any dependent row too."""
    return {
        "cases": citing_records(Case, source),
        "people": citing_records(Person, source),
        "measures": citing_records(Measure, source),
        "disagreements": citing_records(Disagreement, source),
    }


@register.filter
def articles(participations) -> list[dict]:
    """The provisions charged in the participations, with the statuses of their charges.

    `is_inferred`: no charge is stated in a source.
    """
    by_provision = defaultdict(list)
    for participation in participations:
        for charge in participation.charges.all():
            by_provision[charge.provision].append(charge)
    return [
        {
            "provision": provision,
            "statuses": list(dict.fromkeys(charge.status_label for charge in charges)),
            "is_inferred": all(charge.provenance != Provenance.STATED for charge in charges),
        }
        for provision, charges in by_provision.items()
    ]


SUBJECT_RELATIONS = (
    *("provisions", "laws", "cases", "people"),
    *("measures", "recommendations", "organisations"),
)


@register.filter
def subject_links(disagreement) -> list[tuple[str, str]]:
    """Label and address of all records that a disagreement concerns."""
    records = [record for kind in SUBJECT_RELATIONS for record in getattr(disagreement, kind).all()]
    figures = reverse("tracker:figure-list")
    return [
        *((str(record), record.get_absolute_url()) for record in records),
        *((f.topic, f"{figures}#{f.code}") for f in disagreement.figures.all()),
        *((s.title, s.get_absolute_url()) for s in disagreement.sources.all()),
    ]


@register.filter
def sentence_in_words(sentence):
    """A sentence as text, marked where it is not in the language of the page."""
    return switching.mark_foreign_runs(in_words(sentence))


@register.simple_tag
def person(record: Person):
    """Link with a person's name, or "name withheld" with reason and code."""
    name = switching.localised_html(record, record.name_km)
    link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), name)
    if record.name:
        other_name = switching.other_language_html(record.name, record.name_km)
        return format_html("{} {}", link, other_name) if other_name else link
    details = [str(part) for part in (record.get_protection_reason_display(), record.code) if part]
    return format_html('{} <span class="small soft">({})</span>', link, ", ".join(details))


@register.simple_tag
def participant(participation: Participation):
    """The person, organisation or unnamed group of a participation, with a link if there is one."""
    if participation.person_id:
        return person(participation.person)
    if (organisation := participation.organisation) is not None:
        name = switching.localised_html(organisation.name, organisation.name_km)
        return format_html('<a href="{}">{}</a>', organisation.get_absolute_url(), name)
    return switching.mark_foreign_runs(participation.group_in_words)


@register.simple_tag(name="unnamed")
def unnamed_people(groups: UnnamedGroups):
    """`24 unnamed people in 5 cases, and 1 unnamed group of unknown size`."""
    parts = []
    if groups.people:
        n, cases = groups.people, groups.cases
        people = ngettext("%(n)d unnamed person", "%(n)d unnamed people", n) % {"n": n}
        in_cases = ngettext("in %(n)d case", "in %(n)d cases", cases) % {"n": cases}
        parts.append(format_html("{} {}", link(groups.address, people), in_cases))
    if groups.groups_of_unknown_size:
        words = unnamed_in_words(groups.count)[-1]
        parts.append(words if groups.people else link(groups.address, words))
    return format_html_join(_(", and "), "{}", ((part,) for part in parts))


def link(address: str, words: str):
    """A link, or the words alone where there is no address."""
    return format_html('<a href="{}">{}</a>', address, words) if address else words


@register.simple_tag
def people_and_unnamed(counted: Count, address: str = "", groups_address: str = ""):
    """`7 people and 18 unnamed`: people counted one by one, then unnamed ones, never added."""
    n = counted.value
    people = ngettext("%(n)d person", "%(n)d people", n) % {"n": n}
    parts = [link(address if n else "", people)]
    parts += [link(groups_address, words) for words in unnamed_in_words(counted)]
    joined = format_html_join(_(" and "), "{}", ((part,) for part in parts[:2]))
    return format_html_join(_(", and "), "{}", ((part,) for part in (joined, *parts[2:])))


@register.simple_tag(name="how_counted")
def default_counting(coverage: Coverage | None = None):
    """How every number without conditions is counted, and as of when."""
    words = [how_counted(), coverage.in_words if coverage else ""]
    return capfirst("; ".join(filter(None, words)))


@register.simple_tag(name="counting_rule")
def rule_of_counting() -> list[Rule]:
    return counting_rule()


@register.filter
def as_of(case: Case) -> PartialDate | None:
    """The day of the latest source of a case."""
    try:
        return case.coverage.as_of
    except CaseSummary.DoesNotExist:
        return None


@register.inclusion_tag("cases/_partials/charts/_chart.html")
def chart(name: str, query: str = "", level: int = 3):
    """A chart with the filters of a `/usage/` query string; `level` is that of its heading."""
    return {"chart": CHARTS[name](ChartQuery(QueryDict(query))), "level": level}


@register.simple_tag
def unnamed_of(cell: Cell, unit: str):
    """`18 unnamed, 1 unnamed group`: under a number in a narrow cell, the rest for who listens.

    Under a number of other units they are called people.
    """
    n, parts = cell.groups_of_unknown_size, []
    if people := cell.unnamed_people:
        as_people = ngettext("%(n)d unnamed person", "%(n)d unnamed people", people) % {"n": people}
        parts += unnamed_in_words(cell.count)[:1] if unit == Unit.PEOPLE else [as_people]
    if n:
        groups = ngettext("%(n)d unnamed group", "%(n)d unnamed groups", n) % {"n": n}
        words = '<span title="{0} {1}">{0}</span><span class="unseen"> {1}</span>'
        parts.append(format_html(words, groups, _("of unknown size")))
    return format_html_join(", ", "{}", ((part,) for part in parts))


@register.simple_tag
def groups_of(cell: Cell | Count):
    """`18 + 1 group of unknown size`, for a column whose heading says that they are unnamed."""
    n, parts = cell.groups_of_unknown_size, []
    if cell.unnamed_people:
        parts.append(
            format_html('{}<span class="unseen"> {}</span>', cell.unnamed_people, _("unnamed"))
        )
    if n:
        words = ngettext("%(n)d group of unknown size", "%(n)d groups of unknown size", n)
        parts.append(words % {"n": n})
    return format_html_join(" + ", "{}", ((part,) for part in parts))
