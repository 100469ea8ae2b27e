"""What is hidden is not found, not marked, not counted, not hinted at: as if it stood nowhere."""

import pytest
from django.db import connection

from cases.models import Case, Person
from tests import factories as make
from tests.pages import answer
from tracker.models import IndexedTerm, Source
from tracker.visibility.public_reader import public_reader
from tracker.visibility.workflow import withdraw

ABSENT = "Qwv Wkjqx"
ZED = ["Zed Canary", "zed", "CANARY", "Canary Zed", "zed-canary", "ZedCanary", "Zed Canari", "Zde"]
PLACES = ["/search/", "/search/suggest/", "/cases/", "/sources/", "/api/v1/cases/"]


def protect(name: str, policy: str = "withheld") -> Person:
    person = make.person(name)
    type(person).objects.filter(pk=person.pk).update(display_policy=policy, pseudonym="Bird Nine")
    return person


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("q", ZED)
def test_a_protected_name_in_texts_answers_as_a_word_that_stands_nowhere(visitor, db, place, q):
    make.case(title="Zed Canary charged", summary="About Zed Canary, ZedCanary and Canary-Zed")
    make.source(title="Free Zed Canary", url="https://news.example/zed-canary")
    protect("Zed Canary")
    assert answer(visitor, place, q) == answer(visitor, place, ABSENT)


@pytest.mark.parametrize("q", ["ហ្សេដ កាណារី", "ហ្សេដកាណារី", "កាណារី", "ហ្សេដ"])
def test_a_protected_name_in_khmer_answers_so_too(visitor, db, q):
    make.case(title="Matter", title_km="រឿងហ្សេដ\u200bកាណារីនៅភ្នំពេញ")
    make.spelling(protect("Zed Canary"), "ហ្សេដ កាណារី", script="khmer")
    for place in ("/search/", "/search/suggest/", "/cases/"):
        assert answer(visitor, place, q) == answer(visitor, place, "ឆឈញ ឆឈញឆ")


def test_the_rest_of_such_a_text_is_found_and_the_name_stays_blank(visitor, db):
    make.case(title="Zed Canary charged in spring")
    protect("Zed Canary")
    page = visitor.get("/search/?q=spring").content.decode()
    assert "[name withheld] charged in <mark>spring</mark>" in page
    assert "Canary" not in page


def test_the_second_name_protected_in_a_text_is_gone_as_well(visitor, db):
    make.case(title="Zed Canary and Bob Example")
    protect("Zed Canary")
    protect("Bob Example")
    for q in ("Zed", "Bob", "Example"):
        assert answer(visitor, "/search/", q) == answer(visitor, "/search/", ABSENT)


def test_a_text_written_after_the_name_was_protected_has_no_such_words(visitor, db):
    protect("Zed Canary")
    case = make.case(title="Something")
    Case.objects.filter(pk=case.pk).update(summary="Zed Canary again")
    assert answer(visitor, "/search/", "canary") == answer(visitor, "/search/", ABSENT)


def test_a_name_no_longer_protected_is_found_again(visitor, db):
    case = make.case(title="Zed Canary charged")
    person = protect("Zed Canary")
    Person.objects.filter(pk=person.pk).update(display_policy="full")
    with public_reader():
        assert list(Case.objects.with_words("canary")) == [case]


def test_the_words_kept_are_always_those_of_the_public_text(db):
    make.case(title="Zed Canary charged", summary="Bob Example")
    make.source(title="Free Zed Canary", author="Bob Example")
    protect("Zed Canary")
    protect("Bob Example", policy="initials")
    with connection.cursor() as cursor:
        for table in ("cases_case", "tracker_source"):
            cursor.execute(f"SELECT words::text FROM {table} WHERE mentions_protected")
            kept = " ".join(words for (words,) in cursor.fetchall())
            assert [w for w in ("zed", "canari", "canary", "bob", "exampl") if w in kept] == []
            assert "withheld" in kept


def test_a_hidden_record_answers_as_nothing(visitor, db, reviewer_user):
    make.case(title="Mongoose affair", state="draft")
    withdraw(record=make.source(title="Mongoose news"), reason="invented", by=reviewer_user)
    make.provision("77", law=make.law(title="Mongoose Law", state="draft"))
    for q in ("mongoose", "mongose", "Mongoose Law 77"):
        assert answer(visitor, "/search/", q) == answer(visitor, "/search/", ABSENT)
    assert IndexedTerm.objects.filter(text="mongoose").exists()
    assert Source.objects.with_words("mongoose").exists()


@pytest.mark.parametrize("policy", ["withheld", "initials", "pseudonym"])
def test_a_protected_person_is_found_by_no_spelling(visitor, db, policy):
    make.spelling(protect("Zed Canary", policy), "Zedd Kanary")
    for q in [*ZED, "Zedd Kanary"]:
        assert answer(visitor, "/search/", q) == answer(visitor, "/search/", ABSENT)
        assert answer(visitor, "/search/suggest/", q) == answer(visitor, "/search/suggest/", ABSENT)
