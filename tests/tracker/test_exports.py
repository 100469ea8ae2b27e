"""Files of lists: what a cell may hold, what a file says of itself, and how it breaks."""

import pytest
from django.db.models import F, Value
from hypothesis import given, strategies as st

from tests import factories as make
from tests.api import LISTS, refused
from tests.files import as_cells, csv_rows, download, ndjson_rows, xlsx_sheets
from tracker.api.openapi.schema import document
from tracker.models import Figure, Source
from tracker.tables.exports import IntegerColumn, export_table, safe_cell
from tracker.tables.exports.cells import LONGEST_XLSX_CELL, xml_text
from tracker.tables.exports.records import FIGURES, SOURCES as TABLE

SOURCES = "/api/v1/sources/"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"]


# --- Cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*HOSTILE, "\0x"])
def test_what_could_be_a_formula_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "'=1", "1-2", "ប្រទេស", " x"])
def test_all_other_text_stays_as_it_is(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("value", [12, -3, None])
def test_a_number_is_no_text(value):
    assert safe_cell(value) == value


@given(st.text())
def test_no_text_breaks_the_xml(text):
    assert "<" not in xml_text(text)
    assert len(xml_text(text * 1000).encode("utf-16-le", "surrogatepass")) >= 0


def test_a_text_longer_than_a_cell_is_cut_visibly():
    cut = xml_text("x" * 40_000)
    assert (len(cut), cut[-1]) == (LONGEST_XLSX_CELL, "…")


def test_no_spreadsheet_runs_what_a_record_says(partner):
    for text in HOSTILE:
        make.source(title=text)
    assert sorted(row["title"] for row in ndjson_rows(partner, SOURCES)) == sorted(HOSTILE)
    safe = sorted(f"'{text}" for text in HOSTILE)
    assert sorted(row["title"] for row in csv_rows(partner, SOURCES)) == safe
    names, *rows = xlsx_sheets(partner, SOURCES)[0]
    assert sorted(row[names.index("title")] for row in rows) == safe


def test_amounts_dates_and_truths_are_written_plainly(partner):
    make.cited(
        Figure.objects.create(
            **make.published(topic="x", value="108.50", out_of=200, unit="x", period="2020-05~")
        )
    )
    [row] = ndjson_rows(partner, "/api/v1/figures/")
    assert (row["value"], row["out_of"], row["value_max"]) == (108.5, 200, None)
    told = [row[f"period_{part}"] for part in ("edtf", "earliest", "latest")]
    assert told == ["2020-05~", "2020-05-01", "2020-05-31"]
    assert csv_rows(partner, "/api/v1/figures/") == [as_cells(row)]


# --- What a file says of itself ---------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("kind", ["csv", "ndjson", "xlsx"])
def test_an_empty_list_is_a_file_too_and_its_name_says_kind_and_version(partner, path, kind):
    response = partner.get(path, {"format": kind})
    body = b"".join(response.streaming_content)
    name, version = path.split("/")[-2], response.headers["Data-Version"]
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{name}-{version}.{kind}"'
    )
    assert response.headers["Data-Unit"] == name
    assert len(body.splitlines()) == 1 if kind == "csv" else bool(body) == (kind == "xlsx")


def test_a_file_names_its_filters_and_its_description(partner, settings):
    settings.DATA_LICENCE = "https://example.org/licence"
    make.source(kind="letter")
    query = "kind=letter&kind=report"
    headers = partner.get(f"{SOURCES}?{query}&format=csv").headers
    described, licence = headers["Link"].split(", ")
    address = described[1:].partition(">")[0]
    assert headers["Data-Filters"] == query
    assert licence == '<https://example.org/licence>; rel="license"'
    assert address == f"http://testserver{SOURCES}?{query}&format=csvw"
    told = partner.get(address).json()
    assert (told["notes"][0]["rows"], told["notes"][0]["unit"]) == (1, "sources")
    assert told["notes"][0]["filters"] == ["Kind: Open letter", "Kind: Report"]
    assert told["url"] == f"http://testserver{SOURCES}?{query}&format=csv"
    names = [column["name"] for column in told["tableSchema"]["columns"]]
    assert names == list(csv_rows(partner, SOURCES)[0])


def test_a_workbook_says_what_it_is_on_its_second_sheet(partner):
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


def test_head_tells_the_headers_and_reads_no_row(partner, monkeypatch):
    got = partner.get(f"{SOURCES}?format=csv").headers
    monkeypatch.setattr(
        "tracker.tables.exports.export_table.read", lambda *_: pytest.fail("was read")
    )
    headed = partner.head(f"{SOURCES}?format=csv")
    assert headed.headers == got
    assert b"".join(headed.streaming_content) == b""


def test_no_name_of_a_column_stands_twice():
    for table in (TABLE, FIGURES):
        names = [field.name for field in table.fields()]
        assert len(names) == len(set(names))


# --- Refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, "/api/v1/usage/"])
def test_an_unknown_format_is_a_406_that_names_the_known_ones(partner, path):
    response = partner.get(path, {"format": "pdf"})
    problem = response.json()
    assert (response.status_code, problem["status"]) == (406, 406)
    assert response.headers["Content-Type"] == "application/problem+json"
    [error] = problem["errors"]
    assert error["allowed"] == ["json", "csv", "ndjson", "xlsx", "csvw"]


@pytest.mark.parametrize("name", ["cursor", "page_size", "limit", "page"])
def test_a_file_has_no_pages(partner, name):
    assert list(refused(partner, f"{SOURCES}?format=csv&{name}=5")) == [name]


def test_the_law_of_a_day_is_no_part_of_a_file(partner):
    assert list(refused(partner, "/api/v1/provisions/?format=csv&on=2020-01-01")) == ["on"]


def test_a_record_is_no_file(partner):
    source = make.source()
    assert list(refused(partner, f"{SOURCES}{source.code}/?format=csv")) == ["format"]


def test_a_format_in_the_address_goes_before_what_is_accepted(partner):
    response = partner.get(f"{SOURCES}?format=csv", headers={"Accept": "text/csv"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"


def test_the_openapi_document_names_every_format_of_a_list():
    answer = document()["paths"]["/api/v1/cases/"]["get"]
    assert list(answer["responses"]["200"]["content"]) == [
        "application/json",
        "text/csv",
        "application/x-ndjson",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/csvm+json",
    ]
    [parameter] = [p for p in answer["parameters"] if p["name"] == "format"]
    assert parameter["schema"]["enum"] == ["json", "csv", "ndjson", "xlsx", "csvw", ""]


# --- How a file breaks ------------------------------------------------------------------------


def test_an_error_of_the_database_breaks_the_file_and_says_nothing(db, monkeypatch):
    monkeypatch.setattr(export_table, "CHUNK", 1)
    last = [make.source() for _ in range(3)][-1].pk
    by_nothing = Source.objects.order_by("pk").annotate(c0=Value(1) / (F("pk") - last))
    chunks = export_table.read(by_nothing.values_list("c0"), [IntegerColumn("x", "x").reader()])
    assert len(next(chunks)) == 1
    with pytest.raises(export_table.BrokenFile, match="^DataError$") as broken:
        list(chunks)
    assert broken.value.__suppress_context__
    assert Source.objects.count() == 3


def test_a_reader_who_leaves_leaves_no_transaction_behind(partner):
    make.source()
    chunks = TABLE.opened(Source.objects.all(), "http://testserver")()
    next(chunks)
    chunks.close()
    make.source(title="written after")
    assert b"written after" in download(partner, f"{SOURCES}?format=csv")
