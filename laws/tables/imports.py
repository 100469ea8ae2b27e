"""Import of recommendations: one row per request.

In the second and later rows of a recommendation its own columns may be blank.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from laws.models import (
    Ask,
    Law,
    Provision,
    Recommendation,
    RecommendationCitation,
    RecommendationKey,
)
from tracker.models import plain_names
from tracker.tables.imports.columns import ImportColumn, model_column
from tracker.tables.imports.import_spec import CITATION_COLUMNS, CODE_COLUMN, KEY_COLUMN, ImportSpec
from tracker.tables.imports.parser import ImportedRow
from tracker.tables.imports.references import UniqueTextLookup, organisation_column
from tracker.tables.imports.row_drafts import RowDraft, TableMapping, citation_mapping


def find_laws(texts: set[str]) -> list[tuple[str, int, str]]:
    """Find laws by slug or code: (text, pk, title)."""
    rows = Law.objects.filter(Q(slug__in=texts) | Q(code__in=texts))
    names = rows.values_list("slug", "code", "pk", "title")
    return [(text, pk, title) for *own, pk, title in names for text in own if text in texts]


def find_provisions(texts: set[str]) -> list[tuple[str, int, str]]:
    """Find provisions by address (`penal-code-2009/495`): (text, pk, label)."""
    slugs = {text.partition("/")[2] for text in texts}
    rows = Provision.objects.filter(slug__in=slugs).select_related("law")
    return [(row.address, row.pk, str(row)) for row in rows if row.address in texts]


PROVISION_COLUMN = ImportColumn(
    "provision",
    "provision",
    "the address of a provision: penal-code-2009/495",
    find_records=UniqueTextLookup(Provision, find_provisions),
)
RECOMMENDATION = TableMapping(Recommendation, key_model=RecommendationKey)
ISSUER = TableMapping(
    Recommendation.issuers.through, owner="recommendation", identity=("organisation_id",)
)
ASK = TableMapping(Ask, owner="recommendation", identity=("action", "provision_id", "law_id"))
RECOMMENDATION_CITATION = citation_mapping(RecommendationCitation)

RECOMMENDATION_FIELDS = (*plain_names(Recommendation, "import"), "note", "staff_notes")
REQUIRED = ("summary", "issuer", "addressee", "addressee_kind")


class RecommendationImport(ImportSpec):
    name = "recommendations"
    label = "Recommendations"
    mappings = (RECOMMENDATION, ISSUER, ASK, RECOMMENDATION_CITATION)
    has_continuation_rows = True
    columns = (
        KEY_COLUMN,
        CODE_COLUMN,
        *(
            model_column(Recommendation, name, is_required=name in REQUIRED)
            for name in RECOMMENDATION_FIELDS
        ),
        organisation_column("body", "body that asks"),
        model_column(Ask, "action", help="What is asked: one action in each row."),
        PROVISION_COLUMN,
        ImportColumn(
            "law",
            "law",
            "the address of a law, where all of it is meant: lese-majeste-2018",
            find_records=UniqueTextLookup(Law, find_laws),
        ),
        *CITATION_COLUMNS,
    )

    def read_row(self, row: ImportedRow, record: RowDraft) -> None:
        parser = row.parser
        parser.fill_columns(record, row, *RECOMMENDATION_FIELDS)
        parser.add_citations(row, (RECOMMENDATION_CITATION, record))
        if body := row.value("body"):
            parser.dependent_draft(ISSUER, row, record, organisation_id=body)
        action, provision, law = (row.value(name) for name in ("action", "provision", "law"))
        if provision and law:
            row.add_problem("law", _("give a provision or a whole law, not both"))
        elif action:
            parser.dependent_draft(
                ASK, row, record, action=action, provision_id=provision, law_id=law
            )
        elif row.has("provision", "law") and not row.has("action"):
            row.add_problem("action", _("say what is asked"))
