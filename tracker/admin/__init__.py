"""Model admins of this app and the base classes of every other model admin."""

from .accounts import api_keys, users
from .autocomplete import join_label
from .forms import EditForm
from .inlines import FactInline, LinkInline, WideFactInline
from .previews import PreviewMixin
from .publishing import PublishableAdmin
from .record_admin import RecordAdmin
from .sources import records
from .staff_admin import StaffAdmin, admin_url
