"""Template tags that show cases on pages of the laws and tracker apps."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _, ngettext

from cases.enums import Provenance
from cases.models import Case, Disagreement, Measure, MeasureParty, Participation, Person
from cases.models.formatting import sentence_in_words as in_words
from cases.page_data.case import applied as applied_versions
from cases.statistics import Cell
from cases.statistics.charges_after_recommendation import ChargesAfterRecommendation
from cases.statistics.provision_usage import ChargedUnderLaw, ChargesUnder, ProvisionUse
from cases.statistics.unnamed_groups import UnnamedGroups
from laws.enums import CHANGE
from laws.models import Provision
from tracker.languages import switching
from tracker.models import Organisation, Source
from tracker.web.citation_notes import citing

register = template.Library()


@register.simple_tag(takes_context=True)
def cases_under(context, provision) -> ProvisionUse:
    """How a provision is used; its sources join the footnotes of the page."""
    use = ProvisionUse(provision)
    context["footnotes"].add(use.facts)
    return use


@register.simple_tag
def charged_by_provision(law) -> ChargedUnderLaw:
    return ChargedUnderLaw.read(law)


@register.simple_tag(takes_context=True)
def disagreements_about(context, record):
    """Where sources differ about a law, recommendation, organisation, source, measure, figure."""
    link = record._meta.verbose_name_plural.replace(" ", "_")
    found = list(Disagreement.objects.filter(**{link: record}).prefetch_related("claims"))
    claims = [claim for disagreement in found for claim in disagreement.claims.all()]
    context["footnotes"].add(claims)
    return found


@register.simple_tag(takes_context=True)
def measures_under_law(context, law):
    """Measures that invoke a law as a whole or one of its provisions."""
    found = Measure.objects.filter(laws=law) | Measure.objects.filter(provisions__law=law)
    found = list(found.distinct())
    context["footnotes"].add(found)
    return found


@register.simple_tag
def cases_of_recommendation(recommendation):
    return Case.objects.filter(recommendations=recommendation, merged_into=None)


@register.simple_tag
def charges_since(recommendation) -> list[ChargesAfterRecommendation]:
    """For each provision a recommendation asks to change: people charged since then."""
    asks = [ask for ask in recommendation.asks.all() if ask.provision and ask.action in CHANGE]
    if recommendation.issued_on is None:
        return []
    read = ChargesUnder([ask.provision for ask in asks])
    for ask in asks:
        ask.recommendation = recommendation
    return [ProvisionUse(ask.provision, read).since_ask(ask) for ask in asks]


@register.inclusion_tag("cases/_partials/provision/_charged_under.html")
def charged_under(provision, charged):
    """The numbers of people and of unnamed ones in a law's table of articles, with lists."""
    use = ProvisionUse(provision)
    return {
        "n": len(charged.people[provision.pk]),
        "address": use.people_address,
        "unnamed": use.unnamed_in(charged.groups[provision.pk]),
    }


@register.inclusion_tag("cases/_partials/citing/_records_of_organisation.html")
def cases_of(organisation: Organisation):
    """Cases an organisation takes part in or judged, and measures it has to do with."""
    return {
        "cases": Participation.objects.filter(organisation=organisation).select_related("case"),
        "judged": Case.objects.filter(court=organisation, merged_into=None),
        "measures": MeasureParty.objects.filter(organisation=organisation).select_related(
            "measure"
        ),
    }


@register.inclusion_tag("cases/_partials/citing/_records_citing.html")
def cases_citing(source: Source):
    """Cases, people, measures and disagreements that cite a source anywhere."""
    return {
        "cases": citing(Case, source),
        "people": citing(Person, source),
        "measures": citing(Measure, source),
        "disagreements": citing(Disagreement, source),
    }


@dataclass
class Article:
    """A provision in a list of cases or people: where its charges stand, how they are known."""

    provision: Provision
    statuses: list[str]
    is_inferred: bool


@register.filter
def articles(participations) -> list[Article]:
    """The provisions charged in some participations, each once."""
    found = {}
    for participation in participations:
        for charge in participation.charges.all():
            article = found.setdefault(
                charge.provision_id, Article(charge.provision, [], is_inferred=True)
            )
            article.is_inferred &= charge.provenance != Provenance.STATED
            if charge.status_label not in article.statuses:
                article.statuses.append(charge.status_label)
    return list(found.values())


@dataclass
class Link:
    label: str
    address: str


ABOUT = ("provisions", "laws", "cases", "people", "measures", "recommendations", "organisations")


@register.filter
def about(disagreement) -> list[Link]:
    """Everything a disagreement is about, as links."""
    records = [record for kind in ABOUT for record in getattr(disagreement, kind).all()]
    links = [Link(str(record), record.get_absolute_url()) for record in records]
    figures = reverse("tracker:figure-list")
    return [
        *links,
        *(Link(f.topic, f"{figures}#{f.code}") for f in disagreement.figures.all()),
        *(Link(s.title, s.get_absolute_url()) for s in disagreement.sources.all()),
    ]


@register.filter
def applied(charge):
    return applied_versions(charge)


@register.filter
def sentence_in_words(sentence):
    return switching.marked(in_words(sentence))


@register.simple_tag
def person(record: Person):
    """A person's name with a link, or that it is withheld and why."""
    name = switching.own(record, record.name_km)
    link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), name)
    if record.name:
        besides = switching.other(record.name, record.name_km)
        return format_html("{} {}", link, besides) if besides else link
    why = [str(part) for part in (record.get_protection_reason_display(), record.code) if part]
    return format_html('{} <span class="small soft">({})</span>', link, ", ".join(why))


@register.simple_tag
def participant(participation: Participation):
    """A person, an organisation or an unnamed group, as it takes part in a case."""
    if participation.person_id:
        return person(participation.person)
    if (body := participation.organisation) is not None:
        return format_html(
            '<a href="{}">{}</a>', body.get_absolute_url(), switching.own(body.name, body.name_km)
        )
    return switching.marked(participation.group_in_words)


@register.simple_tag(name="unnamed")
def unnamed_in_words(found: UnnamedGroups):
    """`24 unnamed people in 5 cases, and 1 group of which no source states the number`."""
    parts, link = [], '<a href="{}">{}</a>'
    if found.people:
        n, cases = found.people, found.cases
        people = ngettext("%(n)d unnamed person", "%(n)d unnamed people", n) % {"n": n}
        where = ngettext("in %(n)d case", "in %(n)d cases", cases) % {"n": cases}
        parts.append(format_html(link + " {}", found.address, people, where))
    if found.uncounted:
        words = ngettext(
            "%(n)d group of which no source states the number",
            "%(n)d groups of which no source states the number",
            found.uncounted,
        ) % {"n": found.uncounted}
        parts.append(words if found.people else format_html(link, found.address, words))
    return format_html_join(_(", and "), "{}", ((part,) for part in parts))


@register.simple_tag
def groups_of(cell: Cell):
    """`18 + 1 group`: unnamed people of a number, and groups of which no source says how many."""
    n, parts = cell.groups_of_unknown_size, []
    if cell.unnamed:
        parts.append(format_html('{}<span class="unseen"> {}</span>', cell.unnamed, _("unnamed")))
    if n:
        groups = ngettext("%(n)d group", "%(n)d groups", n) % {"n": n}
        unstated = _("of which no source states the number")
        words = '<span title="{0} {1}">{0}</span><span class="unseen"> {1}</span>'
        parts.append(format_html(words, groups, unstated))
    return format_html_join(" + ", "{}", ((part,) for part in parts))
