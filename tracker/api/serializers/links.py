"""Reference to another record: id, label, URLs."""

import re
from functools import cache

from django.db.models import Model
from django.urls import reverse

from tracker.codes import ALPHABET, LENGTH

CODE = re.compile(rf"[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}")


class Links:
    """Absolute URLs for one response."""

    def __init__(self, request):
        self.base = request.build_absolute_uri("/").rstrip("/")
        # reverse() and get_absolute_url() are slow: each list, and for each model the URL of a
        # page before and after the id.
        self.lists: dict[str, str] = {}
        self.pages: dict[type, tuple[str, str] | None] = {}

    def page(self, record) -> str | None:
        """The public page, or None for a model that has none."""
        if not hasattr(record, "get_absolute_url"):
            return None
        model, key = type(record), public_id(record)
        if model not in self.pages:
            self.pages[model] = split_url(self.base + record.get_absolute_url(), key)
        parts = self.pages[model]
        return key.join(parts) if parts else self.base + record.get_absolute_url()

    def page_list(self, name: str) -> str:
        """The page of a list, by the name of its route."""
        return self.base + reverse(name)

    def api(self, name: str, key: str = "") -> str:
        """The list of a resource, or its record with the key."""
        if name not in self.lists:
            self.lists[name] = self.base + reverse(f"api:{name}-list")
        return f"{self.lists[name]}{key}/" if key else self.lists[name]

    def reference(self, record) -> dict:
        return {"id": public_id(record), "label": str(record), "url": self.page(record)}


def split_url(url: str, key: str) -> tuple[str, str] | None:
    """The parts before and after the key; None where the URL names another record as well."""
    before, _key, after = url.partition(key)
    return None if CODE.search(before + after) or key in after else (before, after)


def public_id(record) -> str:
    """The address of a provision, the slug of a law or standard, the code of all else."""
    return getattr(record, name_of_id(type(record)))


@cache
def name_of_id(model: type[Model]) -> str:
    names = {field.name for field in model._meta.local_fields}
    return next(
        name for name in ("address", "slug", "code") if name in names or name in vars(model)
    )
