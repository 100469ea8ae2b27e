"""Registry of all table imports, in dependency order."""

from laws.tables.imports import RecommendationImport
from tracker.tables.imports import ImportSpec, SourceImport

from .cases import CaseImport
from .people import PersonImport

IMPORT_SPECS: dict[str, ImportSpec] = {
    kind.name: kind
    for kind in (SourceImport(), PersonImport(), RecommendationImport(), CaseImport())
}

__all__ = ["IMPORT_SPECS", "CaseImport", "PersonImport"]
