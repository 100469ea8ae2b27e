"""Build a release; purge and withhold existing ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Release
from cases.releases.consistent_read import (
    VisibilitySnapshot,
    execute_sql,
    public_data_version,
    read_public_rows,
    snapshot_transaction,
)
from cases.releases.package import pack, write_changes, write_ndjson
from cases.releases.purging import write_purged
from cases.releases.row_digests import RecordKey, changes_between, digest_rows, store_release
from cases.releases.tables import RELEASE_TABLES, Row

# Id of the advisory lock that every writer of releases takes; arbitrary.
RELEASE_LOCK_ID = 20_210_221
UNFINISHED_PREFIX = ".making-"


class ReleaseLocked(Exception):
    """Another process is building or purging releases."""


def build_release() -> Release | None:
    """Build a release of the current public data; None if it equals the last release."""
    with exclusive_lock(), working_folder() as folder:
        with snapshot_transaction():
            visibility, version = VisibilitySnapshot.now(), public_data_version()
            for table in RELEASE_TABLES:
                write_ndjson(folder, table, read_public_rows(table))
        previous = Release.objects.order_by("built_at").last()
        now = timezone.now()
        release = Release(slug=next_free_slug(now.date()), built_at=now, data_version=version)
        if not pack_and_store(release, folder, previous, visibility) and previous:
            return None
        remove_stray_files()
        return release


def purge_releases() -> list[Release]:
    """Rewrite the releases that hold records no longer public, and return them."""
    with exclusive_lock():
        with snapshot_transaction():
            visibility = VisibilitySnapshot.now()
            marked = list(Release.objects.filter(needs_purge=True).order_by("built_at"))
            stale, present = stale_and_present(marked)
        for release in marked:
            rewrite_release(release, stale[release.pk], present, visibility)
        remove_stray_files()
        return marked


def withhold(codes: list[str]) -> None:
    """Stop serving every release that mentions these records, until it is purged."""
    execute_sql("SELECT public.recall_records(%s)", codes)


def stale_and_present(
    marked: list[Release],
) -> tuple[dict[int, set[RecordKey]], dict[RecordKey, Row]]:
    """Rows to replace or remove, by release; and the current public rows of the same records.

    A stale record may be gone from the public data because a record it depends on is. Rows that
    refer to it are then stale as well, so the search repeats until nothing new is found.
    """
    stale = {release.pk: record_keys(release.records.filter(is_stale=True)) for release in marked}
    present, known = {}, set()
    while new := set().union(*stale.values()) - known:
        known |= new
        rows = current_public_rows(new)
        present |= rows
        gone = [code for _kind, code in new - rows.keys()]
        for release in marked:
            stale[release.pk] |= record_keys(release.records.filter(row__codes__overlap=gone))
    return stale, present


def record_keys(records: QuerySet) -> set[RecordKey]:
    return set(records.values_list("kind", "code"))


def current_public_rows(wanted: set[RecordKey]) -> dict[RecordKey, Row]:
    """Current public rows of these records; records that are not public are left out."""
    return {
        (table.name, row["id"]): row
        for table in RELEASE_TABLES
        if any(kind == table.name for kind, _code in wanted)
        for row in read_public_rows(table)
        if (table.name, row["id"]) in wanted
    }


def rewrite_release(
    release: Release,
    stale: set[RecordKey],
    present: dict[RecordKey, Row],
    visibility: VisibilitySnapshot,
) -> None:
    """Rewrite one release: its stale rows are replaced by the current public rows, or removed."""
    previous = Release.objects.filter(built_at__lt=release.built_at).order_by("built_at").last()
    with working_folder() as folder:
        write_purged(release, stale, present, folder)
        old = release.records.filter(row__isnull=False).values_list("kind", "code", "row")
        if digest_rows(folder) != {(kind, code): row for kind, code, row in old}:
            release.purged_on = timezone.now().date()
        release.needs_purge = False
        pack_and_store(release, folder, previous, visibility)


def pack_and_store(
    release: Release, folder: Path, previous: Release | None, visibility: VisibilitySnapshot
) -> int:
    """Pack the tables in the folder and store the release; returns the number of changes.

    A new release without changes since `previous` is not stored.
    """
    changes = changes_between(previous, digest_rows(folder))
    for change in ("added", "changed", "removed"):
        setattr(release, change, sum(kind == change for *_key, kind in changes))
    if changes or previous is None or release.pk:
        write_changes(folder, changes)
        package = pack(folder, slug=release.slug, purged_on=release.purged_on)
        release.sha256, release.bytes, release.rows = package.sha256, package.bytes, package.rows
        (folder / package.path).replace(release.file)
        store_release(release, folder, visibility)
    return len(changes)


def next_free_slug(day: date) -> str:
    """`2026-11-22`, or `2026-11-22.2` for the second release of the day."""
    names = (f"{day}.{n}" if n > 1 else f"{day}" for n in count(1))
    return next(name for name in names if not Release.objects.filter(slug=name).exists())


@contextmanager
def exclusive_lock():
    """Hold the lock of the releases; first removes what an interrupted run left behind.

    Raises ReleaseLocked.
    """
    if not execute_sql("SELECT pg_try_advisory_lock(%s)", RELEASE_LOCK_ID)[0][0]:
        raise ReleaseLocked("Releases are being built or purged just now.")
    try:
        settings.RELEASES_DIR.mkdir(parents=True, exist_ok=True)
        remove_stray_files()
        yield
    finally:
        execute_sql("SELECT pg_advisory_unlock(%s)", RELEASE_LOCK_ID)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A temporary folder on the file system of the releases, so that files can be renamed there."""
    with TemporaryDirectory(dir=settings.RELEASES_DIR, prefix=UNFINISHED_PREFIX) as name:
        folder = Path(name)
        (folder / "data").mkdir()
        yield folder


def remove_stray_files() -> None:
    """Remove files that belong to no release: unfinished work, and zips replaced by a purge."""
    for folder in settings.RELEASES_DIR.glob(f"{UNFINISHED_PREFIX}*"):
        rmtree(folder)
    current = {release.file for release in Release.objects.all()}
    for file in settings.RELEASES_DIR.glob("*.zip"):
        if file not in current:
            file.unlink()
