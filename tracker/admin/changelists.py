"""Change lists with a readable title and dates as text."""

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst

from tracker.partial_dates import PartialDateField


class ReadableChangeList:
    """Part of a ModelAdmin: its list."""

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_list_display(self, request):
        return [in_words(self.opts, name) for name in super().get_list_display(request)]


def in_words(opts, name):
    """The column, if it is one of partial dates, as readers write them; ordered as it is stored."""
    try:
        field = opts.get_field(name)
    except FieldDoesNotExist:
        return name
    if not isinstance(field, PartialDateField):
        return name

    @admin.display(description=field.verbose_name, ordering=name, empty_value="–")
    def column(record):
        value = getattr(record, name)
        return value and value.in_words()

    column.__name__ = name  # the page calls the cells after it
    return column
