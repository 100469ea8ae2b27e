"""A check of refusals that schemathesis cannot derive from the OpenAPI document."""

import schemathesis
from schemathesis.generation import GenerationMode

# Parameters whose values may exclude each other.
TOGETHER = {"page_size", "cursor", "on", "columns", "rows", "fields", "include"}


@schemathesis.check
def refused_for_a_reason(_context, response, case) -> None:
    """A request that conforms to the document gets a 400 for two reasons only.

    For codes, dates and cursors, whose values no document can list, and for parameters that
    exclude each other.
    """
    if response.status_code != 400 or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    refused = {error["parameter"] for error in response.json()["errors"]}
    parameters = {one["name"]: one for one in case.operation.definition.raw["parameters"]}
    described = {name for name in refused if is_described(parameters.get(name))}
    assert refused, "A refusal that names no parameter"
    assert described <= TOGETHER, f"Refused as it is described: {sorted(described)}"


def is_described(parameter) -> bool:
    """Whether the document restricts the values of the parameter."""
    schema = (parameter or {}).get("schema", {})
    schema = schema.get("items", schema)
    return schema != {"type": "string"}
