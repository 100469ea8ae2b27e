"""`python -m tests.examples`: the examples of the OpenAPI document, from the founding data.

Each is a real response. Values that differ from one load of the data to the next (hosts, times,
digests) are replaced by fixed ones.
"""

import json
import os
import sys
import urllib.request

import django

READABLE = 6_000  # characters
SITE = "https://tracker.example.org"
FIXED_VALUES = {
    "published_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
    "data_version": "9f86d081884c7d65",
    "next_cursor": "NDIgOWY4NmQwODE4ODRjN2Q2NQ",
}
USAGE = "usage/?rows=year&columns=gender&unit=people&provision=penal-code-2009/495"


def gather_examples(host: str) -> dict[str, object]:
    """Every example, by operation id."""
    examples = {
        "usage_retrieve": fetch_example(host, f"{host}/api/v1/{USAGE}"),
        "changes_retrieve": fetch_example(host, f"{host}/api/v1/changes/?page_size=2"),
        "codebook_retrieve": first_rows(fetch_example(host, f"{host}/api/v1/codebook/")),
    }
    for plural, address in fetch_example(host, f"{host}/api/v1/")["resources"].items():
        address = address.replace(SITE, host)
        records = fetch_example(host, f"{address}?page_size=500&include=all")["results"]
        if not records:  # the founding data have no release
            continue
        record = pick_example(records)
        listed = fetch_example(host, f"{address}?page_size=500")["results"][records.index(record)]
        page = fetch_example(host, f"{address}?page_size=1") | {"results": [listed]}
        examples |= {f"{plural}_list": page, f"{plural}_retrieve": record}
    return dict(sorted(examples.items()))


def pick_example(records: list[dict]) -> dict:
    """The shortest of the records with the most fields filled, up to a readable length."""
    short = [one for one in records if length(one) <= READABLE]
    return min(short, key=lambda one: (-sum(map(bool, one.values())), length(one)))


def first_rows(content):
    """The same with only the first row of each list."""
    if isinstance(content, dict):
        return {name: first_rows(one) for name, one in content.items()}
    return [first_rows(one) for one in content[:1]] if isinstance(content, list) else content


def length(content) -> int:
    return len(json.dumps(content))


def fetch_example(host: str, address: str):
    with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310
        return with_fixed_values(json.loads(response.read().decode().replace(host, SITE)))


def with_fixed_values(content):
    """The same with fixed values for those that change with each load of the data."""
    if isinstance(content, list):
        return [with_fixed_values(one) for one in content]
    if isinstance(content, dict):
        return {
            name: FIXED_VALUES.get(name) or with_fixed_values(one) for name, one in content.items()
        }
    return content


def main() -> None:
    from tests.live.server import running_server  # noqa: PLC0415 (needs Django set up)
    from tracker.api.openapi.examples import EXAMPLES_FILE  # noqa: PLC0415

    with running_server() as server:
        text = json.dumps(gather_examples(server.host), indent=1, ensure_ascii=False)
    EXAMPLES_FILE.write_text(f"{text}\n", encoding="utf-8")
    sys.stdout.write(f"{EXAMPLES_FILE}: {len(text)} characters\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
