"""Releases: a data package that is what it says, of what the public sees."""

import json
import re
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case, Person, Release
from cases.releases import actions, build_release
from cases.releases.public_snapshot import ask as ask_database, rows_of
from tests import database, factories as make, sample_data
from tests.api import LISTS, ask, refused
from tests.files import ndjson_rows
from tests.pages import queries, read
from tests.releases import (
    changes,
    problems,
    releases_in,
    rows,
    taken,
)
from tracker.codes import ALPHABET, LENGTH
from tracker.visibility.public_reader import process_dirty_rows

RELEASES = "/api/v1/releases/"


@pytest.fixture
def folder(tmp_path):
    with releases_in(tmp_path / "releases"):
        yield tmp_path / "releases"


@pytest.fixture
def told(db, folder):
    return sample_data.build(people=2)


@pytest.fixture
def released(told):
    return build_release()


# --- The package --------------------------------------------------------------------------------


def test_a_release_is_what_it_says(visitor, released):
    assert problems(taken(visitor, released.slug)) == []


def test_a_release_holds_the_rows_of_the_lists(visitor, partner, released):
    parts = taken(visitor, released.slug)
    for path in set(LISTS) - {RELEASES, "/api/v1/prosecutions/"}:
        listed = {row["id"]: row for row in ndjson_rows(partner, path)}
        mine = rows(parts, path.split("/")[-2])
        for row in [*listed.values(), *mine.values()]:
            row["url"] = row["url"].removeprefix("http://testserver")
        assert (path, mine) == (path, listed)
        assert len(mine) > 0


def test_no_column_names_a_record_without_being_a_key(visitor, released):
    parts = taken(visitor, released.slug)
    code = re.compile(rf"[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}")
    for one in json.loads(parts["datapackage.json"])["resources"]:
        schema = one["schema"]
        known = {"id", "url", "code"} | {f["name"] for f in schema["fields"] if "idsOf" in f}
        known |= {name for key in schema.get("foreignKeys", []) for name in key["fields"]}
        if one["format"] == "ndjson":
            lines = rows(parts, one["name"].removesuffix("-ndjson")).values()
            found = {n for line in lines for n, value in line.items() if code.search(str(value))}
            assert (one["name"], found - known) == (one["name"], set())


def test_the_same_data_make_the_same_file(released, folder):
    digest = released.sha256
    Release.objects.all().delete()
    assert build_release().sha256 == digest


def test_both_codebooks_tell_every_column_in_their_language(visitor, released):
    parts = taken(visitor, released.slug)
    english, khmer = parts["codebook.en.md"].decode(), parts["codebook.km.md"].decode()
    for line in re.findall("^- `[^`]*`", english, re.MULTILINE):
        assert line in khmer
    assert "- `journalist` Journalist" in english
    assert "- `journalist` អ្នកសារព័ត៌មាន" in khmer
    assert "https://creativecommons.org/licenses/by/4.0/" in parts["LICENCE.txt"].decode()


def test_a_release_tells_what_changed_since_the_one_before(visitor, told, released):
    new = make.source()
    Case.objects.filter(pk=told.case.pk).update(title="Other title")
    told.measure.state = "draft"
    told.measure.save()
    second = build_release()
    assert second.slug == f"{released.slug}.2"
    found = changes(taken(visitor, second.slug))
    assert {change for change in found if change[0] in ("sources", "measures")} == {
        ("sources", new.code, "added"),
        ("measures", told.measure.code, "removed"),
    }
    assert ("cases", told.case.code, "changed") in found
    kinds = [change for _table, _id, change in found]
    counted = [second.added, second.changed, second.removed]
    assert counted == [kinds.count(kind) for kind in ("added", "changed", "removed")]


def test_nothing_new_makes_no_release(released, capsys):
    call_command("build_release")
    assert capsys.readouterr().out == "Nothing has changed since the last release.\n"
    assert Release.objects.count() == 1


def test_a_key_that_leads_nowhere_is_refused_by_name(told, folder):
    merged = make.person()
    charge = make.charge(under=told.provision, of=make.accused(case=told.case, person=merged))
    process_dirty_rows()
    with database.superuser_rights() as cursor:  # past the triggers, which hide such a row
        cursor.execute("SET LOCAL session_replication_role = replica")
        Person.objects.filter(pk=merged.pk).update(merged_into=told.people[0])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    one = charge.participation.code
    words = f"prosecutions: {one} has person {merged.code}, which is not in this release."
    with pytest.raises(CommandError, match=re.escape(words)):
        call_command("build_release")
    assert (Release.objects.count(), list(folder.iterdir())) == (0, [])


