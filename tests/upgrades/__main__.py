"""`python -m tests.upgrades VERSION`: leave a dump of the present schema with founding data."""

import lzma
import sys
from pathlib import Path
from tempfile import TemporaryFile

import django


def main(version: str) -> None:
    django.setup()
    from tests import database  # noqa: PLC0415 (needs Django set up)

    file = Path(__file__).parent / f"{version}.sql.xz"
    with TemporaryFile() as dump:
        database.dump(database.founding_template(), dump, "--exclude-table-data=*history")
        dump.seek(0)
        file.write_bytes(lzma.compress(dump.read(), preset=9))
    sys.stdout.write(f"{file.name}: {file.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main(*sys.argv[1:])
