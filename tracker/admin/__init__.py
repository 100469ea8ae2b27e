"""The desk: what every admin page has in common, and the pages of the ground."""

from . import accounts, ground, keys, reports
from .choices import joined
from .forms import EditForm
from .inlines import FactInline, LinkInline, WideFactInline
from .previews import PreviewAdmin
from .publishing import PublishableAdmin
from .records import RecordAdmin, address_of

__all__ = [
    "EditForm",
    "FactInline",
    "LinkInline",
    "PreviewAdmin",
    "PublishableAdmin",
    "RecordAdmin",
    "WideFactInline",
    "accounts",
    "address_of",
    "ground",
    "joined",
    "keys",
    "reports",
]
