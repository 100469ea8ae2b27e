"""Decorator that tracks a model with pghistory, and the middleware that records the user.

Not to be mixed up with legal history: what a provision said over time is `laws.Version`.
"""

import pghistory
from pghistory.middleware import HistoryMiddleware

# Columns maintained by triggers; a change of these alone is no edit.
MAINTAINED = (
    *("mentions_protected", "is_sourced", "is_shown", "lock"),
    *("search_vector", "search_text_km"),
)


def tracked(model):
    """Class decorator: record every insert, update and delete of the model's rows.

    Bulk updates and raw SQL are recorded too. The rows land in `<Model>History`, which is
    append-only. Works for the link tables of many-to-many fields as well.
    """
    names = {field.name for field in model._meta.local_fields}
    own_name = model._meta.object_name
    owner = pghistory.ObjForeignKey(related_name="history")
    if model._meta.auto_created:  # the link table of a many-to-many field: Law_issuers
        own_name = "".join(part[:1].upper() + part[1:] for part in own_name.split("_"))
        owner = None  # migrations do not know such a table as a model
    return pghistory.track(
        model_name=f"{own_name}History",
        exclude=[name for name in MAINTAINED if name in names],
        obj_field=owner,
    )(model)


class StaffHistoryMiddleware(HistoryMiddleware):
    """Records the user of each change in the admin; public requests have no session."""

    def __call__(self, request):
        if request.path.startswith("/admin/"):
            return super().__call__(request)
        return self.get_response(request)
