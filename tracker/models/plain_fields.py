"""The columns that every surface shows as they are: said once, in `plain_fields` of each model."""

from typing import NamedTuple

from django.db.models import Model


class PlainField(NamedTuple):
    """A column that staff type in and that API, export, import, admin, entry and page show.

    `label` heads it in exports, in the entry form and on pages. `left_out` is a surface that lacks
    the column, or has another for it.
    """

    name: str
    label: str
    left_out: str


def plain(left_out: str = "", **labels: str) -> tuple[PlainField, ...]:
    """Plain fields by name, with their labels."""
    return tuple(PlainField(name, label, left_out) for name, label in labels.items())


def plain_fields(model: type[Model], surface: str) -> list[PlainField]:
    """The plain fields of a model that the surface shows, in their order."""
    return [each for each in getattr(model, "plain_fields", ()) if each.left_out != surface]


def plain_names(model: type[Model], surface: str) -> tuple[str, ...]:
    return tuple(field.name for field in plain_fields(model, surface))
