"""The rollup equals a fresh count of the charges after any sequence of changes."""

from itertools import product

import pytest
from django.db import DatabaseError
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings, strategies as st

from cases.enums import Basis, Category, ChargeStatus, Unit
from cases.models import Case, Charge, Person, UsageCount
from cases.statistics import Usage, UsageFilter, build_usage
from cases.statistics.rollup_source import ROLLUP_DIMENSIONS, RollupUsage
from laws.models import Law
from tests import database, factories as make
from tests.cases.sql_usage import SqlUsage
from tests.cases.test_usage import world  # noqa: F401 (a fixture)
from tracker.enums import State
from tracker.visibility.public_reader import process_dirty_rows, public_reader

QUESTIONS = [
    f"rows={rows}&columns={columns}&unit={unit}&basis={basis}"
    for (rows, columns), unit, basis in zip(
        [
            *product(["provision", "law"], sorted(ROLLUP_DIMENSIONS)),
            *product(sorted(ROLLUP_DIMENSIONS), ["provision", "law"]),
        ],
        Unit.values * 5,
        Basis.values * 7,
        strict=False,
    )
]


def build_filterset(query: str) -> UsageFilter:
    return UsageFilter(QueryDict(query), queryset=Charge.objects.all())


def cells(usage: Usage) -> list:
    return [usage.rows, usage.columns, usage.cells]


def totals(usage: Usage) -> list:
    return [usage.row_totals, usage.column_totals, usage.total]


@pytest.mark.parametrize("query", QUESTIONS)
@pytest.mark.parametrize("further", ["", "&law={law}", "&provision={provision}"])
def test_matrix_from_rollup_equals_matrix_counted_from_charges(world, query, further):  # noqa: F811
    query += further.format(law=world[0].law.slug, provision=world[0].address)
    with public_reader():
        rollup, counted = build_usage(build_filterset(query)), SqlUsage(build_filterset(query))
        assert type(rollup) is RollupUsage
        assert (cells(rollup), totals(rollup)) == (cells(counted), totals(counted))


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
def test_other_parameters_are_counted_from_charges(world, further):  # noqa: F811
    with public_reader():
        assert type(build_usage(build_filterset(further))) is not RollupUsage


def test_staff_matrix_is_counted_from_charges(world):  # noqa: F811
    assert type(build_usage(build_filterset(""))) is not RollupUsage


def test_public_role_cannot_update_rollup(world):  # noqa: F811
    with public_reader(), pytest.raises(DatabaseError):
        UsageCount.objects.update(charged=0)


def rollup_and_fresh_rows() -> list[list[tuple]]:
    rows_of_tables = []
    for table in ("derived_cases_usagecount", "cases_usagecount"):
        with database.superuser_rights() as cursor:
            cursor.execute(f"SELECT * FROM cdc.{table} ORDER BY key")
            rows_of_tables.append(cursor.fetchall())
    return rows_of_tables


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            ["verdict", "again", "category", "person", "case", "law", "reject", "infer", "delete"]
        ),
        st.integers(0, 2),
    ),
    max_size=8,
)


@given(changes=CHANGES)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rollup_equals_fresh_count_after_every_change(db, changes):
    charges = [make.charge(under=make.provision(str(n))) for n in range(3)]
    for kind, index in changes:
        apply_change(kind, charges[index])
        process_dirty_rows()
        rollup, fresh = rollup_and_fresh_rows()
        assert rollup == fresh


def apply_change(kind: str, charge: Charge) -> None:
    case, person = charge.participation.case, charge.participation.person
    match kind:
        case "verdict":
            make.add_charge_event(charge, ChargeStatus.CONVICTED)
        case "again":
            make.charge(under=charge.provision, of=make.accused(person=person))
        case "category":
            people = Person.objects.filter(pk=person.pk)
            is_union = people.filter(category=Category.UNION).exists()
            people.update(category=Category.PUBLIC if is_union else Category.UNION)
        case "person" | "case" | "law":
            toggle_publication(
                *{"person": (Person, person), "case": (Case, case)}.get(
                    kind, (Law, charge.provision.law)
                )
            )
        case "reject":
            reject = {"standing": "rejected", "standing_reason": "an invented reason"}
            Charge.objects.filter(pk=charge.pk).update(**reject)
        case "infer":
            Charge.objects.filter(pk=charge.pk).update(provenance="inferred")
        case "delete":
            Charge.objects.filter(participation__case=case).exclude(pk=charge.pk).delete()


def toggle_publication(model, record) -> None:
    """Unpublish a published record, publish any other."""
    before = model.objects.get(pk=record.pk).state
    after = State.DRAFT if before == State.PUBLISHED else State.PUBLISHED
    model.objects.filter(pk=record.pk).update(state=after)
