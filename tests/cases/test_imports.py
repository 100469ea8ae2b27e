"""Importing cases with participations and charges."""

import pytest

from cases.models import Case, CaseCitation, Charge, Participation, Person
from cases.tables.imports import IMPORT_SPECS
from tests import factories as make
from tests.change_feed_fuzz.following import process_dirty_rows
from tests.imports import (
    ORIGIN,
    case_rows,
    create_run,
    csv_table,
    import_table,
    preview_table,
    result_counts,
)
from tracker.enums import State
from tracker.models import Change, ImportRun
from tracker.tables.imports.runner import ImportRefused, preview_import, run_import
from tracker.visibility.sealed_name_detection import SEALED_NAME_IN_TEXT, store_blind_index

pytestmark = pytest.mark.django_db

PEOPLE = [{"key": f"p{n}", "name": f"Invented Person{n}"} for n in range(1, 4)]


@pytest.fixture
def world(analyst_user):
    """References for rows of cases: keys of people, a provision, a source."""
    import_table("people", csv_table(*PEOPLE), analyst_user)
    provision, source = make.provision("495"), make.source()
    return {
        "people": [person["key"] for person in PEOPLE],
        "provision": provision.address,
        "source": source.code,
    }


def problems(kind, *rows, **options):
    return [str(problem) for problem in preview_table(kind, csv_table(*rows, **options)).problems]


def test_rows_create_cases_participations_charges_and_citations(world, analyst_user):
    run = import_table("cases", csv_table(*case_rows(3, **world)), analyst_user)
    assert result_counts(run) == (3, 0, 0)
    case = Case.objects.get(title="Invented matter 2")
    assert (case.state, str(case.confirmed_on), case.last_edited_by) == (
        State.DRAFT,
        "2020-11",
        analyst_user,
    )
    charge = Charge.objects.get(participation__case=case)
    assert charge.participation.person.name == "Invented Person3"
    assert charge.is_sourced
    assert [c.locator for c in CaseCitation.objects.filter(fact=case)] == ["page 2"]


def test_importing_again_changes_nothing(world, analyst_user):
    content = csv_table(*case_rows(3, **world))
    import_table("cases", content, analyst_user)
    plan = preview_table("cases", content)
    assert plan.writes_nothing
    assert result_counts(import_table("cases", content, analyst_user)) == (0, 0, 3)
    assert (Case.objects.count(), Charge.objects.count()) == (3, 3)


def test_protected_name_is_refused_in_any_column(world, analyst_user):
    store_blind_index("P-000000", ["Canarysecret Zedexample"])
    rows = case_rows(3, **world)
    rows[1]["title"] = "The case of Zedexample-Canarysecret"
    rows[2]["locator"] = "below Canarysecret Zedexample"
    assert problems("cases", *rows) == [
        f"row 3, column “title”: “The case of Zedexample-Canarysecret”: {SEALED_NAME_IN_TEXT}",
        f"row 4, column “locator”: {SEALED_NAME_IN_TEXT}",
    ]
    assert len(problems("people", {"key": "p9", "name": "Canarysecret Zedexample"})) == 1


def test_one_invalid_row_refuses_the_whole_table(world, analyst_user):
    rows = case_rows(300, **world)
    rows[149] |= {"category": "astronaut", "provision": "penal-code/0"}
    assert problems("cases", *rows) == [
        "row 151, column “category”: “astronaut”: not one of the values (allowed: "
        + ", ".join(value for value, _label in Case._meta.get_field("category").choices)
        + ")",
        "row 151, column “provision”: “penal-code/0”: nothing recorded goes by this "
        "(allowed: the address of a provision: penal-code-2009/495)",
    ]
    run = create_run("cases", csv_table(*rows))
    digest = preview_import(run, IMPORT_SPECS["cases"]).digest
    with pytest.raises(ImportRefused):
        list(run_import(run, IMPORT_SPECS["cases"], digest=digest, by=analyst_user))
    assert (Case.objects.count(), ImportRun.objects.filter(content=None).count()) == (0, 1)
    rows[149] |= {"category": "journalist", "provision": world["provision"]}
    assert result_counts(import_table("cases", csv_table(*rows), analyst_user)) == (300, 0, 0)
    assert preview_table("cases", csv_table(*rows)).writes_nothing


