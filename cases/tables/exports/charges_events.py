"""Export columns of charges, prosecutions, events and detentions."""

from functools import lru_cache

from django.db.models import Case as Choose, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.enums import ChargeStatus, DetentionBasis, EventKind, Provenance
from cases.filters import OUTCOMES
from cases.models import Charge, Detention, Event, Participation, days_detained
from cases.tables.exports.labels import case_of, participant, person_label
from laws.tables.exports import address, full_label, provisions
from tracker.tables.exports import (
    BooleanColumn,
    ChoiceColumn,
    ExportColumn,
    ExportTable,
    Field,
    ListColumn,
    NullableConcat,
    PageUrlColumn,
    PartialDateColumn,
    TextColumn,
    days_as_text,
    days_read,
)
from tracker.tables.exports.records import fact


def at_case(path: str) -> PageUrlColumn:
    """URL column that leads to the row's anchor on the page of its case."""
    return PageUrlColumn("cases:case-list", f"{path}__code", anchor="code")


def other_charge(link: str) -> Subquery:
    """Code of the charge at the foreign key. A self-join of the view would get a bad query plan."""
    return Subquery(Charge.objects.filter(pk=OuterRef(link)).order_by().values("code"))


CHARGES = ExportTable(
    "charges",
    _("Charges"),
    _("charge: one participant, one provision"),
    Charge.objects.with_status,
    (
        TextColumn("id", _("Code"), "code"),
        at_case("participation__case"),
        *case_of("participation__case"),
        *participant("participation__"),
        TextColumn("provision", _("Provision"), lambda: address("provision__")),
        TextColumn("provision_label", _("Provision: in words"), lambda: full_label("provision__")),
        TextColumn("law", _("Law"), "provision__law__slug"),
        ChoiceColumn("status", _("What the latest event made of it"), OUTCOMES),
        ChoiceColumn("provenance", _("How it is known"), Provenance.choices),
        TextColumn("wording", _("The offence as stated")),
        PartialDateColumn("conduct_on", _("When it is said to have been done")),
        TextColumn("base", _("The charge it belongs to"), other_charge("base")),
        TextColumn(
            "requalified_from", _("The charge it replaces"), other_charge("requalified_from")
        ),
        *fact(),
    ),
)

PROSECUTIONS = ExportTable(
    "prosecutions",
    _("Prosecutions"),
    _("prosecution: one participant in one case"),
    Participation.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        at_case("case"),
        *case_of("case"),
        *participant(),
        provisions("charges__provision"),
        ListColumn("charges", _("Charges"), "charges__code"),
        TextColumn("note", _("Note")),
        *fact(),
    ),
)


def status_label():
    path = "charge_changes__status"
    whens = [When(**{path: status}, then=Value(str(name))) for status, name in ChargeStatus.choices]
    return Choose(*whens, output_field=CharField())


EVENTS = ExportTable(
    "events",
    _("Events"),
    _("event"),
    Event.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        at_case("case"),
        *case_of("case"),
        ChoiceColumn("kind", _("Kind"), EventKind.choices),
        PartialDateColumn("happened_on", _("Date")),
        TextColumn("date_note", _("About the date")),
        BooleanColumn("is_scheduled", _("Announced only")),
        TextColumn("court", _("Court"), "court__code"),
        TextColumn("court_label", _("Court: in words"), "court__name"),
        TextColumn("place", _("Place")),
        TextColumn("description", _("Description")),
        ChoiceColumn("provenance", _("How it is known"), Provenance.choices),
        ListColumn(
            "people",
            _("Named people touched; with nobody named, all in the case"),
            "participations__person__code",
            lambda: person_label("participations__person__"),
        ),
        ListColumn(
            "charge_changes",
            _("Charges changed, and what they became"),
            "charge_changes__charge__code",
            status_label,
        ),
        *fact(),
    ),
)


class DaysInCustodyColumn(ExportColumn):
    """Minimum and maximum days of a spell in custody, from its start, end and last confirmation."""

    def fields(self):
        return [
            Field(f"{self.name}_min", str(_("Days certainly in custody")), "integer"),
            Field(f"{self.name}_max", str(_("Days possibly in custody")), "integer"),
        ]

    def expression(self, model, site):
        dates = [Coalesce(days_as_text(name), Value("")) for name in SPELL]
        return NullableConcat(dates[0], Value("|"), dates[1], Value("|"), dates[2])

    def formatter(self):
        return lambda values: list(zip(*map(days_in_custody, values), strict=True))


SPELL = ("started_on", "ended_on", "confirmed_on")


@lru_cache(maxsize=20_000)
def days_in_custody(text: str) -> tuple[int, int]:
    dates = [days_read(part) if part else None for part in text.split("|")]
    return days_detained([Detention(**dict(zip(SPELL, dates, strict=True)))])


DETENTIONS = ExportTable(
    "detentions",
    _("Detentions"),
    _("spell in custody"),
    Detention.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        at_case("participation__case"),
        *case_of("participation__case"),
        *participant("participation__"),
        ChoiceColumn("basis", _("Basis"), DetentionBasis.choices),
        PartialDateColumn("started_on", _("Start")),
        PartialDateColumn("ended_on", _("End")),
        PartialDateColumn("confirmed_on", _("Last said to be held")),
        DaysInCustodyColumn("days", _("Days")),
        TextColumn("place", _("Place"), "place__code"),
        TextColumn("place_label", _("Place: in words"), "place__name"),
        TextColumn("note", _("Note")),
        *fact(),
    ),
)
