"""Hidden names and records: search answers exactly as for a word that does not occur."""

import pytest
from django.db import connection

from cases.models import Case, Person
from tests import factories as make
from tests.pages import search_response
from tracker.models import IndexedTerm, Source
from tracker.visibility.public_reader import public_reader
from tracker.visibility.workflow import withdraw

ABSENT = "Qwv Wkjqx"
SPELLINGS = [
    "Zed Canary",
    "zed",
    "CANARY",
    "Canary Zed",
    "zed-canary",
    "ZedCanary",
    "Zed Canari",
    "Zde",
]
ADDRESSES = ["/search/", "/search/suggest/", "/cases/", "/sources/", "/api/v1/cases/"]


def make_protected_person(name: str, policy: str = "withheld") -> Person:
    person = make.person(name)
    type(person).objects.filter(pk=person.pk).update(display_policy=policy, pseudonym="Bird Nine")
    return person


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("q", SPELLINGS)
def test_protected_name_in_text_answers_like_an_absent_word(visitor, db, address, q):
    make.case(title="Zed Canary charged", summary="About Zed Canary, ZedCanary and Canary-Zed")
    make.source(title="Free Zed Canary", url="https://news.example/zed-canary")
    make_protected_person("Zed Canary")
    assert search_response(visitor, address, q) == search_response(visitor, address, ABSENT)


@pytest.mark.parametrize("q", ["ហ្សេដ កាណារី", "ហ្សេដកាណារី", "កាណារី", "ហ្សេដ"])
def test_protected_khmer_name_answers_like_an_absent_word(visitor, db, q):
    make.case(title="Matter", title_km="រឿងហ្សេដ\u200bកាណារីនៅភ្នំពេញ")
    make.spelling(make_protected_person("Zed Canary"), "ហ្សេដ កាណារី", script="khmer")
    for address in ("/search/", "/search/suggest/", "/cases/"):
        assert search_response(visitor, address, q) == search_response(visitor, address, "ឆឈញ ឆឈញឆ")


def test_text_with_protected_name_is_found_with_name_redacted(visitor, db):
    make.case(title="Zed Canary charged in spring")
    make_protected_person("Zed Canary")
    page = visitor.get("/search/?q=spring").content.decode()
    assert "[name withheld] charged in <mark>spring</mark>" in page
    assert "Canary" not in page


def test_second_protected_name_in_text_is_not_searchable(visitor, db):
    make.case(title="Zed Canary and Bob Example")
    make_protected_person("Zed Canary")
    make_protected_person("Bob Example")
    for q in ("Zed", "Bob", "Example"):
        assert search_response(visitor, "/search/", q) == search_response(
            visitor, "/search/", ABSENT
        )


def test_protected_name_in_later_text_is_not_searchable(visitor, db):
    make_protected_person("Zed Canary")
    case = make.case(title="Something")
    Case.objects.filter(pk=case.pk).update(summary="Zed Canary again")
    assert search_response(visitor, "/search/", "canary") == search_response(
        visitor, "/search/", ABSENT
    )


def test_unprotected_name_is_searchable_again(visitor, db):
    case = make.case(title="Zed Canary charged")
    person = make_protected_person("Zed Canary")
    Person.objects.filter(pk=person.pk).update(display_policy="full")
    with public_reader():
        assert list(Case.objects.with_words("canary")) == [case]


def test_search_vector_holds_words_of_public_text_only(db):
    make.case(title="Zed Canary charged", summary="Bob Example")
    make.source(title="Free Zed Canary", author="Bob Example")
    make_protected_person("Zed Canary")
    make_protected_person("Bob Example", policy="initials")
    with connection.cursor() as cursor:
        for table in ("cases_case", "tracker_source"):
            cursor.execute(f"SELECT search_vector::text FROM {table} WHERE mentions_protected")
            indexed = " ".join(words for (words,) in cursor.fetchall())
            assert [w for w in ("zed", "canari", "canary", "bob", "exampl") if w in indexed] == []
            assert "withheld" in indexed


def test_hidden_record_answers_like_an_absent_word(visitor, db, reviewer_user):
    make.case(title="Mongoose affair", state="draft")
    withdraw(record=make.source(title="Mongoose news"), reason="invented", by=reviewer_user)
    make.provision("77", law=make.law(title="Mongoose Law", state="draft"))
    for q in ("mongoose", "mongose", "Mongoose Law 77"):
        assert search_response(visitor, "/search/", q) == search_response(
            visitor, "/search/", ABSENT
        )
    assert IndexedTerm.objects.filter(text="mongoose").exists()
    assert Source.objects.with_words("mongoose").exists()


@pytest.mark.parametrize("policy", ["withheld", "initials", "pseudonym"])
def test_protected_person_is_not_found_by_any_spelling(visitor, db, policy):
    make.spelling(make_protected_person("Zed Canary", policy), "Zedd Kanary")
    for q in [*SPELLINGS, "Zedd Kanary"]:
        assert search_response(visitor, "/search/", q) == search_response(
            visitor, "/search/", ABSENT
        )
        assert search_response(visitor, "/search/suggest/", q) == search_response(
            visitor, "/search/suggest/", ABSENT
        )
