"""Parameters of the filters on prosecutions: parties, years, dates."""

import django_filters
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.models import Person
from tracker.models import Organisation
from tracker.partial_dates import StrictPartialDateFormField
from tracker.web.lists.filters import UNKNOWN, CodesField


class PartiesField(CodesField):
    """People and organisations by code: `P-…`, `O-…`, or `unknown`."""

    def __init__(self, **options):
        super().__init__(model=Organisation, allow_unknown=True, **options)

    def records(self, wanted):
        return [
            *Person.objects.filter(code__in=wanted),
            *Organisation.objects.filter(code__in=wanted),
        ]


class PartiesFilter(django_filters.Filter):
    field_class = PartiesField


class YearField(forms.RegexField):
    """A year, or `unknown`: no date, or a range over more than one year."""

    default_error_messages = {"invalid": _("Write a year such as 2020, or unknown.")}

    def __init__(self, **options):
        options.pop("strip", None)
        super().__init__(rf"^([12][0-9]{{3}}|{UNKNOWN})\Z", **options)


class YearFilter(django_filters.Filter):
    field_class = YearField


class CertainYearField(forms.RegexField):
    """A year."""

    default_error_messages = {"invalid": _("Write a year such as 2020.")}

    def __init__(self, **options):
        options.pop("strip", None)
        super().__init__(r"^[12][0-9]{3}\Z", **options)


class CertainYearFilter(django_filters.Filter):
    field_class = CertainYearField


class DateField(StrictPartialDateFormField):
    """A date or period, or `unknown`: no date at all, not even an approximate one."""

    def __init__(self, **options):
        super().__init__(**options)
        or_unknown = _("Or write unknown: no day is known at all.")
        self.help_text = format_lazy("{} {}", self.help_text, or_unknown)

    def to_python(self, value):
        return UNKNOWN if value == UNKNOWN else super().to_python(value)


class DateFilter(django_filters.Filter):
    field_class = DateField
