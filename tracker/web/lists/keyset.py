"""Keyset pagination: cursor position, seek predicate, slices.

The database goes straight to the place, however deep, and no row is skipped or shown twice while
rows come and go. Nothing is counted on the way.
"""

from dataclasses import dataclass
from functools import reduce

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Expression, OrderBy


@dataclass(frozen=True)
class CursorPosition:
    """The key of a row, and on which side of it a page lies."""

    values: tuple
    is_backward: bool = False


class SortKey:
    """What rows are ordered by: fields or expressions as in `order_by`, the last of them unique.

    What may be unknown says so by `nulls_last`, and then comes last, whatever the direction.
    """

    def __init__(self, *parts: str | Expression):
        self.parts = {f"key_{number}": as_order(part) for number, part in enumerate(parts)}

    def on(self, rows: QuerySet) -> QuerySet:
        return rows.alias(**{name: part.expression for name, part in self.parts.items()})

    def of(self, rows: QuerySet) -> tuple | None:
        """The values of the first of the rows."""
        values = (part.expression for part in self.parts.values())
        return next(iter(rows.order_by().values_list(*values)[:1]), None)

    def ordered(self, rows: QuerySet, *, is_backward: bool = False) -> QuerySet:
        return self.on(rows).order_by(
            *(
                OrderBy(
                    F(name),
                    descending=part.descending != is_backward,
                    nulls_first=(part.nulls_last and is_backward) or None,
                    nulls_last=(part.nulls_last and not is_backward) or None,
                )
                for name, part in self.parts.items()
            )
        )

    def seek_predicate(self, place: CursorPosition) -> Q:
        """The rows on the side of the place: `a > x or (a = x and b > y)`."""
        condition, equal_so_far = Q(pk__in=[]), Q()
        for (name, part), value in zip(self.parts.items(), place.values, strict=True):
            condition |= equal_so_far & after_value(name, part, value, place.is_backward)
            equal_so_far &= Q(**{f"{name}__isnull": True} if value is None else {name: value})
        return condition


def after_value(name: str, part: OrderBy, value, is_backward: bool) -> Q:
    """Beyond a value of one part; unknown is beyond every value."""
    if value is None:
        return Q(**{f"{name}__isnull": False}) if is_backward else Q(pk__in=[])
    lookup = "lt" if part.descending != is_backward else "gt"
    known = Q(**{f"{name}__{lookup}": value})
    return known | Q(**{f"{name}__isnull": True}) if part.nulls_last and not is_backward else known


def as_order(part: str | Expression) -> OrderBy:
    if isinstance(part, OrderBy):
        return part
    if isinstance(part, str):
        return OrderBy(F(part.removeprefix("-")), descending=part.startswith("-"))
    return OrderBy(part)


@dataclass(frozen=True)
class KeysetSlice:
    """Some rows in a row, and whether there are others before and after."""

    rows: list
    has_previous: bool
    has_next: bool

    @classmethod
    def of(
        cls, rows: QuerySet, key: SortKey, *, size: int, place: CursorPosition | None = None
    ) -> "KeysetSlice":
        is_backward = place is not None and place.is_backward
        ordered = key.ordered(rows, is_backward=is_backward)
        if place is not None:
            ordered = ordered.filter(key.seek_predicate(place))
        found = list(ordered[: size + 1])
        has_more, found = len(found) > size, found[:size]
        if is_backward:
            found.reverse()
        return cls(
            found,
            has_previous=bool(found) and (has_more if is_backward else place is not None),
            has_next=bool(found) and (is_backward or has_more),
        )


def value_of(row, name: str):
    """What a row says under a name such as `law__slug`."""
    return reduce(getattr, name.split("__"), row)
