"""List view of one filter set with filters, facets, order and pagination.

A page shows the rows that are public, in plain HTML; it does not depend on the user.
"""

from collections.abc import Callable
from functools import cached_property, partial, wraps
from operator import attrgetter
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
    FacetQuery,
    Sort,
    build_facet,
    capped_count,
    count_facet_values,
)
from tracker.web.lists.filter_forms import (
    ActiveFilter,
    FilterField,
    active_filters,
    build_controls,
    default_filters,
)
from tracker.web.lists.filters import BadParameters, ParameterError, StrictFilterSet
from tracker.web.lists.keyset import CursorPosition, KeysetSlice

# Offered on list pages; the API has more.
FILE_FORMATS = ("CSV", "XLSX")
# Query parameters of the cursor: the page begins after a row, or ends before one.
CURSOR_PARAMETERS = ("after", "before")


class CodeConverter(StringConverter):
    """A public code in a URL path; anything else does not match, so it is a 404."""

    regex = f"[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}"


register_converter(CodeConverter, "code")


def handle_public_errors(view):
    """View decorator: 400 that explains bad parameters, 410 for a record no longer public."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except BadParameters as problem:
            return render(request, "400.html", {"errors": problem.errors}, status=400)
        except Http404:
            if not is_gone(request.resolver_match):
                raise
            return render(request, "410.html", status=410)

    return wrapper


def is_gone(resolver_match) -> bool:
    """Whether the URL is of a record that was public and is not any more."""
    kind, is_detail, _rest = resolver_match.url_name.partition("-detail")
    return bool(is_detail) and Change.objects.is_gone(
        kind, "/".join(resolver_match.kwargs.values())
    )


def public_page(view):
    """Decorator of a public page: GET and HEAD only, strict about parameters."""
    return require_safe(handle_public_errors(view))


class Listing:
    """The rows that match one FilterSet, one page of them, and the links of the list page.

    `rows` has all matching rows, `page` at most `per_page` of them. `unit` is a lazy ngettext of
    their number; `options` gives the choices of parameters that take codes of records; `facets`
    count the rows by parameter; the first of `sorts` is the default order; `key` are the fields
    that identify a row in `?after=` and `?before=`. Raises BadParameters.
    """

    COUNT_LIMIT = 10_000  # a larger number of rows is shown as "more than"

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
        facets: dict[str, FacetQuery] | None = None,
        key: tuple[str, ...] = ("code",),
        per_page: int = 50,
    ):
        self.filterset = filterset(query, queryset=rows)
        self.filterset.output_parameters = ("sort", *CURSOR_PARAMETERS)
        self.sorts = sorts
        self.facets = facets or {}
        self.unit = unit
        self.options = options or {}
        self.rows = self.filterset.filtered_rows
        self.sort = self._sort(query)
        self.key = key
        self.page_slice = KeysetSlice.of(
            self.rows, self._current_sort.key, size=per_page, place=self._cursor_position(query)
        )
        self.page = self.page_slice.rows
        self.api = f"/api/v1/{api}/" + (
            f"?{self.query()}" if self.filterset.active_parameters else ""
        )

    @property
    def files(self) -> dict[str, str]:
        """URLs of the whole list as a file, by format."""
        return file_addresses(self.api)

    def _sort(self, query) -> str:
        """The key of the requested order; empty for the default one."""
        key = single_value(query, "sort")
        if key and key not in self.sorts:
            message = str(_("“%(value)s” is not one of the values.") % {"value": key})
            raise BadParameters([ParameterError("sort", key, message, tuple(self.sorts))])
        return key

    @property
    def _current_sort(self) -> Sort:
        return self.sorts[self.sort or next(iter(self.sorts))]

    def _cursor_position(self, query) -> CursorPosition | None:
        """The position at which the page begins or ends; its row need not match the filters."""
        cursors = {name: single_value(query, name) for name in CURSOR_PARAMETERS if query.get(name)}
        for name, text in cursors.items():
            parts = text.split("/")
            rows = (
                self.rows
                if self._current_sort.needs_filtered_rows
                else self.filterset.queryset.all()
            )
            lookup = dict(zip(self.key, parts, strict=False))
            is_valid = len(parts) == len(self.key) and text.isprintable() and len(cursors) == 1
            values = self._current_sort.key.of(rows.filter(**lookup)) if is_valid else None
            if values is None:
                message = str(_("No page begins here. Go to the first one."))
                raise BadParameters([ParameterError(name, text, message)])
            return CursorPosition(values, is_backward=name == "before")
        return None

    @cached_property
    def count(self) -> int:
        """The number of rows; COUNT_LIMIT + 1 where there are more than COUNT_LIMIT."""
        return capped_count(self.rows, self.COUNT_LIMIT)

    @property
    def count_in_words(self) -> str:
        if self.count <= self.COUNT_LIMIT:
            return self.unit % {"n": self.count}
        return _("more than %(number)s") % {"number": self.unit % {"n": self.COUNT_LIMIT}}

    def query(self, **changed) -> str:
        """The query string of this list, with parameters changed; empty ones are left out."""
        parameters = {**self.filterset.active_parameters, **changed}
        return urlencode({k: v for k, v in sorted(parameters.items()) if v}, doseq=True)

    @property
    def next(self) -> str:
        return self._query_at("after", self.page[-1]) if self.page_slice.has_next else ""

    @property
    def previous(self) -> str:
        return self._query_at("before", self.page[0]) if self.page_slice.has_previous else ""

    @property
    def first(self) -> str:
        return self.query(**self._sort_parameter)

    def _query_at(self, name: str, row) -> str:
        cursor = "/".join(attrgetter(part.replace("__", "."))(row) for part in self.key)
        return self._query_with(name, cursor)

    def _query_with(self, name: str, value: str) -> str:
        return self.query(**self._sort_parameter, **{name: [value]})

    @property
    def _sort_parameter(self) -> dict[str, list[str]]:
        """The `sort` parameter, unless the order is the default one."""
        return {"sort": [self.sort]} if self.sort else {}

    @property
    def active_filters(self) -> list[ActiveFilter]:
        return list(active_filters(self.filterset, **self._sort_parameter))

    @property
    def default_filters(self) -> list[ActiveFilter]:
        """Conditions that hold by default, each with the query string that lifts it."""
        return list(default_filters(self.filterset, **self._sort_parameter))

    @property
    def without_filters(self) -> str:
        return urlencode(self._sort_parameter, doseq=True)

    @property
    def sort_options(self) -> list[dict]:
        """Links to this list in each sort order."""
        default = next(iter(self.sorts))
        return [
            {
                "label": sort.label,
                "query": self.query(sort=[key] if key != default else []),
                "is_current": key == (self.sort or default),
            }
            for key, sort in self.sorts.items()
        ]

    @cached_property
    def controls(self) -> list[FilterField | Facet]:
        """The filter form: a Facet for each parameter with counts, else a FilterField."""
        counts = count_facet_values(self.filterset, self._facet_queries)
        expanded = list(self.facets)[:OPEN_AT_FIRST]
        return [
            build_facet(
                self.filterset,
                control,
                counts[control.name],
                link=partial(self._query_with, control.name),
                is_open=control.name in expanded,
            )
            if control.name in counts
            else control
            for control in build_controls(self.filterset, self.options)
        ]

    @property
    def _facet_queries(self) -> dict[str, FacetQuery]:
        return {
            name: query for name, query in self.facets.items() if name in self.filterset.form.fields
        }


def list_page(
    template: str, filterset: type[StrictFilterSet], rows: QuerySet, more=None, **options
):
    """View of a list page. `more(listing)` gives more context, `options` are those of Listing."""

    @public_page
    def view(request):
        listing = Listing(request.GET, filterset, rows, **options)
        return render(request, template, {"listing": listing} | (more(listing) if more else {}))

    return view


def single_value(query, name: str) -> str:
    """The value of a parameter that may be given once; "" if absent. Raises BadParameters."""
    values = [value for value in query.getlist(name) if value]
    if len(values) > 1:
        message = str(_("Give “%(name)s” once only.") % {"name": name})
        raise BadParameters([ParameterError(name, ", ".join(values), message)])
    return values[0] if values else ""


def file_addresses(api: str) -> dict[str, str]:
    """URLs of the files for a URL of the API, by format."""
    separator = "&" if "?" in api else "?"
    return {kind: f"{api}{separator}format={kind.lower()}" for kind in FILE_FORMATS}
