"""Registry of all table imports, in dependency order."""

from laws.tables.imports import RecommendationImport
from tracker.tables.imports import ImportSpec, SourceImport

from .cases import CaseImport
from .people import PersonImport

KINDS: dict[str, ImportSpec] = {
    kind.name: kind
    for kind in (SourceImport(), PersonImport(), RecommendationImport(), CaseImport())
}

__all__ = ["KINDS", "CaseImport", "PersonImport"]
