"""Counts that are kept are those one would count that moment, whatever has happened."""

from itertools import product

import pytest
from django.db import DatabaseError
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings, strategies as st

from cases.enums import Basis, Category, ChargeStatus, Unit
from cases.models import Case, Charge, Person, UsageCount
from cases.statistics import Usage, UsageFilter, build_matrices
from cases.statistics.rollup_source import KEPT, RollupUsage
from laws.models import Law
from tests import database, factories as make
from tests.cases.test_usage import world  # noqa: F401 (a fixture)
from tracker.enums import State
from tracker.visibility.public_reader import process_dirty_rows, public_reader

QUESTIONS = [
    f"rows={rows}&columns={columns}&unit={unit}&basis={basis}"
    for (rows, columns), unit, basis in zip(
        [
            *product(["provision", "law"], sorted(KEPT)),
            *product(sorted(KEPT), ["provision", "law"]),
        ],
        Unit.values * 5,
        Basis.values * 7,
        strict=False,
    )
]


def asked(query: str) -> UsageFilter:
    return UsageFilter(QueryDict(query), queryset=Charge.objects.all())


def answer(usage: Usage) -> list:
    return [usage.rows, usage.columns, usage.cells]


def totals(usage: Usage) -> list:
    return [usage.row_totals, usage.column_totals, usage.total]


@pytest.mark.parametrize("query", QUESTIONS)
@pytest.mark.parametrize("further", ["", "&law={law}", "&provision={provision}"])
def test_the_matrix_from_kept_counts_is_the_one_counted(world, query, further):  # noqa: F811
    query += further.format(law=world[0].law.slug, provision=world[0].address)
    with public_reader():
        kept, counted = build_matrices(asked(query)), Usage(asked(query))
        assert type(kept) is RollupUsage
        assert (answer(kept), totals(kept)) == (answer(counted), totals(counted))


@pytest.mark.parametrize(
    "further",
    [
        *(
            "year=2020",
            "category=union",
            "provenance=inferred",
            "provenance=stated&provenance=inferred",
        ),
        *("rows=category&columns=country", "rows=law&columns=provision", "columns=year"),
    ],
)
def test_whoever_asks_for_more_has_the_charges_counted(world, further):  # noqa: F811
    with public_reader():
        assert type(build_matrices(asked(further))) is not RollupUsage


def test_staff_have_the_charges_counted_as_staff_see_them(world):  # noqa: F811
    assert type(build_matrices(asked(""))) is not RollupUsage


def test_nobody_writes_a_count(world):  # noqa: F811
    with public_reader(), pytest.raises(DatabaseError):
        UsageCount.objects.update(charged=0)


def kept_and_counted() -> list[list[tuple]]:
    found = []
    for table in ("derived_cases_usagecount", "cases_usagecount"):
        with database.superuser_rights() as cursor:
            cursor.execute(f"SELECT * FROM cdc.{table} ORDER BY key")
            found.append(cursor.fetchall())
    return found


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["verdict", "again", "category", "person", "case", "law", "reject", "infer", "delete"]
        ),
        st.integers(0, 2),
    ),
    max_size=8,
)


@given(moves=MOVES)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_what_is_kept_is_what_is_counted(db, moves):
    charges = [make.charge(under=make.provision(str(n))) for n in range(3)]
    for move, which in moves:
        change(move, charges[which])
        process_dirty_rows()
        kept, counted = kept_and_counted()
        assert kept == counted


def change(move: str, charge: Charge) -> None:
    case, person = charge.participation.case, charge.participation.person
    match move:
        case "verdict":
            make.happened(charge, ChargeStatus.CONVICTED)
        case "again":
            make.charge(under=charge.provision, of=make.accused(person=person))
        case "category":
            people = Person.objects.filter(pk=person.pk)
            is_union = people.filter(category=Category.UNION).exists()
            people.update(category=Category.PUBLIC if is_union else Category.UNION)
        case "person" | "case" | "law":
            turn(
                *{"person": (Person, person), "case": (Case, case)}.get(
                    move, (Law, charge.provision.law)
                )
            )
        case "reject":
            reject = {"standing": "rejected", "standing_reason": "an invented reason"}
            Charge.objects.filter(pk=charge.pk).update(**reject)
        case "infer":
            Charge.objects.filter(pk=charge.pk).update(provenance="inferred")
        case "delete":
            Charge.objects.filter(participation__case=case).exclude(pk=charge.pk).delete()


def turn(model, record) -> None:
    """Hide what is public, show what is not."""
    was = model.objects.get(pk=record.pk).state
    now = State.DRAFT if was == State.PUBLISHED else State.PUBLISHED
    model.objects.filter(pk=record.pk).update(state=now)
