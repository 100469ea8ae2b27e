"""`make fuzz`: schemathesis, with all its checks, against a server with the founding data.

    python -m tests.fuzz [options of `schemathesis run` ...]

schemathesis.toml configures it; hooks.py adds a check of ours.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import django

HERE = Path(__file__).resolve().parent


def main(options: list[str]) -> int:
    from tests.live.server import running_server  # noqa: PLC0415 (needs Django set up)

    search_path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    program = shutil.which("schemathesis", path=search_path)
    if program is None:
        sys.exit("schemathesis is not installed here: make install.")
    with running_server() as server:
        command = [program, "--config-file", HERE / "schemathesis.toml", "run"]
        command += [f"{server.api}schema/", "--checks", "all", *options]
        return subprocess.run(command, cwd=HERE.parent.parent, check=False).returncode


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
