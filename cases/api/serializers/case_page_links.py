"""URL of a charge, event or detention on the page of its case."""

from collections.abc import Callable

from cases.models import Case
from tracker.api.serializers.fields import SelfValue


class CasePageUrlValue(SelfValue):
    """URL of the case's page with the record's code as its fragment."""

    help = "Its place on the case page."

    def bind_columns(self, row_ref):
        page, code = case_page_url(row_ref), row_ref.column("code")
        return lambda row, fetched: f"{page(row, fetched)}#{row[code]}"


def case_page_url(row_ref) -> Callable:
    """Renders the URL of the case's page; if the response is about cases, of the case rendered."""
    root = row_ref.root
    if root.model is Case:
        page = root.page()
        return lambda _row, fetched: page(fetched.root, fetched)
    names = {field.name for field in row_ref.model._meta.local_fields}
    return row_ref.under("case" if "case" in names else "participation.case").page()
