"""Imports go down: from storey to storey, and from room to room inside a storey."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
STOREYS = settings.STOREYS
# From the cellar up. A module may import its own room and those before it.
ROOMS = [
    {
        *("enums", "codes", "partial_dates", "names", "postgres", "embedded", "history", "logs"),
        *("archives", "keyset", "languages", "formats", "words", "numbers", "limits", "counts"),
        *("encryption", "migrations", "catalogue", "borrowed_words", "fonts"),
    },
    {"models"},
    {"settling", "readings"},
    {"unsourced", "publication", "actions", "checklist", "sealing", "files"},
    {"merging", "duplicates", "links", "identities"},
    {"accounts"},
    {"freshness"},
    {"filters", "exports", "imports", "founding", "founding_files", "footnotes"},
    {"usage"},
    {"lists", "controls"},
    {"queues"},
    {"records"},
    {"releases"},
    {"charts"},
    {"serializers", "linked_data"},
    {"entry"},
    {"pages", "api", "admin", "views", "reports", "site", "feeds", "sitemaps"}
    | {"templatetags", "management"},
    {"urls", "urls_api", "urls_machines", "urls_site", "apps", "settings", "wsgi"} | {"worker"},
]
ROOM_OF = {name: floor for floor, names in enumerate(ROOMS) for name in names}
# Configuration is read by everyone and reads nobody.
CONFIGURATION = {"tracker.settings", "tracker.apps", "tracker.wsgi"}


def modules():
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path): path for path in modules()}


def imported_by(path):
    """Dotted names of our own modules that a file imports, anywhere in it."""
    own = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from filter(is_ours, (alias.name for alias in node.names))
        elif isinstance(node, ast.ImportFrom):
            base = list(own[: len(own) - node.level]) if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for alias in filter(lambda _alias, stem=stem: is_ours(stem), node.names):
                inner = f"{stem}.{alias.name}"
                yield inner if inner in MODULES else stem


def is_ours(name):
    return name.split(".")[0] in STOREYS


def place(name):
    storey, *rest = name.split(".")
    return STOREYS.index(storey), ROOM_OF.get(rest[0] if rest else "", 0)


@pytest.mark.parametrize(
    "path", [p for p in modules() if dotted(p) not in CONFIGURATION], ids=dotted
)
def test_imports_go_down(path):
    own = dotted(path)
    above = sorted(name for name in imported_by(path) if place(name) > place(own))
    lower_storey = [n for n in above if place(n)[0] > place(own)[0]]
    same_storey = [n for n in above if place(n)[0] == place(own)[0] and place(n)[1] > place(own)[1]]
    assert [*lower_storey, *same_storey] == []


def test_every_room_has_a_place():
    rooms = {dotted(path).split(".")[1] for path in modules() if "." in dotted(path)}
    assert sorted(rooms - ROOM_OF.keys()) == []


def test_no_modules_import_each_other():
    graph = {name: set(imported_by(path)) - {name} for name, path in MODULES.items()}
    while ends := [n for n, targets in graph.items() if not targets & graph.keys()]:
        for name in ends:
            del graph[name]
    while starts := graph.keys() - {target for targets in graph.values() for target in targets}:
        for name in starts:
            del graph[name]
    assert sorted(graph) == []


def test_no_file_is_longer_than_three_hundred_lines():
    everything = [*modules(), *(ROOT / "tests").rglob("*.py")]
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in everything}
    assert {name: n for name, n in lengths.items() if n > 300} == {}


def test_no_function_is_longer_than_forty_lines_and_no_test_than_thirty():
    too_long = []
    for path in [*modules(), *(ROOT / "tests").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                limit = 30 if node.name.startswith("test_") else 40
                if node.end_lineno - node.lineno + 1 > limit:
                    too_long.append(f"{dotted(path)}.{node.name}")
    assert too_long == []
