"""Runs the commands of the API guide and compares their output with the guide.

`...` in the guide matches anything. `python -m tests.api_guide` records the output again.
"""

import csv
import io
import re
import urllib.request

import pytest

from tests.api_guide import GUIDE, create_key, find_recipes, matches_output, run_recipe
from tests.examples import SITE

RECIPES = find_recipes(GUIDE.read_text(encoding="utf-8"))
PIVOT = next(recipe for recipe in RECIPES if "import pandas" in recipe.code)


def recipe_id(recipe) -> str:
    return f"line-{recipe.line}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A working directory that all commands share, as a reader's would be."""
    return tmp_path_factory.mktemp("guide")


@pytest.fixture(scope="module")
def key(live):
    return create_key(live)


@pytest.mark.parametrize("recipe", [one for one in RECIPES if one != PIVOT], ids=recipe_id)
def test_command_prints_what_the_guide_shows(live, folder, key, recipe):
    printed = run_recipe(recipe, live, folder, key)
    assert matches_output(recipe, printed), printed


def test_guide_shows_the_output_of_every_command():
    silent = [one for one in RECIPES if not one.printed]
    assert [one.code for one in silent] == [f"API={SITE}/api/v1\n", PIVOT.code]


def test_pandas_example_compiles_and_its_columns_exist(live):
    """pandas is not a dependency: run this example by hand when it changes."""
    compile(PIVOT.code, "docs/api.md", "exec")
    with urllib.request.urlopen(f"{live.api}charges/?format=csv") as response:  # noqa: S310
        columns = next(csv.reader(io.TextIOWrapper(response, encoding="utf-8-sig")))
    used = {"conduct_on_earliest", "provision_label", "category_label", "id"}
    assert used <= set(re.findall(r'"(\w+)"', PIVOT.code))
    assert used <= set(columns)
