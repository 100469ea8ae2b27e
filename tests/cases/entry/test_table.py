"""Parsing of tables pasted from a spreadsheet."""

from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from cases.staff.entry.cell_parsing import CellSyntaxError
from cases.staff.entry.pasted_table import (
    COLUMN_HEADINGS,
    DEFAULT_COLUMNS,
    parse_outcome,
    parse_role,
    parse_table,
)


def test_columns_without_headings_are_in_default_order():
    [line] = parse_table("Zed Example | accused | IC 495 | convicted | 18 | yes")
    assert line == {
        "who": "Zed Example",
        "role": "accused",
        "charges": "IC 495",
        "outcome": "convicted",
        "terms": "18",
        "absent": "yes",
    }


def test_headings_set_the_order_of_columns():
    first, second = parse_table("Sentence\tName\n18\tZed Example\n\n\tYpsilon Sample")
    assert first == {"terms": "18", "who": "Zed Example"}
    assert second["who"] == "Ypsilon Sample"


def test_trailing_empty_cells_are_dropped():
    [row] = parse_table("Name\tCharge\t\nZed Example\tIC 495\t\t\t")
    assert row == {"who": "Zed Example", "charges": "IC 495"}


def test_ditto_mark_repeats_the_cell_above():
    lines = parse_table('Zed Example | accused | IC 495\nYpsilon Sample | " | "')
    assert [line["charges"] for line in lines] == ["IC 495", "IC 495"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Name | Colour | Charge\nZed | red | 1", "No column is called “Colour”: there are name,"),
        (
            "a | b | c | d | e | f | g",
            "Row 1 has 7 cells, the last “g”; there are 6 columns: name |",
        ),
        ("Zed\n" * 401, "At most 400 rows at once."),
    ],
)
def test_malformed_table_raises_syntax_error(text, message):
    with pytest.raises(CellSyntaxError) as error:
        parse_table(text)
    assert str(error.value).startswith(message)


def test_roles_and_outcomes_are_parsed():
    assert [parse_role(t) for t in ("", "Accused", "ជនជាប់ចោទ", "lawyer")] == [
        *("accused", "accused", "accused", "lawyer")
    ]
    assert [parse_outcome(t) for t in ("", "Guilty", "acquitted")] == ["", "convicted", "acquitted"]
    with pytest.raises(
        CellSyntaxError, match="“perhaps” is none of: complained, charged, on_trial"
    ):
        parse_outcome("perhaps")


CELL = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1), st.sampled_from("|\t"))
def test_every_cell_is_parsed_unchanged(table, separator):
    heading = separator.join(min(COLUMN_HEADINGS[column]) for column in DEFAULT_COLUMNS)
    lines = parse_table("\n".join([heading, *(separator.join(row) for row in table)]))
    assert [list(line.values()) for line in lines] == table


@given(st.text())
def test_any_text_parses_or_raises_syntax_error(text):
    with suppress(CellSyntaxError):
        parse_table(text)
