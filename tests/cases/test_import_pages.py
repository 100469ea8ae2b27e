"""Admin pages and command of table imports."""

import io
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.models import Person
from cases.tables.imports import IMPORT_SPECS
from tests import factories as make
from tests.imports import ORIGIN, csv_table
from tracker.enums import StaffRole
from tracker.models import ImportRun
from tracker.tables.imports.template_workbook import build_template_workbook

pytestmark = pytest.mark.django_db
ROWS = [{"key": "1", "name": "Invented One"}, {"key": "2", "name": "Invented Two"}]
ADD_URL = "/admin/tracker/importrun/add/"


def upload(client, content, kind="people", name="table.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(ADD_URL, {"kind": kind, "origin": ORIGIN, "file": file})


def confirm(client, run, digest):
    response = client.post(
        reverse("admin:tracker_importrun_run", args=[run.pk]), {"digest": digest}
    )
    return b"".join(response.streaming_content).decode()


def test_table_is_uploaded_previewed_and_imported(analyst, analyst_user):
    response = upload(analyst, csv_table(*ROWS))
    run = ImportRun.objects.get()
    assert (response.status_code, response.url, run.sent_by) == (
        302,
        f"/admin/tracker/importrun/{run.pk}/change/",
        analyst_user,
    )
    page = analyst.get(response.url)
    assert [len(page.context[name]) for name in ("new", "changed", "problems")] == [2, 0, 0]
    assert Person.objects.count() == 0
    answer = confirm(analyst, run, page.context["plan"].digest)
    assert "Imported: 2 new, 0 changed, 0 unchanged." in answer
    assert answer.endswith("</html>\n")
    assert Person.objects.count() == 2
    assert "Imported: 2 new" in analyst.get(response.url).content.decode()


def test_confirming_twice_imports_once(analyst):
    page = analyst.get(upload(analyst, csv_table(*ROWS)).url)
    run, digest = ImportRun.objects.get(), page.context["plan"].digest
    assert "imported already" in confirm(analyst, run, digest) + confirm(analyst, run, digest)
    assert Person.objects.count() == 2


def test_table_with_a_problem_cannot_be_confirmed(analyst):
    page = analyst.get(upload(analyst, csv_table(ROWS[0] | {"gender": "<b>x"})).url)
    assert [(p.row, p.column, p.value) for p in page.context["problems"]] == [(2, "gender", "<b>x")]
    assert "Import all of it" not in page.content.decode()
    assert "Back to the table" in confirm(analyst, ImportRun.objects.get(), "")
    assert Person.objects.count() == 0


def test_headings_can_be_mapped_to_columns(analyst):
    address = upload(analyst, csv_table({"key": "1", "who": "Invented One", "name": "x"})).url
    analyst.post(address, {"key": "key", "name": "who"})
    page = analyst.get(address)
    assert page.context["unused"] == ["name"]
    assert [record["name"] for record in page.context["new"]] == ["Invented One"]
    twice = analyst.post(address, {"key": "who", "name": "who"})
    assert set(twice.context["form"].errors) == {"key", "name"}


def test_discarded_table_is_deleted(analyst):
    upload(analyst, csv_table(*ROWS))
    analyst.post(reverse("admin:tracker_importrun_discard", args=[ImportRun.objects.get().pk]))
    assert (ImportRun.objects.count(), Person.objects.count()) == (0, 0)


def test_unreadable_file_is_refused_by_the_form(analyst):
    form = upload(analyst, b"\x89PNG\r\n\x1a\n\0\0").context["form"]
    assert [*form.errors] == ["file"]


def test_import_pages_need_the_permission(analyst):
    upload(analyst, csv_table(*ROWS))
    client = make.signed_in_client(make.staff_user("manager", StaffRole.ADMINISTRATOR))
    run = ImportRun.objects.get()
    addresses = [ADD_URL, f"/admin/tracker/importrun/{run.pk}/change/"]
    addresses += ["/admin/tracker/importrun/template/cases/"]
    assert [client.get(address).status_code for address in addresses] == [403] * 3
    actions = [reverse(f"admin:tracker_importrun_{do}", args=[run.pk]) for do in ("run", "discard")]
    assert [client.post(address).status_code for address in actions] == [403] * 2


@pytest.mark.parametrize("kind", IMPORT_SPECS.values(), ids=lambda kind: kind.name)
def test_template_has_every_column_and_value(analyst, kind):
    response = analyst.get(f"/admin/tracker/importrun/template/{kind.name}/")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [cell.value for cell in book["Data"][1]] == [column.name for column in kind.columns]
    codebook = [(row[0], row[4]) for row in book["Codebook"].iter_rows(min_row=2, values_only=True)]
    names = [name for name, _value in codebook if name]
    assert names == [column.name for column in kind.columns]
    values = [value for _name, value in codebook if value]
    assert values == [value for column in kind.columns for value, _ in column.choices if value]


def test_filled_template_can_be_imported(analyst, analyst_user):
    book = openpyxl.load_workbook(io.BytesIO(build_template_workbook(IMPORT_SPECS["people"])))
    book["Data"].append(["1", None, "Invented One"])
    content = io.BytesIO()
    book.save(content)
    page = analyst.get(upload(analyst, content.getvalue(), name="x.bin").url)
    assert [record["name"] for record in page.context["new"]] == ["Invented One"]
    assert "xl/workbook.xml" in ZipFile(content).namelist()


def test_import_command_imports_a_table(analyst_user, tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_bytes(csv_table(*ROWS))
    options = {"kind": "people", "origin": ORIGIN, "by": "analyst"}
    call_command("import_cases", file, dry_run=True, **options)
    assert (Person.objects.count(), ImportRun.objects.count()) == (0, 0)
    call_command("import_cases", file, **options)
    assert Person.objects.count() == 2
    call_command("import_cases", file, **options)
    assert capsys.readouterr().out.splitlines()[-1] == "0 new, 0 changed, 2 unchanged"
    file.write_bytes(csv_table(ROWS[0] | {"gender": "x"}))
    with pytest.raises(CommandError, match="1 to mend"):
        call_command("import_cases", file, **options)
    assert "row 2, column “gender”: “x”" in capsys.readouterr().err
