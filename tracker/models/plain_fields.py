"""The columns that every surface shows as they are: said once, in `plain_fields` of each model."""

from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class PlainField:
    """A column that staff type in and that API, export, import, admin, entry and page show.

    `label` heads it in exports, in the entry form and on pages. `left_out` names the surfaces that
    lack the column, or list it with columns of their own.
    """

    name: str
    label: str
    left_out: tuple[str, ...] = ()


def plain_fields(model: type[Model], surface: str) -> list[PlainField]:
    """The plain fields of a model that the surface shows, in their order."""
    return [field for field in getattr(model, "plain_fields", ()) if surface not in field.left_out]


def plain_names(model: type[Model], surface: str) -> tuple[str, ...]:
    return tuple(field.name for field in plain_fields(model, surface))
