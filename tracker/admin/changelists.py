"""Change lists with a readable title and dates as text."""

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst

from tracker.partial_dates import PartialDateField


class ReadableChangeListMixin:
    """ModelAdmin mixin: plural name as title, partial dates as text."""

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_list_display(self, request):
        return [partial_date_column(self.opts, name) for name in super().get_list_display(request)]


def partial_date_column(opts, name):
    """For a partial date, a column that shows it as text and sorts by the stored value."""
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

    column.__name__ = name  # Django uses it as CSS class of the column
    return column
