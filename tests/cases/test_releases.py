"""Releases: a valid data package of exactly the public data."""

import json
import re
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case, Person, Release
from cases.releases import actions
from cases.releases.actions import build_release
from cases.releases.consistent_read import execute_sql, read_public_rows
from tests import database, factories as make, sample_data
from tests.api import LISTS, get_json, parameter_errors
from tests.files import ndjson_rows
from tests.pages import count_page_queries, read_page
from tests.releases import (
    download_release,
    package_problems,
    release_changes,
    release_rows,
    releases_in,
)
from tracker.codes import ALPHABET, LENGTH
from tracker.visibility.public_reader import process_dirty_rows

RELEASES = "/api/v1/releases/"


@pytest.fixture
def folder(tmp_path):
    with releases_in(tmp_path / "releases"):
        yield tmp_path / "releases"


@pytest.fixture
def sample(db, folder):
    return sample_data.build_story(people=2)


@pytest.fixture
def released(sample):
    return build_release()


# --- The package --------------------------------------------------------------------------------


def test_release_is_a_valid_data_package(visitor, released):
    assert package_problems(download_release(visitor, released.slug)) == []


def test_release_holds_the_rows_of_the_lists(visitor, partner, released):
    parts = download_release(visitor, released.slug)
    for path in set(LISTS) - {RELEASES, "/api/v1/prosecutions/"}:
        listed = {row["id"]: row for row in ndjson_rows(partner, path)}
        released_rows = release_rows(parts, path.split("/")[-2])
        for row in [*listed.values(), *released_rows.values()]:
            row["url"] = row["url"].removeprefix("http://testserver")
        assert (path, released_rows) == (path, listed)
        assert len(released_rows) > 0


def test_every_column_with_a_code_is_declared_a_key(visitor, released):
    parts = download_release(visitor, released.slug)
    code = re.compile(rf"[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}")
    for resource in json.loads(parts["datapackage.json"])["resources"]:
        schema = resource["schema"]
        declared = {"id", "url", "code"} | {f["name"] for f in schema["fields"] if "idsOf" in f}
        declared |= {name for key in schema.get("foreignKeys", []) for name in key["fields"]}
        if resource["format"] == "ndjson":
            lines = release_rows(parts, resource["name"].removesuffix("-ndjson")).values()
            found = {n for line in lines for n, value in line.items() if code.search(str(value))}
            assert (resource["name"], found - declared) == (resource["name"], set())


def test_same_data_give_the_same_file(released, folder):
    digest = released.sha256
    Release.objects.all().delete()
    assert build_release().sha256 == digest


def test_both_codebooks_list_every_column_in_their_language(visitor, released):
    parts = download_release(visitor, released.slug)
    english, khmer = parts["codebook.en.md"].decode(), parts["codebook.km.md"].decode()
    for line in re.findall("^- `[^`]*`", english, re.MULTILINE):
        assert line in khmer
    assert "- `journalist` Journalist" in english
    assert "- `journalist` អ្នកសារព័ត៌មាន" in khmer
    assert "https://creativecommons.org/licenses/by/4.0/" in parts["LICENCE.txt"].decode()


def test_release_lists_changes_since_the_previous_one(visitor, sample, released):
    new = make.source()
    Case.objects.filter(pk=sample.case.pk).update(title="Other title")
    sample.measure.state = "draft"
    sample.measure.save()
    second = build_release()
    assert second.slug == f"{released.slug}.2"
    listed = release_changes(download_release(visitor, second.slug))
    assert {change for change in listed if change[0] in ("sources", "measures")} == {
        ("sources", new.code, "added"),
        ("measures", sample.measure.code, "removed"),
    }
    assert ("cases", sample.case.code, "changed") in listed
    kinds = [change for _table, _id, change in listed]
    counts = [second.added, second.changed, second.removed]
    assert counts == [kinds.count(kind) for kind in ("added", "changed", "removed")]


def test_unchanged_data_make_no_release(released, capsys):
    call_command("build_release")
    assert capsys.readouterr().out == "Nothing has changed since the last release.\n"
    assert Release.objects.count() == 1


def test_dangling_key_is_refused_by_name(sample, folder):
    merged = make.person()
    charge = make.charge(under=sample.provision, of=make.accused(case=sample.case, person=merged))
    process_dirty_rows()
    with database.superuser_rights() as cursor:  # without the triggers, which would hide the row
        cursor.execute("SET LOCAL session_replication_role = replica")
        Person.objects.filter(pk=merged.pk).update(merged_into=sample.people[0])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    code = charge.participation.code
    message = f"prosecutions: {code} has person {merged.code}, which is not in this release."
    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("build_release")
    assert (Release.objects.count(), list(folder.iterdir())) == (0, [])


