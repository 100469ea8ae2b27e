"""A sample model and hypothesis strategies for the tests of partial dates."""

from datetime import date

from django.apps.registry import Apps
from django.db import models
from hypothesis import HealthCheck, settings, strategies as st

from tracker.partial_dates import PartialDate, PartialDateField, ordered_check

parse = PartialDate.parse
FORMAT_HINT = "write 2020, 2020-11, 2020-11-05 or 2020-05/2020-06, with ~ at the end for about."


class Happening(models.Model):
    """Sample model with two partial dates."""

    title = models.CharField(max_length=20, blank=True)
    happened_on = PartialDateField(null=True, blank=True)
    ended_on = PartialDateField(null=True, blank=True)

    class Meta:
        apps = Apps()  # a separate registry: not one of the models of the site
        app_label = "tracker"
        constraints = [ordered_check("happened_on", "ended_on", name="happening_ends_after_start")]

    def __str__(self):
        return self.title


def days_between(first, last):
    """Strategy of partial dates between two days."""
    return st.builds(
        lambda days, is_about: PartialDate(*sorted(days), is_about),
        st.tuples(st.dates(first, last), st.dates(first, last)),
        st.booleans(),
    )


PARTS = [f"{year}{rest}" for year in range(2018, 2022) for rest in ("", "-01", "-02", "-12-31")]
PARTIAL_DATES = st.one_of(
    st.sampled_from(PARTS).map(parse),
    st.sampled_from(PARTS).map(lambda text: parse(f"{text}~")),
    days_between(date(2019, 11, 1), date(2021, 2, 28)),
    days_between(date(1000, 1, 1), date(2999, 12, 31)),
)
database_examples = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
