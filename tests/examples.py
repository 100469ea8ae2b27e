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
ALWAYS = {
    "published_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
    "data_version": "9f86d081884c7d65",
    "next_cursor": "NDIgOWY4NmQwODE4ODRjN2Q2NQ",
}
USAGE = "usage/?rows=year&columns=gender&unit=people&provision=penal-code-2009/495"


def gathered(host: str) -> dict[str, object]:
    """Every example, by operation id."""
    examples = {
        "usage_retrieve": asked(host, f"{host}/api/v1/{USAGE}"),
        "changes_retrieve": asked(host, f"{host}/api/v1/changes/?page_size=2"),
        "codebook_retrieve": beginning(asked(host, f"{host}/api/v1/codebook/")),
    }
    for plural, address in asked(host, f"{host}/api/v1/")["resources"].items():
        address = address.replace(SITE, host)
        records = asked(host, f"{address}?page_size=500&include=all")["results"]
        if not records:  # the founding data have no release
            continue
        record = fullest(records)
        listed = asked(host, f"{address}?page_size=500")["results"][records.index(record)]
        page = asked(host, f"{address}?page_size=1") | {"results": [listed]}
        examples |= {f"{plural}_list": page, f"{plural}_retrieve": record}
    return dict(sorted(examples.items()))


def fullest(records: list[dict]) -> dict:
    """The shortest of the records with the most fields filled, up to a readable length."""
    short = [one for one in records if length(one) <= READABLE]
    return min(short, key=lambda one: (-sum(map(bool, one.values())), length(one)))


def beginning(content):
    """The same with only the first row of each list."""
    if isinstance(content, dict):
        return {name: beginning(one) for name, one in content.items()}
    return [beginning(one) for one in content[:1]] if isinstance(content, list) else content


def length(content) -> int:
    return len(json.dumps(content))


def asked(host: str, address: str):
    with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310
        return told_alike(json.loads(response.read().decode().replace(host, SITE)))


def told_alike(content):
    """The same with fixed values for those that change with each load of the data."""
    if isinstance(content, list):
        return [told_alike(one) for one in content]
    if isinstance(content, dict):
        return {name: ALWAYS.get(name) or told_alike(one) for name, one in content.items()}
    return content


def main() -> None:
    from tests.live.server import serving  # noqa: PLC0415 (needs Django set up)
    from tracker.api.openapi.examples import STORED  # noqa: PLC0415

    with serving() as server:
        text = json.dumps(gathered(server.host), indent=1, ensure_ascii=False)
    STORED.write_text(f"{text}\n", encoding="utf-8")
    sys.stdout.write(f"{STORED}: {len(text)} characters\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
