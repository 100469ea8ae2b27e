"""A separate database with generated people and the left spellings of the pairs."""

from django.utils import timezone

from cases.enums import Category, Script
from cases.models import Person, PersonName, Spelling
from cases.name_matching.khmer_script import is_khmer
from tests import database
from tests.names.evaluation import LabelledPair
from tests.names.invented import MARK, invented_people
from tracker.codes import new_code
from tracker.enums import State

DATABASE = "names_trial"


class NamesWorld:
    """The people in the database: generated ones, and one for each left spelling of the pairs."""

    def __init__(self, pairs: list[LabelledPair], generated: int):
        database.use_own(DATABASE)
        invented = list(invented_people(generated))
        searched = {pair.right for pair in pairs if pair.is_same}
        known = dict.fromkeys(pair.left for pair in pairs if pair.is_same)
        for pair in pairs:
            if not pair.is_same:
                known |= dict.fromkeys({pair.left, pair.right} - searched)
        ids = create_people([*invented, *([spelling] for spelling in known)])
        self.generated = set(ids[: len(invented)])
        self.person_of = dict(zip(known, ids[len(invented) :], strict=True))
        self.spellings = Spelling.objects.count()


def unique_codes(count: int) -> list[str]:
    """Distinct random codes: with this many, a code is occasionally drawn twice."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        drawn[new_code("P")] = None
    return list(drawn)


def create_people(spellings_of_people: list[list[str]]) -> list[int]:
    """Create published people with sourced spellings, with triggers disabled for speed."""
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
                    unique_codes(len(spellings_of_people)), spellings_of_people, strict=True
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
        Spelling.objects.rebuild_outdated_keys()
        cursor.execute("VACUUM ANALYZE")  # autovacuum would do it within a minute
    return [person.pk for person in people]
