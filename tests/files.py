"""Helpers for exported files: download and parse CSV, NDJSON and XLSX."""

import csv
import json
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

XLSX_NAMESPACES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def download(client, address: str) -> bytes:
    response = client.get(address)
    assert (response.status_code, response.streaming) == (200, True), address
    return b"".join(response.streaming_content)


def format_address(address: str, kind: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}format={kind}"


def csv_rows(client, address: str) -> list[dict]:
    text = download(client, format_address(address, "csv")).decode()
    return list(csv.DictReader(StringIO(text, newline="")))


def ndjson_rows(client, address: str) -> list[dict]:
    body = download(client, format_address(address, "ndjson"))
    return [json.loads(line) for line in body.splitlines()]


def xlsx_sheets(client, address: str) -> list[list[list]]:
    """Rows of both sheets, as text."""
    with ZipFile(BytesIO(download(client, format_address(address, "xlsx")))) as parts:
        assert parts.testzip() is None
        return [xlsx_rows(parts.read(f"xl/worksheets/sheet{n}.xml")) for n in (1, 2)]


def xlsx_rows(content: bytes) -> list[list]:
    rows = ElementTree.fromstring(content).iterfind(".//m:row", XLSX_NAMESPACES)  # noqa: S314 (our own)
    return [[sheet_cell_text(cell) for cell in row] for row in rows]


def sheet_cell_text(cell) -> str:
    assert cell.find("m:f", XLSX_NAMESPACES) is None  # no formulas
    kind, value = cell.get("t"), cell.findtext("m:v", "", XLSX_NAMESPACES)
    if kind == "inlineStr":
        return cell.findtext("m:is/m:t", "", XLSX_NAMESPACES)
    return {"1": "true", "0": "false"}[value] if kind == "b" else value


def csv_cells_of(row: dict) -> dict:
    """A row of NDJSON with the cells that CSV has for it."""
    literals = {None: "", True: "true", False: "false"}
    return {k: literals[v] if v is None or isinstance(v, bool) else str(v) for k, v in row.items()}
