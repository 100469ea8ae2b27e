"""The reference client (examples/sync.py) keeps a correct copy after kills and data changes."""

import importlib.util
import json
import sqlite3
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

from tests.live.server import LiveServer, running_server

CLIENT = Path(settings.BASE_DIR) / "examples" / "sync.py"
EQUAL = "The copy equals the lists.\n"


@pytest.fixture(scope="module")
def changing() -> LiveServer:
    """A server whose data these tests may change."""
    with running_server() as server:
        yield server


@pytest.fixture
def copy(changing, tmp_path) -> Path:
    """An up-to-date copy."""
    path = tmp_path / "copy.sqlite"
    assert sync_and_verify(changing, path) == EQUAL
    return path


def start_sync(server: LiveServer, copy: Path, *options: str) -> subprocess.Popen:
    command = [sys.executable, str(CLIENT), server.api, str(copy), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def sync_and_verify(server: LiveServer, copy: Path) -> str:
    """The output of a run with --verify."""
    output, errors = start_sync(server, copy, "--verify").communicate(timeout=120)
    assert errors == ""
    return output


def rows(copy: Path, query: str) -> list[tuple]:
    connection = sqlite3.connect(copy)
    result = connection.execute(query).fetchall()
    connection.close()
    return result


@pytest.fixture(scope="module")
def client():
    """The client as a module."""
    spec = importlib.util.spec_from_file_location("sync", CLIENT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_client_is_short_and_needs_only_the_standard_library():
    text = CLIENT.read_text(encoding="utf-8")
    imported = [line.split()[1].split(".")[0] for line in text.splitlines() if " import " in line]
    assert len(text.splitlines()) <= 200
    assert {name for name in imported if name.isalpha()} <= sys.stdlib_module_names


def test_second_run_changes_nothing(changing, copy):
    before = rows(copy, "SELECT * FROM record ORDER BY kind, id")
    assert len(before) > 800
    assert sync_and_verify(changing, copy) == EQUAL
    assert rows(copy, "SELECT * FROM record ORDER BY kind, id") == before


def test_verify_reports_missing_and_extra_records(changing, copy):
    connection = sqlite3.connect(copy)
    with connection:
        connection.execute("DELETE FROM record WHERE kind = 'law'")
        content = json.dumps({"api_url": f"{changing.api}cases/C-000000/"})
        connection.execute("INSERT INTO record VALUES ('case', 'C-000000', ?)", (content,))
    connection.close()
    first, *others = sync_and_verify(changing, copy).splitlines()
    assert first == "case C-000000 should not be there"
    assert len(others) == 31
    assert others[0] == "law ahrd differs"


def test_changed_records_are_updated(changing, copy):
    changing.write("UPDATE laws_law SET note = %s", "Invented note.")
    assert sync_and_verify(changing, copy) == EQUAL
    [(count,)] = rows(copy, "SELECT count(*) FROM record WHERE content LIKE '%Invented note.%'")
    assert count == 31


def test_withheld_name_is_erased_from_the_file(changing, copy):
    [(code, name)] = rows(
        copy,
        "SELECT id, content ->> 'name' FROM record WHERE kind = 'person' "
        "AND content ->> 'display_policy' = 'full' AND content ->> 'name' = 'Thun Ratha'",
    )
    assert name.encode() in copy.read_bytes()
    changing.write(
        "UPDATE cases_person SET display_policy = 'withheld', protection_reason = 'safety' "
        "WHERE code = %s",
        code,
    )
    assert sync_and_verify(changing, copy) == EQUAL
    assert name.encode() not in copy.read_bytes()
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]


def test_withdrawn_case_is_deleted_with_its_dependents(changing, copy):
    [(code, title)] = rows(
        copy,
        "SELECT id, content ->> 'title' FROM record WHERE kind = 'case' "
        "ORDER BY length(content) DESC LIMIT 1",
    )
    changing.write(
        "UPDATE cases_case SET state = 'withdrawn', withdrawal_reason = 'invented' WHERE code = %s",
        code,
    )
    assert sync_and_verify(changing, copy) == EQUAL
    assert rows(copy, f"SELECT * FROM record WHERE id = '{code}'") == []
    assert title.encode() not in copy.read_bytes()


def test_merged_person_is_recorded_with_the_other_id(changing, copy):
    people = rows(copy, "SELECT id FROM record WHERE kind = 'person' ORDER BY id DESC LIMIT 2")
    (one,), (other,) = people
    statement = (
        "UPDATE cases_person SET merged_into_id = "
        "(SELECT id FROM cases_person WHERE code = %s) WHERE code = %s"
    )
    changing.write(statement, other, one)
    assert sync_and_verify(changing, copy) == EQUAL
    assert rows(copy, "SELECT * FROM merged") == [("person", one, other)]


@pytest.mark.parametrize("is_first", [True, False], ids=["first", "nightly"])
def test_killed_run_leaves_a_copy_that_the_next_completes(changing, copy, is_first):
    if is_first:
        copy.unlink()
    changing.write("UPDATE cases_case SET summary = summary || %s", f" Again, {is_first}.")
    killed = 0
    for tenths in (1, 3, 6, 10, 15):
        process = start_sync(changing, copy)
        time.sleep(tenths / 10)
        killed += process.poll() is None
        process.kill()
        process.communicate()
    assert killed > 0
    assert sync_and_verify(changing, copy) == EQUAL
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]


def test_cursor_from_another_database_causes_a_full_sync(changing, copy):
    connection = sqlite3.connect(copy)
    with connection:
        foreign = urlsafe_b64encode(b"7 0123456789abcdef").decode().rstrip("=")
        connection.execute("UPDATE place SET cursor = ?", (foreign,))
        connection.execute("INSERT INTO record VALUES ('case', 'C-000000', '{}')")
    connection.close()
    assert sync_and_verify(changing, copy) == EQUAL
    assert rows(copy, "SELECT * FROM record WHERE id = 'C-000000'") == []


def test_record_deleted_before_it_is_fetched_is_dropped(client):
    copy = client.open_copy(":memory:")
    client.put(copy, "case", {"id": "C-000000"})
    client.apply(copy, {"op": "upsert", "kind": "case", "id": "C-000000"}, None)
    assert copy.execute("SELECT * FROM record").fetchall() == []


# --- Rate limits --------------------------------------------------------------------------------


class BusyServer(BaseHTTPRequestHandler):
    """Answers 429, then 200 with no requests remaining, then 410."""

    responses = [(429, {"Retry-After": "1"}), (200, {"RateLimit-Remaining": "0"}), (410, {})]

    def do_GET(self):
        status, headers = self.responses[self.server.requests]
        self.server.requests += 1
        self.send_response(status)
        for name, value in ({"RateLimit-Reset": "1"} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_line):
        pass


def test_client_waits_as_long_as_the_headers_say(client):
    with HTTPServer(("127.0.0.1", 0), BusyServer) as server:
        server.requests = 0
        Thread(target=server.serve_forever, daemon=True).start()
        api, began = client.Api(f"http://127.0.0.1:{server.server_port}/", ""), time.monotonic()
        assert api.get(api.root) == {}
        assert time.monotonic() - began >= 2
        assert api.get(api.root) is None
        server.shutdown()
