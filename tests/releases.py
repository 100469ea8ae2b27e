"""Helpers for releases: download, validate as a data package, search for names."""

import base64
import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

from django.test import override_settings

from cases.models import Release

VALUE_PARSERS = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def releases_in(folder):
    return override_settings(RELEASES_DIR=Path(folder))


def download_release(client, slug: str) -> dict[str, bytes]:
    """Download a release: path -> content of each file."""
    response = client.get(f"/data/releases/{slug}.zip")
    assert response.status_code == 200
    return unzip(b"".join(response.streaming_content))


def read_zips(folder: Path) -> list[dict[str, bytes]]:
    """Content of every zip in the folder, listed or not."""
    return [unzip(file.read_bytes()) for file in folder.rglob("*") if file.is_file()]


def unzip(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def latest_release() -> Release:
    return Release.objects.order_by("built_at").last()


def release_rows(parts: dict[str, bytes], table: str) -> dict[str, dict]:
    """The rows of a table, by id."""
    lines = parts[f"data/{table}.ndjson"].splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def release_changes(parts: dict[str, bytes]) -> set[tuple]:
    return {tuple(row) for row in list(csv.reader(StringIO(parts["changes.csv"].decode())))[1:]}


# --- Validation as a data package ---------------------------------------------------------------


def package_problems(parts: dict[str, bytes]) -> list[str]:
    """Every difference between the package and its descriptor."""
    resources = {r["name"]: r for r in json.loads(parts["datapackage.json"])["resources"]}
    tables = {name: read_resource(res, parts[res["path"]]) for name, res in resources.items()}
    found = [
        f"digest of {path}"
        for path, digest in stated_checksums(parts)
        if sha256_of(parts[path]) != digest
    ]
    for name, resource in resources.items():
        content, lines = parts[resource["path"]], tables[name]
        stated = (resource["bytes"], resource["hash"], resource["rows"])
        if stated != (len(content), f"sha256:{sha256_of(content)}", len(lines)):
            found.append(f"{name}: size, digest or rows")
        found += (f"{name}: {error}" for error in cell_errors(resource["schema"], lines))
        found += (f"{name}: {error}" for error in key_errors(resource["schema"], lines, tables))
    return found


def stated_checksums(parts) -> Iterator[tuple[str, str]]:
    for line in parts["SHA256SUMS"].decode().splitlines():
        digest, _, path = line.partition("  ")
        yield path, digest
    listed = {line.split("  ")[1] for line in parts["SHA256SUMS"].decode().splitlines()}
    assert listed == parts.keys() - {"SHA256SUMS"}


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_resource(resource: dict, content: bytes) -> list[dict]:
    """Rows of a CSV or NDJSON resource, with None for missing values."""
    names = [field["name"] for field in resource["schema"]["fields"]]
    if resource["format"] == "ndjson":
        lines = [json.loads(line) for line in content.splitlines()]
        assert all(list(line) == names for line in lines)
        return lines
    header, *lines = csv.reader(StringIO(content.decode(), newline=""))
    assert header == names
    return [{n: v or None for n, v in zip(names, line, strict=True)} for line in lines]


def cell_errors(schema: dict, lines: list[dict]) -> Iterator[str]:
    for field in schema["fields"]:
        for line in lines:
            value = line[field["name"]]
            try:
                is_text = isinstance(value, str)
                fits = value is None or (
                    VALUE_PARSERS[field["type"]](value) is not None if is_text else True
                )
            except (ValueError, KeyError):
                fits = False
            if not fits or (value is None and field.get("constraints", {}).get("required")):
                yield f"{field['name']} of {line['id']} is {value!r}"


def key_errors(schema: dict, lines: list[dict], tables: dict) -> Iterator[str]:
    key = [tuple(line[name] for name in schema["primaryKey"]) for line in lines]
    if len(key) != len(set(key)):
        yield "an id stands twice"
    for foreign in schema.get("foreignKeys", []):
        [name], target = foreign["fields"], tables[foreign["reference"]["resource"]]
        ids = {row["id"] for row in target} | {None}
        yield from (f"{name} {line[name]}" for line in lines if line[name] not in ids)
    for field in schema["fields"]:
        if "idsOf" in field:
            ids = {row["id"] for row in tables[field["idsOf"]]}
            cells = [line[field["name"]] or "" for line in lines]
            listed = {member for cell in cells for member in cell.split("; ") if member}
            yield from (f"{field['name']} {member}" for member in listed - ids)


# --- Search for names ----------------------------------------------------------------------------


def find_leaks(parts: dict[str, bytes], *names: str) -> list[tuple[str, str]]:
    """Paths of the files that contain one of the names, in any encoding."""
    return [
        (path, name)
        for path, content in parts.items()
        for name in names
        for encoded in name_encodings(name)
        if encoded.lower() in path.encode().lower() + b"\n" + content.lower()
    ]


def name_encodings(name: str) -> set[bytes]:
    """The name in various spellings and encodings."""
    plain, reversed_name = name.encode(), " ".join(reversed(name.split())).encode()
    found = {plain, reversed_name, plain.replace(b" ", b""), plain.replace(b" ", b"-")}
    found |= {quote(name).encode(), json.dumps(name)[1:-1].encode()}
    found |= {plain.hex().encode(), name.encode("unicode_escape"), name.encode("utf-16-le")}
    # The base64 form of a text depends on its offset within a group of three bytes.
    return found | {base64.b64encode(b" " * n + plain)[4 if n else 0 : -4] for n in range(3)}
