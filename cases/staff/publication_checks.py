"""Publication checks of single kinds of record, of laws too (`@check(Law, ...)`).

Those of every record: tracker/visibility/checklist.py.

Each yields (row, sentence). Its function name is stored in `Merge.known_findings`: do not rename.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Model
from django.utils.translation import gettext as _

from cases.enums import CaseScope, EventKind, Provenance, Role
from cases.models import Case, Charge, Person, Sentence
from laws.enums import VersionStage
from laws.models import InForceRule, Penalty
from tracker.enums import Standing, State
from tracker.partial_dates import PartialDate
from tracker.visibility.checklist import FindingLevel, check

CheckResults = Iterator[tuple[Model, str]]

# Kinds of events in their usual order. Warns if all of one kind are dated after all of the next.
SEQUENCES = [
    [EventKind.CONDUCT, EventKind.CHARGE, EventKind.VERDICT, EventKind.APPEAL_RULING],
    [EventKind.ARREST, EventKind.RELEASE],
    [EventKind.CHARGE, EventKind.TRIAL, EventKind.VERDICT, EventKind.APPEAL],
    [EventKind.VERDICT, EventKind.PARDON],
]


def charges_to_check(case: Case):
    """The charges of the case that are not rejected."""
    charges = Charge.objects.filter(participation__case=case)
    return charges.exclude(standing=Standing.REJECTED).select_related(
        "provision__law", "participation__person", "participation__organisation"
    )


@check(Case, FindingLevel.WARNING)
def charges_are_stated(case) -> CheckResults:
    for charge in charges_to_check(case).filter(provenance=Provenance.INFERRED):
        yield charge, _("The article is inferred: %(charge)s.") % {"charge": charge}


@check(Case, FindingLevel.WARNING)
def charges_are_made_by_an_event(case) -> CheckResults:
    """A charge without such an event is shown and not counted."""
    for charge in charges_to_check(case).filter(requalified_from=None, summary__is_charged=False):
        words = _("No event makes this a charge, so it is not counted: %(charge)s.")
        yield charge, words % {"charge": charge}


@check(Case, FindingLevel.WARNING)
def context_case_has_a_victim(case) -> CheckResults:
    """The page of a context case names the person in the record whom it concerns."""
    victims = case.participations.filter(role=Role.VICTIM).exclude(standing=Standing.REJECTED)
    if case.scope == CaseScope.CONTEXT and not victims:
        yield case, _("A context case names the victim: add them with the role victim.")


@check(Case, FindingLevel.WARNING)
def its_people_are_public(case) -> CheckResults:
    people = Person.objects.filter(participations__case=case, merged_into=None).distinct()
    for person in people.exclude(state=State.PUBLISHED):
        words = _("%(person)s is not public: the case will be shown without them.")
        yield person, words % {"person": person}


@check(Case, FindingLevel.WARNING)
def minors_are_hidden(case) -> CheckResults:
    people = Person.objects.filter(participations__case=case).distinct()
    for person in people:
        yield from minor_is_hidden(person)


@check(Person, FindingLevel.WARNING)
def minor_is_hidden(person) -> CheckResults:
    """Without a reason, the constraint `minors_are_withheld_unless_overridden` refuses to save."""
    if person.is_minor and person.minor_override_reason:
        words = _("A minor is shown: %(person)s. The reason given: %(reason)s")
        yield person, words % {"person": person, "reason": person.minor_override_reason}


@check(Case, FindingLevel.WARNING)
def dates_are_in_order(case) -> CheckResults:
    by_kind = defaultdict(list)
    for event in case.events.filter(happened_on__isnull=False).exclude(standing=Standing.REJECTED):
        by_kind[event.kind].append(event)
    reported = set()
    present = ([kind for kind in kinds if kind in by_kind] for kinds in SEQUENCES)
    for earlier, later in (pair for kinds in present for pair in pairwise(kinds)):
        first = min(by_kind[earlier], key=lambda e: e.happened_on.earliest)
        last = max(by_kind[later], key=lambda e: e.happened_on.latest)
        if first.happened_on.earliest > last.happened_on.latest and first not in reported:
            reported.add(first)
            words = _("%(one)s is dated after %(other)s.")
            yield first, words % {"one": first, "other": last}


@check(Case, FindingLevel.WARNING)
def provisions_existed(case) -> CheckResults:
    """Whether exactly one version was in force on the day of the conduct or else of the charge."""
    related = ("provision__versions", "provision__law__stages", "changes__event")
    for charge in charges_to_check(case).prefetch_related(*related):
        day = charge.conduct_on or day_of_charge(charge)
        rule = InForceRule(charge.provision.versions.all(), charge.provision.law.stages.all())
        found = rule.on(day)
        if day is None or not rule.versions or found.reason is None:
            continue
        if found.is_ambiguous:
            words = _("Which version of %(provision)s applied on %(day)s is ambiguous.")
        else:
            words = _("No version of %(provision)s is known to have been in force on %(day)s.")
        words %= {"provision": charge.provision, "day": day}
        yield charge, f"{words} {found.reason.text}"


def day_of_charge(charge) -> PartialDate | None:
    """The earliest dated event that changed the status of the charge."""
    days = [change.event.happened_on for change in charge.changes.all()]
    return min(filter(None, days), key=lambda day: day.earliest, default=None)


@check(Case, FindingLevel.WARNING)
def sentences_are_within_the_law(case) -> CheckResults:
    """Whether a sentence is at most the sum of the maximum terms of the provisions charged."""
    sentences = Sentence.objects.filter(participation__case=case, is_claim_only=False)
    sentences = sentences.exclude(standing=Standing.REJECTED).select_related(
        "participation__person", "participation__organisation"
    )
    charged = defaultdict(list)
    for charge in charges_to_check(case) if sentences else ():
        charged[charge.participation_id].append(charge.provision_id)
    max_terms = longest_terms({provision for each in charged.values() for provision in each})
    for sentence in sentences:
        terms = [max_terms.get(provision) for provision in charged[sentence.participation_id]]
        maximum = sum(terms) if terms and None not in terms else None
        months = sentence.prison_months_max or sentence.prison_months_min or 0
        if maximum is not None and (sentence.is_life or months > maximum):
            words = _("%(who)s: the sentence is above the recorded maximum of %(most)d months.")
            yield sentence, words % {"who": sentence.participation, "most": maximum}


def longest_terms(provisions: set[int]) -> dict[int, int | None]:
    """Longest prison term in months by provision, of all sources; None means life."""
    longest: dict[int, int | None] = {}
    penalties = Penalty.objects.filter(
        version__provision__in=provisions, version__stage=VersionStage.ENACTED
    ).exclude(standing=Standing.REJECTED)
    rows = penalties.values_list("version__provision", "prison_months_max", "is_life")
    for provision, months, is_life in rows:
        if is_life or longest.get(provision, 0) is None:
            longest[provision] = None
        elif months is not None:
            longest[provision] = max(months, longest.get(provision) or 0)
    return longest
