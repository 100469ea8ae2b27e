"""Withdrawn records: their releases are withheld at once, and lack them after the purge."""

import re
import shutil
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from cases.models import Case, Charge, Claim, Event, Person, PersonName, Release
from cases.releases import actions
from cases.releases.actions import build_release, purge_releases
from laws.models import Law
from tests import factories as make, sample_data
from tests.api import get_json
from tests.releases import (
    download_release,
    find_leaks,
    latest_release,
    package_problems,
    read_zips,
    release_changes,
    release_rows,
    releases_in,
)
from tests.shared_world_fixture import share_world
from tracker.models import Source
from tracker.visibility.workflow import withdraw

NAME, KHMER, OTHER = "Canary-Karuna Sok", "សម្ងាត់ណាស់", "Kanarie Karouna"
NAMES = (NAME, KHMER, OTHER, "Canarykaruna", "Karouna")
RELEASES = "/api/v1/releases/"
LISTS = ("/data/", "/km/data/", RELEASES, f"{RELEASES}?format=csv")


def build_sample(folder):
    """Two people in a case, one of them with names to purge, and two releases."""
    data = sample_data.build_story(people=2)
    data.shy, data.open = data.people
    data.shy.name, data.shy.name_km, data.shy.nationality = NAME, KHMER, "Canaryland"
    data.shy.save()
    for text in (NAME, KHMER, OTHER):
        spelling = PersonName.objects.get_or_create(person=data.shy, spelling=text)[0]
        make.add_citation(spelling)
    data.case.title, data.case.summary = f"Trial of {NAME}", f"{OTHER} sang;\nso did {KHMER}."
    data.case.save()
    make.source(title=f"What Sok Canary Karuna said to {NAME}")
    with releases_in(folder):
        build_release()
        make.source()
        build_release()
    data.folder = folder
    return data


made_once, world = share_world(build_sample)


@pytest.fixture
def sample(world, tmp_path):
    """The records, and a copy of the files of the releases, which the test may change."""
    world.folder = shutil.copytree(world.folder, tmp_path / "releases")
    with releases_in(world.folder):
        yield world


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def is_held_back(client) -> bool:
    """Whether all releases are withheld in every channel; fails unless it is all or none."""
    slugs = list(Release.objects.values_list("slug", flat=True))
    files = {f"/data/releases/{slug}.zip" for slug in slugs}
    served = {
        *(file in b"".join(client.get(address)).decode() for file in files for address in LISTS),
        *(client.get(f"{RELEASES}{slug}/").status_code == 200 for slug in slugs),
        *(client.get(file).status_code == 200 for file in files),
    }
    [is_public] = served
    return not is_public


WAYS = {
    "withdrawn": "state = 'withdrawn', withdrawal_reason = 'asked to'",
    "unpublished": "state = 'draft'",
    "withheld": "display_policy = 'withheld'",
    "a minor": "is_minor = true, display_policy = 'withheld', protection_reason = 'minor'",
    "initials": "display_policy = 'initials'",
    "pseudonym": "display_policy = 'pseudonym', pseudonym = 'Singer'",
}


@pytest.mark.parametrize("change", WAYS.values(), ids=WAYS)
def test_person_protected_by_raw_sql_is_in_no_release(visitor, sample, change):
    assert len(find_leaks(download_release(visitor, latest_release().slug), *NAMES)) > 0
    sql(f"UPDATE cases_person SET {change} WHERE id = %s", sample.shy.pk)
    assert is_held_back(visitor)
    call_command("purge_releases")
    for release in Release.objects.all():
        parts = download_release(visitor, release.slug)
        assert find_leaks(parts, *NAMES, "Canaryland") == []
        assert package_problems(parts) == []
        assert sample.open.code in release_rows(parts, "people")
    assert [leak for parts in read_zips(sample.folder) for leak in find_leaks(parts, *NAMES)] == []
    rows_stored = actions.execute_sql("SELECT content FROM cases_releasedrow")
    stored = "\n".join(content for (content,) in rows_stored)
    assert find_leaks({"database": stored.encode()}, *NAMES) == []


