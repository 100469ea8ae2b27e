"""Parsing of sentences in words."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from cases.staff.entry.cell_parsing import CellSyntaxError
from cases.staff.entry.sentence_parsing import SentenceTerms, parse_sentence


def prison(low, high=None, **others):
    return SentenceTerms(prison_months_min=low, prison_months_max=high or low, **others)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("18", prison(18)),
        ("18 months", prison(18)),
        ("18 months, 6 suspended", prison(18, suspended_months=6)),
        ("2 years, 1 suspended", prison(24, suspended_months=12)),
        ("១៨ ខែ, ព្យួរ", prison(18, suspended_months=18)),
        ("1 year 6 months", prison(18)),
        ("1y 6m and rest suspended", prison(18, is_remainder_suspended=True)),
        ("1 to 3 years", prison(12, 36)),
        ("5-7 years in absentia", None),
        ("5-7 years, in absentia", prison(60, 84, is_in_absentia=True)),
        ("life", SentenceTerms(is_life=True)),
        ("fine 4 million riel", SentenceTerms(fine=Decimal(4_000_000), fine_currency="KHR")),
        ("fine 4,000,000 riel", SentenceTerms(fine=Decimal(4_000_000), fine_currency="KHR")),
        ("1 month, fine", prison(1, is_fine_unstated=True)),
        (
            "compensation $1,000 to Invented Co",
            SentenceTerms(
                compensation=Decimal(1000),
                compensation_currency="USD",
                compensation_to="Invented Co",
            ),
        ),
        ("24 months, 5 months served", prison(24, served_months=5)),
    ],
)
def test_sentence_is_parsed(text, terms):
    if terms is None:
        with pytest.raises(CellSyntaxError):
            parse_sentence(text)
    else:
        assert parse_sentence(text) == terms


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a while", "“a while” is not understood. Write months or words: 18;"),
        ("10 days", "“10 days” is not understood."),
        ("fine 400", "“400” is no amount: write 4 million riel, or 1000 USD."),
        ("6 months, 12 suspended", "12 months are suspended of 6."),
    ],
)
def test_syntax_error_names_the_part(text, message):
    with pytest.raises(CellSyntaxError) as error:
        parse_sentence(text)
    assert str(error.value).startswith(message)


MONTHS = st.integers(1, 600)
AMOUNT = st.decimals(1, 10**9, places=2)


@st.composite
def sentence_terms(draw):
    low, extra, suspended = draw(MONTHS), draw(st.integers(0, 60)), draw(st.none() | MONTHS)
    terms = prison(low, low + extra, suspended_months=suspended and min(suspended, low))
    terms.is_in_absentia = draw(st.booleans())
    if draw(st.booleans()):
        terms.fine, terms.fine_currency = draw(AMOUNT), draw(st.sampled_from(["KHR", "USD"]))
    if draw(st.booleans()):
        terms.compensation, terms.compensation_currency = draw(AMOUNT), "USD"
        terms.compensation_to = draw(st.sampled_from(["", "Invented Co"]))
    return terms


@given(sentence_terms())
def test_formatted_sentence_parses_back(terms):
    assert parse_sentence(str(terms)) == terms


@given(st.text())
def test_any_text_parses_or_raises_syntax_error(text):
    with suppress(CellSyntaxError):
        parse_sentence(text)
