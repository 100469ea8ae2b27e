"""Provisions of an invented code, and the form data of a complete case."""

import pytest

from tests import factories
from tests.cases.entry.typing import entry_data

NEWS = {"source": "Invented news", "kind": "news", "place": "p. 1"}


@pytest.fixture
def provisions(db):
    """Articles 494 and 495 of an invented code."""
    law = factories.law(title="Invented Code", slug="invented-code", year=2001)
    return [factories.provision(number, law=law) for number in ("494", "495")]


@pytest.fixture
def full_entry(provisions):
    """Form data of a case with two people and a row in every section."""
    return entry_data(
        sources=[NEWS, {"source": "Invented report", "kind": "report", "place": "p. 7"}],
        people=[
            {"who": "Zed Example", "charges": "IC 494, 495", "cited": "1 p. 3"},
            {"who": "Ypsilon Sample / សេដ", "charges": '"', "cited": "2"},
        ],
        events=[
            {"kind": "arrest", "happened_on": "5 Nov 2020", "who": "1"},
            {"kind": "charge", "happened_on": "Nov 2020"},
            {"kind": "verdict", "happened_on": "2021", "made": "convicted", "charges": "495"},
        ],
        sentences=[{"terms": "18 months, 6 suspended"}],
        detentions=[{"who": "2", "basis": "pre_trial", "started_on": "5 Nov 2020"}],
    )
