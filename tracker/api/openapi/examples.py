"""Adds recorded responses of the founding data to the OpenAPI document as examples.

`python -m tests.examples` writes them down anew; a test holds them against what is answered.
"""

import json
from pathlib import Path

STORED = Path(__file__).with_suffix(".json")


def added(result: dict, **_generator) -> dict:
    """The document with an example of each answer, and of the address of each record."""
    examples = json.loads(STORED.read_text(encoding="utf-8"))
    for methods in result["paths"].values():
        operation = methods["get"]
        if (example := examples.get(operation["operationId"])) is None:
            continue
        answers = operation["responses"]["200"]["content"]["application/json"]
        answers["examples"] = {"founding": {"value": example}}
        places = [one for one in operation.get("parameters", []) if one["in"] == "path"]
        if places:
            parts = example["id"].split("/")
            for place, part in zip(places, parts, strict=True):
                place["example"] = part
    return result
