"""A site in which nothing is recorded yet."""

import pytest

from tests.pages import read


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "No charge is recorded yet."),
        ("/charts/case-flow/", "Nothing that meets these conditions is recorded."),
    ],
)
def test_an_empty_site_says_so(visitor, address, words):
    assert words in read(visitor, address).text
