"""Dictionary of distinct name spellings with search keys."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connections, models, transaction
from django.db.models import F, Q

from cases.name_matching import SEARCH_THRESHOLD, NameSimilarity, compare_readings, romanise_name
from cases.name_matching.keys import KEY_EDITION, nearest_readings, phonetic_key

# For a name of several parts: how many of the most similar keys are searched, and how many of
# the most similar readings are aligned sound by sound.
MAX_KEYS_SEARCHED = 200
MAX_READINGS_COMPARED = 12


# Spellings with a similar key, most similar first, and spellings without a key. Raw SQL, because
# building the query with the ORM costs milliseconds in every search.
SIMILAR_KEYS_SQL = (
    "SELECT text FROM cases_spellingkey WHERE text %% {key}"
    " ORDER BY similarity(text, {key}) DESC, text LIMIT {most}"
)
# No LIMIT for a single part: a search for Sok must count everyone called Sok.
KEYS_WITH_SIMILAR_WORD_SQL = "SELECT text FROM cases_spellingkey WHERE text %%> {key}"
CANDIDATES_SQL = (
    "SELECT text, reading, key_id FROM cases_spelling WHERE key_id IN ({keys})"
    " UNION ALL SELECT text, reading, NULL FROM cases_spelling WHERE key_id IS NULL"
)
FULL_NAME_CANDIDATES_SQL = CANDIDATES_SQL.format(
    keys=SIMILAR_KEYS_SQL.format(key="%(key)s", most=MAX_KEYS_SEARCHED)
)
SINGLE_PART_CANDIDATES_SQL = CANDIDATES_SQL.format(
    keys=KEYS_WITH_SIMILAR_WORD_SQL.format(key="%(key)s")
)
# The same for many names in one query: for each, the keys similar to the whole name, and, if it
# has a single part, those with a similar word.
KEYS_OF_EITHER_SQL = "({names}) UNION ALL ({parts} AND {key} NOT LIKE '%% %%')".format(
    names=SIMILAR_KEYS_SQL.format(key="asked.key", most=MAX_KEYS_SEARCHED),
    parts=KEYS_WITH_SIMILAR_WORD_SQL.format(key="asked.key"),
    key="asked.key",
)
BATCH_CANDIDATES_SQL = (
    "SELECT asked.key, near.* FROM unnest(%(keys)s::text[]) AS asked(key), LATERAL ({one}) AS near"
)
BATCH_CANDIDATES_SQL = BATCH_CANDIDATES_SQL.format(
    one=CANDIDATES_SQL.format(keys=KEYS_OF_EITHER_SQL)
)


class SpellingKey(models.Model):
    """A distinct phonetic key. Many spellings share one key, so that fewer rows are searched."""

    is_bookkeeping = True  # derived from the names of people

    text = models.CharField(max_length=300, primary_key=True)
    is_public = models.BooleanField(default=False, editable=False)

    class Meta:
        indexes = [
            # Read in every search and seldom written: no pending list.
            GinIndex(
                OpClass(F("text"), name="gin_trgm_ops"),
                name="spelling_keys_are_looked_up",
                fastupdate=False,
            )
        ]

    def __str__(self):
        return self.text


class SpellingQuerySet(models.QuerySet):
    def fill_missing_keys(self) -> None:
        """Compute missing keys: of new spellings, also those inserted by raw SQL."""
        with transaction.atomic(using=self.db):
            unlocked = self.filter(key=None).select_for_update(skip_locked=True)
            missing = list(unlocked.order_by("pk"))
            for spelling in missing:
                spelling.reading = romanise_name(spelling.text)
                spelling.key_id = phonetic_key(spelling.reading)
                spelling.edition = KEY_EDITION
            keys = [SpellingKey(text=text) for text in sorted({s.key_id for s in missing})]
            SpellingKey.objects.bulk_create(keys, batch_size=5_000, ignore_conflicts=True)
            # All rows exist: an upsert is many times faster than bulk_update.
            self.bulk_create(
                missing,
                batch_size=5_000,
                update_conflicts=True,
                unique_fields=["text"],
                update_fields=["reading", "key", "edition"],
            )

    def rebuild_outdated_keys(self) -> None:
        """Recompute keys computed by another edition of the code, and missing ones."""
        self.exclude(edition=KEY_EDITION).update(key=None)
        self.fill_missing_keys()

    def candidate_readings(self, name_reading: str) -> dict[str, str]:
        """Candidate spellings for a romanised name, and their readings; most similar keys first.

        Spellings without a key are always candidates, so none is missed.
        """
        searched_key = phonetic_key(name_reading)
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                FULL_NAME_CANDIDATES_SQL if " " in searched_key else SINGLE_PART_CANDIDATES_SQL,
                {"key": searched_key},
            )
            return {
                text: romanise_name(text) if stored_key is None else stored_reading
                for text, stored_reading, stored_key in cursor
            }

    def candidate_readings_by_key(self, name_readings: Iterable[str]) -> dict[str, dict[str, str]]:
        """The same for many names in one query, by the key of each."""
        candidates: dict[str, dict[str, str]] = defaultdict(dict)
        keys = sorted({phonetic_key(name_reading) for name_reading in name_readings} - {""})
        with connections[self.db].cursor() as cursor:
            cursor.execute(BATCH_CANDIDATES_SQL, {"keys": keys})
            for searched_key, text, stored_reading, stored_key in cursor:
                candidates[searched_key][text] = (
                    romanise_name(text) if stored_key is None else stored_reading
                )
        return candidates


class Spelling(models.Model):
    """One distinct spelling of any name, as it is looked up.

    A trigger on PersonName inserts the rows, so bulk writes and raw SQL are covered; rows are
    kept when the last name with the spelling is deleted. Public are spellings of public names.
    """

    is_bookkeeping = True  # derived from the names of people

    text = models.CharField(max_length=200, unique=True)
    reading = models.CharField(max_length=600, blank=True)  # romanised, without titles
    key = models.ForeignKey(SpellingKey, models.PROTECT, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=0)  # `KEY_EDITION` that computed the key
    is_public = models.BooleanField(
        default=False,
        editable=False,
        help_text="Kept by triggers: somebody named in full is called so, and a source says it.",
    )

    objects = SpellingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(key=None), name="spellings_without_a_key")
        ]

    def __str__(self):
        return self.text


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A person whose name is similar to the searched one: the spelling and its similarity."""

    person_id: int
    spelling: str
    similarity: NameSimilarity


