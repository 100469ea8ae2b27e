"""Import of cases: one row per charge of each participant.

In the second and later rows of a case its own columns may be blank.
"""

from django.utils.translation import gettext as _

from cases.enums import GroupQualifier, Provenance
from cases.models import (
    Case,
    CaseCitation,
    CaseKey,
    Charge,
    ChargeCitation,
    Participation,
    ParticipationCitation,
    Person,
    PersonKey,
)
from laws.models import Provision
from laws.tables.imports import PROVISION_COLUMN
from tracker.models import plain_names
from tracker.tables.imports.columns import ImportColumn, model_column
from tracker.tables.imports.import_plan import ImportPlan
from tracker.tables.imports.import_spec import CITATION_COLUMNS, CODE_COLUMN, KEY_COLUMN, ImportSpec
from tracker.tables.imports.parser import ImportedRow
from tracker.tables.imports.references import CodeLookup, organisation_column
from tracker.tables.imports.row_drafts import RowDraft, TableMapping, citation_mapping

CASE_COLUMNS = (*plain_names(Case, "import"), "staff_notes")
PARTICIPANT_COLUMNS = ("person", "organisation", "group")
GROUP_COLUMNS = {
    "group_size": "group_size",
    "group_qualifier": "group_qualifier",
    "group_is_distinct": "group_is_distinct",
    "category": "group_category",
}
CHARGE_COLUMNS = plain_names(Charge, "import")

CASE = TableMapping(Case, key_model=CaseKey)
PARTICIPATION = TableMapping(
    Participation, owner="case", identity=("role", "person_id", "organisation_id", "group_label")
)
CHARGE = TableMapping(Charge, owner="participation", identity=("provision_id",))
CASE_CITATION = citation_mapping(CaseCitation)
PARTICIPATION_CITATION = citation_mapping(ParticipationCitation)
CHARGE_CITATION = citation_mapping(ChargeCitation)


class CaseImport(ImportSpec):
    name = "cases"
    label = "Cases, participations and charges"
    mappings = (CASE, PARTICIPATION, CHARGE, CASE_CITATION, PARTICIPATION_CITATION, CHARGE_CITATION)
    has_continuation_rows = True
    columns = (
        KEY_COLUMN,
        CODE_COLUMN,
        *(model_column(Case, name, is_required=name == "title") for name in CASE_COLUMNS),
        organisation_column("court", "court"),
        model_column(Participation, "role", help="What the participant is in the case."),
        ImportColumn(
            "person",
            "person",
            "the code of a person, or your key of one that you imported",
            find_records=CodeLookup(Person, PersonKey),
        ),
        organisation_column("organisation", "organisation"),
        model_column(Participation, "group", field="group_label", label="group"),
        model_column(Participation, "group_size"),
        model_column(Participation, "group_qualifier"),
        model_column(Participation, "group_is_distinct"),
        model_column(Participation, "group_category", field="category", label="group category"),
        model_column(Participation, "participant_note", field="note", label="participant note"),
        PROVISION_COLUMN,
        *(model_column(Charge, name) for name in CHARGE_COLUMNS),
        *CITATION_COLUMNS,
    )

    def read_row(self, row: ImportedRow, record: RowDraft) -> None:
        row.parser.fill_columns(record, row, *CASE_COLUMNS, court_id="court")
        facts = [(CASE_CITATION, record)]
        if participation := self.participation(row, record):
            facts.append((PARTICIPATION_CITATION, participation))
            if charge := self.charge(row, participation):
                facts.append((CHARGE_CITATION, charge))
        row.parser.add_citations(row, *facts)

    def participation(self, row: ImportedRow, record: RowDraft) -> RowDraft | None:
        """Draft of the participation of the row; None if it is incomplete."""
        if not row.has(*PARTICIPANT_COLUMNS):
            for name in ("role", "provision", "group_size", *CHARGE_COLUMNS):
                if row.has(name):
                    row.add_problem(name, _("who? Give a person, an organisation or a group"))
            return None
        if sum(row.has(name) for name in PARTICIPANT_COLUMNS) > 1:
            row.add_problem("person", _("give one of them: a person, an organisation or a group"))
            return None
        role, person, organisation, group = (
            row.value(name) for name in ("role", *PARTICIPANT_COLUMNS)
        )
        if not row.has("role"):
            choices = [value for value, _label in row.parser.columns["role"].choices]
            row.add_problem("role", _("missing: say what the participant is"), allowed=choices)
        if role is None or not (person or organisation or group):
            return None
        draft = row.parser.dependent_draft(
            PARTICIPATION,
            row,
            record,
            role=role,
            person_id=person,
            organisation_id=organisation,
            group_label=group or "",
        )
        row.parser.fill_columns(
            draft, row, note="participant_note", **(GROUP_COLUMNS if group else {})
        )
        return draft

    def charge(self, row: ImportedRow, participation: RowDraft) -> RowDraft | None:
        """Draft of the charge of the row; None without a provision."""
        provision = row.value("provision")
        if provision is None:
            if row.has(*CHARGE_COLUMNS) and not row.has("provision"):
                row.add_problem("provision", _("missing: say under which provision"))
            return None
        charge = row.parser.dependent_draft(CHARGE, row, participation, provision_id=provision)
        row.parser.fill_columns(charge, row, *CHARGE_COLUMNS)
        self.fit_provenance(row, charge)
        return charge

    def fit_provenance(self, row: ImportedRow, charge: RowDraft) -> None:
        """As `Charge.fit_provenance`: a source that names no number names no article."""
        cache = row.parser.cache
        if "unnumbered" not in cache:
            rows = Provision.objects.filter(number="")
            cache["unnumbered"] = set(rows.values_list("pk", flat=True))
        is_numbered = charge.values["provision_id"] not in cache["unnumbered"]
        provenance = charge.values.get("provenance", Provenance.STATED)
        excluded = {Provenance.OFFENCE} if is_numbered else {Provenance.INFERRED}
        if provenance in excluded:
            message = _("does not fit an offence without a number")
            if is_numbered:
                message = _("is for offences without a number")
            allowed = [v for v in Provenance if v not in excluded]
            row.add_problem("provenance", message, allowed=allowed)
        elif not is_numbered and provenance == Provenance.STATED:
            charge.values["provenance"] = Provenance.OFFENCE

    def check(self, record: RowDraft, plan: ImportPlan) -> None:
        super().check(record, plan)
        for part in record.parts:
            if part.mapping is PARTICIPATION and part.values["group_label"]:
                self.check_group(part, plan)

    def check_group(self, group: RowDraft, plan: ImportPlan) -> None:
        """A group needs a size, or the qualifier “not stated”."""
        default = GroupQualifier.EXACT if group.is_new else group.existing.group_qualifier
        qualifier = group.values.get("group_qualifier", default)
        existing_size = None if group.is_new else group.existing.group_size
        size = group.values.get("group_size", existing_size)
        if (size is None) != (qualifier == GroupQualifier.NOT_STATED) or size == 0:
            message = _("give the size of the group, or say that none is stated")
            plan.add_problem(
                group, "group_size", message, ["1", "2", "…", "group_qualifier: not_stated"]
            )
