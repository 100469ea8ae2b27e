"""Storage of partial dates in two columns."""

from datetime import date

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.migrations.state import ModelState
from django.db.models import F
from hypothesis import given, strategies as st

from tests.tracker.partial_dates.sample_events import (
    PARTIAL_DATES,
    Happening,
    database_examples,
    parse,
)
from tracker.enums import SourceKind
from tracker.models import Source
from tracker.partial_dates import PartialDateError, PartialDateField


@given(value=st.none() | PARTIAL_DATES)
@database_examples
def test_saved_date_is_read_back_unchanged(happenings, value):
    saved = happenings.create(happened_on=value)
    loaded = happenings.get(pk=saved.pk)
    assert (saved.happened_on, loaded.happened_on) == (value, value)


def test_attribute_accepts_text_and_single_day():
    happening = Happening(happened_on="2020~", ended_on=date(2020, 11, 5))
    assert happening.happened_on == parse("2020~")
    assert happening.ended_on == parse("2020-11-05")
    happening.happened_on = "2021"
    assert (happening.happened_on, happening.happened_on_is_about) == (parse("2021"), False)
    with pytest.raises(PartialDateError):
        happening.happened_on = "5/11/2020"


def test_deferred_columns_load_and_save_separately(happenings):
    happenings.bulk_create([Happening(happened_on="2020~")])
    assert happenings.only("happened_on").get().happened_on == parse("2020~")
    assert happenings.defer("happened_on").get().happened_on == parse("2020~")
    deferred = happenings.only("title").get()
    deferred.happened_on = "2021"
    deferred.save()
    assert happenings.get().happened_on == parse("2021")
    assert happenings.values_list("happened_on", "happened_on_is_about").get() == (
        parse("2021"),
        False,
    )


def test_both_columns_load_with_one_query(happenings, django_assert_num_queries):
    happenings.create(happened_on="2020~")
    with django_assert_num_queries(1):
        loaded = happenings.only("happened_on", "happened_on_is_about").get()
        assert loaded.happened_on == parse("2020~")


def test_refresh_from_db_of_a_date_refreshes_its_mark(happenings):
    happening = happenings.create(happened_on="2020")
    happenings.update(happened_on="2021", happened_on_is_about=True)
    happening.refresh_from_db(fields=["happened_on"])
    assert happening.happened_on == parse("2021~")


def test_update_of_the_date_alone_keeps_the_mark(happenings):
    happening = happenings.create(happened_on="2020~")
    happenings.update(happened_on=parse("2021"))
    happening.refresh_from_db()
    assert happening.happened_on == parse("2021~")


def test_update_or_create_saves_the_mark(happenings):
    happenings.create(title="a", happened_on="2020")
    happenings.update_or_create(title="a", defaults={"happened_on": "2021~"})
    assert happenings.get().happened_on == parse("2021~")


def test_bulk_update_sets_both_columns(happenings):
    happening = happenings.create(happened_on="2020~")
    happening.happened_on = "2021"
    happenings.bulk_update([happening], ["happened_on", "happened_on_is_about"])
    assert happenings.get().happened_on == parse("2021")


def test_date_can_be_set_from_another_column(happenings):
    happening = happenings.create(happened_on="2020", ended_on="2021")
    happening.happened_on = F("ended_on")
    happening.save()
    assert happenings.get().happened_on == parse("2021")


def test_serialised_text_is_read_back():
    field = Happening._meta.get_field("happened_on")
    text = field.value_to_string(Happening(happened_on="2020-11~"))
    assert (text, field.to_python(text)) == ("2020-11~", parse("2020-11~"))
    with pytest.raises(ValidationError):
        field.to_python("5/11/2020")


@pytest.mark.parametrize("bounds", ["empty", "[2020-01-01,)", "[0999-01-01,2020-01-01)"])
def test_database_rejects_ranges_that_are_no_partial_date(happenings, bounds):
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tracker_happening (title, happened_on) VALUES ('', %s)", [bounds]
        )


def test_migrated_model_has_each_column_once():
    state = ModelState.from_model(Happening)
    migrated = state.clone().render(Apps())
    migrated_state = ModelState.from_model(migrated)
    assert {name: field.deconstruct() for name, field in migrated_state.fields.items()} == {
        name: field.deconstruct() for name, field in state.fields.items()
    }


def test_mark_declared_before_its_date_is_kept():
    state = ModelState.from_model(Happening)
    state.fields = dict(reversed(state.fields.items()))
    migrated = state.render(Apps())
    assert migrated(happened_on="2020~").happened_on == parse("2020~")
    names = [field.attname for field in migrated._meta.concrete_fields]
    values = {"happened_on": parse("2020"), "happened_on_is_about": True}
    row = [values.get(name) for name in names]
    assert migrated.from_db("default", names, row).happened_on == parse("2020~")


def test_each_partial_date_field_has_one_mark():
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields]
        dates = [field for field in model._meta.fields if isinstance(field, PartialDateField)]
        assert [names.count(field.mark_name) for field in dates] == [1] * len(dates)


def test_history_keeps_the_mark(db):
    source = Source.objects.create(
        kind=SourceKind.values[0], title="Report", published_on="2020-11~"
    )
    assert source.history.get().published_on == parse("2020-11~")
