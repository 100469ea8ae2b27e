"""Export columns of charges, prosecutions, events and detentions."""

from functools import lru_cache

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.enums import ChargeStatus
from cases.filters import OUTCOMES
from cases.models import Charge, Detention, Event, Participation, days_detained
from cases.tables.exports.labels import (
    EVERY_ACCUSATION,
    case_columns,
    participant_columns,
    person_label_expression,
    scope_and_as_of_columns,
)
from laws.tables.exports import (
    full_provision_label_expression,
    provision_id_expression,
    provisions_column,
)
from tracker.tables.exports.columns import (
    ChoiceColumn,
    ExportColumn,
    ExportField,
    ListColumn,
    NullableConcat,
    TextColumn,
    choice_label_expression,
    parse_partial_date_text,
    partial_date_as_text,
)
from tracker.tables.exports.export_table import ExportTable
from tracker.tables.exports.plain_columns import plain_columns, reference_columns
from tracker.tables.exports.records import FACT_COLUMNS


def charge_code_subquery(link: str) -> Subquery:
    """Code of the charge at the foreign key. A self-join of the view would get a bad query plan."""
    return Subquery(Charge.objects.filter(pk=OuterRef(link)).order_by().values("code"))


CHARGES = ExportTable(
    "charges",
    _("Charges"),
    _("charge: one participant, one provision"),
    Charge.objects.with_status,
    (
        *case_columns("participation__"),
        *scope_and_as_of_columns("participation__"),
        *participant_columns("participation__"),
        TextColumn("provision", _("Provision"), lambda: provision_id_expression("provision__")),
        TextColumn(
            "provision_label",
            _("Provision: in words"),
            lambda: full_provision_label_expression("provision__"),
        ),
        TextColumn("law", _("Law"), "provision__law__slug"),
        ChoiceColumn("status", _("What the latest event made of it"), OUTCOMES),
        *plain_columns(Charge),
        TextColumn("base", _("The charge it belongs to"), charge_code_subquery("base")),
        TextColumn(
            "requalified_from",
            _("The charge it replaces"),
            charge_code_subquery("requalified_from"),
        ),
        *FACT_COLUMNS,
    ),
)

PROSECUTIONS = ExportTable(
    "prosecutions",
    _("Prosecutions"),
    _("prosecution: one participant in one case"),
    Participation.objects.all,
    (
        *case_columns(),
        *scope_and_as_of_columns(),
        *participant_columns(),
        provisions_column("charges__provision", title=EVERY_ACCUSATION),
        ListColumn("charges", _("Charges"), "charges__code"),
        TextColumn("note", _("Note")),
        *FACT_COLUMNS,
    ),
)


EVENTS = ExportTable(
    "events",
    _("Events"),
    _("event"),
    Event.objects.all,
    (
        *case_columns(),
        *plain_columns(Event, court=reference_columns("court", _("Court"), _("Court: in words"))),
        ListColumn(
            "people",
            _("People it is about; if none, all in the case"),
            "participations__person__code",
            lambda: person_label_expression("participations__person__"),
        ),
        ListColumn(
            "charge_changes",
            _("Charges changed, and what they became"),
            "charge_changes__charge__code",
            lambda: choice_label_expression("charge_changes__status", ChargeStatus.choices),
        ),
        *FACT_COLUMNS,
    ),
)


class DaysInCustodyColumn(ExportColumn):
    """Minimum and maximum days of a spell in custody, from its start, end and last confirmation."""

    def fields(self):
        return [
            ExportField(f"{self.name}_min", str(_("Days certainly in custody")), "integer"),
            ExportField(f"{self.name}_max", str(_("Days possibly in custody")), "integer"),
        ]

    def expression(self, model, site):
        dates = [Coalesce(partial_date_as_text(name), Value("")) for name in SPELL_DATES]
        return NullableConcat(dates[0], Value("|"), dates[1], Value("|"), dates[2])

    def formatter(self):
        return lambda values: list(zip(*map(days_in_custody_cells, values), strict=True))


SPELL_DATES = ("started_on", "ended_on", "confirmed_on")


@lru_cache(maxsize=20_000)
def days_in_custody_cells(text: str) -> tuple[int, int]:
    dates = [parse_partial_date_text(part) if part else None for part in text.split("|")]
    return days_detained([Detention(**dict(zip(SPELL_DATES, dates, strict=True)))])


DETENTIONS = ExportTable(
    "detentions",
    _("Detentions"),
    _("period in custody"),
    Detention.objects.all,
    (
        *case_columns("participation__"),
        *participant_columns("participation__"),
        *plain_columns(Detention),
        DaysInCustodyColumn("days", _("Days")),
        *reference_columns("place", _("Place"), _("Place: in words")),
        TextColumn("note", _("Note")),
        *FACT_COLUMNS,
    ),
)
