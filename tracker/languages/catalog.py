"""Extracts and compiles gettext catalogs with Babel (`python -m tracker.languages.catalog`).

`python -m tracker.languages.catalog gather` (`make messages`) adds new strings to the .po file and
removes unused ones; `compile` writes the .mo file that Django reads. Pure Python, so that GNU
gettext need not be installed.
"""

import ast
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
PO = ROOT / "tracker" / "locale" / "km" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
# The admin site is in English only: its strings are not extracted.
STAFF_PATHS = {
    *("admin", "staff", "imports", "sheets", "migrations", "commands", "embedded"),
    *("actions.py", "checklist.py", "imports.py", "sealed_name_detection.py"),
}
APP_DIRECTORIES = ("tracker", "laws", "cases")
GETTEXT_FUNCTIONS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def translatable_files():
    """Every file with strings of the public site, sorted."""
    paths = [path for app in APP_DIRECTORIES for path in (ROOT / app).rglob("*.py")]
    paths += (ROOT / "templates").rglob("*.html")
    return sorted(path for path in paths if not STAFF_PATHS & set(path.relative_to(ROOT).parts))


def extract_strings(path: Path):
    """(line, message, context) of each string marked for translation in a file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # `templatize` turns a template into gettext calls; as Python they must not be indented.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    messages = extract("python", BytesIO(source.encode()), keywords=GETTEXT_FUNCTIONS)
    skipped_lines = staff_lines(path, source)
    for line, message, _comments, context in messages:
        if line not in skipped_lines:
            yield line, message, context


def staff_lines(path: Path, source: str) -> set[int]:
    """Lines of a model module outside functions and plain fields: admin labels and help texts."""
    if "models" not in path.parts:
        return set()
    nodes = list(ast.walk(ast.parse(source)))
    public = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    public += [node for node in nodes if getattr(getattr(node, "func", ""), "id", "") == "plain"]
    public_lines = {n for node in public for n in range(node.lineno, node.end_lineno + 1)}
    return set(range(1, len(source.splitlines()) + 1)) - public_lines


def extract_catalog() -> Catalog:
    """Catalog of all strings to translate, from code and templates."""
    catalog = Catalog(charset="utf-8")
    for path in translatable_files():
        for line, message, context in extract_strings(path):
            flags = {"python-format"} if is_format(message) else ()
            location = (path.relative_to(ROOT).as_posix(), line)
            catalog.add(message, locations=[location], flags=flags, context=context)
    return catalog


def is_format(message) -> bool:
    """Whether the message has named %-placeholders."""
    return "%(" in (message if isinstance(message, str) else message[0])


def load_catalog() -> Catalog:
    """The catalog in the .po file, with its translations."""
    with PO.open("rb") as file:
        return read_po(file, locale="km", abort_invalid=True)


def update_catalog() -> list[str]:
    """Update the .po file; returns the msgids that have no translation."""
    catalog = load_catalog()
    catalog.update(extract_catalog(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    write_po_file(catalog)
    return [str(message.id) for message in catalog if message.id and not any(message.string or ())]


def write_po_file(catalog: Catalog) -> None:
    """Write the entries below the existing header; Babel's would contain time and version."""
    header = PO.read_text(encoding="utf-8").partition("\n\n")[0]
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, include_lineno=False)
    entries = buffer.getvalue().decode().partition("\n\n")[2]
    PO.write_text(f"{header}\n\n{entries}", encoding="utf-8")


def compile_catalog() -> None:
    """Write the .mo file if it is missing or older than the .po file."""
    if MO.exists() and MO.stat().st_mtime >= PO.stat().st_mtime:
        return
    temporary = MO.with_suffix(".new")
    with temporary.open("wb") as file:
        write_mo(file, load_catalog())
    temporary.replace(MO)  # atomic: parallel test workers may read the file meanwhile


if __name__ == "__main__":
    if sys.argv[1:] == ["gather"]:
        missing = update_catalog()
        sys.stdout.write("".join(f"to translate: {text}\n" for text in missing))
    elif sys.argv[1:] == ["compile"]:
        compile_catalog()
    else:
        sys.exit("Say gather or compile.")