def test_withdrawn_person_is_removed_and_withheld_person_has_no_name(visitor, sample):
    shy = sample.shy.code
    Person.objects.filter(pk=sample.shy.pk).update(display_policy="withheld")
    purge_releases()
    parts = download_release(visitor, latest_release().slug)
    assert release_rows(parts, "people")[shy]["label"] == "Name withheld"
    assert {row["person"] for row in release_rows(parts, "charges").values()} > {shy}
    withdraw(
        record=Person.objects.get(pk=sample.shy.pk), reason="asked to", by=make.staff_user("x")
    )
    purge_releases()
    parts = download_release(visitor, latest_release().slug)
    assert find_leaks({path: parts[path] for path in parts if path != "changes.csv"}, shy) == []
    assert release_rows(parts, "cases")[sample.case.code]["accused"] == sample.open.code


def test_purge_is_announced_without_its_reason(visitor, partner, sample):
    before = {release.slug: release for release in Release.objects.all()}
    withdraw(record=sample.shy, reason="canary reason", by=make.staff_user("x"))
    purge_releases()
    for row in get_json(partner, RELEASES)["results"]:
        old = before[row["id"]]
        assert row["purged_on"] is not None
        assert row["rows"] < old.rows
        assert row["sha256"] != old.sha256
        assert not old.file.exists()
    page = visitor.get("/data/").content.decode()
    assert "Rows that are no longer public were taken out on" in page
    assert (sample.shy.code in page, "canary" in page) == (False, False)


def test_next_release_lists_purged_rows_as_removed(visitor, sample):
    withdraw(record=sample.shy, reason="asked to", by=make.staff_user("x"))
    purge_releases()
    third = build_release()
    listed = release_changes(download_release(visitor, third.slug))
    removed = {code for _kind, code, change in listed if change == "removed"}
    assert sample.shy.code in removed


HIDE = {
    "a case": lambda sample: Case.objects.filter(pk=sample.case.pk).update(state="draft"),
    "a law": lambda sample: Law.objects.filter(pk=sample.law.pk).update(state="draft"),
    "a source": lambda sample: Source.objects.filter(pk=sample.source.pk).update(state="draft"),
    "a charge": lambda sample: Charge.objects.first().citations.all().delete(),
    "an event": lambda sample: Event.objects.filter(kind="arrest").delete(),
    "a spelling": lambda sample: PersonName.objects.get(spelling=OTHER).delete(),
    "a claim": lambda sample: Claim.objects.filter(value="four").delete(),
}


@pytest.mark.parametrize("hide", HIDE.values(), ids=HIDE)
def test_hidden_record_is_purged_from_older_releases(visitor, sample, hide):
    hide(sample)
    assert is_held_back(visitor)
    purge_releases()
    second, first = Release.objects.all()
    parts = download_release(visitor, second.slug)
    assert package_problems(parts) == package_problems(download_release(visitor, first.slug)) == []
    current = download_release(visitor, (build_release() or second).slug)
    for table in (path[5:-7] for path in parts if path.endswith(".ndjson")):
        assert release_rows(parts, table).keys() <= release_rows(current, table).keys()


def test_name_protected_later_is_blanked_in_texts(visitor, sample):
    mentioned = make.source(title="Nightingale Maly was there", note="Maly\nNightingale too")
    build_release()
    make.source()
    build_release()
    Source.objects.filter(pk=mentioned.pk).update(title="Somebody was there", note="")
    shy = make.person("Nightingale Maly", state="draft", display_policy="withheld")
    assert find_leaks(dict(read_zips(sample.folder)[0]), shy.code) == []
    held_back = Release.objects.filter(needs_purge=True).count()
    purge_releases()
    files = read_zips(sample.folder)
    assert [leak for parts in files for leak in find_leaks(parts, "Nightingale Maly")] == []
    assert (held_back, len(files)) == (2, 4)


