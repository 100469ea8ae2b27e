#!/usr/bin/env python3
"""Keeps a copy of the tracker's public records in SQLite, in step with its change feed.

    python3 sync.py https://tracker.example.org/api/v1/ copy.sqlite            # every night
    python3 sync.py https://tracker.example.org/api/v1/ copy.sqlite --verify   # now and then

Python 3.11 or newer, nothing else. A key, if you have one, stands in the environment as
TRACKER_KEY. Kill it whenever you like: the place in the feed is written in the same transaction
as the records up to there, so that the next run goes on where this one was. One at a time.

Table `record`: kind, id, content (JSON, as the API gives it). Table `merged`: what became part of
another record. What is deleted is overwritten with zeros (PRAGMA secure_delete). Leave the
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
AT_ONCE = 50  # changes in one transaction: what is done again, at most, after a kill
TRIES = 10  # before a server that is busy or away is left alone until the next run


class Api:
    """Asks, and waits as long as it is told to."""

    def __init__(self, root: str, key: str):
        self.root = root
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, url: str) -> dict | None:
        """What is answered; None for what is not public, or not any more."""
        for _try in range(TRIES):
            request = urllib.request.Request(url, headers=self.headers)
            try:
                answer = urllib.request.urlopen(request, timeout=60)
            except urllib.error.HTTPError as problem:
                answer = problem
            with answer:
                status, headers, body = answer.status, answer.headers, answer.read()
            if status in (429, 503):
                time.sleep(int(headers.get("Retry-After", 10)))
                continue
            if headers.get("RateLimit-Remaining") == "0":
                time.sleep(int(headers["RateLimit-Reset"]))
            if status not in (200, 404, 410):
                sys.exit(f"{url}: {body.decode()}")
            return json.loads(body) if status == 200 else None
        sys.exit(f"{url}: no answer after {TRIES} tries. Run this again later.")

    def changed(self, change: dict) -> dict | None:
        """The record as it is now, if the change says that there is one."""
        return self.get(change["url"]) if change["op"] == "upsert" else None

    def listed(self, url: str):
        """Every record of a list, page after page, with all that it has."""
        url += "?page_size=500&include=all"
        while url:
            page = self.get(url)
            yield from page["results"]
            url = page["next"]

    def changes(self, cursor: str, size: int) -> dict | None:
        """The next changes; None where the feed does not know the cursor any more."""
        return self.get(f"{self.root}changes/?{urlencode({'after': cursor, 'page_size': size})}")

    def feed(self) -> tuple[dict, str]:
        """The latest change of every record there ever was, and the place this leads to."""
        told, cursor, more = {}, "", True
        while more:
            page = self.changes(cursor, 500)
            told |= {(change["kind"], change["id"]): change for change in page["results"]}
            cursor, more = page["next_cursor"], page["has_more"]
        return told, cursor


def opened(path: str) -> sqlite3.Connection:
    copy = sqlite3.connect(path)
    copy.execute("PRAGMA secure_delete = ON")  # of this connection: say it each time
    copy.executescript(TABLES)
    return copy


def put(copy, kind: str, record: dict) -> None:
    content = json.dumps(record, ensure_ascii=False)
    copy.execute("INSERT INTO record VALUES (?, ?, ?)", (kind, record["id"], content))


def drop(copy, kind: str, id_: str) -> None:
    copy.execute("DELETE FROM record WHERE kind = ? AND id = ?", (kind, id_))
    copy.execute("DELETE FROM merged WHERE kind = ? AND id = ?", (kind, id_))


def apply(copy, change: dict, record: dict | None) -> None:
    """Do what a change says. A record told of and gone by now is dropped: the feed will say so."""
    kind, id_ = change["kind"], change["id"]
    drop(copy, kind, id_)
    if change["op"] == "merge":
        copy.execute("INSERT INTO merged VALUES (?, ?, ?)", (kind, id_, change["merged_into"]))
    elif record is not None:
        put(copy, kind, record)


def move(copy, cursor: str) -> None:
    copy.execute("DELETE FROM place")
    copy.execute("INSERT INTO place VALUES (?)", (cursor,))


def lists_of(told: dict) -> dict[str, str]:
    """The lists in which records stand, with the kind of record in each."""
    upserts = [change for change in told.values() if change["op"] == "upsert"]
    return {one["url"].removesuffix(f"{one['id']}/"): one["kind"] for one in upserts}


def rebuild(api: Api, path: str) -> None:
    """Everything anew, into a file of its own that takes the place of the old one at the end.

    First the feed to its end, then the lists: so they are at least as new as the cursor, and what
    changes meanwhile is told after it.
    """
    fresh = f"{path}.new"
    for leftover in (fresh, f"{fresh}-journal"):  # of a run that was killed
        if os.path.exists(leftover):
            os.remove(leftover)
    told, cursor = api.feed()
    with closing(opened(fresh)) as copy, copy:
        for url, kind in lists_of(told).items():
            for record in api.listed(url):
                put(copy, kind, record)
                told.pop((kind, record["id"]), None)
        for change in told.values():  # merged, or a record without a place in its list
            apply(copy, change, api.changed(change))
        move(copy, cursor)
    os.replace(fresh, path)


def sync(api: Api, path: str) -> None:
    """Everything that changed since the last time."""
    if not os.path.exists(path):
        rebuild(api, path)
        return
    with closing(opened(path)) as copy:
        [cursor] = copy.execute("SELECT cursor FROM place").fetchone()
        while page := api.changes(cursor, AT_ONCE):
            found = [(change, api.changed(change)) for change in page["results"]]
            cursor = page["next_cursor"]
            with copy:  # the records and the place in the feed: both or none
                for change, record in found:
                    apply(copy, change, record)
                move(copy, cursor)
            if not page["has_more"]:
                return
    rebuild(api, path)  # 410, full_sync_required: the cursor is of another life


def differences(api: Api, path: str) -> list[str]:
    """What of the copy is not as in the lists, record by record."""
    with closing(opened(path)) as copy:
        rows = copy.execute("SELECT kind, id, content FROM record").fetchall()
    kept, wrong, seen = {row[:2]: json.loads(row[2]) for row in rows}, [], set()
    for url, kind in lists_of(api.feed()[0]).items():
        for record in api.listed(url):
            seen.add((kind, record["id"]))
            if kept.get((kind, record["id"])) != record:
                wrong.append(f"{kind} {record['id']} differs")
    for key in kept.keys() - seen:  # some records stand in no list
        if api.get(kept[key]["api_url"]) != kept[key]:
            wrong.append(f"{key[0]} {key[1]} should not be there")
    return sorted(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("api", help="such as https://tracker.example.org/api/v1/")
    parser.add_argument("copy", help="the SQLite file")
    parser.add_argument("--verify", action="store_true", help="compare the copy with the lists")
    asked = parser.parse_args()
    api = Api(asked.api.rstrip("/") + "/", os.environ.get("TRACKER_KEY", ""))
    sync(api, asked.copy)
    if asked.verify:
        wrong = differences(api, asked.copy)
        print("\n".join(wrong) or "The copy equals the lists.")
        sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
