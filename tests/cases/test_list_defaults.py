"""Defaults of lists about charges: named on pages, in JSON and in files, and lifted by `all`."""

import pytest

from tests import factories as make
from tests.cases.test_usage import world  # noqa: F401 (a fixture)
from tests.pages import listed_rows, read_page

pytestmark = pytest.mark.django_db


def facet_counts(visitor, address, name):
    controls = {c.name: c for c in visitor.get(address).context["listing"].controls}
    return {choice.value: choice.count for choice in controls[name].choices if choice.count}


@pytest.mark.parametrize("kind", ["cases", "people", "prosecutions", "charges"])
@pytest.mark.parametrize("name", ["provenance", "scope"])
@pytest.mark.parametrize("query", ["", "law=unused", "year=2020"])
def test_every_value_of_a_facet_with_a_default_counts_its_list(
    visitor,
    world,
    kind,
    name,
    query,  # noqa: F811
):
    query = query.replace("unused", world[0].law.slug)
    for value, n in facet_counts(visitor, f"/{kind}/?{query}", name).items():
        assert (value, listed_rows(visitor, f"/{kind}/?{query}&{name}={value}")) == (value, n)
