"""Exported files: cells, descriptions, refusals, and errors while streaming."""

import pytest
from django.db.models import F, Value
from hypothesis import given, strategies as st

from tests import factories as make
from tests.api import LISTS, parameter_errors
from tests.files import csv_cells_of, csv_rows, download, ndjson_rows, xlsx_sheets
from tracker.api.openapi.schema import openapi_document
from tracker.models import Figure, Source
from tracker.tables.exports import export_table
from tracker.tables.exports.cells import MAX_XLSX_CELL_LENGTH, escape_formula, escape_xml_text
from tracker.tables.exports.columns import IntegerColumn
from tracker.tables.exports.records import FIGURES, SOURCES as TABLE

SOURCES = "/api/v1/sources/"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"]


# --- Cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*HOSTILE, "\0x"])
def test_formula_gets_an_apostrophe(text):
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "'=1", "1-2", "ប្រទេស", " x"])
def test_other_text_is_unchanged(text):
    assert escape_formula(text) == text


@pytest.mark.parametrize("value", [12, -3, None])
def test_number_is_not_escaped(value):
    assert escape_formula(value) == value


@given(st.text())
def test_xml_text_is_well_formed(text):
    assert "<" not in escape_xml_text(text)
    assert len(escape_xml_text(text * 1000).encode("utf-16-le", "surrogatepass")) >= 0


def test_text_longer_than_a_cell_is_cut_with_an_ellipsis():
    text = escape_xml_text("x" * 40_000)
    assert (len(text), text[-1]) == (MAX_XLSX_CELL_LENGTH, "…")


def test_formulas_in_records_are_escaped_in_csv_and_xlsx(partner):
    for text in HOSTILE:
        make.source(title=text)
    assert sorted(row["title"] for row in ndjson_rows(partner, SOURCES)) == sorted(HOSTILE)
    escaped = sorted(f"'{text}" for text in HOSTILE)
    assert sorted(row["title"] for row in csv_rows(partner, SOURCES)) == escaped
    names, *rows = xlsx_sheets(partner, SOURCES)[0]
    assert sorted(row[names.index("title")] for row in rows) == escaped


def test_amounts_and_dates_are_written_plainly(partner):
    make.add_citation(
        Figure.objects.create(
            **make.published_fields(
                topic="x", value="108.50", out_of=200, unit="x", period="2020-05~"
            )
        )
    )
    [row] = ndjson_rows(partner, "/api/v1/figures/")
    assert (row["value"], row["out_of"], row["value_max"]) == (108.5, 200, None)
    period = [row[f"period_{part}"] for part in ("edtf", "earliest", "latest")]
    assert period == ["2020-05~", "2020-05-01", "2020-05-31"]
    assert csv_rows(partner, "/api/v1/figures/") == [csv_cells_of(row)]


# --- Description of a file --------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("kind", ["csv", "ndjson", "xlsx"])
def test_empty_list_is_a_file_named_by_table_and_version(partner, path, kind):
    response = partner.get(path, {"format": kind})
    body = b"".join(response.streaming_content)
    name, version = path.split("/")[-2], response.headers["Data-Version"]
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{name}-{version}.{kind}"'
    )
    assert response.headers["Data-Unit"] == name
    assert len(body.splitlines()) == 1 if kind == "csv" else bool(body) == (kind == "xlsx")


def test_headers_name_filters_licence_and_description(partner, settings):
    settings.DATA_LICENCE = "https://example.org/licence"
    make.source(kind="letter")
    query = "kind=letter&kind=report"
    headers = partner.get(f"{SOURCES}?{query}&format=csv").headers
    description, licence = headers["Link"].split(", ")
    address = description[1:].partition(">")[0]
    assert headers["Data-Filters"] == query
    assert licence == '<https://example.org/licence>; rel="license"'
    assert address == f"http://testserver{SOURCES}?{query}&format=csvw"
    csvw = partner.get(address).json()
    assert (csvw["notes"][0]["rows"], csvw["notes"][0]["unit"]) == (1, "sources")
    assert csvw["notes"][0]["filters"] == ["Kind: Open letter", "Kind: Report"]
    assert csvw["url"] == f"http://testserver{SOURCES}?{query}&format=csv"
    names = [column["name"] for column in csvw["tableSchema"]["columns"]]
    assert names == list(csv_rows(partner, SOURCES)[0])


