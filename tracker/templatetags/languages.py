"""Template tags: record texts in the page's language, link to the other language."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from tracker.languages import switching

register = template.Library()
# {{ law.title|in_page_language:law.title_km }} and {{ law.title|in_other_language:law.title_km }}
register.filter("in_page_language", switching.localised_html)
register.filter("in_other_language", switching.other_language_html)
register.filter("foreign", switching.foreign_language_of)
# For <title>, <option> and attributes, which cannot contain elements.
register.filter("text_in_page_language", switching.localised_text)


@register.simple_tag(takes_context=True)
def language_alternates(context) -> list[dict]:
    """Links to the page in every language, with its query string.

    Error pages link to the home pages, so that all 404 pages are the same bytes.
    """
    request = context.get("request")
    is_missing = request is None or "exception" in context
    current_path = reverse("cases:home") if is_missing else request.get_full_path()
    base = "" if request is None else request.build_absolute_uri("/").rstrip("/")
    return [
        {
            "language": language,
            "name": name,
            "address": (address := switching.address_in(language, current_path)),
            "absolute": base + address,
            "is_current": language == get_language(),
        }
        for language, name in settings.LANGUAGES
    ]
