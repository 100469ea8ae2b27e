"""Base filter set with strict parameters, and the filter sets of this app.

One FilterSet serves a page, its JSON and its files, so that they can never disagree. A parameter
nobody knows is an error, never ignored: a misspelt filter would give the wrong number.
"""

from copy import copy
from dataclasses import asdict, dataclass
from difflib import get_close_matches

import django_filters
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tracker.database.search_query import LONGEST
from tracker.enums import UNKNOWN, OrganisationKind, SourceKind, Standing
from tracker.models import Figure, Organisation, Source
from tracker.partial_dates import PartialDateFilter

UNREADABLE = "\ufffd"  # what Django makes of bytes that are no UTF-8
# Marks that other sites add to a link when it is shared; they ask nothing of us.
SHARING_MARKS = ("fbclid", "gclid", "igshid")
# Everybody's parameters that choose the form of an answer, not its content.
FORM_PARAMETERS = ("page", "cursor", "page_size", "format")


@dataclass(frozen=True)
class ParameterError:
    """One thing wrong with one parameter, and what would be right."""

    parameter: str
    value: str
    message: str
    allowed: tuple[str, ...] = ()

    def as_json(self) -> dict:
        return asdict(self) | {"allowed": list(self.allowed)}


class BadParameters(Exception):
    """The question cannot be answered as asked. Becomes a 400 that names every problem."""

    def __init__(self, errors: list[ParameterError]):
        self.errors = errors
        super().__init__("; ".join(error.message for error in errors))


class MultiChoiceField(forms.MultipleChoiceField):
    """A repeatable parameter with a closed list of values."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not one of the values.")}


class EnumFilter(django_filters.MultipleChoiceFilter):
    """Any of the chosen values of an enumeration; `unknown` where it is one."""

    field_class = MultiChoiceField


class CodesField(forms.Field):
    """A repeatable parameter that names records by their public code, or `unknown`."""

    widget = forms.SelectMultiple
    prohibit_null_characters = ProhibitNullCharactersValidator()

    def __init__(self, *, model: type[Model], key: str = "code", allow_unknown=False, **options):
        self.model, self.key, self.allow_unknown = model, key, allow_unknown
        super().__init__(**options)

    def to_python(self, value):
        """The records asked for; None stands for `unknown`."""
        asked = [text for text in value or [] if text]
        for text in asked:
            self.prohibit_null_characters(text)
        wanted = {text for text in asked if not (self.allow_unknown and text == UNKNOWN)}
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
        return [records.get(text) for text in dict.fromkeys(asked)]

    def records(self, wanted):
        return self.model._default_manager.filter(**{f"{self.key}__in": wanted})


class CodesFilter(django_filters.Filter):
    """Any of the records named by their codes."""

    field_class = CodesField


class YesNoFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`. (django-filter's own reads every other word as no question at all.)"""

    def __init__(self, **options):
        choices = [("true", _("Yes")), ("false", _("No"))]
        super().__init__(choices=choices, coerce=lambda word: word == "true", **options)


class FullTextFilter(django_filters.CharFilter):
    """Records with all of these words, as the search finds them."""

    def __init__(self, **options):
        super().__init__(max_length=LONGEST, **options)

    def filter(self, records, words):
        return records.with_words(words) if words else records


def unknown_parameters(data, known: list[str]):
    """What is wrong with parameters nobody knows: each is named, with the nearest known one."""
    for name in data:
        if name in known or name in SHARING_MARKS or name.startswith("utm_"):
            continue
        message = _("There is no parameter “%(name)s” here.") % {"name": name}
        if nearest := get_close_matches(name, known, n=1):
            message += " " + _("Did you mean “%(nearest)s”?") % {"nearest": nearest[0]}
        yield ParameterError(name, data.get(name), str(message), tuple(known))


def allowed_values(field: forms.Field) -> tuple[str, ...]:
    """The values of a closed list; empty where the field takes any of its form."""
    return tuple(str(value) for value, _label in getattr(field, "choices", ()) if value != "")


