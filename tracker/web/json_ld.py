"""JSON-LD script element and breadcrumb list (schema.org)."""

import json
from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

CONTEXT = "https://schema.org"
# Inside a script element nothing is escaped but in the JSON itself; then `</script>` cannot occur.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def as_script(described: dict) -> SafeString:
    """A data block, which no browser runs."""
    filled = {"@context": CONTEXT} | {k: v for k, v in described.items() if v not in (None, "", [])}
    written = json.dumps(filled, ensure_ascii=False).translate(ESCAPES)
    # Safe: the signs that could end the element are escaped above.
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(written),  # noqa: S308
    )


def breadcrumbs(way: list[tuple[str, str]], absolute: Callable[[str], str]) -> dict:
    """The way from the first page to this one: names and addresses."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(name), "item": absolute(address)}
            for place, (name, address) in enumerate(way, 1)
        ],
    }
