"""A public field is on every surface of its kind, or its absence has a reason here."""

from decimal import Decimal

import pytest
from django.db.models import CASCADE
from django.utils.html import strip_tags

from cases.models import Charge, Measure
from tests.surfaces import names_by_surface
from tests.test_consistency import DOMAIN_MODELS, LINK_MODELS, SEARCH_COLUMNS, view_columns
from tracker.models import Citation, Figure
from tracker.partial_dates import AboutMarkField, PartialDate
from tracker.templatetags.tracker import plain_rows, plain_values

KINDS = [m for m in DOMAIN_MODELS if m not in LINK_MODELS and not issubclass(m, Citation)]
# The id of a record, columns that are blank in the public views, and machinery.
NOT_SHOWN = {
    *("id", "code", "state", "lock", "is_shown", "is_sourced", "mentions_protected"),
    *("last_edited_by", "withdrawal_reason", "staff_notes", "minor_override_reason"),
}
# Models ("": any), fields, surfaces that lack them, and why.
EXCEPTIONS = [
    ("", "published_at", "page import admin entry", "set by publishing"),
    ("", "merged_into", "page export import admin entry", "set by merging; the page redirects"),
    ("", "standing standing_reason", "page", "shown by claim_status_mark"),
    ("", "standing standing_reason", "import entry", "decided where claims stand side by side"),
    ("Case", "confirmed_on", "page", "as of: the later of it and of the latest source"),
    ("Charge", "provision", "entry", "typed in the cell of all charges of a person"),
    ("Charge", "base requalified_from", "import entry", "chosen once both are recorded"),
    ("Charge", "conduct_on", "page", "stands with the version that applied"),
    ("Detention", "confirmed_on", "page", "bounds the days in custody, which are shown"),
    ("Detention", "note", "entry", "left to the page of the spell"),
    ("Event", "date_note is_scheduled place provenance", "entry", "left to the page of the event"),
    ("Event", "provenance", "page", "shown by _provenance.html"),
    ("Sentence", "event", "page", "the sentence stands below it"),
    ("Sentence", "stated_equivalent note", "entry", "left to the page of the sentence"),
    ("Sentence", "prison_months_min prison_months_max is_life", "entry", "read from the words"),
    ("Sentence", "suspended_months is_remainder_suspended", "entry", "read from the words"),
    ("Sentence", "served_months fine fine_currency", "entry", "read from the words"),
    ("Sentence", "is_fine_unstated compensation", "entry", "read from the words"),
    ("Sentence", "compensation_currency compensation_to", "entry", "read from the words"),
    ("Sentence", "is_claim_only", "entry", "read from the words"),
    ("Source", "title", "entry", "the cell that also finds recorded ones"),
    ("Source", "title_km author publisher", "entry", "left to the page of the source"),
    ("Source", "archived_url part_of known_from note", "entry", "left to the page of the source"),
    ("Source", "known_from", "import", "of works that nobody read: not imported"),
    ("Provision", "number", "page", "in its label"),
    ("Provision", "position", "page API export codebook", "an order, no fact"),
    ("Provision", "slug", "export", "in its id"),
    ("Provision", "kind", "page", "in the lists of provisions"),
    ("Person", "pseudonym", "page export", "the heading, where the policy says so"),
    ("Person", "is_minor", "page", "told by the reason for withholding"),
    (
        "Participation",
        "group_label group_size group_qualifier group_is_distinct",
        "API",
        "members of `group`",
    ),
    ("Release", "slug", "API", "its id"),
    ("Release", "needs_purge", "API export codebook", "machinery"),
]
STATED = {
    (model, field, surface)
    for model, fields, surfaces, _why in EXCEPTIONS
    for field in fields.split()
    for surface in surfaces.split()
}


@pytest.fixture(scope="module")
def shown():
    return names_by_surface()


def public_fields(model) -> list[str]:
    """The columns of the public view; not the owner of a row, which stands around it."""
    columns = set(view_columns(model)) - SEARCH_COLUMNS
    return [
        field.name
        for field in model._meta.local_concrete_fields
        if field.column in columns
        and field.name not in NOT_SHOWN
        and not isinstance(field, AboutMarkField)
        and getattr(field.remote_field, "on_delete", None) is not CASCADE
    ]


def absent(model, fields, shown) -> list[tuple[str, str, str]]:
    """(model, field, surface) of each field that a surface of the model lacks."""
    return [
        (model.__name__, field, surface)
        for field in fields
        for surface, names in shown.items()
        if model in names and field not in names[model]
    ]


def without_reason(missing) -> list[str]:
    return [
        f"{model}.{field}: {surface}"
        for model, field, surface in missing
        if not {(model, field, surface), ("", field, surface)} & STATED
    ]


@pytest.mark.parametrize("model", KINDS, ids=lambda m: m._meta.label)
def test_public_field_is_on_every_surface_of_its_kind(model, shown, db):
    assert without_reason(absent(model, public_fields(model), shown)) == []


def test_stated_exceptions_are_needed(shown, db):
    missing = {each for m in KINDS for each in absent(m, public_fields(m), shown)}
    missing |= {("", field, surface) for _model, field, surface in missing}
    assert STATED - missing == set()


def test_forgotten_field_is_named_with_every_surface(shown):
    missing = absent(Charge, ["wording", "forgotten"], shown)
    assert without_reason(missing) == [
        f"Charge.forgotten: {surface}"
        for surface in ("page", "API", "export", "import", "admin", "entry", "codebook")
    ]


def test_field_forgotten_on_one_surface_is_named_with_it(shown):
    export = {"export": {Charge: shown["export"][Charge] - {"wording"}}}
    missing = absent(Charge, ["provenance", "wording"], shown | export)
    assert without_reason(missing) == ["Charge.wording: export"]


# Shown inside the records they belong to, as texts or numbers.
WITHOUT_SERIALIZER = {
    *("OrganisationName", "LawName", "ProvisionName", "Standard", "SourceCopy"),
    *("Snapshot", "RecordedCount"),
}


def test_every_kind_is_in_the_codebook_and_the_api(shown):
    assert [m.__name__ for m in KINDS if m not in shown["codebook"]] == []
    assert {m.__name__ for m in KINDS if m not in shown["API"]} == WITHOUT_SERIALIZER


def test_page_shows_plain_fields_without_words_of_its_own():
    charge = Charge(wording="incitement", conduct_on="2020-05")
    worded, said = "provenance conduct_on", "The offence as stated: incitement"
    assert plain_values(charge, worded) == f' <span class="reason">{said}</span>'
    figure = Figure(value=Decimal("2460.50"), period=PartialDate.parse("2020"))
    assert strip_tags(plain_values(figure, "qualifier")) == " Value: 2,460.5 Period: 2020"
    assert plain_rows(Measure(), "kind province") == ""
    assert plain_rows(Measure(is_external=True), "kind province") == (
        "<div><dt>Taken by another state or body</dt><dd>Yes</dd></div>"
    )