def test_second_sheet_of_a_workbook_describes_it(partner):
    make.source(kind="letter")
    about = xlsx_sheets(partner, f"{SOURCES}?kind=letter")[1]
    assert about[:4] == [
        ["What", "Sources"],
        ["Unit", "sources"],
        ["One row is one", "source"],
        ["Rows", "1"],
    ]
    assert ["Only", "Kind: Open letter"] in about
    assert ["id", "Code"] in about


def test_head_request_has_the_headers_and_reads_no_row(partner, monkeypatch):
    expected = partner.get(f"{SOURCES}?format=csv").headers
    monkeypatch.setattr(
        "tracker.tables.exports.export_table.read_chunks", lambda *_: pytest.fail("rows were read")
    )
    response = partner.head(f"{SOURCES}?format=csv")
    assert response.headers == expected
    assert b"".join(response.streaming_content) == b""


def test_column_names_are_unique():
    for table in (TABLE, FIGURES):
        names = [field.name for field in table.fields()]
        assert len(names) == len(set(names))


# --- Refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, "/api/v1/usage/"])
def test_unknown_format_is_a_406_that_lists_the_formats(partner, path):
    response = partner.get(path, {"format": "pdf"})
    problem = response.json()
    assert (response.status_code, problem["status"]) == (406, 406)
    assert response.headers["Content-Type"] == "application/problem+json"
    [error] = problem["errors"]
    assert error["allowed"] == ["json", "csv", "ndjson", "xlsx", "csvw"]


@pytest.mark.parametrize("name", ["cursor", "page_size", "limit", "page"])
def test_paging_parameter_is_refused_for_a_file(partner, name):
    assert list(parameter_errors(partner, f"{SOURCES}?format=csv&{name}=5")) == [name]


def test_parameter_on_is_refused_for_a_file(partner):
    assert list(parameter_errors(partner, "/api/v1/provisions/?format=csv&on=2020-01-01")) == ["on"]


def test_single_record_has_no_file_formats(partner):
    source = make.source()
    assert list(parameter_errors(partner, f"{SOURCES}{source.code}/?format=csv")) == ["format"]


def test_format_parameter_overrides_the_accept_header(partner):
    response = partner.get(f"{SOURCES}?format=csv", headers={"Accept": "text/csv"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"


def test_openapi_document_lists_every_format():
    operation = openapi_document()["paths"]["/api/v1/cases/"]["get"]
    assert list(operation["responses"]["200"]["content"]) == [
        "application/json",
        "text/csv",
        "application/x-ndjson",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/csvm+json",
    ]
    [parameter] = [p for p in operation["parameters"] if p["name"] == "format"]
    assert parameter["schema"]["enum"] == ["json", "csv", "ndjson", "xlsx", "csvw", ""]


# --- Errors while streaming -------------------------------------------------------------------


def test_database_error_aborts_the_file_without_its_message(db, monkeypatch):
    monkeypatch.setattr(export_table, "CHUNK", 1)
    last = [make.source() for _ in range(3)][-1].pk
    inverse = Value(1) / (F("pk") - last)  # divides by zero in the last row
    rows = Source.objects.order_by("pk").annotate(c0=inverse).values_list("c0")
    chunks = export_table.read_chunks(rows, [IntegerColumn("x", "x").formatter()])
    assert len(next(chunks)) == 1
    with pytest.raises(export_table.ExportStreamError, match="^DataError$") as raised:
        list(chunks)
    assert raised.value.__suppress_context__
    assert Source.objects.count() == 3


def test_closed_download_leaves_no_transaction(partner):
    make.source()
    chunks = TABLE.chunk_reader(Source.objects.all(), "http://testserver")()
    next(chunks)
    chunks.close()
    make.source(title="written after")
    assert b"written after" in download(partner, f"{SOURCES}?format=csv")
