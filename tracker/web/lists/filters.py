"""Base filter set with strict parameters, and the filter sets of this app.

One FilterSet serves a page, its JSON and its files, so that they cannot disagree. An unknown
parameter is an error and never ignored: a misspelt filter would give the wrong number.
"""

from copy import copy
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import ClassVar

import django_filters
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Model
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from tracker.database.search_query import MAX_QUERY_LENGTH
from tracker.enums import UNKNOWN, OrganisationKind, SourceKind, Standing
from tracker.partial_dates import PartialDateFilter

ALL = "all"  # a value of a parameter with a default: no condition
REPLACEMENT_CHARACTER = "\ufffd"  # U+FFFD: Django puts it for bytes that are not UTF-8
# Tracking parameters that other sites add to shared links; ignored.
TRACKING_PARAMETERS = ("fbclid", "gclid", "igshid")
# Parameters of every list that choose the form of a response, not its rows.
OUTPUT_PARAMETERS = ("page", "cursor", "page_size", "format")


@dataclass(frozen=True)
class ParameterError:
    """One problem with one parameter, and the allowed values."""

    parameter: str
    value: str
    message: str
    allowed: tuple[str, ...] = ()

    def as_json(self) -> dict:
        return asdict(self) | {"allowed": list(self.allowed)}


class BadParameters(Exception):
    """Unknown or malformed parameters. Becomes a 400 response that lists every problem."""

    def __init__(self, errors: list[ParameterError]):
        self.errors = errors
        super().__init__("; ".join(error.message for error in errors))


class MultiChoiceField(forms.MultipleChoiceField):
    """A repeatable parameter with a closed list of values."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not one of the values.")}


class EnumFilter(django_filters.MultipleChoiceFilter):
    """Matches any of the chosen values of an enumeration (`unknown` may be one)."""

    field_class = MultiChoiceField


class CodesField(forms.Field):
    """A repeatable parameter that names records by their public code, or `unknown`."""

    widget = forms.SelectMultiple
    prohibit_null_characters = ProhibitNullCharactersValidator()

    def __init__(self, *, model: type[Model], key: str = "code", allow_unknown=False, **options):
        self.model, self.key, self.allow_unknown = model, key, allow_unknown
        super().__init__(**options)

    def to_python(self, value):
        """The records with the given codes; None stands for `unknown`."""
        codes = [text for text in value or [] if text]
        for text in codes:
            self.prohibit_null_characters(text)
        wanted = {text for text in codes if not (self.allow_unknown and text == UNKNOWN)}
        records = {getattr(r, self.key): r for r in self.records(wanted)} if wanted else {}
        missing = sorted(wanted - records.keys())
        if missing:
            raise forms.ValidationError(
                [
                    _("There is no %(kind)s “%(value)s”.")
                    % {"kind": _(self.model._meta.verbose_name), "value": text}
                    for text in missing
                ]
            )
        return [records.get(text) for text in dict.fromkeys(codes)]

    def records(self, wanted):
        return self.model._default_manager.filter(**{f"{self.key}__in": wanted})


class CodesFilter(django_filters.Filter):
    """Any of the records named by their codes."""

    field_class = CodesField


class YesNoFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`. (django-filter's BooleanFilter ignores any other value.)"""

    def __init__(self, **options):
        choices = [("true", _("Yes")), ("false", _("No"))]
        super().__init__(choices=choices, coerce=lambda word: word == "true", **options)


class FullTextFilter(django_filters.CharFilter):
    """Full-text search: records that contain all the words."""

    def __init__(self, **options):
        super().__init__(max_length=MAX_QUERY_LENGTH, **options)

    def filter(self, records, words):
        return records.with_words(words) if words else records


def unknown_parameters(data, known: list[str]):
    """A ParameterError for each unknown parameter, with the nearest known one."""
    for name in data:
        if name in known or name in TRACKING_PARAMETERS or name.startswith("utm_"):
            continue
        message = _("There is no parameter “%(name)s” here.") % {"name": name}
        if nearest := get_close_matches(name, known, n=1):
            message += " " + _("Did you mean “%(nearest)s”?") % {"nearest": nearest[0]}
        yield ParameterError(name, data.get(name), str(message), tuple(known))


