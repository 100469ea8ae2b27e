"""Pages of a site without any record."""

import pytest

from tests.pages import read_page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "No charge counts here. The record covers 0 cases with charges"),
        ("/charts/case-flow/", "No charge meets all of these conditions."),
    ],
)
def test_page_without_records_says_so(visitor, address, words):
    assert words in read_page(visitor, address).text
