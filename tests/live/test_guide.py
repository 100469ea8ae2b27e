"""The guide to the API does what it says: its commands are run, and what they print is compared.

`...` in what the guide shows stands for anything. `python -m tests.api_guide` writes it down anew.
"""

import csv
import io
import re
import urllib.request

import pytest

from tests.api_guide import GUIDE, is_as_told, key_on, recipes, run
from tests.examples import SITE

RECIPES = recipes(GUIDE.read_text(encoding="utf-8"))
PIVOT = next(recipe for recipe in RECIPES if "import pandas" in recipe.code)


def named(recipe) -> str:
    return f"line-{recipe.line}"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A directory that recipes share, as a reader's would."""
    return tmp_path_factory.mktemp("guide")


@pytest.fixture(scope="module")
def key(live):
    return key_on(live)


@pytest.mark.parametrize("recipe", [one for one in RECIPES if one != PIVOT], ids=named)
def test_a_recipe_prints_what_the_guide_says(live, place, key, recipe):
    printed = run(recipe, live, place, key)
    assert is_as_told(recipe, printed), printed


def test_every_recipe_says_what_it_prints():
    silent = [one for one in RECIPES if not one.printed]
    assert [one.code for one in silent] == [f"API={SITE}/api/v1\n", PIVOT.code]


def test_the_pivot_is_python_and_its_columns_are_there(live):
    """pandas is no dependency of ours: run this one by hand when it changes."""
    compile(PIVOT.code, "docs/api.md", "exec")
    with urllib.request.urlopen(f"{live.api}charges/?format=csv") as answer:  # noqa: S310
        columns = next(csv.reader(io.TextIOWrapper(answer, encoding="utf-8-sig")))
    used = {"conduct_on_earliest", "provision_label", "category_label", "id"}
    assert used <= set(re.findall(r'"(\w+)"', PIVOT.code))
    assert used <= set(columns)
