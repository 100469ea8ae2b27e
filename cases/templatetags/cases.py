"""What pages of lower storeys show of cases: templates join them, the code below does not."""

from django import template

from cases.case_record import applied as applied_versions
from cases.models import Case, Disagreement, Measure, Person
from cases.provision_use import ProvisionUse, people_charged_by_provision as count_by_provision
from cases.words import sentence_in_words as in_words
from tracker.footnotes import citing
from tracker.models import Source

register = template.Library()


@register.simple_tag(takes_context=True)
def cases_under(context, provision) -> ProvisionUse:
    """How a provision is used; its sources join the footnotes of the page."""
    use = ProvisionUse(provision)
    context["footnotes"].add(use.facts)
    return use


@register.simple_tag
def people_charged_by_provision(law):
    """A count of people by the id of each provision of the law."""
    return count_by_provision(law)


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
    return Case.objects.filter(recommendations=recommendation)


@register.simple_tag
def use_since(provision):
    """People charged since a change of the provision was first asked for."""
    return ProvisionUse(provision).since


@register.inclusion_tag("cases/_records_citing.html")
def cases_citing(source: Source):
    """Cases, people, measures and disagreements that cite a source anywhere."""
    return {
        "cases": citing(Case, source),
        "people": citing(Person, source),
        "measures": citing(Measure, source),
        "disagreements": citing(Disagreement, source),
    }


@register.filter
def applied(charge):
    return applied_versions(charge)


@register.filter
def sentence_in_words(sentence):
    return in_words(sentence)


@register.inclusion_tag("cases/_person.html")
def person(record):
    """A person's name with a link, or that it is withheld."""
    return {"person": record}


@register.inclusion_tag("cases/_participant.html")
def participant(participation):
    """A person, an organisation or an unnamed group, as it takes part in a case."""
    return {"participation": participation}
