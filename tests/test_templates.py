"""Templates ask only for attributes that exist: Django shows a missing one as nothing at all."""

import logging

import pytest
from django.template.context import BaseContext
from django.test import Client

from tests.recount.report import HOST, addresses_of_pages
from tests.recount.rows import Api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_data")]

KINDS = ["people", "cases", "measures", "disagreements", "sources", "organisations"]
OTHER_PAGES = [
    *("/prosecutions/", "/charges/", "/recommendations/", "/laws/"),
    *("/search/?q=495", "/search/?q=draft", "/search/?q=sok", "/people/?name=sok"),
    *("/method/", "/codebook/", "/changes/", "/data/", "/about/"),
]
# One template shows records of all kinds, of which only some have these.
OF_SOME_KINDS = {("site/search.html", "is_draft"), ("site/search.html", "name_km")}


class MissingAttributes(logging.Handler):
    """Lookups of an attribute that an object lacks; optional variables and None are no fault."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.found: set[tuple[str, str, str]] = set()

    def emit(self, record):
        error = record.exc_info and record.exc_info[1]
        name, owner = getattr(error, "params", None) or ("", None)
        is_optional = owner is None or owner == "" or isinstance(owner, BaseContext)
        template = record.args[1] if record.args else ""
        if not is_optional and (template, name) not in OF_SOME_KINDS:
            self.found.add((template, type(owner).__name__, name))


@pytest.fixture
def missing():
    logger, handler = logging.getLogger("django.template"), MissingAttributes()
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_public_pages_ask_for_no_attribute_that_an_object_lacks(missing):
    client = Client(SERVER_NAME="localhost")
    api = Api(lambda address: client.get(address.removeprefix(HOST)).json())
    details = [f"/{kind}/{row['id']}/" for kind in KINDS for row in api.rows(kind)]
    pages = [*addresses_of_pages(api), *OTHER_PAGES, *(f"/{kind}/" for kind in KINDS), *details]
    statuses = {page: client.get(page).status_code for page in pages}
    assert {page for page, status in statuses.items() if status != 200} == set()
    assert missing.found == set()
