"""Import of people: one row per person."""

from django.utils.translation import gettext as _

from cases.enums import DisplayPolicy, ProtectionReason, Script
from cases.models import Person, PersonCitation, PersonKey, PersonName, PersonNameCitation, Spelling
from tracker.tables.imports import (
    CITATION,
    CODE,
    KEY,
    CellError,
    ImportColumn,
    ImportedRow,
    ImportPlan,
    ImportSpec,
    RowDraft,
    TableMapping,
    column_of,
)

AT_THE_DESK = "whether and how somebody recorded is shown is changed on their own page"
PROTECTION = ("display_policy", "pseudonym", "protection_reason", "is_minor")
PLAIN = ("name", "name_km", "category", "gender", "nationality", *PROTECTION, "staff_notes")
LONGEST_NAME = PersonName._meta.get_field("spelling").max_length


def withhold_minor(person: Person) -> None:
    """Withhold the name of a minor, as `Person.save` does: bulk_create does not call it."""
    if person.is_minor:
        person.display_policy = DisplayPolicy.WITHHELD
        person.protection_reason = ProtectionReason.MINOR


def several_names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(";") if name.strip()))
    if too_long := [name for name in names if len(name) > LONGEST_NAME]:
        raise CellError(_("“%(name)s…” is too long for a name") % {"name": too_long[0][:20]})
    return names


def script_of(name: str) -> Script:
    return Script.KHMER if any("\u1780" <= letter <= "\u17ff" for letter in name) else Script.LATIN


PERSON = TableMapping(
    Person,
    keys=PersonKey,
    locked_columns=dict.fromkeys(PROTECTION, AT_THE_DESK),
    prepare=withhold_minor,
)
NAME = TableMapping(PersonName, owner="person", identity=("spelling",), comes_with_owner=True)
CITED = TableMapping(PersonCitation, owner="fact", identity=("source_id", "section", "locator"))
NAME_CITED = TableMapping(
    PersonNameCitation, owner="fact", identity=("source_id", "section", "locator")
)


class PersonImport(ImportSpec):
    name = "people"
    label = "People"
    mappings = (PERSON, NAME, CITED, NAME_CITED)
    columns = (
        KEY,
        CODE,
        *(column_of(Person, name) for name in PLAIN),
        ImportColumn(
            "other_names",
            "other names",
            "Other spellings in either script, with ; between them.",
            parse=several_names,
        ),
        *CITATION,
    )

    def read_row(self, row: ImportedRow, record: RowDraft) -> None:
        parser = row.parser
        parser.fill_columns(record, row, *PLAIN)
        spellings = [row.value("name"), row.value("name_km"), *(row.value("other_names") or ())]
        names = []
        for spelling in filter(None, spellings):
            name = parser.dependent_draft(NAME, row, record, spelling=spelling)
            if spelling != row.value("name_km"):
                name.values.setdefault("script", script_of(spelling))
            names.append(name)
        parser.add_citations(row, (CITED, record), *((NAME_CITED, name) for name in names))

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
        Spelling.objects.complete()
