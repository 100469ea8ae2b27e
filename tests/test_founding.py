"""Founding data: complete in the database, loaded once, and with clear error messages."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction

from cases.management.commands.load_founding_data import MODELS_IN_LOADING_ORDER
from laws.models import Penalty, Provision
from tracker.enums import Standing
from tracker.models import Figure, Source
from tracker.tables.founding.loader import FoundingLoader, load_founding_files, loadable_fields
from tracker.tables.founding.yaml_files import FoundingError, founding_files, read_founding_records
from tracker.visibility.public_reader import process_dirty_rows

pytestmark = pytest.mark.django_db

GOOD = """
- key: a
  code: S-000000
  kind: report
  title: An invented report
  published_on: 2020-11~
  citations:
    - {source: a, locator: first page}
"""


@pytest.fixture(scope="module")
def founding(django_db_setup, django_db_blocker):
    """The loader, after loading the founding data once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        loader = load_founding_files(MODELS_IN_LOADING_ORDER)
        process_dirty_rows()
        yield loader
        transaction.set_rollback(True)


def records(founding, model):
    """Pairs of each record of the files and its row."""
    given = [record for path in founding_files(model) for record in read_founding_records(path)]
    rows = [row for (kind, _key), row in founding.known.items() if kind is model]
    assert len(given) == len(rows)
    return zip(given, rows, strict=True)


def holds(row, record, rows_by_key) -> bool:
    """Whether the row and its dependent rows have exactly the values of the record."""
    for name, value in record.items():
        kind, field = loadable_fields(type(row)).get(name, ("key", None))
        if kind == "plain" and getattr(row, name) != field.clean(value, row):
            return False
        if kind == "one" and rows_by_key.get((field.related_model, value)) not in (
            getattr(row, name),
            None,  # a key local to the record
        ):
            return False
        if kind == "many" and getattr(row, name).count() != len(value):
            return False
        if kind == "rows":
            children = field.related_model.objects.filter(**{field.field.name: row}).order_by("pk")
            if len(children) != len(value):
                return False
            for first, nested in zip(children, value, strict=True):  # usually in file order
                if not any(holds(child, nested, rows_by_key) for child in (first, *children)):
                    return False
    return True


@pytest.mark.parametrize("model", MODELS_IN_LOADING_ORDER, ids=lambda model: model.__name__)
def test_database_holds_every_record_with_its_dependent_rows(founding, model):
    assert founding_files(model)
    incomplete = [
        record.get("key") or record["slug"]
        for record, row in records(founding, model)
        if not holds(row, record, founding.known)
    ]
    assert incomplete == []


def test_every_record_and_every_claim_cites_a_source(founding):
    models = [model for model in founding.rows if "citations" in loadable_fields(model)]
    uncited = [
        f"{model.__name__} {row.pk}"
        for model in models
        for row in model.objects.filter(citations=None)
    ]
    assert uncited == []


def test_founding_data_is_published(founding):
    for model in MODELS_IN_LOADING_ORDER:
        if "state" in loadable_fields(model):
            states = {row.state for _record, row in records(founding, model)}
            assert states == {"published"}, model


@pytest.mark.parametrize("slug", ["494", "495"])
def test_three_disagreeing_penalties_are_all_kept(founding, slug):
    provision = Provision.objects.at(f"penal-code-2009/{slug}").get()
    claims = Penalty.objects.filter(version__provision=provision, standing=Standing.DISPUTED)
    assert Counter(claims.values_list("prison_months_min", "currency")) == {
        (None, "USD"): 1,
        (6, "KHR"): 1,
        (6, "USD"): 1,
    }


def test_loading_again_changes_nothing(founding, capsys):
    histories = [model._meta.get_field("history").related_model for model in founding.rows]
    before = [history.objects.count() for history in histories]
    call_command("load_founding_data", skip_checks=True)
    assert [history.objects.count() for history in histories] == before
    assert "0 rows written" in capsys.readouterr().out


def test_corrected_record_keeps_its_correction(founding):
    source = Source.objects.get(title="Hostile Takeover")
    source.title = "Corrected by an analyst"
    source.save()
    load_founding_files([Source])
    source.refresh_from_db()
    assert source.title == "Corrected by an analyst"


def test_deleted_record_stays_deleted(founding):
    figure = Figure.objects.first()
    figure.delete()
    again = load_founding_files([Source, Figure])
    assert again.counts[Figure]["deleted"] == 1
    assert not Figure.objects.filter(code=figure.code).exists()


def test_moved_provision_is_recognised(founding):
    Provision.objects.filter(slug="437-bis").update(slug="437-2")
    again = load_founding_files(
        MODELS_IN_LOADING_ORDER[: MODELS_IN_LOADING_ORDER.index(Provision) + 1]
    )
    assert again.rows == {}
    assert again.known[Provision, "penal-code-2009/437-bis"].slug == "437-2"


def load_text(tmp_path, text):
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    loader = FoundingLoader()
    loader.load_file(Source, path)
    return loader


def test_good_file_loads(tmp_path):
    assert load_text(tmp_path, GOOD).counts[Source]["created"] == 1
    assert str(Source.objects.get(code="S-000000").published_on) == "2020-11~"


@pytest.mark.parametrize(
    ("old", "new", "field", "value", "right"),
    [
        ("title:", "titel:", "titel", "titel", "is it title"),
        ("kind: report", "kind: rapport", "kind", "rapport", "Right: report,"),
        ("2020-11~", "November", "published_on", "November", "2020-11"),
        ("code: S-000000\n", "\n", "code", "None", "A new random one: S-"),
        ("S-000000", "report", "code", "report", "Enter a valid value"),
        ("source: a,", "source: b,", "citations.1.source", "b", "one of 1 sources"),
        ("locator: first page", "section: one", "citations.1.locator", "''", "cannot be blank"),
        ("- {source: a, locator: first page}", "{}", "citations", "{}", "must be a list"),
        ("An invented report", "[one, two]", "title", "['one', 'two']", "single value"),
        ("  kind: report\n", "  kind: report\n  part_of: a\n", "part_of", "a", "before it"),
    ],
)
def test_error_names_file_record_field_and_value(tmp_path, old, new, field, value, right):
    assert old in GOOD
    with pytest.raises(FoundingError) as raised:
        load_text(tmp_path, GOOD.replace(old, new))
    message = str(raised.value)
    assert right in message
    assert "sources.yaml, record 'a'" in message
    assert f", {field}: " in message
    assert value in message


def test_two_records_of_one_key_are_refused(tmp_path):
    with pytest.raises(FoundingError, match="Another record has this key"):
        load_text(tmp_path, GOOD + GOOD)


def test_two_records_of_one_code_are_refused(tmp_path):
    duplicate = GOOD.replace("key: a", "key: b").replace("source: a", "source: b")
    with pytest.raises(FoundingError, match="Another record has it already"):
        load_text(tmp_path, GOOD + duplicate)


def test_key_given_twice_in_one_record_is_refused(tmp_path):
    with pytest.raises(FoundingError, match="'title' twice"):
        load_text(tmp_path, GOOD + "  title: Another title\n")