def test_violated_constraint_rolls_back_the_import(world, analyst_user, monkeypatch):
    """Constraints catch what validation misses, and the rows written before are rolled back."""
    monkeypatch.setattr(IMPORT_SPECS["cases"].__class__, "check", lambda *_: None)
    monkeypatch.setattr("tracker.tables.imports.writer.BATCH", 1)
    rows = [
        {**row, "title": "" if row["key"] == "case 2" else "x"} for row in case_rows(3, **world)
    ]
    rows[1] |= {"person": "", "group": "invented group", "provision": ""}
    run = create_run("cases", csv_table(*rows))
    digest = preview_import(run, IMPORT_SPECS["cases"]).digest
    with pytest.raises(ImportRefused) as refused:
        list(run_import(run, IMPORT_SPECS["cases"], digest=digest, by=analyst_user))
    assert str(refused.value) == (
        "Nothing was imported. This breaks the rule “participation group has a size”."
    )
    assert (Case.objects.count(), Participation.objects.count()) == (0, 0)


def test_rows_without_a_key_belong_to_the_case_above(world, analyst_user):
    first = case_rows(1, **world)[0]
    other = make.provision("453").address
    continued = {"role": "accused", "person": "p1", "provision": other}
    rows = csv_table(first, continued, continued | {"person": "p2"})
    import_table("cases", rows, analyst_user)
    charges = Charge.objects.order_by("pk").values_list(
        "participation__person__name", "provision__slug"
    )
    assert list(charges) == [
        ("Invented Person2", "495"),
        ("Invented Person1", "453"),
        ("Invented Person2", "453"),
    ]
    assert Case.objects.count() == 1


def test_change_is_previewed_by_field_and_raises_the_lock(world, analyst_user):
    rows = case_rows(2, **world)
    import_table("cases", csv_table(*rows), analyst_user)
    rows[0] |= {"category": "Trade unionist", "confirmed_on": "2021~"}
    plan = preview_table("cases", csv_table(*rows))
    [changed] = plan.changed
    assert [tuple(one.values()) for one in plan.displayed_differences(changed)] == [
        ("category", "Journalist", "Trade unionist"),
        ("confirmed on", "2020-11", "2021~"),
    ]
    before = Case.objects.get(title="Invented matter 1")
    assert result_counts(import_table("cases", csv_table(*rows), analyst_user)) == (0, 1, 1)
    after = Case.objects.get(pk=before.pk)
    assert (after.category, str(after.confirmed_on), after.lock > before.lock) == (
        "union",
        "2021~",
        True,
    )
    [reason] = {h.pgh_context.metadata["reason"] for h in after.history.order_by("-pk")[:1]}
    assert reason == f"Cases, participations and charges, {ORIGIN}"


def test_change_since_the_preview_is_not_overwritten(world, analyst_user):
    rows = case_rows(1, **world)
    import_table("cases", csv_table(*rows), analyst_user)
    run = create_run("cases", csv_table(rows[0] | {"category": "union"}))
    digest = preview_import(run, IMPORT_SPECS["cases"]).digest
    Case.objects.update(category="artist")
    with pytest.raises(ImportRefused, match="changed since the preview"):
        list(run_import(run, IMPORT_SPECS["cases"], digest=digest, by=analyst_user))
    assert Case.objects.get().category == "artist"


def test_table_is_imported_only_once(world, analyst_user):
    run = create_run("cases", csv_table(*case_rows(1, **world)))
    digest = preview_import(run, IMPORT_SPECS["cases"]).digest
    list(run_import(run, IMPORT_SPECS["cases"], digest=digest, by=analyst_user))
    with pytest.raises(ImportRefused, match="imported already"):
        list(run_import(run, IMPORT_SPECS["cases"], digest=digest, by=analyst_user))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            {"key": ""},
            "row 2, column “key”: give a key of your own, or the code of what is recorded",
        ),
        ({"title": ""}, "row 2, column “title”: missing: a new record needs it"),
        ({"confirmed_on": "Nov 2020"}, "row 2, column “confirmed_on”: “Nov 2020”: write 2020, "),
        (
            {"person": "p9"},
            "row 2, column “person”: “p9”: nothing recorded goes by this (allowed: ",
        ),
        ({"role": ""}, "row 2, column “role”: missing: say what the participant is (allowed: "),
        (
            {"person": ""},
            "row 2, column “role”: “accused”: who? Give a person, an organisation or ",
        ),
        ({"locator": ""}, "row 2, column “locator”: say where in the source this is found"),
        ({"code": "C-000009"}, "row 2, column “code”: “C-000009”: nothing recorded has this code"),
    ],
)
def test_problem_names_row_column_value_and_allowed_values(world, typed, problem):
    first = problems("cases", case_rows(1, **world)[0] | typed)[0]
    assert first[: len(problem)] == problem


