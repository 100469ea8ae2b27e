"""Who is withdrawn is in no release: from that moment not given out, after the purge not there."""

import re
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from cases.models import Case, Charge, Claim, Event, Person, PersonName, Release
from cases.releases import actions, build_release, purge_releases
from laws.models import Law
from tests import factories as make, sample_data
from tests.api import ask
from tests.releases import changes, latest, leaks, on_disk, problems, releases_in, rows, taken
from tracker.models import Source
from tracker.visibility.workflow import withdraw

NAME, KHMER, OTHER = "Canary-Karuna Sok", "សម្ងាត់ណាស់", "Kanarie Karouna"
NAMES = (NAME, KHMER, OTHER, "Canarykaruna", "Karouna")
RELEASES = "/api/v1/releases/"
LISTS = ("/data/", "/km/data/", RELEASES, f"{RELEASES}?format=csv")


@pytest.fixture
def told(db, tmp_path):
    """Two people in a case; one of them has names that must go."""
    with releases_in(tmp_path / "releases"):
        made = sample_data.build(people=2)
        made.shy, made.open = made.people
        made.shy.name, made.shy.name_km, made.shy.nationality = NAME, KHMER, "Canaryland"
        made.shy.save()
        for text in (NAME, KHMER, OTHER):
            spelling = PersonName.objects.get_or_create(person=made.shy, spelling=text)[0]
            make.cited(spelling)
        made.case.title, made.case.summary = f"Trial of {NAME}", f"{OTHER} sang;\nso did {KHMER}."
        made.case.save()
        make.source(title=f"What Sok Canary Karuna said to {NAME}")
        build_release()
        make.source()
        build_release()
        made.folder = tmp_path / "releases"
        yield made


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def is_held_back(client) -> bool:
    """Whether all releases are out of reach, in every channel; else none may be."""
    slugs = list(Release.objects.values_list("slug", flat=True))
    files = {f"/data/releases/{slug}.zip" for slug in slugs}
    found = {
        *(file in b"".join(client.get(list_)).decode() for file in files for list_ in LISTS),
        *(client.get(f"{RELEASES}{slug}/").status_code == 200 for slug in slugs),
        *(client.get(file).status_code == 200 for file in files),
    }
    [is_public] = found
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
def test_somebody_protected_by_raw_sql_is_in_no_release(visitor, told, change):
    assert len(leaks(taken(visitor, latest().slug), *NAMES)) > 0
    sql(f"UPDATE cases_person SET {change} WHERE id = %s", told.shy.pk)
    assert is_held_back(visitor)
    call_command("purge_releases")
    for release in Release.objects.all():
        parts = taken(visitor, release.slug)
        assert leaks(parts, *NAMES, "Canaryland") == []
        assert problems(parts) == []
        assert told.open.code in rows(parts, "people")
    assert [leak for parts in on_disk(told.folder) for leak in leaks(parts, *NAMES)] == []
    kept = "\n".join(content for (content,) in actions.ask("SELECT content FROM cases_releasedrow"))
    assert leaks({"database": kept.encode()}, *NAMES) == []


def test_who_is_withdrawn_is_gone_and_who_is_withheld_has_no_name(visitor, told):
    shy = told.shy.code
    Person.objects.filter(pk=told.shy.pk).update(display_policy="withheld")
    purge_releases()
    parts = taken(visitor, latest().slug)
    assert rows(parts, "people")[shy]["label"] == "Name withheld"
    assert {row["person"] for row in rows(parts, "charges").values()} > {shy}
    withdraw(record=Person.objects.get(pk=told.shy.pk), reason="asked to", by=make.staff("x"))
    purge_releases()
    parts = taken(visitor, latest().slug)
    assert leaks({path: parts[path] for path in parts if path != "changes.csv"}, shy) == []
    assert rows(parts, "cases")[told.case.code]["accused"] == told.open.code


def test_the_purge_is_told_and_nothing_more(visitor, partner, told):
    before = {release.slug: release for release in Release.objects.all()}
    withdraw(record=told.shy, reason="canary reason", by=make.staff("x"))
    purge_releases()
    for row in ask(partner, RELEASES)["results"]:
        was = before[row["id"]]
        assert row["purged_on"] is not None
        assert row["rows"] < was.rows
        assert row["sha256"] != was.sha256
        assert not was.file.exists()
    page = visitor.get("/data/").content.decode()
    assert "Rows that are no longer public were taken out on" in page
    assert (told.shy.code in page, "canary" in page) == (False, False)


def test_a_copy_of_an_older_release_learns_what_is_gone(visitor, told):
    withdraw(record=told.shy, reason="asked to", by=make.staff("x"))
    purge_releases()
    third = build_release()
    gone = {one for kind, one, change in changes(taken(visitor, third.slug)) if change == "removed"}
    assert told.shy.code in gone


HIDE = {
    "a case": lambda told: Case.objects.filter(pk=told.case.pk).update(state="draft"),
    "a law": lambda told: Law.objects.filter(pk=told.law.pk).update(state="draft"),
    "a source": lambda told: Source.objects.filter(pk=told.source.pk).update(state="draft"),
    "a charge": lambda told: Charge.objects.first().citations.all().delete(),
    "an event": lambda told: Event.objects.filter(kind="arrest").delete(),
    "a spelling": lambda told: PersonName.objects.get(spelling=OTHER).delete(),
    "a claim": lambda told: Claim.objects.filter(value="four").delete(),
}


