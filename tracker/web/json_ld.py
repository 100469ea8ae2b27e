"""JSON-LD script element and breadcrumb list (schema.org)."""

import json
from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

CONTEXT = "https://schema.org"
# HTML escapes do not apply inside a script element, so `</script>` is prevented by JSON escapes.
ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def render_json_ld(description: dict) -> SafeString:
    """A JSON-LD data block, which browsers do not execute. Empty values are left out."""
    non_empty = {k: v for k, v in description.items() if v not in (None, "", [])}
    json_text = json.dumps({"@context": CONTEXT} | non_empty, ensure_ascii=False)
    # Safe: the characters that could end the element are escaped.
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(json_text.translate(ESCAPES)),  # noqa: S308
    )


def breadcrumb_list(path: list[tuple[str, str]], absolute: Callable[[str], str]) -> dict:
    """BreadcrumbList of (name, URL path) pairs, from the home page to the current one.

    `absolute` makes a path an absolute URL, as `request.build_absolute_uri` does.
    """
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": str(name), "item": absolute(url_path)}
            for n, (name, url_path) in enumerate(path, 1)
        ],
    }
