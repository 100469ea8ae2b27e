"""Links to a charge, event or detention on the page of its case."""

from collections.abc import Callable

from drf_spectacular.utils import extend_schema_field

from cases.models import Case
from tracker.api.serializers import SelfValue


@extend_schema_field({"type": "string", "format": "uri"})
class CasePage(SelfValue):
    """The page of the case, at the record itself."""

    help = "Its place on the page of the case."

    def bind_columns(self, place):
        page, code = page_of_case(place), place.column("code")
        return lambda row, found: f"{page(row, found)}#{row[code]}"


def page_of_case(place) -> Callable:
    """Tells the page of the case; that of the record itself where it is one, or is of one."""
    root = place.root
    if root.model is Case:
        page = root.page()
        return lambda _row, found: page(found.root, found)
    names = {field.name for field in place.model._meta.local_fields}
    return place.under("case" if "case" in names else "participation.case").page()
