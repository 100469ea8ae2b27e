"""Language by URL prefix (English `/`, Khmer `/km/`), and record texts in that language.

Neither cookies nor headers choose the language, so a URL has the same bytes for everybody and can
be cached. A text that a record has in one language only is shown in it, with a `lang` attribute.
"""

import re

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

KHMER = "km"
PREFIX = f"/{KHMER}/"
# Runs of text in one script, with the spaces and punctuation inside them.
IN_KHMER = re.compile("([\u1780-\u17ff](?:[^A-Za-z]*[\u1780-\u17ff])?)")
IN_ENGLISH = re.compile("([A-Za-z][^\u1780-\u17ff]*[A-Za-z])")

SPAN = '<span lang="{}">{}</span>'
TSPAN = '<tspan lang="{0}" xml:lang="{0}">{1}</tspan>'  # inside an SVG


def language_of_path(path: str) -> str:
    """Language of the page at a URL path."""
    return KHMER if f"{path}/".startswith(PREFIX) else settings.LANGUAGE_CODE


def address_in(language: str, address: str) -> str:
    """URL path of the same page in a language; the query string is kept."""
    if language_of_path(address.partition("?")[0]) == KHMER:
        address = "/" + address.removeprefix(PREFIX)
    return PREFIX + address.removeprefix("/") if language == KHMER else address


class UrlLanguageMiddleware:
    """Middleware: activates the language of the URL path and sets `Content-Language`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of_path(request.path_info)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def is_khmer_page() -> bool:
    return translation.get_language() == KHMER


def localised_text(english, khmer="") -> str:
    """The text in the language of the page if there is one, else in the other language."""
    first, second = (khmer, english) if is_khmer_page() else (english, khmer)
    return str(first or second or "")


def localised_html(english, khmer="") -> str:
    """The same as HTML, with `lang` marks where it is not in the language of the page."""
    return mark_foreign_runs(localised_text(english, khmer))


def other_language_html(english, khmer="") -> str:
    """If a text exists in both languages: the one in the other language, marked; else ""."""
    if not english or not khmer:
        return ""
    return mark_foreign_runs(english if is_khmer_page() else khmer)


def mark_foreign_runs(text: str, mark: str = SPAN) -> str:
    """HTML in which runs of the other language have a `lang` attribute (fonts, screen readers).

    SafeString is returned unchanged. `mark` is the element: SPAN, or TSPAN in an SVG.
    """
    language, runs = ("en", IN_ENGLISH) if is_khmer_page() else (KHMER, IN_KHMER)
    pieces = [text] if isinstance(text, SafeString) else runs.split(text)
    for i in range(1, len(pieces), 2):  # re.split() puts the matched runs at odd positions
        pieces[i] = format_html(mark, language, pieces[i])
    return text if len(pieces) == 1 else format_html_join("", "{}", ((piece,) for piece in pieces))


def foreign_language_of(text) -> str:
    """The other language, if the text is entirely in it, else "": for elements without markup."""
    khmer, english = IN_KHMER.search(str(text)), IN_ENGLISH.search(str(text))
    if is_khmer_page():
        return "en" if english and not khmer else ""
    return KHMER if khmer and not english else ""
