"""Reference to another record: id, label, URLs."""

import re
from functools import cache

from django.db.models import Model
from django.urls import reverse

from tracker.codes import ALPHABET, LENGTH

CODE = re.compile(rf"[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}")


class ListAddresses(dict):
    """Of the lists of the API, by the name of the resource; each worked out once."""

    def __init__(self, base: str):
        super().__init__()
        self.base = base

    def __missing__(self, name: str) -> str:
        self[name] = self.base + reverse(f"api:{name}-list")
        return self[name]


class Links:
    """Absolute addresses for one answer."""

    def __init__(self, request):
        self.base = request.build_absolute_uri("/").rstrip("/")
        self.lists = ListAddresses(self.base)
        # By kind, what stands before and after the id: an address takes long to be worked out.
        self.pages: dict[type, tuple[str, str] | None] = {}

    def page(self, record) -> str | None:
        """The public page, or None for what has none of its own."""
        if not hasattr(record, "get_absolute_url"):
            return None
        kind, key = type(record), public_id(record)
        if kind not in self.pages:
            self.pages[kind] = parts(self.base + record.get_absolute_url(), key)
        if self.pages[kind] is None:
            return self.base + record.get_absolute_url()
        return key.join(self.pages[kind])

    def page_list(self, name: str) -> str:
        """The page of a list, by the name of its route."""
        return self.base + reverse(name)

    def api(self, name: str, key: str = "") -> str:
        """The list of a resource, or its record with the key."""
        return self.lists[name] + (f"{key}/" if key else "")

    def reference(self, record) -> dict:
        return {"id": public_id(record), "label": str(record), "url": self.page(record)}


def parts(address: str, key: str) -> tuple[str, str] | None:
    """Before and after the key; None where the address names another record as well."""
    before, _key, after = address.partition(key)
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
