"""Lookups and database functions on partial dates."""

from django.db import models
from django.db.models.lookups import PostgresOperatorLookup
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from tracker.partial_dates.field import PartialDateField


@PartialDateField.register_lookup
class Overlaps(PostgresOperatorLookup):
    """At least one day is in both."""

    lookup_name, postgres_operator = "overlaps", "&&"


# The casts let PostgreSQL resolve the function when validation passes an untyped NULL.
@PartialDateField.register_lookup
class Earliest(models.Transform):
    """The first possible day."""

    lookup_name = "earliest"
    template = "lower((%(expressions)s)::daterange)"
    output_field = models.DateField()


@PartialDateField.register_lookup
class Latest(models.Transform):
    """The last possible day."""

    lookup_name = "latest"
    template = "(upper((%(expressions)s)::daterange) - 1)"
    output_field = models.DateField()


@PartialDateField.register_lookup
class CertainYear(models.Transform):
    """The year if all days are in one year, else NULL: `CertainYear("happened_on")`."""

    lookup_name = "year"
    template = (
        f"CASE WHEN EXTRACT(YEAR FROM {Earliest.template}) = EXTRACT(YEAR FROM {Latest.template})"
        f" THEN EXTRACT(YEAR FROM {Earliest.template})::integer END"
    )
    output_field = models.IntegerField()

    def as_sql(self, compiler, connection, **extra_context):
        sql, params = super().as_sql(compiler, connection, **extra_context)
        return sql, [*params] * self.template.count("%(expressions)s")


# SQL for the earliest day, month or year of a range, in the unit of the range: August 2021 of
# August to December 2021.
FIRST_UNIT_TEMPLATE = (
    "CASE WHEN (%(days)s) IS NULL THEN NULL"
    " WHEN extract(day FROM lower(%(days)s)) <> 1 OR extract(day FROM upper(%(days)s)) <> 1"
    " THEN daterange(lower(%(days)s), lower(%(days)s) + 1)"
    " WHEN extract(month FROM lower(%(days)s)) = 1 AND extract(month FROM upper(%(days)s)) = 1"
    " THEN daterange(lower(%(days)s), (lower(%(days)s) + interval '1 year')::date)"
    " ELSE daterange(lower(%(days)s), (lower(%(days)s) + interval '1 month')::date) END"
)


def ordered_check(start_field, end_field, name):
    """Check constraint: the end is not entirely before the start; NULL passes."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{end_field}__latest__gte": Earliest(start_field)}),
        name=name,
        violation_error_message=format_lazy(
            gettext_lazy("“{end}” must not lie wholly before “{start}”."),
            end=end_field.replace("_", " "),
            start=start_field.replace("_", " "),
        ),
    )
