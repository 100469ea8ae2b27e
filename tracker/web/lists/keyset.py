"""Keyset pagination: cursor position, seek predicate, slices.

The database seeks directly to a position, however deep: no OFFSET. No row is skipped or shown twice
while rows are added or deleted.
"""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Expression, OrderBy


@dataclass(frozen=True)
class CursorPosition:
    """The sort key of a row, and the side of it on which a page lies."""

    values: tuple
    is_backward: bool = False


class SortKey:
    """A sort key: fields or expressions as in `order_by`, the last of them unique.

    A nullable part must have `nulls_last`; NULL then comes last in either direction.
    """

    def __init__(self, *parts: str | Expression):
        self.parts = {f"key_{number}": as_order_by(part) for number, part in enumerate(parts)}

    def of(self, rows: QuerySet) -> tuple | None:
        """The key of the first of the rows, or None."""
        values = (part.expression for part in self.parts.values())
        return next(iter(rows.order_by().values_list(*values)[:1]), None)

    def ordered(self, rows: QuerySet, *, is_backward: bool = False) -> QuerySet:
        """The rows in this order or its reverse."""
        aliases = {name: part.expression for name, part in self.parts.items()}
        return rows.alias(**aliases).order_by(
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
        """Condition for the rows on one side of a position: `a > x or (a = x and b > y)`."""
        condition, equal_so_far = Q(pk__in=[]), Q()
        for (name, part), value in zip(self.parts.items(), place.values, strict=True):
            condition |= equal_so_far & after_value(name, part, value, place.is_backward)
            equal_so_far &= Q(**{f"{name}__isnull": True} if value is None else {name: value})
        return condition


def after_value(name: str, part: OrderBy, value, is_backward: bool) -> Q:
    """Condition for values of one part after a value; NULL is after every value."""
    if value is None:
        return Q(**{f"{name}__isnull": False}) if is_backward else Q(pk__in=[])
    lookup = "lt" if part.descending != is_backward else "gt"
    after = Q(**{f"{name}__{lookup}": value})
    return after | Q(**{f"{name}__isnull": True}) if part.nulls_last and not is_backward else after


def as_order_by(part: str | Expression) -> OrderBy:
    if isinstance(part, OrderBy):
        return part
    if isinstance(part, str):
        return OrderBy(F(part.removeprefix("-")), descending=part.startswith("-"))
    return OrderBy(part)


@dataclass(frozen=True)
class KeysetSlice:
    """Consecutive rows, and whether there are more before and after them."""

    rows: list
    has_previous: bool
    has_next: bool

    @classmethod
    def of(
        cls, rows: QuerySet, key: SortKey, *, size: int, place: CursorPosition | None = None
    ) -> "KeysetSlice":
        """At most `size` rows after (or before) a position; the first rows without one."""
        is_backward = place is not None and place.is_backward
        ordered = key.ordered(rows, is_backward=is_backward)
        if place is not None:
            ordered = ordered.filter(key.seek_predicate(place))
        fetched = list(ordered[: size + 1])  # one more, to find out whether there are more
        has_more, fetched = len(fetched) > size, fetched[:size]
        if is_backward:
            fetched.reverse()
        return cls(
            fetched,
            has_previous=bool(fetched) and (has_more if is_backward else place is not None),
            has_next=bool(fetched) and (is_backward or has_more),
        )
