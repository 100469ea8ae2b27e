"""Import of people: one row per person."""

from django.utils.translation import gettext as _

from cases.enums import DisplayPolicy, ProtectionReason, Script
from cases.models import Person, PersonCitation, PersonKey, PersonName, PersonNameCitation, Spelling
from tracker.models import plain_names
from tracker.tables.imports.columns import CellError, ImportColumn, model_column
from tracker.tables.imports.import_plan import ImportPlan
from tracker.tables.imports.import_spec import CITATION_COLUMNS, CODE_COLUMN, KEY_COLUMN, ImportSpec
from tracker.tables.imports.parser import ImportedRow
from tracker.tables.imports.row_drafts import RowDraft, TableMapping, citation_mapping

CHANGED_ON_PERSON_PAGE = "whether and how somebody recorded is shown is changed on their own page"
PERSON_PROTECTION_COLUMNS = ("display_policy", "pseudonym", "protection_reason", "is_minor")
PERSON_FIELDS = (*plain_names(Person, "import"), *PERSON_PROTECTION_COLUMNS, "staff_notes")
MAX_NAME_LENGTH = PersonName._meta.get_field("spelling").max_length


def withhold_minor(person: Person) -> None:
    """Withhold the name of a minor, as `Person.save` does: bulk_create does not call it."""
    if person.is_minor:
        person.display_policy = DisplayPolicy.WITHHELD
        person.protection_reason = ProtectionReason.MINOR


def parse_names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(";") if name.strip()))
    if too_long := [name for name in names if len(name) > MAX_NAME_LENGTH]:
        raise CellError(_("“%(name)s…” is too long for a name") % {"name": too_long[0][:20]})
    return names


def detect_script(name: str) -> Script:
    return Script.KHMER if any("\u1780" <= letter <= "\u17ff" for letter in name) else Script.LATIN


PERSON = TableMapping(
    Person,
    key_model=PersonKey,
    locked_columns=dict.fromkeys(PERSON_PROTECTION_COLUMNS, CHANGED_ON_PERSON_PAGE),
    prepare=withhold_minor,
)
NAME = TableMapping(PersonName, owner="person", identity=("spelling",), comes_with_owner=True)
PERSON_CITATION = citation_mapping(PersonCitation)
NAME_CITATION = citation_mapping(PersonNameCitation)


class PersonImport(ImportSpec):
    name = "people"
    label = "People"
    mappings = (PERSON, NAME, PERSON_CITATION, NAME_CITATION)
    columns = (
        KEY_COLUMN,
        CODE_COLUMN,
        *(model_column(Person, name) for name in PERSON_FIELDS),
        ImportColumn(
            "other_names",
            "other names",
            "Other spellings in either script, with ; between them.",
            parse=parse_names,
        ),
        *CITATION_COLUMNS,
    )

    def read_row(self, row: ImportedRow, record: RowDraft) -> None:
        parser = row.parser
        parser.fill_columns(record, row, *PERSON_FIELDS)
        spellings = [row.value("name"), row.value("name_km"), *(row.value("other_names") or ())]
        names = []
        for spelling in filter(None, spellings):
            name = parser.dependent_draft(NAME, row, record, spelling=spelling)
            if spelling != row.value("name_km"):
                name.values.setdefault("script", detect_script(spelling))
            names.append(name)
        parser.add_citations(
            row, (PERSON_CITATION, record), *((NAME_CITATION, name) for name in names)
        )

    def check(self, record: RowDraft, plan: ImportPlan) -> None:
        super().check(record, plan)
        if not record.is_new:
            return
        values = record.values
        policy = values.get("display_policy", DisplayPolicy.FULL)
        is_minor = values.get("is_minor")
        if is_minor and "display_policy" in values and policy != DisplayPolicy.WITHHELD:
            allowed = [DisplayPolicy.WITHHELD]
            plan.add_problem(
                record, "display_policy", _("the name of a minor is withheld"), allowed
            )
        reason = values.get("protection_reason", ProtectionReason.MINOR)
        if is_minor and reason != ProtectionReason.MINOR:
            message = _("the reason for withholding the name of a minor is that")
            plan.add_problem(record, "protection_reason", message, [ProtectionReason.MINOR])
        if policy == DisplayPolicy.PSEUDONYM and "pseudonym" not in values:
            plan.add_problem(record, "pseudonym", _("missing: give the pseudonym to show"))
        is_withheld = policy == DisplayPolicy.WITHHELD or is_minor
        if "name" not in values and not is_withheld:
            plan.add_problem(record, "name", _("missing: a new record needs it"))

    def finish(self) -> None:
        """Index the new spellings for search."""
        Spelling.objects.fill_missing_keys()