def similar_spellings(words: str, at_least: float = SEARCH_THRESHOLD) -> dict[str, NameSimilarity]:
    """Known spellings similar to `words`, in either script, best first."""
    name_reading = romanise_name(words)
    if not phonetic_key(name_reading):
        return {}
    return rank_candidates(
        name_reading, Spelling.objects.candidate_readings(name_reading), at_least
    )


def similar_spellings_by_name(
    names: Iterable[str], at_least: float
) -> dict[str, dict[str, NameSimilarity]]:
    """The same for each of many names, with one query for all."""
    name_readings = {name: romanise_name(name) for name in names}
    candidates = Spelling.objects.candidate_readings_by_key(name_readings.values())
    return {
        name: rank_candidates(
            name_reading, candidates.get(phonetic_key(name_reading), {}), at_least
        )
        for name, name_reading in name_readings.items()
    }


def rank_candidates(
    name_reading: str, candidates: dict[str, str], at_least: float
) -> dict[str, NameSimilarity]:
    """Candidate spellings (spelling -> reading) that are similar to the name, best first."""
    compared = set(candidates.values())
    if " " in name_reading:
        compared = nearest_readings(name_reading, compared, MAX_READINGS_COMPARED)
    by_reading = {
        other: compare_readings(name_reading, other, at_least=at_least) for other in compared
    }
    similar = [
        (spelling, by_reading[other])
        for spelling, other in candidates.items()
        if other in by_reading and by_reading[other].score >= at_least
    ]
    return dict(sorted(similar, key=lambda item: (-item[1].score, item[0])))