def takes_several(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.SelectMultiple | forms.MultipleHiddenInput)


def malformed_parameters(data, form: forms.Form):
    """What is wrong with the values, one by one, and the allowed ones where they are a list."""
    get = data.getlist if hasattr(data, "getlist") else lambda name: [data[name]]
    errors = form.errors
    for name, field in form.fields.items():
        values = get(name) if name in data else []
        problems = list(errors.get(name, ()))
        if len(values) > 1 and not takes_several(field):
            problems.append(_("Give “%(name)s” once only.") % {"name": name})
        if UNREADABLE in "".join(map(str, values)):
            problems = [_("This is no text in UTF-8.")]
        for problem in problems:
            value = ", ".join(map(str, values))
            yield ParameterError(name, value, str(problem), allowed_values(field))


def require_valid(data, form: forms.Form, *, alone: bool = False) -> None:
    """Refuse malformed values; with `alone`, also every parameter the form does not have."""
    problems = list(malformed_parameters(data, form))
    if alone:
        problems = [*unknown_parameters(data, sorted(form.fields)), *problems]
    if problems:
        raise BadParameters(problems)


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet that refuses what it does not understand, and says all of it at once."""

    # Parameters of the page itself that are not filters, such as the rows of the usage matrix.
    also_known: tuple[str, ...] = ()
    # Whoever reads other such parameters, as the API does, says so on the instance.
    form_parameters: tuple[str, ...] = FORM_PARAMETERS

    def __init__(self, data=None, *args, only_asked: bool = False, **options):
        """With `only_asked`, without the fields of a form: for answers that show none."""
        if only_asked:  # of some twenty filters most questions ask one
            every = type(self).base_filters
            self.base_filters = {name: every[name] for name in every if name in data}
        super().__init__(data, *args, **options)

    def require_valid(self) -> None:
        """Raise BadParameters unless every parameter is known and well formed."""
        errors = [
            *unknown_parameters(self.data, self.known),
            *malformed_parameters(self.data, self.form),
        ]
        if errors:
            raise BadParameters(errors)

    @property
    def known(self) -> list[str]:
        return sorted([*type(self).base_filters, *self.also_known, *self.form_parameters])

    @property
    def answer(self):
        """The rows asked for. Raises BadParameters."""
        self.require_valid()
        return self.filter_queryset(self.queryset.all())

    def leaving_out(self, *names: str) -> "StrictFilterSet":
        """The same valid question without some of its conditions: a facet counts in its rows."""
        other = copy(self)
        other._form = copy(self.form)
        other._form.cleaned_data = {
            name: value for name, value in self.form.cleaned_data.items() if name not in names
        }
        return other

    @property
    def asked(self) -> dict[str, list[str]]:
        """The filters in use, as they stand in the address: for links, captions and JSON."""
        get = self.data.getlist if hasattr(self.data, "getlist") else lambda n: [self.data[n]]
        return {
            name: [value for value in get(name) if value]
            for name in self.filters
            if name in self.data and any(get(name))
        }


class SourceFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in the title, author or publisher"))
    kind = EnumFilter(label=_("Kind"), choices=SourceKind.choices)
    published = PartialDateFilter(label=_("Published"), field_name="published_on")

    class Meta:
        model = Source
        fields = ["q", "kind", "published"]


class OrganisationFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in the name or description"))
    kind = EnumFilter(label=_("Kind"), choices=OrganisationKind.choices)

    class Meta:
        model = Organisation
        fields = ["q", "kind"]


class FigureFilter(StrictFilterSet):
    q = FullTextFilter(label=_("Words in the topic"))
    standing = EnumFilter(label=_("Standing"), choices=Standing.choices)
    period = PartialDateFilter(label=_("Period"))

    class Meta:
        model = Figure
        fields = ["q", "standing", "period"]
