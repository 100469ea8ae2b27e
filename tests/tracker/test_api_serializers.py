"""Django REST framework fields in the compiled serializers work, or the check refuses them."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models.functions import TruncDate
from django.test import RequestFactory
from rest_framework import serializers

from laws.models import Law
from tests import factories as make
from tracker.api.checks import check_serializers
from tracker.api.resources import SourceResource
from tracker.api.serializers.base import PublicSerializer, plan_for
from tracker.api.serializers.fields import ComputedText, PartialDateValue, Reference
from tracker.api.serializers.links import Links
from tracker.models import Source


class UpperCase(serializers.CharField):
    def to_representation(self, value):
        return super().to_representation(value).upper()


class LawProbe(PublicSerializer):
    title = serializers.CharField()
    shouted = UpperCase(source="title")
    year = serializers.IntegerField()
    year_as_text = serializers.CharField(source="year")
    number = serializers.CharField()
    day = serializers.DateField()
    day_in_words = serializers.DateField(source="day", format="%d.%m.%Y")
    moment = serializers.DateTimeField(source="published_at", format="%Y-%m-%d")

    class Meta:
        model = Law
        computed = {"day": lambda laws: laws.annotate(day=TruncDate("published_at"))}
        fields = (
            *("title", "shouted", "year", "year_as_text", "number"),
            *("day", "day_in_words", "moment"),
        )


class PartProbe(PublicSerializer):
    """Columns of the row of a foreign key, which may be missing."""

    whole_title = serializers.CharField(source="part_of.title")
    whole_shouted = UpperCase(source="part_of.title")
    whole_published_on = PartialDateValue(source="part_of.published_on")

    class Meta:
        model = Source
        fields = ("whole_title", "whole_shouted", "whole_published_on")


def serializer_of_source(**attributes) -> type[PublicSerializer]:
    """A serializer with an id and these fields or methods."""
    declared = [name for name in attributes if name != "to_representation"]
    meta = type("Meta", (), {"model": Source, "fields": ("code", *declared)})
    return type("SourceProbe", (PublicSerializer,), {"Meta": meta, **attributes})


def rendered(serializer, record) -> dict:
    links = Links(RequestFactory().get("/"))
    [content] = plan_for(serializer).render([record.pk], links, {})
    return content


def test_stock_fields_write_the_value_of_their_column(db):
    law = make.law(title="Invented Law", year=2001, number="")
    day = law.published_at.date()
    assert rendered(LawProbe, law) == {
        "title": "Invented Law",
        "shouted": "INVENTED LAW",
        "year": 2001,
        "year_as_text": "2001",
        "number": None,
        "day": day.isoformat(),
        "day_in_words": f"{day:%d.%m.%Y}",
        "moment": day.isoformat(),
    }


def test_stock_fields_read_the_row_of_a_foreign_key(db):
    whole = make.source(title="Invented yearbook", published_on="2020")
    part = make.source(part_of=whole)
    days = {"edtf": "2020", "earliest": "2020-01-01", "latest": "2020-12-31"}
    assert rendered(PartProbe, part) == {
        "whole_title": "Invented yearbook",
        "whole_shouted": "INVENTED YEARBOOK",
        "whole_published_on": days,
    }
    assert set(rendered(PartProbe, whole).values()) == {None}


def test_computed_value_is_given_a_record_with_what_it_needs(db):
    class Label(ComputedText):
        def to_representation(self, record):
            return f"{record.code}: {record.title}"

    source = make.source(title="Invented yearbook")
    serializer = serializer_of_source(label=Label(source="*", needs=("code", "title")))
    assert rendered(serializer, source)["label"] == f"{source.code}: Invented yearbook"


class OverriddenReference(Reference):
    def to_representation(self, value):
        return value


REFUSED = {
    "a method field": {"label": serializers.SerializerMethodField()},
    "a property": {"label": serializers.CharField(source="was_read")},
    "an unknown column": {"label": serializers.CharField()},
    "a foreign key": {"part_of": serializers.PrimaryKeyRelatedField(read_only=True)},
    "a to-many relation": {"parts": serializers.CharField()},
    "a path through a to-many relation": {"label": serializers.CharField(source="parts.title")},
    "a path through a column": {"label": serializers.CharField(source="title.size")},
    "a computed value without needs": {"label": ComputedText(source="*")},
    "a stock serializer": {"part_of": serializers.Serializer()},
    "a list of stock serializers": {"parts": serializers.Serializer(many=True)},
}


@pytest.mark.parametrize("attributes", REFUSED.values(), ids=REFUSED)
def test_check_names_a_field_that_cannot_be_planned(monkeypatch, attributes):
    monkeypatch.setattr(SourceResource, "serializer_class", serializer_of_source(**attributes))
    [error] = check_serializers()
    [name] = attributes
    assert error.id == "api.E001"
    assert error.msg.startswith(f"SourceProbe.{name} (")
    assert "ComputedValue" in error.msg


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ({"to_representation": lambda self, row: {}}, "SourceProbe"),
        ({"part_of": OverriddenReference()}, "OverriddenReference"),
        (
            {"parts": serializer_of_source(to_representation=lambda self, row: {})(many=True)},
            "SourceProbe",
        ),
    ],
    ids=["serializer", "field", "nested serializer"],
)
def test_check_names_an_overridden_to_representation(monkeypatch, attributes, name):
    monkeypatch.setattr(SourceResource, "serializer_class", serializer_of_source(**attributes))
    [error] = check_serializers()
    assert error.msg.startswith(f"{name}.to_representation() is never called")


def test_check_finds_nothing_in_the_resources_of_the_site():
    assert check_serializers() == []


def test_request_for_a_refused_serializer_is_improperly_configured(db):
    serializer = serializer_of_source(label=serializers.SerializerMethodField())
    with pytest.raises(ImproperlyConfigured, match=r"SourceProbe\.label"):
        rendered(serializer, make.source())


def test_rendering_an_instance_the_stock_way_says_what_to_call(db):
    with pytest.raises(ImproperlyConfigured, match="plan_for"):
        _data = serializer_of_source()(make.source()).data
