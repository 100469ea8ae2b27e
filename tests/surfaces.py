"""The surfaces of a record, and the names of the fields that each shows of a model."""

import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory

import cases.models as of_cases
import laws.models as of_laws
from cases.staff.entry_form.form import CASE_FIELDS, SECTIONS
from cases.tables.codebook import codebook_tables
from cases.tables.imports import IMPORT_SPECS
from cases.tables.imports.cases import CASE_COLUMNS, CHARGE_COLUMNS
from tracker.api.serializers.base import PublicSerializer
from tracker.api.views import Resource
from tracker.models import Figure, Organisation, Source, User, plain_names

# What templates and modules call a record of each model, and where they show it.
PAGES = {
    of_cases.Case: ("case", "cases/case_detail.html"),
    of_cases.Charge: (
        "charge|fact",
        "cases/_partials/case/_charge*.html",
        "cases/_partials/case/_provenance.html",
    ),
    of_cases.Detention: ("spell", "cases/_partials/case/_detention.html"),
    of_cases.Event: ("event", "cases/_partials/case/_timeline.html"),
    of_cases.Measure: ("measure", "cases/measure_detail.html", "cases/_partials/measure/*.html"),
    of_cases.Person: ("person", "cases/person_detail.html"),
    of_cases.Sentence: ("sentence", "cases/_partials/case/*.html", "cases/models/formatting.py"),
    of_cases.Disagreement: (
        "disagreement",
        "cases/disagreement_detail.html",
        "cases/_partials/disagreement/*.html",
    ),
    of_laws.Law: ("law", "laws/law_detail.html"),
    of_laws.Provision: ("provision", "laws/provision_detail.html"),
    of_laws.Recommendation: ("recommendation", "laws/recommendation_detail.html"),
    Figure: ("figure", "tracker/figure_list.html", "tracker/templatetags/tracker.py"),
    Organisation: ("organisation", "tracker/organisation_detail.html"),
    Source: ("source", "tracker/source_detail.html"),
}
LOOP = re.compile(r'{% plain_(?:values|rows) (\w+) "(.*?)" %}')


def shown_on_pages():
    """A field stands there by name, or is one of the plain fields without words of their own."""
    for model, (variable, *patterns) in PAGES.items():
        root = Path(settings.BASE_DIR)
        paths = [path for p in patterns for path in [*root.glob(p), *(root / "templates").glob(p)]]
        text = "".join(path.read_text(encoding="utf-8") for path in paths)
        names = re.findall(rf"\b(?:{variable})\.(?:get_)?(\w+?)(?:_display|_id|\.\w+)*\b", text)
        yield model, set(names)
        for record, worded in LOOP.findall(text):
            if re.fullmatch(variable, record):
                yield model, set(plain_names(model, "page")) - set(worded.split())


def shown_by_api():
    for serializer in subclasses(PublicSerializer):
        if model := getattr(getattr(serializer, "Meta", None), "model", None):
            for name, field in serializer().fields.items():
                paths = [name, field.source, *getattr(field, "needs", ())]
                yield model, {path.split(".")[0].removesuffix("_id") for path in paths}


def subclasses(parent):
    for child in parent.__subclasses__():
        yield child
        yield from subclasses(child)


def exported():
    for resource in subclasses(Resource):
        table = resource.table
        for column in table.columns:
            paths = [column.name, column.source if isinstance(column.source, str) else ""]
            yield table.rows().model, {path.split("__")[0] for path in paths}


def imported():
    columns = {
        kind: {column.name for column in spec.columns} for kind, spec in IMPORT_SPECS.items()
    }
    yield of_cases.Case, columns["cases"] & {*CASE_COLUMNS, "court"}
    yield of_cases.Charge, columns["cases"] & {*CHARGE_COLUMNS, "provision"}
    yield of_cases.Person, columns["people"]
    yield of_laws.Recommendation, columns["recommendations"]
    yield Source, columns["sources"]


def administered():
    request = RequestFactory().get("/admin/")
    request.user = User(is_superuser=True, is_active=True)
    for model, model_admin in admin.site._registry.items():
        yield model, set(flatten_fieldsets(model_admin.get_fieldsets(request)))
        for inline in model_admin.inlines:
            yield inline.model, set(flatten_fieldsets([("", {"fields": inline.fields or ()})]))


def entered():
    yield of_cases.Case, set(CASE_FIELDS)
    for section in SECTIONS:
        yield getattr(section.form, "model", Source), set(section.form().fields)


def documented():
    tables = {
        table.name: {column.name for column in table.columns} for table in codebook_tables([])
    }
    for model in apps.get_models():
        if model._meta.model_name in tables:
            yield model, tables[model._meta.model_name]


SURFACES = {
    "page": shown_on_pages,
    "API": shown_by_api,
    "export": exported,
    "import": imported,
    "admin": administered,
    "entry": entered,
    "codebook": documented,
}


def names_by_surface() -> dict[str, dict[type, set[str]]]:
    """The names of the fields shown, by surface and model; a model without a key has none there."""
    import_module(settings.ROOT_URLCONF)  # and with it the serializers and resources
    shown = {}
    for surface, pairs in SURFACES.items():
        shown[surface] = defaultdict(set)
        for model, names in pairs():
            shown[surface][model] |= names
    return shown
