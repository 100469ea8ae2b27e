"""What schemathesis cannot know from the OpenAPI document, and is held against all the same."""

import schemathesis
from schemathesis.generation import GenerationMode

# Rules between two parameters.
TOGETHER = {"page_size", "cursor", "on", "columns", "rows", "fields", "include"}


@schemathesis.check
def refused_for_a_reason(_context, response, case) -> None:
    """A question as the document allows it is refused only for codes, dates and cursors, whose
    values no document can list, and for parameters that exclude each other."""
    if response.status_code != 400 or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    wrong = {error["parameter"] for error in response.json()["errors"]}
    parameters = {one["name"]: one for one in case.operation.definition.raw["parameters"]}
    described = {name for name in wrong if is_described(parameters.get(name))}
    assert wrong, "A refusal that names no parameter"
    assert described <= TOGETHER, f"Refused as it is described: {sorted(described)}"


def is_described(parameter) -> bool:
    """Whether the document says what the values are."""
    schema = (parameter or {}).get("schema", {})
    schema = schema.get("items", schema)
    return schema != {"type": "string"}