def test_a_build_stopped_half_way_lists_and_leaves_nothing(partner, told, folder):
    stopped = patch.object(actions, "put_in_place", side_effect=KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt), stopped:
        build_release()
    (folder / ".making-killed" / "data").mkdir(parents=True)
    assert ask(partner, RELEASES)["results"] == []
    made = build_release()
    assert list(folder.iterdir()) == [made.file]


def test_one_at_a_time(told, folder):
    busy = patch.object(actions, "ask", return_value=[(False,)])
    with busy, pytest.raises(CommandError, match="just now"):
        call_command("build_release")


@pytest.mark.django_db(transaction=True)
def test_all_tables_are_read_at_one_moment(folder):
    sample_data.build()
    levels = set()

    def noting(table):
        levels.update(ask_database("SHOW transaction_isolation"))
        return rows_of(table)

    with patch.object(actions, "rows_of", noting):
        made = build_release()
    assert (levels, made.needs_purge) == ({("repeatable read",)}, False)


# --- The list, the record and the file ------------------------------------------------------------


def test_the_api_lists_releases_with_their_file(partner, released):
    [row] = ask(partner, RELEASES)["results"]
    assert row == ask(partner, f"{RELEASES}{released.slug}/")
    assert row["id"] == released.slug
    assert row["download_url"] == f"http://testserver/data/releases/{released.slug}.zip"
    assert row["url"] == f"http://testserver/data/#{released.slug}"
    assert (row["sha256"], row["bytes"]) == (released.sha256, released.file.stat().st_size)
    assert (row["added"], row["changed"], row["removed"]) == (released.rows, 0, 0)
    assert row["purged_on"] is None
    assert partner.get(f"{RELEASES}2001-01-01/").status_code == 404
    assert list(refused(partner, f"{RELEASES}?day=x")) == ["day"]


def test_a_file_is_served_whole_under_its_digest(visitor, released):
    address = f"/data/releases/{released.slug}.zip"
    response = visitor.get(address, headers={"accept-encoding": "gzip"})
    content = b"".join(response.streaming_content)
    assert content == released.file.read_bytes()
    headers = {name: response.headers[name] for name in ("Content-Type", "Content-Length")}
    assert headers == {
        "Content-Type": "application/zip",
        "Content-Length": str(len(content)),
    }
    named = f'attachment; filename="cambodian-laws-in-use-{released.slug}.zip"'
    assert response.headers["Content-Disposition"] == named
    head = visitor.head(address)
    assert (head.getvalue(), head.headers["Content-Length"]) == (b"", str(len(content)))
    unchanged = visitor.get(address, headers={"if-none-match": response.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    ["2001-01-01.zip", "..%2f..%2fmanage.py", "../settings.zip", "%00.zip", "2026-11-22", "x.zip"],
)
def test_no_other_file_is_served(visitor, released, name):
    assert visitor.get(f"/data/releases/{name}").status_code == 404


def test_a_file_is_only_read(visitor, released):
    assert visitor.post(f"/data/releases/{released.slug}.zip").status_code == 405


def test_a_file_that_is_lost_is_not_there(visitor, released):
    released.file.unlink()
    assert visitor.get(f"/data/releases/{released.slug}.zip").status_code == 404


@pytest.mark.parametrize("language", ["", "/km"])
def test_the_page_tells_of_releases_or_that_there_is_none(visitor, told, language):
    empty = read(visitor, f"{language}/data/")
    made = build_release()
    page = read(visitor, f"{language}/data/")
    words = {"": "No release has been made yet", "/km": "មិនទាន់មានកំណែចេញផ្សាយ"}[language]
    assert (words in empty.text, words in page.text) == (True, False)
    assert made.sha256 in page.text
    assert made.slug in page.anchors
    assert page.links[made.slug] == f"/data/releases/{made.slug}.zip"


def test_many_releases_take_no_more_queries(visitor, released):
    one = queries(visitor, "/data/")
    for day in range(10, 30):
        released.pk, released.slug = None, f"2026-10-{day}"
        released.save()
    assert queries(visitor, "/data/") == one
    assert queries(visitor, f"/data/releases/{released.slug}.zip") == 1