def test_contradicting_rows_of_one_case_are_refused(world):
    first = case_rows(1, **world)[0]
    assert problems("cases", first, first | {"title": "Other"}) == [
        "row 3, column “title”: “Other”: row 2 says “Invented matter 1”"
    ]


def test_addition_to_a_published_case_needs_a_source(world, analyst_user):
    case = make.case()
    row = {"code": case.code, "role": "accused", "person": "p1"}
    assert problems("cases", row) == [
        "row 2, column “source”: the record is published: give a source"
    ]
    row |= {"source": world["source"], "locator": "page 1"}
    assert result_counts(import_table("cases", csv_table(row), analyst_user)) == (0, 1, 0)


def test_imported_drafts_create_no_public_changes(world, analyst_user):
    process_dirty_rows()
    before = Change.objects.count()
    import_table("cases", csv_table(*case_rows(3, **world)), analyst_user)
    process_dirty_rows()
    assert Change.objects.count() == before


# --- People -----------------------------------------------------------------------------------


def test_imported_people_have_spellings_and_minors_are_withheld(analyst_user):
    source = make.source()
    row = {
        "key": "1",
        "name": "Invented Child",
        "name_km": "កុមារ",
        "other_names": "Inv. Child; Kid",
    }
    row |= {"is_minor": "yes", "source": source.code, "locator": "page 1"}
    content = csv_table(row)
    import_table("people", content, analyst_user)
    person = Person.objects.get()
    assert (person.display_policy, person.protection_reason) == ("withheld", "minor")
    names = person.names.order_by("pk").values_list("spelling", "script", "is_sourced")
    assert sorted(names) == [
        ("Inv. Child", "latin", True),
        ("Invented Child", "latin", True),
        ("Kid", "latin", True),
        ("កុមារ", "khmer", True),
    ]
    assert preview_table("people", content).writes_nothing


def test_import_cannot_change_the_display_policy(analyst_user):
    person = make.person("Invented Shy", display_policy="withheld", protection_reason="safety")
    row = {"code": person.code, "display_policy": "full"}
    assert problems("people", row) == [
        "row 2, column “display_policy”: “full”: whether and how somebody recorded is shown is "
        "changed on their own page"
    ]


def test_key_of_a_merged_person_finds_the_surviving_one(analyst_user):
    import_table("people", csv_table({"key": "1", "name": "Invented Twin"}), analyst_user)
    survivor = make.person("Invented Kept")
    Person.objects.filter(name="Invented Twin").update(merged_into=survivor)
    import_table("people", csv_table({"key": "1", "nationality": "Invented"}), analyst_user)
    survivor.refresh_from_db()
    assert survivor.nationality == "Invented"


def test_offence_without_number_is_imported_as_offence(world, analyst_user):
    treason = make.provision("", slug="treason", unit="unnumbered", heading="treason")
    rows = [row | {"provenance": "stated"} for row in case_rows(2, **world)]
    rows[0] |= {"provision": treason.address}
    run = import_table("cases", csv_table(*rows), analyst_user)
    assert result_counts(run) == (2, 0, 0)
    provenances = Charge.objects.order_by("pk").values_list("provision__number", "provenance")
    assert sorted(provenances) == [("", "offence"), ("495", "stated")]
    assert result_counts(import_table("cases", csv_table(*rows), analyst_user)) == (0, 0, 2)


def test_provenance_that_the_provision_excludes_is_named(world):
    treason = make.provision("", slug="treason", unit="unnumbered", heading="treason")
    rows = case_rows(2, **world)
    rows[0] |= {"provision": treason.address, "provenance": "inferred"}
    rows[1] |= {"provenance": "offence"}
    assert [problem.partition(":")[0] for problem in problems("cases", *rows)] == [
        "row 2, column “provenance”",
        "row 3, column “provenance”",
    ]
