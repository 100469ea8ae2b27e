"""Form field, widget and list filter of partial dates."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django_filters import FilterSet

from tests.tracker.partial_dates.sample_events import (
    FORMAT_HINT,
    Happening,
    parse,
)
from tracker.partial_dates import PartialDateFilter, PartialDateFormField


def test_model_form_has_one_text_input_for_each_date(happenings):
    form_class = modelform_factory(Happening, fields="__all__")
    assert list(form_class.base_fields) == ["title", "happened_on", "ended_on"]
    happening = form_class({"happened_on": " ២០២០~ ", "ended_on": ""}).save()
    assert (happening.happened_on, happening.ended_on) == (parse("2020~"), None)
    form = form_class({"happened_on": "2020"}, instance=happening)
    assert (form["happened_on"].initial, form.changed_data) == (parse("2020~"), ["happened_on"])


def test_widget_is_a_plain_text_input():
    assert PartialDateFormField().widget.render("day", parse("2020~")) == (
        '<input type="text" name="day" value="2020~" placeholder="2020-11-05"'
        ' inputmode="text" autocomplete="off">'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("5/11/2020", "Which day is “5/11/2020”? Write 2020-11-05 or 2020-05-11."),
        ("25.11.2020", "Which day is “25.11.2020”? Write 2020-11-25."),
        ("5/5/2020", "Which day is “5/5/2020”? Write 2020-05-05."),
        ("31/31/2020", f"'31/31/2020' is not a partial date: {FORMAT_HINT}"),
        ("soon", f"'soon' is not a partial date: {FORMAT_HINT}"),
        ("", "This field is required."),
    ],
)
def test_form_field_error_states_the_accepted_form(text, message):
    with translation.override("en"), pytest.raises(ValidationError) as error:
        PartialDateFormField().clean(text)
    assert error.value.messages == [message]


class HappeningFilter(FilterSet):
    happened_on = PartialDateFilter()

    class Meta:
        model = Happening
        fields = []


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"happened_on": "2020-06"}, ["may or june", "about 2020"]),
        ({"happened_on": ""}, ["may or june", "about 2020"]),
        ({"happened_on": "2021"}, []),
    ],
)
def test_filter_matches_overlapping_dates(happenings, query, titles):
    happenings.create(title="may or june", happened_on="2020-05/2020-06")
    happenings.create(title="about 2020", happened_on="2020~")
    data = MultiValueDict({name: [value] for name, value in query.items()})
    filterset = HappeningFilter(data, happenings.all())
    assert [happening.title for happening in filterset.qs.order_by("pk")] == titles
