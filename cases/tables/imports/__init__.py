"""Registry of all table imports, in dependency order."""

from cases.tables.imports.cases import CaseImport
from cases.tables.imports.people import PersonImport
from laws.tables.imports import RecommendationImport
from tracker.tables.imports.import_spec import ImportSpec
from tracker.tables.imports.sources import SourceImport

IMPORT_SPECS: dict[str, ImportSpec] = {
    kind.name: kind
    for kind in (SourceImport(), PersonImport(), RecommendationImport(), CaseImport())
}
