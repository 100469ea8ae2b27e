"""List view of one filter set with filters, facets, order and pagination.

A page is plain HTML of the rows the public may see; nothing here knows who is asking.
"""

from collections.abc import Callable
from functools import cached_property, wraps
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import render
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.codes import ALPHABET, LENGTH
from tracker.models import Change
from tracker.web.lists.facets import (
    OPEN_AT_FIRST,
    Facet,
    Order,
    Reading,
    Sort,
    can_be_read,
    capped_count,
    counted,
    facet,
)
from tracker.web.lists.filter_forms import (
    ActiveFilter,
    FilterField,
    active_filters,
    controls,
    value_in_words,
)
from tracker.web.lists.filters import UNKNOWN, BadParameters, ParameterError, StrictFilterSet
from tracker.web.lists.keyset import CursorPosition, KeysetSlice, value_of

# Offered on pages; the API has more.
FILES = ("CSV", "XLSX")
# A page of a list begins after a row, or ends before one.
PLACES = ("after", "before")


class CodeConverter(StringConverter):
    """A public code in an address; what cannot be a code is no page of ours."""

    regex = f"[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}"


register_converter(CodeConverter, "code")


def handle_bad_parameters(view):
    """A question the view does not understand gets a 400 that explains, a record that was public
    once a 410."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except BadParameters as problem:
            return render(request, "400.html", {"errors": problem.errors}, status=400)
        except Http404:
            if not is_gone(request.resolver_match):
                raise
            return render(request, "410.html", status=410)

    return answer


def is_gone(asked) -> bool:
    """Whether the page was that of a record, which is not public any more."""
    kind, is_detail, _rest = asked.url_name.partition("-detail")
    return bool(is_detail) and Change.objects.is_gone(kind, "/".join(asked.kwargs.values()))


def page(view):
    """A public page: read only, and strict about what it is asked."""
    return require_safe(handle_bad_parameters(view))


class Listing:
    """The rows one FilterSet finds, a page of them, and how the reader asked for them.

    `rows` is the whole answer, `page` fifty of it. `unit` puts their number in words (a lazy
    ngettext); `options` offers records for parameters that name them by code; `facets` count
    the rows by parameter; the first of `sorts` is the order without `?sort=`; `key` names a row
    in `?after=` and `?before=`. Raises BadParameters.
    """

    COUNTED_TO = 10_000  # more are not counted one by one

    def __init__(
        self,
        query,
        filterset: type[StrictFilterSet],
        rows: QuerySet,
        *,
        unit,
        api: str,
        sorts: dict[str, Sort],
        options: dict[str, Callable] | None = None,
        facets: dict[str, Reading] | None = None,
        key: tuple[str, ...] = ("code",),
        per_page: int = 50,
    ):
        self.asked = filterset(query, queryset=rows)
        self.asked.form_parameters = ("sort", *PLACES)
        self.sorts = sorts
        self.facets = facets or {}
        self.unit = unit
        self.options = options or {}
        self.rows = self.asked.answer
        self.sort = self._sort(query)
        self.key = key
        self.stretch = KeysetSlice.of(
            self.rows, self._order.key, size=per_page, place=self._place(query)
        )
        self.page = self.stretch.rows
        self.api = f"/api/v1/{api}/" + (f"?{self.query()}" if self.asked.asked else "")

    @property
    def files(self) -> dict[str, str]:
        """The addresses of the whole list as a file, by format."""
        return files(self.api)

    def _sort(self, query) -> str:
        """The key of the order asked for; empty for the usual one."""
        key = consistent_list(query, "sort")
        if key and key not in self.sorts:
            message = str(_("“%(value)s” is not one of the values.") % {"value": key})
            raise BadParameters([ParameterError("sort", key, message, tuple(self.sorts))])
        return key

    @property
    def _order(self) -> Sort:
        return self.sorts[self.sort or next(iter(self.sorts))]

    def _place(self, query) -> CursorPosition | None:
        """Where the page begins or ends: at a row that may meet the conditions no longer."""
        asked = {name: consistent_list(query, name) for name in PLACES if query.get(name)}
        for name, text in asked.items():
            parts = text.split("/")
            rows = self.rows if self._order.is_of_found else self.asked.queryset.all()
            named = dict(zip(self.key, parts, strict=False))
            is_name = len(parts) == len(self.key) and text.isprintable() and len(asked) == 1
            values = self._order.key.of(rows.filter(**named)) if is_name else None
            if values is None:
                message = str(_("No page begins here. Go to the first one."))
                raise BadParameters([ParameterError(name, text, message)])
            return CursorPosition(values, is_backward=name == "before")
        return None

    @cached_property
    def count(self) -> int:
        """The number of rows; COUNTED_TO and one where there are more than that."""
        return capped_count(self.rows, self.COUNTED_TO)

    @property
    def count_in_words(self) -> str:
        if self.count <= self.COUNTED_TO:
            return self.unit % {"n": self.count}
        return _("more than %(number)s") % {"number": self.unit % {"n": self.COUNTED_TO}}

    def query(self, **changed) -> str:
        """The query of this list, with parameters changed (an empty one is left out)."""
        asked = {**self.asked.asked, **changed}
        return urlencode({k: v for k, v in sorted(asked.items()) if v}, doseq=True)

    @property
    def next(self) -> str:
        return self._query_at("after", self.page[-1]) if self.stretch.has_next else ""

    @property
    def previous(self) -> str:
        return self._query_at("before", self.page[0]) if self.stretch.has_previous else ""

    @property
    def first(self) -> str:
        return self.query(**self._kept)

    def _query_at(self, name: str, row) -> str:
        place = "/".join(value_of(row, part) for part in self.key)
        return self.query(**self._kept, **{name: [place]})

    @property
    def _kept(self) -> dict[str, list[str]]:
        """What the address remembers besides the filters."""
        return {"sort": [self.sort]} if self.sort else {}

    @property
    def active(self) -> list[ActiveFilter]:
        return list(active_filters(self.asked, **self._kept))

    @property
    def without_filters(self) -> str:
        return urlencode(self._kept, doseq=True)

    @property
    def orders(self) -> list[Order]:
        usual = next(iter(self.sorts), "")
        return [
            Order(
                label=str(sort.label),
                query=self.query(sort=[key] if key != usual else []),
                is_current=key == (self.sort or usual),
            )
            for key, sort in self.sorts.items()
        ]

    @cached_property
    def controls(self) -> list[FilterField | Facet]:
        """The form: a facet where the rows are counted by the parameter."""
        found = counted(self.asked, self._readings)
        opening = list(self.facets)[:OPEN_AT_FIRST]
        return [
            self._facet(control, found[control.name], is_open=control.name in opening)
            if control.name in found
            else control
            for control in controls(self.asked, self.options)
        ]

    @property
    def _readings(self) -> dict[str, Reading]:
        return {
            name: read
            for name, read in self.facets.items()
            if name in self.asked.form.fields and can_be_read(self.asked, name, read, self.count)
        }

    def _facet(self, control: FilterField, found: dict[str, int], *, is_open: bool) -> Facet:
        name, form = control.name, self.asked.form
        labels = {str(value): str(label) for value, label in control.options}
        if getattr(form.fields[name], "allow_unknown", False):
            labels[UNKNOWN] = str(_("Not known"))
        for value in control.values:
            labels.setdefault(value, value_in_words(form, name, value))
        return facet(
            self.asked,
            name,
            found,
            labels=labels,
            link=lambda value: self.query(**self._kept, **{name: [value]}),
            is_open=is_open or control.is_active,
        )


def consistent_list(query, name: str) -> str:
    """The value of a parameter of a page's own; empty where it is not asked."""
    values = [value for value in query.getlist(name) if value]
    if len(values) > 1:
        message = str(_("Give “%(name)s” once only.") % {"name": name})
        raise BadParameters([ParameterError(name, ", ".join(values), message)])
    return values[0] if values else ""


def files(api: str) -> dict[str, str]:
    """The addresses of files beside an address of the API, by format."""
    joint = "&" if "?" in api else "?"
    return {kind: f"{api}{joint}format={kind.lower()}" for kind in FILES}