def test_person_published_again_stays_out_of_older_releases(visitor, sample):
    fixed = latest_release().slug
    people = Person.objects.filter(pk=sample.shy.pk)
    people.update(state="draft")
    purge_releases()
    people.update(state="published")
    Person.objects.filter(pk=sample.open.pk).update(display_policy="withheld")
    purge_releases()
    parts = download_release(visitor, fixed)
    changed = parts.pop("changes.csv")
    assert find_leaks(parts, *NAMES, sample.shy.code) == find_leaks({"": changed}, *NAMES) == []
    parts["changes.csv"] = changed
    assert package_problems(parts) == []
    assert (
        NAME
        in release_rows(download_release(visitor, build_release().slug), "people")[sample.shy.code][
            "names"
        ]
    )


def test_person_named_again_stays_unnamed_in_older_releases(visitor, sample):
    fixed = latest_release().slug
    people = Person.objects.filter(pk=sample.shy.pk)
    people.update(display_policy="withheld")
    purge_releases()
    people.update(display_policy="full")
    assert not is_held_back(visitor)
    Case.objects.filter(pk=sample.case.pk).update(state="draft")
    purge_releases()
    assert find_leaks(download_release(visitor, fixed), *NAMES) == []


def test_change_to_hidden_records_recalls_nothing(visitor, sample):
    hidden = make.person("Hidden Draft", state="draft")
    unsourced = PersonName.objects.create(person=sample.shy, spelling="Unsourced Alias")
    unsourced.delete()
    Person.objects.filter(pk=hidden.pk).update(display_policy="withheld", pseudonym="x")
    Person.objects.filter(pk=hidden.pk).update(pseudonym="y")
    make.case(state="draft").delete()
    make.source(title="New").delete()
    Case.objects.filter(pk=sample.case.pk).update(summary="Corrected")
    assert not is_held_back(visitor)


def test_rolled_back_withdrawal_recalls_nothing(visitor, sample):
    with transaction.atomic():
        Person.objects.filter(pk=sample.shy.pk).update(state="draft")
        assert Release.objects.filter(needs_purge=True).count() == 2
        transaction.set_rollback(True)
    assert not is_held_back(visitor)


@pytest.mark.parametrize("change", [WAYS["unpublished"], WAYS["withheld"]])
def test_person_withdrawn_during_a_build_is_not_released(visitor, sample, change):
    make.source()

    def hide_and_pack(*parts, **options):
        sql(f"UPDATE cases_person SET {change} WHERE id = %s", sample.shy.pk)
        return pack(*parts, **options)

    pack = actions.pack
    with patch.object(actions, "pack", hide_and_pack):
        build_release()
    assert (Release.objects.count(), is_held_back(visitor)) == (3, True)
    purge_releases()
    assert [leak for parts in read_zips(sample.folder) for leak in find_leaks(parts, *NAMES)] == []


def test_purge_of_a_code_brings_its_correction_to_older_releases(visitor, sample):
    Case.objects.filter(pk=sample.case.pk).update(summary="Corrected")
    purge_releases()
    fixed = latest_release().slug
    assert (
        release_rows(download_release(visitor, fixed), "cases")[sample.case.code]["summary"]
        != "Corrected"
    )
    call_command("purge_releases", "--of", sample.case.code)
    assert (
        release_rows(download_release(visitor, fixed), "cases")[sample.case.code]["summary"]
        == "Corrected"
    )


def test_purge_without_stale_rows_changes_nothing(sample, capsys):
    before = [(release.sha256, release.purged_on) for release in Release.objects.all()]
    call_command("purge_releases")
    assert [(r.sha256, r.purged_on) for r in Release.objects.all()] == before
    assert re.sub(r"\s", "", capsys.readouterr().out) == ""
