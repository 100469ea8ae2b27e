"""Adds recorded responses of the founding data to the OpenAPI document as examples.

`python -m tests.examples` records them again; a test compares them with the current responses.
"""

import json
from pathlib import Path

EXAMPLES_FILE = Path(__file__).with_suffix(".json")


def add_examples(result: dict, **_generator) -> dict:
    """Postprocessing hook: an example of each response, and of the path of each record."""
    examples = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
    for methods in result["paths"].values():
        operation = methods["get"]
        if (example := examples.get(operation["operationId"])) is None:
            continue
        content = operation["responses"]["200"]["content"]["application/json"]
        content["examples"] = {"founding": {"value": example}}
        in_path = [one for one in operation.get("parameters", []) if one["in"] == "path"]
        if in_path:
            parts = example["id"].split("/")
            for parameter, part in zip(in_path, parts, strict=True):
                parameter["example"] = part
    return result