def test_interrupted_build_leaves_no_release_and_no_files(partner, sample, folder):
    interrupted = patch.object(actions, "store_release", side_effect=KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt), interrupted:
        build_release()
    (folder / ".making-killed" / "data").mkdir(parents=True)
    assert get_json(partner, RELEASES)["results"] == []
    release = build_release()
    assert list(folder.iterdir()) == [release.file]


def test_build_is_refused_while_another_runs(sample, folder):
    locked = patch.object(actions, "execute_sql", return_value=[(False,)])
    with locked, pytest.raises(CommandError, match="just now"):
        call_command("build_release")


@pytest.mark.django_db(transaction=True)
def test_all_tables_are_read_in_one_snapshot(folder):
    sample_data.build_story()
    levels = set()

    def record_level_and_read(table):
        levels.update(execute_sql("SHOW transaction_isolation"))
        return read_public_rows(table)

    with patch.object(actions, "read_public_rows", record_level_and_read):
        release = build_release()
    assert (levels, release.needs_purge) == ({("repeatable read",)}, False)


# --- The list, the record and the file ------------------------------------------------------------


def test_the_api_lists_releases_with_their_file(partner, released):
    [row] = get_json(partner, RELEASES)["results"]
    assert row == get_json(partner, f"{RELEASES}{released.slug}/")
    assert row["id"] == released.slug
    assert row["download_url"] == f"http://testserver/data/releases/{released.slug}.zip"
    assert row["url"] == f"http://testserver/data/#{released.slug}"
    assert (row["sha256"], row["bytes"]) == (released.sha256, released.file.stat().st_size)
    assert (row["added"], row["changed"], row["removed"]) == (released.rows, 0, 0)
    assert row["purged_on"] is None
    assert partner.get(f"{RELEASES}2001-01-01/").status_code == 404
    assert list(parameter_errors(partner, f"{RELEASES}?day=x")) == ["day"]


def test_file_is_served_uncompressed_with_its_digest_as_etag(visitor, released):
    address = f"/data/releases/{released.slug}.zip"
    response = visitor.get(address, headers={"accept-encoding": "gzip"})
    content = b"".join(response.streaming_content)
    assert content == released.file.read_bytes()
    headers = {name: response.headers[name] for name in ("Content-Type", "Content-Length")}
    assert headers == {
        "Content-Type": "application/zip",
        "Content-Length": str(len(content)),
    }
    disposition = f'attachment; filename="cambodian-laws-in-use-{released.slug}.zip"'
    assert response.headers["Content-Disposition"] == disposition
    head = visitor.head(address)
    assert (head.getvalue(), head.headers["Content-Length"]) == (b"", str(len(content)))
    unchanged = visitor.get(address, headers={"if-none-match": response.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    ["2001-01-01.zip", "..%2f..%2fmanage.py", "../settings.zip", "%00.zip", "2026-11-22", "x.zip"],
)
def test_other_paths_are_not_served(visitor, released, name):
    assert visitor.get(f"/data/releases/{name}").status_code == 404


def test_post_to_a_file_is_refused(visitor, released):
    assert visitor.post(f"/data/releases/{released.slug}.zip").status_code == 405


def test_missing_file_is_a_404(visitor, released):
    released.file.unlink()
    assert visitor.get(f"/data/releases/{released.slug}.zip").status_code == 404


@pytest.mark.parametrize("language", ["", "/km"])
def test_data_page_lists_releases_or_says_there_are_none(visitor, sample, language):
    empty = read_page(visitor, f"{language}/data/")
    release = build_release()
    page = read_page(visitor, f"{language}/data/")
    message = {"": "No release has been made yet", "/km": "មិនទាន់មានកំណែចេញផ្សាយ"}[language]
    assert (message in empty.text, message in page.text) == (True, False)
    assert release.sha256 in page.text
    assert release.slug in page.anchors
    assert page.links[release.slug] == f"/data/releases/{release.slug}.zip"


def test_query_count_does_not_grow_with_releases(visitor, released):
    with_one = count_page_queries(visitor, "/data/")
    for day in range(10, 30):
        released.pk, released.slug = None, f"2026-10-{day}"
        released.save()
    assert count_page_queries(visitor, "/data/") == with_one
    assert count_page_queries(visitor, f"/data/releases/{released.slug}.zip") == 1
