"""A database of its own with generated people and the left spellings of the pairs."""

from django.utils import timezone

from cases.enums import Category, Script
from cases.models import Person, PersonName, Spelling
from cases.name_matching.khmer_script import is_khmer
from tests import database
from tests.names.evaluation import LabelledPair
from tests.names.invented import MARK, invented_people
from tracker.codes import new_code
from tracker.enums import State

NAME = "names_trial"


class NamesWorld:
    """Who is in the database: generated people, and one for each spelling of the pairs."""

    def __init__(self, pairs: list[LabelledPair], generated: int):
        database.use_own(NAME)
        invented = list(invented_people(generated))
        searched = {pair.right for pair in pairs if pair.is_same}
        known = dict.fromkeys(pair.left for pair in pairs if pair.is_same)
        for pair in pairs:
            if not pair.is_same:
                known |= dict.fromkeys({pair.left, pair.right} - searched)
        ids = fill([*invented, *([spelling] for spelling in known)])
        self.generated = set(ids[: len(invented)])
        self.person_of = dict(zip(known, ids[len(invented) :], strict=True))
        self.spellings = Spelling.objects.count()


def codes(count: int) -> list[str]:
    """So many at once would now and then draw the same code twice."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[new_code("P")] = None
    return list(found)


def fill(spellings_of_people: list[list[str]]) -> list[int]:
    """Published people with sourced spellings. Triggers rest: they are tested elsewhere."""
    with database.superuser_rights() as cursor:
        cursor.execute("SET session_replication_role = replica")
        people = Person.objects.bulk_create(
            [
                Person(
                    code=code,
                    name=spellings[0],
                    category=Category.OTHER,
                    state=State.PUBLISHED,
                    published_at=timezone.now(),
                    staff_notes=MARK,
                )
                for code, spellings in zip(
                    codes(len(spellings_of_people)), spellings_of_people, strict=True
                )
            ],
            batch_size=2_000,
        )
        names = [
            PersonName(
                person=person,
                spelling=spelling,
                script=Script.KHMER if is_khmer(spelling) else Script.LATIN,
                is_sourced=True,
            )
            for person, spellings in zip(people, spellings_of_people, strict=True)
            for spelling in dict.fromkeys(spellings)
        ]
        PersonName.objects.bulk_create(names, batch_size=5_000)
        cursor.execute(
            "INSERT INTO cases_spelling (text, reading, edition, is_public) "
            "SELECT DISTINCT spelling, '', 0, true FROM cases_personname; "
            "SET session_replication_role = DEFAULT"
        )
        Spelling.objects.renew()
        cursor.execute("VACUUM ANALYZE")  # as autovacuum would within a minute
    return [person.pk for person in people]
