"""People by name: in any spelling and script, on site and in the API; never a hidden one."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given, settings, strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from cases.enums import DisplayPolicy
from cases.models import Person, PersonName, Spelling, SpellingKey
from tests.factories import cited, person, spelling
from tracker.enums import State
from tracker.visibility.public_reader import public_reader

PEOPLE = "/api/v1/people/"


def found(client, name: str) -> list[str]:
    return [row["id"] for row in client.get(PEOPLE, {"name": name}).json()["results"]]


@pytest.fixture
def raiya(db) -> Person:
    return person("Kong Inventya")


@pytest.mark.parametrize("name", ["Kung Inventya", "Inventya Kong", "kong-inventia", "Inventya"])
def test_a_person_is_found_under_another_spelling(name, visitor, partner, raiya):
    other = person("Chea Other")
    page = visitor.get("/people/", {"name": name})
    assertContains(page, raiya.get_absolute_url())
    assertNotContains(page, other.get_absolute_url())
    assert found(partner, name) == [raiya.code]


def test_a_person_is_found_in_khmer_script_and_from_it(partner, db):
    latin, khmer = person("Sok Vanna"), person("Chan Invented", name_km="ចាន់ សុភាព")
    assert found(partner, "សុខ វណ្ណា") == [latin.code]
    assert found(partner, "Chan Sopheap") == [khmer.code]


def test_the_best_match_comes_first_on_the_page(visitor, db):
    far, near = person("Aok Vannac"), person("Sok Vanna")
    rows = visitor.get("/people/", {"name": "Sok Vanna"}).context["listing"].page
    assert [each.pk for each in rows][:1] == [near.pk]
    assert Person.objects.name_matches("Sok Vanna")[0].likeness.score == 1.0
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
def test_a_hidden_name_is_not_matched_for_the_public(hidden, partner, visitor):
    secret = spelling(person("Kong Inventya", **hidden), "Kung Inventia").person
    shown = person("Long Inventy")
    for name in ("Kong Inventya", "Kung Inventia", "Inventya", "K. I.", "Bird"):
        assert secret.code not in found(partner, name)
        assertNotContains(visitor.get("/people/", {"name": name}), secret.code)
    assert found(partner, "Long Inventy") == [shown.code]
    assert [m.person_id for m in Person.objects.name_matches("Kong Inventia")][0] == secret.pk


def test_the_public_dictionary_holds_no_hidden_spelling(db):
    person("Kong Inventya", display_policy=DisplayPolicy.WITHHELD)
    person("Chea Shownya")
    PersonName.objects.create(person=person("Sok Third"), spelling="Unsourced Nickname")
    with public_reader():
        seen = list(Spelling.objects.order_by("text").values_list("text", "key"))
    assert seen == [("Chea Shownya", "c sny csny"), ("Sok Third", "sk tt sktt")]


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["show", "withhold", "withdraw", "rename"])),
    max_size=6,
)


@given(steps=STEPS)
@settings(max_examples=15, deadline=None)
@pytest.mark.django_db
def test_the_dictionary_is_public_exactly_as_far_as_names_are(steps):
    """Whatever is done in whatever order: the kept flags say what the views would."""
    with transaction.atomic():
        people = [person("Sok Vanna"), person("Sok Vanna"), person("Chan Vanna")]
        for which, step in steps:
            one = Person.objects.get(pk=people[which].pk)
            one.state = State.WITHDRAWN if step == "withdraw" else State.PUBLISHED
            one.withdrawal_reason = "invented reason" if step == "withdraw" else ""
            one.display_policy = DisplayPolicy.WITHHELD if step == "withhold" else "full"
            one.name = "Chan Renamed" if step == "rename" else one.name
            one.save()
        with public_reader():
            named = set(PersonName.objects.values_list("spelling", flat=True))
            kept = set(Spelling.objects.values_list("text", flat=True))
            keys = set(SpellingKey.objects.values_list("text", flat=True))
            assert kept == named
            assert keys == set(Spelling.objects.values_list("key", flat=True))
        transaction.set_rollback(True)


def test_two_people_of_one_spelling_are_both_found_and_stay_two(partner, db):
    one, two = person("Sok Vanna"), person("Sok Vanna")
    assert sorted(found(partner, "Sok Vannah")) == sorted([one.code, two.code])
    assert Spelling.objects.filter(text="Sok Vanna").count() == 1


def test_a_hidden_namesake_does_not_hide_the_public_one(partner, db):
    person("Sok Vanna", display_policy=DisplayPolicy.WITHHELD)
    shown = person("Sok Vanna")
    assert found(partner, "Sok Vanna") == [shown.code]


def test_a_spelling_written_past_the_models_is_found_all_the_same(partner, raiya):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_personname (person_id, spelling, script, standing, standing_reason,"
            " mentions_protected, is_sourced) VALUES (%s, 'Ros Rawly', 'latin', 'accepted', '',"
            " false, false)",
            [raiya.pk],
        )
    cited(PersonName.objects.get(spelling="Ros Rawly"))
    assert Spelling.objects.get(text="Ros Rawly").key is None
    assert found(partner, "Ros Rowly") == [raiya.code]


def test_keys_of_older_rules_are_renewed(raiya):
    Spelling.objects.update(edition=1, key=None, reading="stale")
    Spelling.objects.renew()
    kept = Spelling.objects.get(text=raiya.name)
    assert (kept.reading, kept.key_id) == ("kong inventya", "kn anvnty knnvnty")


def test_a_name_without_letters_is_refused(partner, visitor, db):
    answer = partner.get(PEOPLE, {"name": "1234"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "parameter": "name",
            "value": "1234",
            "message": "“1234” is no name: it has no letters.",
            "allowed": [],
        }
    ]
    assert visitor.get("/people/", {"name": "1234"}).status_code == 400


def test_the_desk_finds_a_withheld_person_under_another_spelling(analyst, db):
    secret = person("Kong Inventya", display_policy=DisplayPolicy.WITHHELD)
    page = analyst.get("/admin/cases/person/", {"q": "Kung Inventia"})
    assertContains(page, secret.code)


def test_searching_by_name_takes_two_queries(raiya, django_assert_num_queries):
    spelling(raiya, "Kung Inventia")
    with django_assert_num_queries(2):
        Person.objects.name_matches("Kong Inventya")


@pytest.mark.django_db
def test_every_founding_spelling_finds_its_person_on_the_site_and_in_the_api(visitor, partner):
    call_command("load_founding_data", verbosity=0)
    with public_reader():
        known = list(PersonName.objects.values_list("spelling", "person__code"))
    assert len(known) == 97
    for name, code in known:
        assert code in found(partner, name), name
        assertContains(visitor.get("/people/", {"name": name}), f"/people/{code}/")
