"""Language by URL prefix (English `/`, Khmer `/km/`), and record texts in that language.

No cookie and no header decides, so that one address is the same bytes for everybody and may be
cached. What a record says in one language only is shown in that one, and marked as being in it.
"""

import re

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

KHMER = "km"
PREFIX = f"/{KHMER}/"
# Runs of the other language, with the blanks and signs inside them.
IN_KHMER = re.compile("([\u1780-\u17ff](?:[^A-Za-z]*[\u1780-\u17ff])?)")
IN_ENGLISH = re.compile("([A-Za-z][^\u1780-\u17ff]*[A-Za-z])")

SPAN = '<span lang="{}">{}</span>'
TSPAN = '<tspan lang="{0}" xml:lang="{0}">{1}</tspan>'  # inside a drawing


def language_of(path: str) -> str:
    """Of the page at a path."""
    return KHMER if f"{path}/".startswith(PREFIX) else settings.LANGUAGE_CODE


def address_in(language: str, address: str) -> str:
    """The same page in a language; the query stays as it is."""
    if language_of(address.partition("?")[0]) == KHMER:
        address = "/" + address.removeprefix(PREFIX)
    return PREFIX + address.removeprefix("/") if language == KHMER else address


class LanguageByAddress:
    """Answers each request in the language of its address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def is_khmer_page() -> bool:
    return translation.get_language() == KHMER


def own_text(english, khmer="") -> str:
    """What to say on this page: its own language where there is any, else the other."""
    first, second = (khmer, english) if is_khmer_page() else (english, khmer)
    return str(first or second or "")


def own(english, khmer="") -> str:
    """The same, marked where it is not in the language of the page."""
    return marked(own_text(english, khmer))


def other(english, khmer="") -> str:
    """What there is in the other language besides, marked; often nothing."""
    if not english or not khmer:
        return ""
    return marked(english if is_khmer_page() else khmer)


def marked(text: str, mark: str = SPAN) -> str:
    """What of a text is in the other language, said to be so: for fonts and those who listen.

    What is HTML already stays as it is.
    """
    language, runs = ("en", IN_ENGLISH) if is_khmer_page() else (KHMER, IN_KHMER)
    pieces = [text] if isinstance(text, SafeString) else runs.split(text)
    for place in range(1, len(pieces), 2):
        pieces[place] = format_html(mark, language, pieces[place])
    return text if len(pieces) == 1 else format_html_join("", "{}", ((one,) for one in pieces))


def foreign(text) -> str:
    """The other language where a text is in no other: for what can hold no marks of its own."""
    khmer, english = IN_KHMER.search(str(text)), IN_ENGLISH.search(str(text))
    if is_khmer_page():
        return "en" if english and not khmer else ""
    return KHMER if khmer and not english else ""
