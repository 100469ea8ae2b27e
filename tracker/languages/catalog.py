"""Extracts and compiles gettext catalogs with Babel (`python -m tracker.languages.catalog`).

`python -m tracker.languages.catalog gather` (that is, `make messages`) adds new strings to the .po
file and drops those no longer used; `compile` makes the .mo file that Django reads. Pure Python,
so that no machine needs GNU gettext.
"""

import ast
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
PO = ROOT / "tracker" / "locale" / "km" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
# The desk is in English: what only staff see is not gathered.
STAFF = {
    *("admin", "staff", "imports", "sheets", "migrations", "commands", "embedded"),
    *("actions.py", "checklist.py", "imports.py", "name_protection.py"),
}
CODE = ("tracker", "laws", "cases")
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def files():
    """Every file whose strings readers may see, in a fixed order."""
    found = [path for storey in CODE for path in (ROOT / storey).rglob("*.py")]
    found += (ROOT / "templates").rglob("*.html")
    return sorted(path for path in found if not STAFF & set(path.relative_to(ROOT).parts))


def strings_of(path: Path):
    """(line, message, context) of each string marked for translation in a file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Django writes a template as calls of gettext; the lines must not be indented for Python.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    found = extract("python", BytesIO(source.encode()), keywords=FUNCTIONS)
    staff = lines_for_staff(path, source)
    for line, message, _comments, context in found:
        if line not in staff:
            yield line, message, context


def lines_for_staff(path: Path, source: str) -> set[int]:
    """The lines of a model outside its methods: labels, help and errors of the desk's forms."""
    if "models" not in path.parts:
        return set()
    methods = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    told = {line for node in methods for line in range(node.lineno, node.end_lineno + 1)}
    return set(range(1, len(source.splitlines()) + 1)) - told


def gathered() -> Catalog:
    """Everything there is to translate."""
    catalog = Catalog(charset="utf-8")
    for path in files():
        for line, message, context in strings_of(path):
            flags = {"python-format"} if is_format(message) else ()
            place = (path.relative_to(ROOT).as_posix(), line)
            catalog.add(message, locations=[place], flags=flags, context=context)
    return catalog


def is_format(message) -> bool:
    return "%(" in (message if isinstance(message, str) else message[0])


def kept() -> Catalog:
    """The catalogue as translators left it."""
    with PO.open("rb") as file:
        return read_po(file, locale="km", abort_invalid=True)


def gather() -> list[str]:
    """Bring the .po file up to date; what it still lacks."""
    catalog = kept()
    catalog.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    write(catalog)
    return [str(message.id) for message in catalog if message.id and not any(message.string or ())]


def write(catalog: Catalog) -> None:
    """Under the head that stands in the file: Babel's own would tell the minute and the machine."""
    head = PO.read_text(encoding="utf-8").partition("\n\n")[0]
    fresh = BytesIO()
    write_po(fresh, catalog, width=100, include_lineno=False)
    entries = fresh.getvalue().decode().partition("\n\n")[2]
    PO.write_text(f"{head}\n\n{entries}", encoding="utf-8")


def compile_catalogue() -> None:
    """Write the .mo file, unless it is newer than the .po file."""
    if MO.exists() and MO.stat().st_mtime >= PO.stat().st_mtime:
        return
    fresh = MO.with_suffix(".new")
    with fresh.open("wb") as file:
        write_mo(file, kept())
    fresh.replace(MO)  # at once: parallel test workers may read it meanwhile


if __name__ == "__main__":
    if sys.argv[1:] == ["gather"]:
        missing = gather()
        sys.stdout.write("".join(f"to translate: {text}\n" for text in missing))
    elif sys.argv[1:] == ["compile"]:
        compile_catalogue()
    else:
        sys.exit("Say gather or compile.")
