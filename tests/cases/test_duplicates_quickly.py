"""The shortcuts of the nightly search for duplicates find the same pairs as without them."""

from itertools import combinations

import pytest
from django.db import connection

from cases.models import PersonPair
from cases.name_matching import (
    DUPLICATE_THRESHOLD,
    SEARCH_THRESHOLD,
    compare_readings,
    romanise_name,
)
from cases.name_matching.keys import phonetic_key
from cases.staff.duplicates import find_duplicates
from cases.staff.duplicates.similar_key_pairs import similar_key_pairs
from tests import factories as make
from tests.names.invented import invented_people

READINGS = sorted({romanise_name(name) for names in invented_people(35) for name in names})


@pytest.mark.parametrize("at_least", [SEARCH_THRESHOLD, DUPLICATE_THRESHOLD, 0.95])
def test_similarity_above_minimum_equals_full_similarity(at_least):
    similar_pairs = 0
    for one, other in combinations(READINGS, 2):
        full, quick = compare_readings(one, other), compare_readings(one, other, at_least=at_least)
        if full.score >= at_least:
            assert quick == full, (one, other)
            similar_pairs += 1
        else:
            assert quick.score < at_least, (one, other)
    assert similar_pairs > 5


@pytest.mark.parametrize("least", [0.3, 0.5, 0.7])
def test_similar_keys_are_those_that_pg_trgm_finds(db, least):
    keys = sorted({phonetic_key(each) for each in READINGS})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a, b FROM unnest(%(keys)s) a, unnest(%(keys)s) b"
            ' WHERE a COLLATE "C" < b COLLATE "C" AND similarity(a, b) >= %(least)s::real',
            {"keys": keys, "least": least},
        )
        expected = cursor.fetchall()
    assert len(expected) > 10
    assert sorted(similar_key_pairs(keys, least)) == sorted(expected)


def test_equally_similar_spellings_are_chosen_in_alphabetical_order(db):
    for name, spelling in [("Kong Raiya", "Raiya Kong"), ("Kung Raya", "Raya Kung")]:
        make.spelling(make.person(name), spelling)
    find_duplicates()
    [pair] = PersonPair.objects.all()
    assert (pair.first_spelling, pair.second_spelling) == ("Kong Raiya", "Kung Raya")
