"""What makes the nightly look at all people quick changes nothing of what it finds."""

from itertools import combinations

import pytest
from django.db import connection

from cases.models import PersonPair
from cases.name_matching import DUPLICATE, FOUND, compare_readings, reading
from cases.name_matching.keys import key
from cases.staff.duplicates import find_duplicates
from cases.staff.duplicates.blocking import near_keys
from tests import factories as make
from tests.names.invented import invented_people

READINGS = sorted({reading(name) for names in invented_people(35) for name in names})


@pytest.mark.parametrize("at_least", [FOUND, DUPLICATE, 0.95])
def test_what_reaches_the_mark_is_judged_as_without_one(at_least):
    judged = 0
    for one, other in combinations(READINGS, 2):
        whole, quick = compare_readings(one, other), compare_readings(one, other, at_least=at_least)
        if whole.score >= at_least:
            assert quick == whole, (one, other)
            judged += 1
        else:
            assert quick.score < at_least, (one, other)
    assert judged > 5


@pytest.mark.parametrize("least", [0.3, 0.5, 0.7])
def test_keys_are_near_as_the_database_says(db, least):
    keys = sorted({key(each) for each in READINGS})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a, b FROM unnest(%(keys)s) a, unnest(%(keys)s) b"
            ' WHERE a COLLATE "C" < b COLLATE "C" AND similarity(a, b) >= %(least)s::real',
            {"keys": keys, "least": least},
        )
        expected = cursor.fetchall()
    assert len(expected) > 10
    assert sorted(near_keys(keys, least)) == sorted(expected)


def test_of_several_spellings_equally_alike_the_same_are_shown_every_night(db):
    for name, others in [("Kong Raiya", ["Raiya Kong"]), ("Kung Raya", ["Raya Kung"])]:
        person = make.person(name)
        for other in others:
            make.spelling(person, other)
    find_duplicates()
    [pair] = PersonPair.objects.all()
    assert (pair.first_spelling, pair.second_spelling) == ("Kong Raiya", "Kung Raya")
