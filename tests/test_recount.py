"""Numbers on pages equal those recomputed from API rows, and say how they are counted."""

import pytest
from django.test import Client

from tests.recount.claims import claims_of, claims_of_pages
from tests.recount.pages import difference, linked_numbers
from tests.recount.report import Recounting, addresses_of_pages

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


@pytest.mark.parametrize("language", ["", "/km"])
def test_every_claim_says_its_date_how_it_is_known_and_the_scope(recounting, language):
    pages = [f"{language}{page}" for page in addresses_of_pages(recounting.api)]
    claims = claims_of_pages(recounting.client, pages)
    assert [str(claim) for claim in claims if claim.lacking] == []
    assert len(claims) > 100


def test_claim_is_found_with_its_list():
    html = '<main><p>Now <a href="/people/?provision=x">7 people</a> charged</p><p>0.</p></main>'
    claims = claims_of("/", html)
    assert [(claim.element.text, claim.element.links) for claim in claims] == [
        ("Now 7 people charged", ["/people/?provision=x"])
    ]
    assert claims[0].lacking == ["as of", "how it is known", "scope"]


def test_claim_finds_its_conditions_in_the_nearest_element_that_says_all():
    html = (
        "<main><section><h2>7 people charged</h2><p>as of 2021, where a source names the article,"
        " in cases about expression, assembly or association</p></section></main>"
    )
    [claim] = claims_of("/", html)
    assert (claim.place, claim.lacking) == ("section", [])
