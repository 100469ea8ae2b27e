"""The commands of docs/api.md. `python -m tests.api_guide` records their output again."""

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import django

from tests.examples import SITE

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "api.md"
FENCED = re.compile(
    r"^```(?P<language>sh|python)\n(?P<code>.*?)^```$(?:\n\n```text\n(?P<printed>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
PROGRAMS = {"sh": ["bash", "-euc"], "python": [sys.executable, "-c"]}


@dataclass(frozen=True)
class Recipe:
    """A command of the guide with the output it shows."""

    line: int
    language: str
    code: str
    printed: str


def matches_output(recipe: Recipe, printed: str) -> bool:
    """Whether the output is that of the guide, in which `...` matches anything."""
    pattern = re.escape(recipe.printed).replace(re.escape("..."), ".*")
    return bool(re.fullmatch(pattern, printed, re.DOTALL))


def find_recipes(text: str) -> list[Recipe]:
    return [
        Recipe(
            text.count("\n", 0, one.start()) + 1, one["language"], one["code"], one["printed"] or ""
        )
        for one in FENCED.finditer(text)
    ]


def create_key(server) -> str:
    """Creates an API key on this server."""
    prefix = secrets.token_hex(4)
    key = f"klpt_{prefix}_{secrets.token_hex(32)}"
    server.write(
        "WITH maker AS (INSERT INTO tracker_user (username, password, first_name, last_name, email,"
        " is_superuser, is_staff, is_active, date_joined, session_epoch)"
        " VALUES (%s, '', '', '', '', false, true, false, now(), 0) RETURNING id)"
        " INSERT INTO tracker_apikey (partner, contact, prefix, digest, made_at, made_by_id,"
        " expires_on) SELECT 'Invented', '', %s, %s, now(), id, current_date + 1 FROM maker",
        *(prefix, prefix, sha256(key.encode()).hexdigest()),
    )
    return key


def run_recipe(recipe: Recipe, server, folder: Path, key: str) -> str:
    """The output of a command, with the host name of the guide."""
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    process = subprocess.run(
        [*PROGRAMS[recipe.language], recipe.code.replace(SITE, server.host)],
        cwd=folder,
        env=os.environ | {"API": server.api.rstrip("/"), "KEY": key},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, f"{recipe.code}\n{process.stdout}{process.stderr}"
    return process.stdout.replace("\r", "").replace(server.host, SITE)


def main() -> None:
    from tests.live.server import running_server  # noqa: PLC0415 (needs Django set up)

    text = GUIDE.read_text(encoding="utf-8")
    with running_server() as server, tempfile.TemporaryDirectory() as folder:
        key = create_key(server)

        def rewrite(match: re.Match) -> str:
            block, blank, old = match[0].partition("\n\n```text\n")
            if not blank:
                return block
            recipe = Recipe(0, match["language"], match["code"], match["printed"])
            printed = run_recipe(recipe, server, Path(folder), key)
            return f"{block}{blank}{old if matches_output(recipe, printed) else f'{printed}```'}"

        GUIDE.write_text(FENCED.sub(rewrite, text), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
