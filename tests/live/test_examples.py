"""The examples of the OpenAPI document equal the responses; `python -m tests.examples` updates."""

import json

from tests.examples import gather_examples
from tracker.api.openapi.examples import EXAMPLES_FILE
from tracker.api.openapi.schema import openapi_document


def test_every_operation_has_an_example():
    operations = {methods["get"]["operationId"] for methods in openapi_document()["paths"].values()}
    stored = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8")).keys()
    assert operations - stored == {"releases_list", "releases_retrieve"}


def test_every_example_equals_the_response_from_the_founding_data(live):
    assert gather_examples(live.host) == json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
