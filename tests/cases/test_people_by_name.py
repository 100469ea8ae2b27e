"""Search for people by name, in any spelling and script, on pages and in the API."""

import pytest
from django.db import connection, transaction
from hypothesis import given, settings, strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from cases.enums import DisplayPolicy
from cases.models import Person, PersonName, Spelling, SpellingKey
from tests.factories import add_citation, person, spelling
from tracker.enums import State
from tracker.visibility.public_reader import public_reader

PEOPLE = "/api/v1/people/"


def codes_found(client, name: str) -> list[str]:
    """Codes of the people the API finds by this name."""
    return [row["id"] for row in client.get(PEOPLE, {"name": name}).json()["results"]]


@pytest.fixture
def inventya(db) -> Person:
    return person("Kong Inventya")


@pytest.mark.parametrize("name", ["Kung Inventya", "Inventya Kong", "kong-inventia", "Inventya"])
def test_search_finds_a_person_by_another_spelling(name, visitor, partner, inventya):
    other = person("Chea Other")
    page = visitor.get("/people/", {"name": name})
    assertContains(page, inventya.get_absolute_url())
    assertNotContains(page, other.get_absolute_url())
    assert codes_found(partner, name) == [inventya.code]


def test_search_matches_khmer_and_latin_script(partner, db):
    latin, khmer = person("Sok Vanna"), person("Chan Invented", name_km="ចាន់ សុភាព")
    assert codes_found(partner, "សុខ វណ្ណា") == [latin.code]
    assert codes_found(partner, "Chan Sopheap") == [khmer.code]


def test_best_match_is_first_on_the_page(visitor, db):
    far, near = person("Aok Vannac"), person("Sok Vanna")
    rows = visitor.get("/people/", {"name": "Sok Vanna"}).context["listing"].page
    assert [row.pk for row in rows][:1] == [near.pk]
    assert Person.objects.name_matches("Sok Vanna")[0].similarity.score == 1.0
    assert far.pk not in [m.person_id for m in Person.objects.name_matches("Sok Vanna", 0.9)]


@pytest.mark.parametrize(
    "hidden",
    [
        {"display_policy": DisplayPolicy.WITHHELD},
        {"display_policy": DisplayPolicy.INITIALS},
        {"display_policy": DisplayPolicy.PSEUDONYM, "pseudonym": "Bird"},
        {"state": State.WITHDRAWN},
        {"state": State.DRAFT},
    ],
    ids=str,
)
def test_hidden_name_is_not_searchable_by_the_public(hidden, partner, visitor):
    secret = spelling(person("Kong Inventya", **hidden), "Kung Inventia").person
    shown = person("Long Inventy")
    for name in ("Kong Inventya", "Kung Inventia", "Inventya", "K. I.", "Bird"):
        assert secret.code not in codes_found(partner, name)
        assertNotContains(visitor.get("/people/", {"name": name}), secret.code)
    assert codes_found(partner, "Long Inventy") == [shown.code]
    assert [m.person_id for m in Person.objects.name_matches("Kong Inventia")][0] == secret.pk


def test_public_spellings_include_no_hidden_name(db):
    person("Kong Inventya", display_policy=DisplayPolicy.WITHHELD)
    person("Chea Shownya")
    PersonName.objects.create(person=person("Sok Third"), spelling="Unsourced Nickname")
    with public_reader():
        public = list(Spelling.objects.order_by("text").values_list("text", "key"))
    assert public == [("Chea Shownya", "c sny csny"), ("Sok Third", "sk tt sktt")]


EDITS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["show", "withhold", "withdraw", "rename"])),
    max_size=6,
)


@given(steps=EDITS)
@settings(max_examples=15, deadline=None)
@pytest.mark.django_db
def test_public_spellings_equal_the_spellings_of_public_names(steps):
    """After any sequence of edits, the stored `is_public` flags agree with the public views."""
    with transaction.atomic():
        people = [person("Sok Vanna"), person("Sok Vanna"), person("Chan Vanna")]
        for index, step in steps:
            edited = Person.objects.get(pk=people[index].pk)
            edited.state = State.WITHDRAWN if step == "withdraw" else State.PUBLISHED
            edited.withdrawal_reason = "invented reason" if step == "withdraw" else ""
            edited.display_policy = DisplayPolicy.WITHHELD if step == "withhold" else "full"
            edited.name = "Chan Renamed" if step == "rename" else edited.name
            edited.save()
        with public_reader():
            names = set(PersonName.objects.values_list("spelling", flat=True))
            spellings = set(Spelling.objects.values_list("text", flat=True))
            keys = set(SpellingKey.objects.values_list("text", flat=True))
            assert spellings == names
            assert keys == set(Spelling.objects.values_list("key", flat=True))
        transaction.set_rollback(True)


def test_search_finds_both_people_with_the_same_spelling(partner, db):
    first, second = person("Sok Vanna"), person("Sok Vanna")
    assert sorted(codes_found(partner, "Sok Vannah")) == sorted([first.code, second.code])
    assert Spelling.objects.filter(text="Sok Vanna").count() == 1


def test_hidden_namesake_does_not_hide_the_public_person(partner, db):
    person("Sok Vanna", display_policy=DisplayPolicy.WITHHELD)
    shown = person("Sok Vanna")
    assert codes_found(partner, "Sok Vanna") == [shown.code]


def test_spelling_inserted_by_raw_sql_is_found(partner, inventya):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_personname (person_id, spelling, script, standing, standing_reason,"
            " mentions_protected, is_sourced) VALUES (%s, 'Ros Rawly', 'latin', 'accepted', '',"
            " false, false)",
            [inventya.pk],
        )
    add_citation(PersonName.objects.get(spelling="Ros Rawly"))
    assert Spelling.objects.get(text="Ros Rawly").key is None
    assert codes_found(partner, "Ros Rowly") == [inventya.code]


def test_outdated_keys_are_recomputed(inventya):
    Spelling.objects.update(edition=1, key=None, reading="stale")
    Spelling.objects.rebuild_outdated_keys()
    recomputed = Spelling.objects.get(text=inventya.name)
    assert (recomputed.reading, recomputed.key_id) == ("kong inventya", "kn anvnty knnvnty")


def test_name_parameter_without_letters_gets_a_400(partner, visitor, db):
    response = partner.get(PEOPLE, {"name": "1234"})
    assert response.status_code == 400
    assert response.json()["errors"] == [
        {
            "parameter": "name",
            "value": "1234",
            "message": "“1234” is no name: it has no letters.",
            "allowed": [],
        }
    ]
    assert visitor.get("/people/", {"name": "1234"}).status_code == 400


def test_staff_find_a_withheld_person_by_another_spelling(analyst, db):
    secret = person("Kong Inventya", display_policy=DisplayPolicy.WITHHELD)
    page = analyst.get("/admin/cases/person/", {"q": "Kung Inventia"})
    assertContains(page, secret.code)


def test_searching_by_name_takes_two_queries(inventya, django_assert_num_queries):
    spelling(inventya, "Kung Inventia")
    with django_assert_num_queries(2):
        Person.objects.name_matches("Kong Inventya")
