"""Helpers for exported files: download and parse CSV, NDJSON and XLSX."""

import csv
import json
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

CELL = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def download(client, address: str) -> bytes:
    response = client.get(address)
    assert (response.status_code, response.streaming) == (200, True), address
    return b"".join(response.streaming_content)


def in_format(address: str, kind: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}format={kind}"


def csv_rows(client, address: str) -> list[dict]:
    text = download(client, in_format(address, "csv")).decode()
    return list(csv.DictReader(StringIO(text, newline="")))


def ndjson_rows(client, address: str) -> list[dict]:
    body = download(client, in_format(address, "ndjson"))
    return [json.loads(line) for line in body.splitlines()]


def xlsx_sheets(client, address: str) -> list[list[list]]:
    """Rows of both sheets, as text."""
    with ZipFile(BytesIO(download(client, in_format(address, "xlsx")))) as parts:
        assert parts.testzip() is None
        return [sheet(parts.read(f"xl/worksheets/sheet{n}.xml")) for n in (1, 2)]


def sheet(content: bytes) -> list[list]:
    rows = ElementTree.fromstring(content).iterfind(".//m:row", CELL)  # noqa: S314 (our own)
    return [[value_of(cell) for cell in row] for row in rows]


def value_of(cell) -> str:
    assert cell.find("m:f", CELL) is None  # no formulas
    kind, value = cell.get("t"), cell.findtext("m:v", "", CELL)
    if kind == "inlineStr":
        return cell.findtext("m:is/m:t", "", CELL)
    return {"1": "true", "0": "false"}[value] if kind == "b" else value


def as_cells(row: dict) -> dict:
    """A row of NDJSON with the cells that CSV has for it."""
    literals = {None: "", True: "true", False: "false"}
    return {k: literals[v] if v is None or isinstance(v, bool) else str(v) for k, v in row.items()}
