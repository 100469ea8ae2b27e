"""Conventions worth keeping, held by tests."""

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
    UsageCount,
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
from tracker.models.search_index import related

OURS = [model for name in settings.APP_LAYERS for model in apps.get_app_config(name).get_models()]
TRACKED = [m for m in OURS if not m.__name__.endswith("History")]
LINKS = [
    field.remote_field.through
    for model in TRACKED
    for field in model._meta.local_many_to_many
    if field.remote_field.through._meta.auto_created and model is not User
]
# What the public never sees, not even in part.
STAFF_ONLY = {
    *(User, ProtectedSpelling, ErrorReport, ApiKey),
    *(Invitation, FailedSignIn, UsedCode, SealedSpelling, Identity, IdentityAccess),
    *(RecordDigest, DirtyRow, ReleasedRow, ReleaseRecord),
    *(EntryDraft, Submission),
    *(Assignment, LinkCheck, WorkflowStep),
    *(Merge, MergeMove, PersonPair, CasePair),
    *(ImportRun, SourceFile, SourceKey, RecommendationKey, PersonKey, CaseKey),
}
# Made from what has a history and a guard of its own: spellings, texts, what was public when.
DERIVED = {ChargeSummary, UsageCount, Spelling, SpellingKey, IndexedTerm, Change, DataVersion}
# What search.sql keeps beside the rows: an index, no part of the model.
SEARCH_COLUMNS = {"search_vector", "search_text_km"}
DOMAIN = [model for model in [*TRACKED, *LINKS] if model not in STAFF_ONLY | DERIVED]


def ids(models_):
    return [model._meta.label for model in models_]


def test_there_is_no_change_without_a_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", DOMAIN, ids=lambda m: m._meta.label)
def test_every_domain_table_has_a_history_and_a_public_view(model, db):
    labels = {m.__name__.lower() for m in OURS if m.__name__.endswith("History")}
    own = model.__name__.replace("_", "").lower()
    assert f"{own}history" in labels
    columns = {field.column for field in model._meta.local_concrete_fields}
    assert set(view_columns(model)) - SEARCH_COLUMNS == columns


@pytest.mark.parametrize("model", DOMAIN, ids=lambda m: m._meta.label)
def test_what_is_searched_has_its_words_kept_in_table_and_view(model, db):
    inside = {related(one, path) for one in DOMAIN for path in getattr(one, "also_searched", ())}
    is_searched = isinstance(model._default_manager.all(), FullTextQuerySet) or model in inside
    assert SEARCH_COLUMNS.issubset(view_columns(model)) == is_searched


@pytest.mark.parametrize("model", DOMAIN, ids=lambda m: m._meta.label)
def test_every_domain_table_writes_its_history_by_trigger(model, db):
    names = [name.split("_")[1] for name in history_triggers(model)]
    assert names == ["delete", "insert", "update"]


@pytest.mark.parametrize(
    "history", [m for m in OURS if m.__name__.endswith("History")], ids=lambda m: m._meta.label
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


def test_the_public_has_a_view_of_nothing_else(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'pub'")
        views = {name for (name,) in cursor.fetchall()}
    assert views == {m._meta.db_table for m in [*TRACKED, *LINKS] if m not in STAFF_ONLY}


def test_every_row_with_free_text_is_redactable():
    def has_free_text(model):
        return any(
            isinstance(f, models.CharField | models.TextField)
            and not f.choices
            and f.name not in ("slug", "data_version", "sha256")  # a form of its own; digests
            for f in model._meta.local_concrete_fields
        )

    texts = [m for m in TRACKED if m not in STAFF_ONLY | DERIVED and has_free_text(m)]
    assert [m._meta.label for m in texts if not issubclass(m, Redactable)] == []


# Shown under rules of their own: of people named in full, or not at all beside a protected name.
OTHERWISE_GUARDED = {
    "cases_person": {"name", "name_km", "pseudonym", "nationality"},
    "cases_personname": {"spelling"},
    "tracker_source": {"url", "archived_url"},
}
BLANK_OUTSIDE = {"withdrawal_reason", "staff_notes", "minor_override_reason"}


@pytest.mark.parametrize(
    "model", [m for m in DOMAIN if issubclass(m, Redactable)], ids=lambda m: m._meta.label
)
def test_every_public_text_is_blanked_of_protected_names(model, db):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT definition FROM pg_views WHERE schemaname = 'pub' AND viewname = %s", [table]
        )
        [view] = cursor.fetchone()
    guarded = OTHERWISE_GUARDED.get(table, set()) | BLANK_OUTSIDE | {"code", "slug"}
    texts = {
        field.column
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    redacted = set(re.findall(r"redacted\((?:\w+\.)?mentions_protected, \(?(?:\w+\.)?(\w+)", view))
    assert texts - guarded - redacted == set()


def test_every_enumeration_is_checked_by_the_database():
    unchecked = []
    for model in TRACKED:
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


def test_every_published_kind_has_an_opaque_code():
    kinds = [m for m in TRACKED if issubclass(m, Publishable)]
    assert [m.__name__ for m in kinds if not m._meta.get_field("code").unique] == []


def test_every_citation_protects_its_source():
    kinds = [m for m in TRACKED if issubclass(m, Citation)]
    assert len(kinds) == 21
    assert {m._meta.get_field("source").remote_field.on_delete for m in kinds} == {models.PROTECT}


def test_the_repository_names_no_machine_and_no_registry():
    words = ["pypi" + ".org", "registry.npmjs" + ".org", "/wor" + "k/", "files.python" + "hosted"]
    found = subprocess.run(
        ["git", "grep", "-lF", *(part for word in words for part in ("-e", word))],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout.split() == []
