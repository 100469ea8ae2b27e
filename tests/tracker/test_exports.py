"""What leaves as a file runs nothing where it is opened."""

import pytest

from tracker.exports import safe_cell


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
)
def test_a_cell_that_would_run_is_made_text(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", ["Article 495", "", "a=b", 12, -3, None])
def test_any_other_cell_stays_as_it_is(value):
    assert safe_cell(value) == value
