"""Model admins of this app and the base classes of every other model admin."""

from .accounts import api_keys, users
from .autocomplete import joined
from .forms import EditForm
from .inlines import FactInline, LinkInline, WideFactInline
from .previews import PreviewAdmin
from .publishing import PublishableAdmin
from .record_admin import RecordAdmin, address_of
from .sources import error_reports, records

__all__ = [
    "EditForm",
    "FactInline",
    "LinkInline",
    "PreviewAdmin",
    "PublishableAdmin",
    "RecordAdmin",
    "WideFactInline",
    "address_of",
    "api_keys",
    "error_reports",
    "joined",
    "records",
    "users",
]