@pytest.mark.parametrize("hide", HIDE.values(), ids=HIDE)
def test_whatever_is_withdrawn_is_taken_out_of_older_releases(visitor, told, hide):
    hide(told)
    assert is_held_back(visitor)
    purge_releases()
    second, first = Release.objects.all()
    parts = taken(visitor, second.slug)
    assert problems(parts) == problems(taken(visitor, first.slug)) == []
    now = taken(visitor, (build_release() or second).slug)
    for table in (path[5:-7] for path in parts if path.endswith(".ndjson")):
        assert rows(parts, table).keys() <= rows(now, table).keys()


def test_a_name_protected_later_is_blanked_where_it_was_only_mentioned(visitor, told):
    mentioned = make.source(title="Nightingale Maly was there", note="Maly\nNightingale too")
    build_release()
    make.source()
    build_release()
    Source.objects.filter(pk=mentioned.pk).update(title="Somebody was there", note="")
    shy = make.person("Nightingale Maly", state="draft", display_policy="withheld")
    assert leaks(dict(on_disk(told.folder)[0]), shy.code) == []
    held_back = Release.objects.filter(needs_purge=True).count()
    purge_releases()
    files = on_disk(told.folder)
    assert [leak for parts in files for leak in leaks(parts, "Nightingale Maly")] == []
    assert (held_back, len(files)) == (2, 4)


def test_nobody_published_again_comes_back_into_older_releases(visitor, told):
    fixed = latest().slug
    people = Person.objects.filter(pk=told.shy.pk)
    people.update(state="draft")
    purge_releases()
    people.update(state="published")
    Person.objects.filter(pk=told.open.pk).update(display_policy="withheld")
    purge_releases()
    parts = taken(visitor, fixed)
    changed = parts.pop("changes.csv")
    assert leaks(parts, *NAMES, told.shy.code) == leaks({"": changed}, *NAMES) == []
    parts["changes.csv"] = changed
    assert problems(parts) == []
    assert NAME in rows(taken(visitor, build_release().slug), "people")[told.shy.code]["names"]


def test_nobody_named_again_is_named_in_older_releases(visitor, told):
    fixed = latest().slug
    people = Person.objects.filter(pk=told.shy.pk)
    people.update(display_policy="withheld")
    purge_releases()
    people.update(display_policy="full")
    assert not is_held_back(visitor)
    Case.objects.filter(pk=told.case.pk).update(state="draft")
    purge_releases()
    assert leaks(taken(visitor, fixed), *NAMES) == []


def test_what_is_hidden_already_recalls_nothing(visitor, told):
    hidden = make.person("Hidden Draft", state="draft")
    unsourced = PersonName.objects.create(person=told.shy, spelling="Unsourced Alias")
    unsourced.delete()
    Person.objects.filter(pk=hidden.pk).update(display_policy="withheld", pseudonym="x")
    Person.objects.filter(pk=hidden.pk).update(pseudonym="y")
    make.case(state="draft").delete()
    make.source(title="New").delete()
    Case.objects.filter(pk=told.case.pk).update(summary="Corrected")
    assert not is_held_back(visitor)


def test_a_withdrawal_that_is_taken_back_recalls_nothing(visitor, told):
    with transaction.atomic():
        Person.objects.filter(pk=told.shy.pk).update(state="draft")
        assert Release.objects.filter(needs_purge=True).count() == 2
        transaction.set_rollback(True)
    assert not is_held_back(visitor)


@pytest.mark.parametrize("change", [WAYS["unpublished"], WAYS["withheld"]])
def test_who_is_withdrawn_while_a_release_is_made_is_not_given_out(visitor, told, change):
    make.source()

    def meanwhile(*parts, **options):
        sql(f"UPDATE cases_person SET {change} WHERE id = %s", told.shy.pk)
        return pack(*parts, **options)

    pack = actions.pack
    with patch.object(actions, "pack", meanwhile):
        build_release()
    assert (Release.objects.count(), is_held_back(visitor)) == (3, True)
    purge_releases()
    assert [leak for parts in on_disk(told.folder) for leak in leaks(parts, *NAMES)] == []


def test_a_correction_reaches_older_releases_when_asked_to(visitor, told):
    Case.objects.filter(pk=told.case.pk).update(summary="Corrected")
    purge_releases()
    fixed = latest().slug
    assert rows(taken(visitor, fixed), "cases")[told.case.code]["summary"] != "Corrected"
    call_command("purge_releases", "--of", told.case.code)
    assert rows(taken(visitor, fixed), "cases")[told.case.code]["summary"] == "Corrected"


def test_nothing_to_purge_changes_nothing(told, capsys):
    before = [(release.sha256, release.purged_on) for release in Release.objects.all()]
    call_command("purge_releases")
    assert [(r.sha256, r.purged_on) for r in Release.objects.all()] == before
    assert re.sub(r"\s", "", capsys.readouterr().out) == ""
