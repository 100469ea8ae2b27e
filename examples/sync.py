#!/usr/bin/env python3
"""Keeps a copy of the tracker's public records in SQLite, in step with its change feed.

    python3 sync.py https://tracker.example.org/api/v1/ copy.sqlite            # every night
    python3 sync.py https://tracker.example.org/api/v1/ copy.sqlite --verify   # now and then

Python 3.11 or newer, nothing else. Put your API key, if you have one, in the environment variable
TRACKER_KEY. You can kill it at any time: the feed cursor is stored in the same transaction as the
records up to it, and the next run continues from there. Run one at a time.

Table `record`: kind, id, content (JSON, as the API gives it). Table `merged`: records merged into
another. What is deleted is overwritten with zeros (PRAGMA secure_delete). Leave the
journal mode as it is: a write-ahead log (WAL) would keep the old pages until its next checkpoint.
Your backups are yours to clean.
"""

import argparse
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from urllib.parse import urlencode

TABLES = """
CREATE TABLE IF NOT EXISTS record (kind TEXT, id TEXT, content TEXT, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS merged (kind TEXT, id TEXT, into_id TEXT, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS place (cursor TEXT);
"""
AT_ONCE = 50  # changes in one transaction: at most so many are repeated after a kill
TRIES = 10  # requests to a server that is busy or unreachable before this run gives up


class Api:
    """A client of the API that waits as long as the rate limit headers say."""

    def __init__(self, root: str, key: str):
        self.root = root
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, url: str) -> dict | None:
        """The JSON of a response; None for a record that is not public, or no longer."""
        for _try in range(TRIES):
            request = urllib.request.Request(url, headers=self.headers)
            try:
                response = urllib.request.urlopen(request, timeout=60)
            except urllib.error.HTTPError as problem:
                response = problem
            with response:
                status, headers, body = response.status, response.headers, response.read()
            if status in (429, 503):
                time.sleep(int(headers.get("Retry-After", 10)))
                continue
            if headers.get("RateLimit-Remaining") == "0":
                time.sleep(int(headers["RateLimit-Reset"]))
            if status not in (200, 404, 410):
                sys.exit(f"{url}: {body.decode()}")
            return json.loads(body) if status == 200 else None
        sys.exit(f"{url}: no answer after {TRIES} tries. Run this again later.")

    def fetch_changed(self, change: dict) -> dict | None:
        """The record as it is now; None if the change is not an upsert."""
        return self.get(change["url"]) if change["op"] == "upsert" else None

    def fetch_list(self, url: str):
        """Every record of a list with all its fields, page after page."""
        url += "?page_size=500&include=all"
        while url:
            page = self.get(url)
            yield from page["results"]
            url = page["next"]

    def changes(self, cursor: str, size: int) -> dict | None:
        """The next changes; None if the cursor is no longer valid."""
        return self.get(f"{self.root}changes/?{urlencode({'after': cursor, 'page_size': size})}")

    def feed(self) -> tuple[dict, str]:
        """The latest change of every record, and the cursor after them."""
        latest, cursor, more = {}, "", True
        while more:
            page = self.changes(cursor, 500)
            latest |= {(change["kind"], change["id"]): change for change in page["results"]}
            cursor, more = page["next_cursor"], page["has_more"]
        return latest, cursor


def open_copy(path: str) -> sqlite3.Connection:
    copy = sqlite3.connect(path)
    copy.execute("PRAGMA secure_delete = ON")  # set per connection
    copy.executescript(TABLES)
    return copy


def put(copy, kind: str, record: dict) -> None:
    content = json.dumps(record, ensure_ascii=False)
    copy.execute("INSERT INTO record VALUES (?, ?, ?)", (kind, record["id"], content))


def drop(copy, kind: str, id_: str) -> None:
    copy.execute("DELETE FROM record WHERE kind = ? AND id = ?", (kind, id_))
    copy.execute("DELETE FROM merged WHERE kind = ? AND id = ?", (kind, id_))


def apply(copy, change: dict, record: dict | None) -> None:
    """Apply a change. A record that is gone by now is dropped: the feed will list its deletion."""
    kind, id_ = change["kind"], change["id"]
    drop(copy, kind, id_)
    if change["op"] == "merge":
        copy.execute("INSERT INTO merged VALUES (?, ?, ?)", (kind, id_, change["merged_into"]))
    elif record is not None:
        put(copy, kind, record)


def store_cursor(copy, cursor: str) -> None:
    copy.execute("DELETE FROM place")
    copy.execute("INSERT INTO place VALUES (?)", (cursor,))


def lists_of(latest: dict) -> dict[str, str]:
    """The URLs of the lists that hold records, with the kind of record in each."""
    upserts = [change for change in latest.values() if change["op"] == "upsert"]
    return {one["url"].removesuffix(f"{one['id']}/"): one["kind"] for one in upserts}


def rebuild(api: Api, path: str) -> None:
    """Full sync into a new file, which replaces the old one at the end.

    The feed is read to its end before the lists: they are at least as new as the cursor, and
    the feed lists later changes after it.
    """
    fresh = f"{path}.new"
    for leftover in (fresh, f"{fresh}-journal"):  # from a run that was killed
        if os.path.exists(leftover):
            os.remove(leftover)
    latest, cursor = api.feed()
    with closing(open_copy(fresh)) as copy, copy:
        for url, kind in lists_of(latest).items():
            for record in api.fetch_list(url):
                put(copy, kind, record)
                latest.pop((kind, record["id"]), None)
        for change in latest.values():  # merged records, and those in no list
            apply(copy, change, api.fetch_changed(change))
        store_cursor(copy, cursor)
    os.replace(fresh, path)


def sync(api: Api, path: str) -> None:
    """Applies everything that changed since the last run."""
    if not os.path.exists(path):
        rebuild(api, path)
        return
    with closing(open_copy(path)) as copy:
        [cursor] = copy.execute("SELECT cursor FROM place").fetchone()
        while page := api.changes(cursor, AT_ONCE):
            changed = [(change, api.fetch_changed(change)) for change in page["results"]]
            cursor = page["next_cursor"]
            with copy:  # the records and the cursor: both or none
                for change, record in changed:
                    apply(copy, change, record)
                store_cursor(copy, cursor)
            if not page["has_more"]:
                return
    rebuild(api, path)  # 410, full_sync_required: the data were restored or set up anew


def differences(api: Api, path: str) -> list[str]:
    """One line for each record that differs between the copy and the lists."""
    with closing(open_copy(path)) as copy:
        rows = copy.execute("SELECT kind, id, content FROM record").fetchall()
    copied, wrong, listed = {row[:2]: json.loads(row[2]) for row in rows}, [], set()
    for url, kind in lists_of(api.feed()[0]).items():
        for record in api.fetch_list(url):
            listed.add((kind, record["id"]))
            if copied.get((kind, record["id"])) != record:
                wrong.append(f"{kind} {record['id']} differs")
    for key in copied.keys() - listed:  # some records are in no list
        if api.get(copied[key]["api_url"]) != copied[key]:
            wrong.append(f"{key[0]} {key[1]} should not be there")
    return sorted(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("api", help="such as https://tracker.example.org/api/v1/")
    parser.add_argument("copy", help="the SQLite file")
    parser.add_argument("--verify", action="store_true", help="compare the copy with the lists")
    arguments = parser.parse_args()
    api = Api(arguments.api.rstrip("/") + "/", os.environ.get("TRACKER_KEY", ""))
    sync(api, arguments.copy)
    if arguments.verify:
        wrong = differences(api, arguments.copy)
        print("\n".join(wrong) or "The copy equals the lists.")
        sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
