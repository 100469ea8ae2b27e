"""Parsing of charges, citations, row numbers, codes and yes or no."""

from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from cases.staff.entry.cell_parsing import (
    CellSyntaxError,
    format_row_numbers,
    parse_cited_locations,
    parse_row_numbers,
    parse_yes_no,
    split_charges,
    trailing_code,
)
from tracker.codes import ALPHABET, LENGTH


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("PC 494, 495", ["PC 494", "pc 495"]),
        ("494, 495 PC", ["pc 494", "495 PC"]),
        ("PC 494 and 495; telecom 80", ["PC 494", "pc 495", "telecom 80"]),
        ("PC ៤៩៤, ៤៩៥", ["PC 494", "pc 495"]),
        ("penal-code-2009/437-bis", ["penal-code-2009/437-bis"]),
        ("penal-code-2009/494, 495", ["penal-code-2009/494", "penal code 2009 495"]),
        ("495", ["495"]),
        ("Law on Peace and Order 12", ["Law on Peace and Order 12"]),
        ("", []),
    ],
)
def test_charge_list_is_split_with_the_law_of_each(text, pieces):
    assert split_charges(text) == pieces


@pytest.mark.parametrize(
    ("text", "locations"),
    [
        ("1 p. 3", [(1, "p. 3")]),
        ("1: p. 3; 2 para. 4", [(1, "p. 3"), (2, "para. 4")]),
        ("2", [(2, "")]),
        ("p. 4", [(None, "p. 4")]),
        ("3rd page; the end", [(None, "3rd page; the end")]),
        ("", []),
    ],
)
def test_citation_is_source_number_and_locator(text, locations):
    assert parse_cited_locations(text) == locations


def test_row_numbers_and_ranges_are_parsed():
    assert parse_row_numbers("1, 3-4 and ៥", {1, 2, 3, 4, 5}) == [1, 3, 4, 5]
    with pytest.raises(CellSyntaxError, match="There is no row 6 here: there are 1-3, 5."):
        parse_row_numbers("1, 6", {1, 2, 3, 5})
    with pytest.raises(CellSyntaxError, match="“all” is no row number"):
        parse_row_numbers("all", {1})


@given(st.sets(st.integers(1, 200), min_size=1))
def test_formatted_row_numbers_parse_back(numbers):
    assert parse_row_numbers(format_row_numbers(numbers), numbers) == sorted(numbers)


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH), st.text(max_size=30))
def test_code_at_the_end_is_found(code, name):
    assert trailing_code(f"{name} · P-{code}") == f"P-{code}"


def test_text_without_final_code_has_none():
    assert [trailing_code(text) for text in ("Zed Example", "", "P-7F3KQ2 Zed")] == ["", "", ""]


@pytest.mark.parametrize(
    ("text", "is_yes"),
    [("yes", True), ("X", True), ("in absentia", True), ("១", True), ("no", False), (" ", False)],
)
def test_yes_and_no_are_parsed(text, is_yes):
    assert parse_yes_no(text) == is_yes


def test_other_word_is_an_error():
    with pytest.raises(CellSyntaxError, match="“perhaps” is neither yes nor no."):
        parse_yes_no("perhaps")


@given(st.text())
def test_any_text_parses_or_raises_syntax_error(text):
    split_charges(text), parse_cited_locations(text), trailing_code(text)
    for parse in (parse_yes_no, lambda cell: parse_row_numbers(cell, {1, 2})):
        with suppress(CellSyntaxError):
            parse(text)
