"""Conventions that hold for all models, and for the repository."""

import re
import subprocess

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models

from cases.models import (
    CaseKey,
    CasePair,
    CaseSource,
    CaseSummary,
    ChargeSummary,
    EntryDraft,
    Identity,
    IdentityAccess,
    Merge,
    MergeMove,
    PersonKey,
    PersonPair,
    ReleasedRow,
    ReleaseRecord,
    Spelling,
    SpellingKey,
)
from laws.models import RecommendationKey
from tracker.models import (
    ApiKey,
    Assignment,
    Change,
    Citation,
    DataVersion,
    DirtyRow,
    ErrorReport,
    FailedSignIn,
    FullTextQuerySet,
    ImportRun,
    IndexedTerm,
    Invitation,
    LinkCheck,
    ProtectedSpelling,
    Publishable,
    RecordDigest,
    Redactable,
    SealedSpelling,
    SourceFile,
    SourceKey,
    Submission,
    UsedCode,
    User,
    WorkflowStep,
)
from tracker.models.search_index import model_at_path

ALL_MODELS = [
    model for name in settings.APP_LAYERS for model in apps.get_app_config(name).get_models()
]
MODELS = [m for m in ALL_MODELS if not m.__name__.endswith("History")]
LINK_MODELS = [
    field.remote_field.through
    for model in MODELS
    for field in model._meta.local_many_to_many
    if field.remote_field.through._meta.auto_created and model is not User
]
# Models without a public view.
STAFF_ONLY = {
    *(User, ProtectedSpelling, ErrorReport, ApiKey),
    *(Invitation, FailedSignIn, UsedCode, SealedSpelling, Identity, IdentityAccess),
    *(RecordDigest, DirtyRow, ReleasedRow, ReleaseRecord),
    *(EntryDraft, Submission),
    *(Assignment, LinkCheck, WorkflowStep),
    *(Merge, MergeMove, PersonPair, CasePair),
    *(ImportRun, SourceFile, SourceKey, RecommendationKey, PersonKey, CaseKey),
}
# Derived from other models, which have a history and a public view of their own.
DERIVED = {
    ChargeSummary,
    CaseSource,
    CaseSummary,
    Spelling,
    SpellingKey,
    IndexedTerm,
    Change,
    DataVersion,
}
# What search.sql keeps beside the rows: an index, no part of the model.
SEARCH_COLUMNS = {"search_vector", "search_text_km"}
DOMAIN_MODELS = [model for model in [*MODELS, *LINK_MODELS] if model not in STAFF_ONLY | DERIVED]


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", DOMAIN_MODELS, ids=lambda m: m._meta.label)
def test_every_domain_table_has_a_history_and_a_public_view(model, db):
    labels = {m.__name__.lower() for m in ALL_MODELS if m.__name__.endswith("History")}
    own = model.__name__.replace("_", "").lower()
    assert f"{own}history" in labels
    columns = {field.column for field in model._meta.local_concrete_fields}
    assert set(view_columns(model)) - SEARCH_COLUMNS == columns


@pytest.mark.parametrize("model", DOMAIN_MODELS, ids=lambda m: m._meta.label)
def test_searched_models_have_search_columns_in_table_and_view(model, db):
    inside = {
        model_at_path(m, path) for m in DOMAIN_MODELS for path in getattr(m, "also_searched", ())
    }
    is_searched = isinstance(model._default_manager.all(), FullTextQuerySet) or model in inside
    assert SEARCH_COLUMNS.issubset(view_columns(model)) == is_searched


@pytest.mark.parametrize("model", DOMAIN_MODELS, ids=lambda m: m._meta.label)
def test_every_domain_table_writes_its_history_by_trigger(model, db):
    names = [name.split("_")[1] for name in history_triggers(model)]
    assert names == ["delete", "insert", "update"]


