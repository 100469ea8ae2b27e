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
from cases.releases.package import pack, write_changes, write_lines
from cases.releases.public_snapshot import (
    VisibilitySnapshot,
    data_version,
    execute_sql,
    one_moment,
    read_public_rows,
)
from cases.releases.purging import write_purged
from cases.releases.row_digests import Key, changes_between, digests, store_release
from cases.releases.tables import TABLES, Row

# Id of the advisory lock that every writer of releases takes; arbitrary.
LOCK = 20_210_221
UNFINISHED = ".making-"


class ReleaseLocked(Exception):
    """Another process is building or purging releases."""


def build_release() -> Release | None:
    """Build a release of the current public data; None if it equals the last release."""
    with alone(), workplace() as folder:
        with one_moment():
            visibility, version = VisibilitySnapshot.now(), data_version()
            for table in TABLES:
                write_lines(folder, table, read_public_rows(table))
        previous = Release.objects.order_by("built_at").last()
        now = timezone.now()
        release = Release(slug=free_slug(now.date()), built_at=now, data_version=version)
        if not finish(release, folder, previous, visibility) and previous:
            return None
        cleanup()
        return release


def purge_releases() -> list[Release]:
    """Rewrite the releases that hold records no longer public, and return them."""
    with alone():
        with one_moment():
            visibility = VisibilitySnapshot.now()
            marked = list(Release.objects.filter(needs_purge=True).order_by("built_at"))
            stale, present = stale_and_present(marked)
        for release in marked:
            rewrite(release, stale[release.pk], present, visibility)
        cleanup()
        return marked


def withhold(codes: list[str]) -> None:
    """Stop serving every release that mentions these records, until it is purged."""
    execute_sql("SELECT public.recall_records(%s)", codes)


def stale_and_present(marked: list[Release]) -> tuple[dict[int, set[Key]], dict[Key, Row]]:
    """Rows to replace or remove, by release; and the current public rows of the same records.

    A stale record may be gone from the public data because a record it depends on is. Rows that
    refer to it are then stale as well, so the search repeats until nothing new is found.
    """
    stale = {release.pk: keys_of(release.records.filter(is_stale=True)) for release in marked}
    present, known = {}, set()
    while new := set().union(*stale.values()) - known:
        known |= new
        rows = public_rows(new)
        present |= rows
        gone = [code for _kind, code in new - rows.keys()]
        for release in marked:
            stale[release.pk] |= keys_of(release.records.filter(row__codes__overlap=gone))
    return stale, present


def keys_of(records: QuerySet) -> set[Key]:
    return set(records.values_list("kind", "code"))


def public_rows(wanted: set[Key]) -> dict[Key, Row]:
    """Current public rows of these records; records that are not public are left out."""
    return {
        (table.name, row["id"]): row
        for table in TABLES
        if any(kind == table.name for kind, _code in wanted)
        for row in read_public_rows(table)
        if (table.name, row["id"]) in wanted
    }


def rewrite(
    release: Release, stale: set[Key], present: dict[Key, Row], visibility: VisibilitySnapshot
) -> None:
    """Rewrite one release: its stale rows are replaced by the current public rows, or removed."""
    previous = Release.objects.filter(built_at__lt=release.built_at).order_by("built_at").last()
    with workplace() as folder:
        write_purged(release, stale, present, folder)
        old = release.records.filter(row__isnull=False).values_list("kind", "code", "row")
        if digests(folder) != {(kind, code): row for kind, code, row in old}:
            release.purged_on = timezone.now().date()
        release.needs_purge = False
        finish(release, folder, previous, visibility)


def finish(
    release: Release, folder: Path, previous: Release | None, visibility: VisibilitySnapshot
) -> int:
    """Pack the tables in the folder and store the release; returns the number of changes.

    A new release without changes since `previous` is not stored.
    """
    changes = changes_between(previous, digests(folder))
    for change in ("added", "changed", "removed"):
        setattr(release, change, sum(kind == change for *_key, kind in changes))
    if changes or previous is None or release.pk:
        write_changes(folder, changes)
        package = pack(folder, slug=release.slug, purged_on=release.purged_on)
        release.sha256, release.bytes, release.rows = package.sha256, package.bytes, package.rows
        package.file.replace(release.file)
        store_release(release, folder, visibility)
    return len(changes)


def free_slug(day: date) -> str:
    """`2026-11-22`, or `2026-11-22.2` for the second release of the day."""
    names = (f"{day}.{n}" if n > 1 else f"{day}" for n in count(1))
    return next(name for name in names if not Release.objects.filter(slug=name).exists())


@contextmanager
def alone():
    """Hold the lock of the releases; first removes what an interrupted run left behind.

    Raises ReleaseLocked.
    """
    if not execute_sql("SELECT pg_try_advisory_lock(%s)", LOCK)[0][0]:
        raise ReleaseLocked("Releases are being built or purged just now.")
    try:
        settings.RELEASES_DIR.mkdir(parents=True, exist_ok=True)
        cleanup()
        yield
    finally:
        execute_sql("SELECT pg_advisory_unlock(%s)", LOCK)


@contextmanager
def workplace() -> Iterator[Path]:
    """A temporary folder on the file system of the releases, so that files can be renamed there."""
    with TemporaryDirectory(dir=settings.RELEASES_DIR, prefix=UNFINISHED) as name:
        folder = Path(name)
        (folder / "data").mkdir()
        yield folder


def cleanup() -> None:
    """Remove files that belong to no release: unfinished work, and zips replaced by a purge."""
    for folder in settings.RELEASES_DIR.glob(f"{UNFINISHED}*"):
        rmtree(folder)
    current = {release.file for release in Release.objects.all()}
    for file in settings.RELEASES_DIR.glob("*.zip"):
        if file not in current:
            file.unlink()
