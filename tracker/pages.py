"""What every public page does: it answers strict questions, and lists what one FilterSet finds.

A page is plain HTML of the rows the public may see; nothing here knows who is asking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.forms import ChoiceField, MultipleChoiceField
from django.http import Http404
from django.shortcuts import render
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.codes import ALPHABET, LENGTH
from tracker.filters import UNKNOWN, BadParameters, CodesField, ParameterError, StrictFilterSet
from tracker.lists import OPEN_AT_FIRST, Facet, Order, Reading, Sort, can_be_read, facet
from tracker.models import Change
from tracker.partial_dates import PartialDate

# Offered on pages; the API has more.
FILES = ("CSV", "XLSX")


class CodeConverter(StringConverter):
    """A public code in an address; what cannot be a code is no page of ours."""

    regex = f"[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}"


register_converter(CodeConverter, "code")


def answering_strictly(view):
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
    return require_safe(answering_strictly(view))


@dataclass(frozen=True)
class ActiveFilter:
    """One value asked for, in words, and the address of the list without it."""

    label: str
    value: str
    without: str

    def __str__(self):
        return f"{self.label}: {self.value}"


@dataclass(frozen=True)
class Control:
    """One parameter in the filter form: checkboxes, a select, a line of text or a kept value."""

    kind: str
    name: str
    label: str
    values: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    help: str = ""

    @property
    def is_active(self) -> bool:
        return bool(self.values)

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def selects(self) -> tuple[str, ...]:
        """The value of each select box: one for each asked, or an empty one."""
        return self.values or ("",)


class Listing:
    """The rows one FilterSet finds, a page of them, and how the reader asked for them.

    `rows` is the whole answer, `page` fifty of it. `unit` puts their number in words (a lazy
    ngettext); `options` offers records for parameters that name them by code; `facets` count
    the rows by parameter; the first of `sorts` is the order without `?sort=`. Raises
    BadParameters.
    """

    def __init__(
        self,
        query,
        filterset: type[StrictFilterSet],
        rows: QuerySet,
        *,
        unit,
        api: str,
        options: dict[str, Callable] | None = None,
        facets: dict[str, Reading] | None = None,
        sorts: dict[str, Sort] | None = None,
        per_page: int = 50,
    ):
        self.asked = filterset(query, queryset=rows)
        self.asked.form_parameters = ("page", "sort") if sorts else ("page",)
        self.sorts = sorts or {}
        self.facets = facets or {}
        answer = self.asked.answer
        self.sort = self._sort(query)
        self.rows = self.sorts[self.sort].sorted(answer) if self.sort else answer
        self.unit = unit
        self.options = options or {}
        self.page = self._page(query.get("page") or "1", per_page)
        self.api = f"/api/v1/{api}/" + (f"?{self.query()}" if self.asked.asked else "")

    @property
    def files(self) -> dict[str, str]:
        """The addresses of the whole list as a file, by format."""
        return files(self.api)

    def _page(self, number: str, per_page: int):
        pages = Paginator(self.rows, per_page)
        try:
            return pages.page(number)
        except InvalidPage as error:
            allowed = (f"1-{pages.num_pages}",)
            raise BadParameters([ParameterError("page", number, str(error), allowed)]) from error

    def _sort(self, query) -> str:
        """The key of the order asked for; empty for the usual one."""
        keys = [key for key in query.getlist("sort") if key]
        for key in keys:
            if key not in self.sorts:
                message = str(_("“%(value)s” is not one of the values.") % {"value": key})
                raise BadParameters([ParameterError("sort", key, message, tuple(self.sorts))])
        if len(keys) > 1:
            message = str(_("Give “%(name)s” once only.") % {"name": "sort"})
            raise BadParameters([ParameterError("sort", ", ".join(keys), message)])
        return keys[0] if keys else ""

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def count_in_words(self) -> str:
        return self.unit % {"n": self.count}

    def query(self, **changed) -> str:
        """The query of this list, with parameters changed (an empty one is left out)."""
        asked = {**self.asked.asked, **changed}
        return urlencode({k: v for k, v in sorted(asked.items()) if v}, doseq=True)

    @property
    def next(self) -> str:
        return self._page_query(self.page.number + 1) if self.page.has_next() else ""

    @property
    def previous(self) -> str:
        return self._page_query(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def _kept(self) -> dict[str, list[str]]:
        """What the address remembers besides the filters."""
        return {"sort": [self.sort]} if self.sort else {}

    def _page_query(self, number) -> str:
        return self.query(**self._kept, page=[str(number)])

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
    def controls(self) -> list[Control | Facet]:
        """The form: a facet where the rows are counted by the parameter."""
        opening = list(self.facets)[:OPEN_AT_FIRST]
        return [
            self._facet(control, is_open=control.is_active or control.name in opening)
            if self._is_counted(control.name)
            else control
            for control in controls(self.asked, self.options)
        ]

    def _is_counted(self, name: str) -> bool:
        read = self.facets.get(name)
        return read is not None and can_be_read(self.asked, name, read, self.count)

    def _facet(self, control: Control, *, is_open: bool) -> Facet:
        name, form = control.name, self.asked.form
        labels = {str(value): str(label) for value, label in control.options}
        if getattr(form.fields[name], "allow_unknown", False):
            labels[UNKNOWN] = str(_("Not known"))
        for value in control.values:
            labels.setdefault(value, value_in_words(form, name, value))
        return facet(
            self.asked,
            name,
            self.facets[name],
            labels=labels,
            link=lambda value: self.query(**self._kept, **{name: [value]}),
            is_open=is_open,
        )


def files(api: str) -> dict[str, str]:
    """The addresses of files beside an address of the API, by format."""
    joint = "&" if "?" in api else "?"
    return {kind: f"{api}{joint}format={kind.lower()}" for kind in FILES}


def active_filters(asked: StrictFilterSet, **kept):
    """Each value asked for, in words, with the query that asks all the others (and keeps some)."""
    for name, values in asked.asked.items():
        for value in values:
            others = {**asked.asked, **kept, name: [other for other in values if other != value]}
            yield ActiveFilter(
                label=str(asked.form.fields[name].label),
                value=value_in_words(asked.form, name, value),
                without=urlencode({k: v for k, v in sorted(others.items()) if v}, doseq=True),
            )


def value_in_words(form, name: str, value: str) -> str:
    """What a valid value of a parameter means to a reader."""
    field, cleaned = form.fields[name], form.cleaned_data.get(name)
    if isinstance(field, ChoiceField):
        return str(dict(field.choices)[value])
    if value == UNKNOWN:
        return _("not known")
    if isinstance(field, CodesField):
        records = {getattr(r, field.key, None) or r.code: r for r in cleaned if r is not None}
        return str(records[value])
    return cleaned.in_words() if isinstance(cleaned, PartialDate) else value


def controls(asked: StrictFilterSet, options: dict[str, Callable]):
    """The filter form, in the order of the parameters."""
    for name, field in asked.form.fields.items():
        values = tuple(asked.asked.get(name, ()))
        common = {"name": name, "label": str(field.label), "values": values}
        if name in options:
            yield Control("select", options=tuple(options[name]()), **common)
        elif isinstance(field, CodesField):
            yield Control("kept", **common)
        elif isinstance(field, MultipleChoiceField):
            yield Control("checkboxes", options=tuple(field.choices), **common)
        elif isinstance(field, ChoiceField):
            choices = tuple(choice for choice in field.choices if choice[0] != "")
            yield Control("select", options=choices, **common)
        else:
            yield Control("text", help=str(field.help_text), **common)