@pytest.mark.parametrize(
    "history",
    [m for m in ALL_MODELS if m.__name__.endswith("History")],
    ids=lambda m: m._meta.label,
)
def test_every_history_is_append_only(history, db):
    assert [name[:21] for name in history_triggers(history)] == ["pgtrigger_append_only"]


def history_triggers(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname::text FROM pg_trigger WHERE tgrelid = %s::regclass "
            "AND tgname LIKE 'pgtrigger%%' ORDER BY tgname",
            [f'public."{model._meta.db_table}"'],
        )
        return [name for (name,) in cursor.fetchall()]


def view_columns(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.attname::text FROM pg_attribute a JOIN pg_class v ON v.oid = a.attrelid "
            "WHERE v.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'pub') "
            "AND v.relname = %s AND a.attnum > 0 ORDER BY 1",
            [model._meta.db_table],
        )
        return [name for (name,) in cursor.fetchall()]


def test_public_views_exist_for_no_other_table(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'pub'")
        views = {name for (name,) in cursor.fetchall()}
    assert views == {m._meta.db_table for m in [*MODELS, *LINK_MODELS] if m not in STAFF_ONLY}


def test_every_row_with_free_text_is_redactable():
    def has_free_text(model):
        return any(
            isinstance(f, models.CharField | models.TextField)
            and not f.choices
            and f.name not in ("slug", "data_version", "sha256")  # fixed form; digests
            for f in model._meta.local_concrete_fields
        )

    texts = [m for m in MODELS if m not in STAFF_ONLY | DERIVED and has_free_text(m)]
    assert [m._meta.label for m in texts if not issubclass(m, Redactable)] == []


# Columns that the views guard by other rules than `redacted()`.
GUARDED_COLUMNS = {
    "cases_person": {"name", "name_km", "pseudonym", "nationality"},
    "cases_personname": {"spelling"},
    "tracker_source": {"url", "archived_url"},
}
BLANK_COLUMNS = {"withdrawal_reason", "staff_notes", "minor_override_reason"}


@pytest.mark.parametrize(
    "model",
    [m for m in DOMAIN_MODELS if issubclass(m, Redactable)],
    ids=lambda m: m._meta.label,
)
def test_every_public_text_is_redacted_of_protected_names(model, db):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT definition FROM pg_views WHERE schemaname = 'pub' AND viewname = %s", [table]
        )
        [view] = cursor.fetchone()
    guarded = GUARDED_COLUMNS.get(table, set()) | BLANK_COLUMNS | {"code", "slug"}
    texts = {
        field.column
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    redacted = set(re.findall(r"redacted\((?:\w+\.)?mentions_protected, \(?(?:\w+\.)?(\w+)", view))
    assert texts - guarded - redacted == set()


def test_every_choices_field_has_a_check_constraint():
    unchecked = []
    for model in MODELS:
        if model is User:
            continue
        checks = " ".join(str(constraint) for constraint in model._meta.constraints)
        for field in model._meta.local_concrete_fields:
            if (
                field.choices
                and f"'{field.name}" not in checks
                and f"{field.name}__in" not in checks
            ):
                unchecked.append(f"{model.__name__}.{field.name}")
    assert unchecked == []


def test_every_publishable_model_has_a_unique_code():
    kinds = [m for m in MODELS if issubclass(m, Publishable)]
    assert [m.__name__ for m in kinds if not m._meta.get_field("code").unique] == []


def test_every_citation_protects_its_source():
    kinds = [m for m in MODELS if issubclass(m, Citation)]
    assert len(kinds) == 21
    assert {m._meta.get_field("source").remote_field.on_delete for m in kinds} == {models.PROTECT}


def test_the_repository_names_no_machine_and_no_registry():
    words = ["pypi" + ".org", "registry.npmjs" + ".org", "/wor" + "k/", "files.python" + "hosted"]
    result = subprocess.run(
        ["git", "grep", "-lF", *(part for word in words for part in ("-e", word))],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.split() == []
