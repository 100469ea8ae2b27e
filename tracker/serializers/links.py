"""Where one record points to another: id, label, addresses."""

from django.urls import reverse


class Links:
    """Absolute addresses for one answer; each record is described once."""

    def __init__(self, request):
        self.base = request.build_absolute_uri("/").rstrip("/")
        self.references, self.lists = {}, {}

    def page(self, record) -> str | None:
        """The public page, or None for what has none of its own."""
        if not hasattr(record, "get_absolute_url"):
            return None
        return self.base + record.get_absolute_url()

    def page_list(self, name: str) -> str:
        """The page of a list, by the name of its route."""
        return self.base + reverse(name)

    def api(self, name: str, key: str = "") -> str:
        """The list of a resource, or its record with the key."""
        if name not in self.lists:
            self.lists[name] = self.base + reverse(f"api:{name}-list")
        return self.lists[name] + (f"{key}/" if key else "")

    def reference(self, record) -> dict:
        known = (type(record), record.pk)
        if known not in self.references:
            self.references[known] = {
                "id": public_id(record),
                "label": str(record),
                "url": self.page(record),
            }
        return self.references[known]


def public_id(record) -> str:
    """The address of a provision, the slug of a law or standard, the code of all else."""
    for name in ("address", "slug", "code"):
        if hasattr(record, name):
            return getattr(record, name)
    raise TypeError(f"{type(record).__name__} has no public id.")
