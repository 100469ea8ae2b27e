"""Numbers on pages equal those recomputed from API rows, and say how they are counted."""

import pytest
from django.test import Client

from tests.recount.claims import claims_of
from tests.recount.pages import difference, linked_numbers
from tests.recount.report import Recounting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def recounting(founding_data, django_db_blocker):
    with django_db_blocker.unblock():
        return Recounting(Client(SERVER_NAME="localhost"))


def test_every_number_of_founding_data_equals_its_recount_from_api_rows(recounting):
    assert list(recounting.differences()) == []
    assert recounting.compared > 1_000


def test_wrong_number_is_found(recounting):
    html = '<main><a href="/people/?provision=penal-code-2009/495">999 people charged</a></main>'
    [number] = linked_numbers("/", html)
    assert difference(number, recounting.record, recounting.api).startswith("LinkedNumber")


def test_claim_is_found_with_its_list():
    html = '<main><p>Charged: <a href="/people/?provision=x">7 people</a></p><p>None.</p></main>'
    claims, _text = claims_of("/", html)
    assert [(claim.text, claim.address) for claim in claims] == [
        ("Charged: 7 people", "/people/?provision=x")
    ]
