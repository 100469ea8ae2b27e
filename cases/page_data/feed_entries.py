"""Entries of the Atom feeds."""

from django.db.models import F, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Case, Charge, Disagreement, Event, Measure, Person
from laws.models import Law, Provision, Recommendation
from tracker.models import Figure, Organisation, Source
from tracker.web.feeds import MAX_ENTRIES, FeedEntry, newest_entries
from tracker.web.lists.filters import UNKNOWN

# Models with a page of their own, and the field used as the summary of an entry.
SUMMARY_FIELDS = {
    Case: "summary",
    Person: None,
    Law: "subject",
    Recommendation: "issuer",
    Measure: "description",
    Disagreement: "handling",
    Figure: "issuer",
    Organisation: "description",
    Source: "publisher",
}


def newest_rows(rows: QuerySet, published_at="published_at") -> QuerySet:
    return rows.order_by(F(published_at).desc(nulls_last=True), "code")[:MAX_ENTRIES]


def record_entries(rows: QuerySet) -> list[FeedEntry]:
    """Entries of the newest records, titled with their kind and public title."""
    return [
        FeedEntry(
            id=record.code,
            title=f"{capfirst(record._meta.verbose_name)}: {record}",
            address=record.get_absolute_url(),
            updated=record.published_at,
            summary=getattr(record, SUMMARY_FIELDS[rows.model] or "", ""),
        )
        for record in newest_rows(rows)
    ]


def all_record_entries() -> list[FeedEntry]:
    mergeable = (Case, Person)
    kinds = [model.objects.all() for model in SUMMARY_FIELDS if model not in mergeable]
    kinds += [model.objects.filter(merged_into=None) for model in mergeable]
    return newest_entries(*map(record_entries, kinds))


def charge_entries(charges: QuerySet) -> list[FeedEntry]:
    """Entries of the newest charges, dated by the publication of their case."""
    rows = charges.with_status().select_related(
        "provision__law",
        "participation__case",
        "participation__person",
        "participation__organisation",
    )
    return [
        FeedEntry(
            id=charge.code,
            title=_("%(status)s: %(who)s, %(provision)s")
            % {
                "status": charge.status_label
                if charge.status != UNKNOWN
                else _("No charge recorded"),
                "who": charge.participation,
                "provision": charge.provision,
            },
            address=charge.get_absolute_url(),
            updated=charge.participation.case.published_at,
            summary=f"{charge.participation.case}. {charge.get_provenance_display()}.",
        )
        for charge in newest_rows(rows, "participation__case__published_at")
    ]


def event_entries(events: QuerySet) -> list[FeedEntry]:
    """Entries of the newest events, dated by the publication of their case, not by the event."""
    rows = newest_rows(events.select_related("case"), "case__published_at")
    return [
        FeedEntry(
            id=event.code,
            title=": ".join(
                filter(None, [event.get_kind_display(), _event_date(event), event.case.title])
            ),
            address=f"{event.case.get_absolute_url()}#{event.code}",
            updated=event.case.published_at,
            summary=event.description,
        )
        for event in rows
    ]


def _event_date(event) -> str:
    return event.happened_on.in_words() if event.happened_on else ""


def law_entries(law: Law) -> list[FeedEntry]:
    """Charges under the law, their events, measures and recommendations."""
    recommended = Q(asks__law=law) | Q(asks__provision__law=law)
    return newest_entries(
        charge_entries(Charge.objects.filter(provision__law=law)),
        event_entries(Event.objects.filter(charge_changes__charge__provision__law=law).distinct()),
        record_entries(Measure.objects.filter(Q(laws=law) | Q(provisions__law=law)).distinct()),
        record_entries(Recommendation.objects.filter(recommended).distinct()),
    )


def provision_entries(provision: Provision) -> list[FeedEntry]:
    """Charges under the provision, their events, measures, recommendations on it or its law."""
    recommended = Q(asks__provision=provision) | Q(asks__law=provision.law_id)
    return newest_entries(
        charge_entries(Charge.objects.filter(provision=provision)),
        event_entries(Event.objects.filter(charge_changes__charge__provision=provision).distinct()),
        record_entries(Measure.objects.filter(provisions=provision)),
        record_entries(Recommendation.objects.filter(recommended).distinct()),
    )


def person_entries(person: Person) -> list[FeedEntry]:
    """The cases, charges and events of a person."""
    return newest_entries(
        record_entries(Case.objects.filter(participations__person=person).distinct()),
        charge_entries(Charge.objects.filter(participation__person=person)),
        event_entries(Event.objects.filter(participations__person=person).distinct()),
    )
