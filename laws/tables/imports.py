"""Import of recommendations: one row per request.

In the second and later rows of a recommendation its own columns may be blank.
"""

from django.utils.translation import gettext as _

from laws.models import (
    Ask,
    Law,
    Provision,
    Recommendation,
    RecommendationCitation,
    RecommendationKey,
)
from tracker.tables.imports import (
    CITATION,
    CODE,
    KEY,
    ORGANISATIONS,
    ByName,
    ImportColumn,
    ImportedRow,
    ImportSpec,
    RowDraft,
    TableMapping,
    column_of,
)


def laws_at(texts: set[str]) -> list[tuple[str, int, str]]:
    """Find laws by slug or code: (text, pk, title)."""
    return [
        (text, pk, title)
        for name in ("slug", "code")
        for text, pk, title in Law.objects.filter(**{f"{name}__in": texts}).values_list(
            name, "pk", "title"
        )
    ]


def provisions_at(texts: set[str]) -> list[tuple[str, int, str]]:
    """Find provisions by address (`penal-code-2009/495`): (text, pk, label)."""
    slugs = {text.partition("/")[2] for text in texts}
    rows = Provision.objects.filter(slug__in=slugs).select_related("law")
    return [(row.address, row.pk, str(row)) for row in rows if row.address in texts]


LAWS = ByName(Law, laws_at)
PROVISIONS = ByName(Provision, provisions_at)
PROVISION_HELP = "the address of a provision: penal-code-2009/495"
RECOMMENDATION = TableMapping(Recommendation, keys=RecommendationKey)
BODY = TableMapping(
    Recommendation.issuers.through, owner="recommendation", identity=("organisation_id",)
)
ASK = TableMapping(Ask, owner="recommendation", identity=("action", "provision_id", "law_id"))
CITED = TableMapping(
    RecommendationCitation, owner="fact", identity=("source_id", "section", "locator")
)

PLAIN = (
    *("summary", "summary_km", "issuer", "addressee", "addressee_kind", "is_addressee_inferred"),
    *("issued_on", "is_restatement", "note", "staff_notes"),
)
REQUIRED = ("summary", "issuer", "addressee", "addressee_kind")


class RecommendationImport(ImportSpec):
    name = "recommendations"
    label = "Recommendations"
    mappings = (RECOMMENDATION, BODY, ASK, CITED)
    has_continuation_rows = True
    columns = (
        KEY,
        CODE,
        *(column_of(Recommendation, name, is_required=name in REQUIRED) for name in PLAIN),
        ImportColumn(
            "body",
            "body that asks",
            "the code, full name or abbreviation of a recorded organisation",
            find_records=ORGANISATIONS,
        ),
        column_of(Ask, "action", help="What is asked: one action in each row."),
        ImportColumn("provision", "provision", PROVISION_HELP, find_records=PROVISIONS),
        ImportColumn(
            "law",
            "law",
            "the address of a law, where all of it is meant: lese-majeste-2018",
            find_records=LAWS,
        ),
        *CITATION,
    )

    def read_row(self, row: ImportedRow, record: RowDraft) -> None:
        parser = row.parser
        parser.fill_columns(record, row, *PLAIN)
        parser.add_citations(row, (CITED, record))
        if body := row.value("body"):
            parser.dependent_draft(BODY, row, record, organisation_id=body)
        action, provision, law = (row.value(name) for name in ("action", "provision", "law"))
        if provision and law:
            row.add_problem("law", _("give a provision or a whole law, not both"))
        elif action:
            parser.dependent_draft(
                ASK, row, record, action=action, provision_id=provision, law_id=law
            )
        elif row.has("provision", "law") and not row.has("action"):
            row.add_problem("action", _("say what is asked"), allowed=())