def allowed_values(field: forms.Field) -> tuple[str, ...]:
    """The values of a field with choices; empty for other fields."""
    return tuple(str(value) for value, _label in getattr(field, "choices", ()) if value != "")


def takes_several_values(field: forms.Field) -> bool:
    """Whether the parameter may be repeated."""
    return isinstance(field.widget, forms.SelectMultiple | forms.MultipleHiddenInput)


def malformed_parameters(data, form: forms.Form):
    """A ParameterError for each malformed value, with the allowed ones of a closed list."""
    get = data.getlist if hasattr(data, "getlist") else lambda name: [data[name]]
    errors = form.errors
    for name, field in form.fields.items():
        values = get(name) if name in data else []
        problems = list(errors.get(name, ()))
        if len(values) > 1 and not takes_several_values(field):
            problems.append(_("Give “%(name)s” once only.") % {"name": name})
        if REPLACEMENT_CHARACTER in "".join(map(str, values)):
            problems = [_("This is no text in UTF-8.")]
        for problem in problems:
            value = ", ".join(map(str, values))
            yield ParameterError(name, value, str(problem), allowed_values(field))


def require_valid(data, form: forms.Form, *, reject_unknown=False, known=()) -> None:
    """Raises BadParameters for malformed values, and with `reject_unknown` for unknown names.

    `known` are further names that are no fields of the form.
    """
    names = sorted({*form.fields, *known})
    unknown = unknown_parameters(data, names) if reject_unknown else ()
    if problems := [*unknown, *malformed_parameters(data, form)]:
        raise BadParameters(problems)


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet that rejects unknown and malformed parameters, all in one error."""

    # Values of parameters that hold where the request does not give them.
    DEFAULTS: ClassVar = MappingProxyType({})
    # A view with other output parameters, such as the API, sets this on the instance.
    output_parameters: tuple[str, ...] = OUTPUT_PARAMETERS

    def __init__(self, data=None, *args, only_given: bool = False, **options):
        """With `only_given`, only the filters in `data` are built: for responses without a form."""
        if only_given:  # most requests use one of some twenty filters
            filters = type(self).base_filters
            self.base_filters = {name: filters[name] for name in filters if name in data}
        super().__init__(data, *args, **options)

    def require_valid(self) -> None:
        """Raise BadParameters unless every parameter is known and well formed."""
        known = (*type(self).base_filters, *self.output_parameters)
        require_valid(self.data, self.form, reject_unknown=True, known=known)

    @property
    def filtered_rows(self):
        """The rows that meet all filters. Raises BadParameters."""
        self.require_valid()
        return self.filter_queryset(self.queryset.all())

    def without_parameters(self, *names: str) -> "StrictFilterSet":
        """A copy of this valid filter set without some filters: for the counts of a facet."""
        reduced = copy(self)
        reduced._form = copy(self.form)
        reduced._form.cleaned_data = {
            name: value for name, value in self.form.cleaned_data.items() if name not in names
        }
        return reduced

    @classmethod
    def default_in_words(cls, name: str) -> str:
        """When the default of a parameter holds, for the OpenAPI document."""
        return ""

    @property
    def default_conditions(self) -> dict[str, list[str]]:
        """Conditions that hold without being asked for; an answer names them."""
        return {}

    @property
    def conditions_in_use(self) -> dict[str, list[str]]:
        """Every condition, those by default included."""
        return self.active_parameters | self.default_conditions

    @property
    def active_parameters(self) -> dict[str, list[str]]:
        """The filters in use and their values as in the query string: for links, captions, JSON."""
        get = self.data.getlist if hasattr(self.data, "getlist") else lambda n: [self.data[n]]
        return {
            name: [value for value in get(name) if value]
            for name in self.filters
            if name in self.data and any(get(name))
        }


class SourceFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in the title, author or publisher"))
    kind = EnumFilter(label=_("Kind"), choices=SourceKind.choices)
    published = PartialDateFilter(
        label=pgettext_lazy("day", "Published"), field_name="published_on"
    )


class OrganisationFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in the name or description"))
    kind = EnumFilter(label=_("Kind"), choices=OrganisationKind.choices)


class FigureFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in the topic"))
    standing = EnumFilter(label=_("Standing"), choices=Standing.choices)
    period = PartialDateFilter(label=_("Period"))
