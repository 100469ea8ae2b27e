"""Every number of the usage matrix equals the length of the list it links to."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings, strategies as st

from cases.enums import Basis, Category, ChargeStatus, DateBasis, Platform, Role, Unit
from cases.filters import CaseFilter, ChargeFilter, PersonFilter, ProsecutionFilter
from cases.models import Case, Charge, Participation, Person
from cases.statistics import DIMENSIONS, Usage, UsageFilter, count_usages
from tests import factories as make
from tests.cases.counting_oracle import count_by_hand, counted_charges
from tracker.visibility.public_reader import public_reader
from tracker.web.lists.filters import BadParameters

LISTS = {
    Unit.PEOPLE: (PersonFilter, Person),
    Unit.CASES: (CaseFilter, Case),
    Unit.PROSECUTIONS: (ProsecutionFilter, Participation),
    Unit.CHARGES: (ChargeFilter, Charge),
}


@pytest.fixture
def world(db):
    """Several people, cases, groups, outcomes, courts and complainants."""
    law = make.law()
    first, second, third = (make.provision(number, law=law) for number in ("1", "2", "3"))
    court, complainant = make.organisation(), make.organisation()
    case = make.case(court=court, platform=Platform.FACEBOOK, province="12")
    other = make.case(province="11")
    make.accused(case=case, organisation=complainant, role=Role.COMPLAINANT)
    twice = make.person(category=Category.UNION, gender="female")
    for either in (case, other):
        accused = make.accused(case=either, person=twice)
        charge = make.charge(under=first, of=accused, on="2019/2020")
        make.charge(under=second, of=accused, on="2020-06", base=charge)
    make.add_charge_event(charge, ChargeStatus.CONVICTED, on="2021-05")
    make.charge(under=first, of=make.group(7, case=case), on="2020")
    make.charge(under=second, of=make.group(None, case=other, group_qualifier="not_stated"))
    make.charge(under=first, of=make.accused(case=case), provenance="inferred", on=None)
    hidden = make.accused(case=other, person=make.person(state="draft"))
    make.charge(under=first, of=hidden)
    context = make.case(scope="context", court=court)
    make.charge(under=first, of=make.accused(case=context, person=twice))
    complaint = make.charge(under=third, of=make.accused(case=other), on=None)
    complaint.changes.update(status="complained")
    return first, second, third


def rows_behind(unit, query):
    filterset, model = LISTS[unit]
    return filterset(QueryDict(query), queryset=model.objects.all()).filtered_rows.count()


def sample_cells(usage):
    """All totals, all cells above zero, and every fortieth zero."""
    cells = [cell for row in usage.cells for cell in row]
    zeros = [cell for cell in cells if not cell.value]
    totals = [*usage.row_totals, *usage.column_totals, usage.total]
    return [*totals, *(cell for cell in cells if cell.value), *zeros[::40]]


@pytest.mark.parametrize("unit", Unit.values)
@pytest.mark.parametrize("columns", DIMENSIONS)
def test_count_of_every_cell_equals_its_list(world, unit, columns):
    rows = "provision" if columns != "provision" else "law"
    query = QueryDict(f"rows={rows}&columns={columns}&unit={unit}")
    with public_reader():
        usage = Usage(UsageFilter(query))
        cells = sample_cells(usage)
        assert [cell.value for cell in cells] == [rows_behind(unit, c.list_query) for c in cells]
        assert usage.total.value > 0


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    shape=st.permutations(sorted(DIMENSIONS)).map(lambda names: names[:2]),
    unit=st.sampled_from(Unit.values),
    conditions=st.fixed_dictionaries(
        {},
        optional={
            "basis": st.sampled_from(Basis.values),
            "date_basis": st.sampled_from(DateBasis.values),
            "year": st.sampled_from(["2019", "2020", "unknown"]),
            "date": st.sampled_from(["2020", "2019-12/2020-01", "2021-05-04", "unknown"]),
            "provenance": st.sampled_from(["stated", "inferred", "all"]),
            "scope": st.sampled_from(["expression", "context", "all"]),
            "category": st.sampled_from(["union", "journalist", "unknown"]),
            "court": st.just("unknown"),
            "complainant": st.just("unknown"),
            "outcome": st.sampled_from(["charged", "convicted", "unknown"]),
            "gender": st.sampled_from(["female", "unknown"]),
        },
    ),
)
def test_counts_under_random_conditions_equal_their_lists(world, shape, unit, conditions):
    query = QueryDict(mutable=True)
    query.update({"rows": shape[0], "columns": shape[1], "unit": unit} | conditions)
    with public_reader():
        usage = Usage(UsageFilter(query))
        for cell in sample_cells(usage):
            assert cell.value == rows_behind(unit, cell.list_query)


def cells_of(query):
    with public_reader():
        usage = Usage(UsageFilter(QueryDict(query)))
        return {
            (c.row.id, c.column.id): (c.value, c.unnamed_people) for r in usage.cells for c in r
        }


def test_person_charged_in_two_cases_counts_as_one_person_and_two_prosecutions(world):
    first = world[0].address
    assert cells_of("unit=people")[first, "union"] == (1, 0)
    assert cells_of("unit=prosecutions")[first, "union"] == (2, 0)


def test_unnamed_group_is_counted_separately(world):
    assert cells_of("unit=people")[world[0].address, "unknown"] == (0, 7)


def test_unused_provision_shows_zeros(world):
    assert cells_of("unit=people")[world[2].address, "union"] == (0, 0)


def test_inferred_charge_is_counted_only_on_request(world):
    first = world[0].address
    assert cells_of("unit=people")[first, "journalist"] == (0, 0)
    assert cells_of("unit=people&provenance=inferred")[first, "journalist"] == (1, 0)


def test_requalified_charge_counts_once_on_each_basis(db):
    law = make.law()
    plotting, incitement = make.provision("453", law=law), make.provision("495", law=law)
    accused = make.accused()
    before = make.charge(under=plotting, of=accused, on="2020-01")
    make.add_charge_event(before, ChargeStatus.REQUALIFIED, on="2020-03", kind="requalification")
    after = make.charge(under=incitement, of=accused, on="2020-03", requalified_from=before)
    make.add_charge_event(after, ChargeStatus.CONVICTED, on="2020-09")
    journalists = {
        basis: [
            cells_of(f"basis={basis}")[provision.address, "journalist"][0]
            for provision in (plotting, incitement)
        ]
        for basis in Basis.values
    }
    assert journalists == {"charged": [1, 0], "tried": [0, 1], "convicted": [0, 1]}


@pytest.mark.parametrize("unit", Unit.values)
@pytest.mark.parametrize("basis", Basis.values)
@pytest.mark.parametrize(
    "shape", [("provision", "category"), ("year", "outcome"), ("scope", "law")]
)
def test_counts_equal_those_written_out_by_hand(world, unit, basis, shape):
    scopes = ("expression", "context") if "scope" in shape else ("expression",)
    query = {"rows": shape[0], "columns": shape[1], "unit": unit, "basis": basis}
    with public_reader():
        usage = Usage(UsageFilter(QueryDict(urlencode(query))))
        by_hand = count_by_hand(counted_charges(basis=basis, scopes=scopes), unit, shape)
        cells = {(c.row.key, c.column.key): c for row in usage.cells for c in row}
    counted = {
        key: (c.value, c.unnamed_people, c.groups_of_unknown_size)
        for key, c in cells.items()
        if not c.is_empty
    }
    assert counted == {key: numbers for key, numbers in by_hand.items() if any(numbers)}


def test_matrices_counted_together_equal_those_counted_alone(world):
    shapes = [("year", "outcome"), ("provision", "category"), ("province", "country")]
    with public_reader():
        for usage in count_usages(UsageFilter(QueryDict("unit=charges")), shapes):
            alone = Usage(usage.filterset)
            for part in ("rows", "columns", "cells", "row_totals", "column_totals", "total"):
                assert getattr(usage, part) == getattr(alone, part)


def test_rows_and_columns_must_differ(db):
    with pytest.raises(BadParameters) as error:
        cells_of("rows=year&columns=year")
    assert [problem.parameter for problem in error.value.errors] == ["columns"]


def test_rejected_charge_is_not_counted(db):
    provision = make.provision()
    make.charge(under=provision, standing="rejected", standing_reason="an invented reason")
    assert cells_of("")[provision.address, "journalist"] == (0, 0)


def test_group_of_unstated_size_is_counted_as_unknown_size(db):
    first, second = make.provision("1"), make.provision("2")
    make.charge(under=first, of=make.group(None, group_qualifier="not_stated"))
    make.charge(under=first, of=make.group(5))
    make.charge(under=second, of=make.group(None, group_qualifier="not_stated"))
    with public_reader():
        usage = Usage(UsageFilter(QueryDict("columns=country")))
        totals = [(t.value, t.unnamed_people, t.groups_of_unknown_size) for t in usage.row_totals]
        [unknown] = [cells for cells in zip(*usage.cells, strict=True) if cells[1].has_groups]
    assert totals == [(0, 5, 1), (0, 0, 1)]
    assert [(c.unnamed_people, c.groups_of_unknown_size) for c in unknown] == [(5, 1), (0, 1)]
    assert (usage.row_totals[1].is_empty, usage.total.groups_of_unknown_size) == (False, 2)
