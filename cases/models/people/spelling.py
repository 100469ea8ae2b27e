"""Dictionary of distinct name spellings with search keys."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connections, models, transaction
from django.db.models import F, Q

from cases.name_matching import FOUND, NameSimilarity, compare_readings, reading
from cases.name_matching.keys import EDITION, key, nearest

# Of a name of several parts: how many keys are looked into, and how many readings are compared
# sound by sound. The nearest ones.
MOST_KEYS = 200
MOST_COMPARED = 12


# Spellings whose key is near, nearest keys first, with those that have no key yet. Asked at every
# search, so without the milliseconds in which Django would write it.
NEAR_KEYS = (
    "SELECT text FROM cases_spellingkey WHERE text %% {key}"
    " ORDER BY similarity(text, {key}) DESC, text LIMIT {most}"
)
# Whoever asks for Sok means all who are called Sok: a list cut short would be a wrong number.
NEAR_WORDS = "SELECT text FROM cases_spellingkey WHERE text %%> {key}"
READINGS_NEAR = (
    "SELECT text, reading, key_id FROM cases_spelling WHERE key_id IN ({keys})"
    " UNION ALL SELECT text, reading, NULL FROM cases_spelling WHERE key_id IS NULL"
)
OF_A_NAME = READINGS_NEAR.format(keys=NEAR_KEYS.format(key="%(key)s", most=MOST_KEYS))
OF_A_PART = READINGS_NEAR.format(keys=NEAR_WORDS.format(key="%(key)s"))
# The same for many names in one pass.
NEAR_ONE = "({names}) UNION ALL ({parts} AND {key} NOT LIKE '%% %%')"
OF_EACH = (
    "SELECT asked.key, near.* FROM unnest(%(keys)s::text[]) AS asked(key), LATERAL ({one}) AS near"
)
OF_EACH = OF_EACH.format(
    one=READINGS_NEAR.format(
        keys=NEAR_ONE.format(
            names=NEAR_KEYS.format(key="asked.key", most=MOST_KEYS),
            parts=NEAR_WORDS.format(key="asked.key"),
            key="asked.key",
        )
    )
)


class SpellingKey(models.Model):
    """One distinct key of the dictionary: many spellings share it, so there is less to search."""

    is_bookkeeping = True  # it changes with the names and words themselves

    text = models.CharField(max_length=300, primary_key=True)
    is_public = models.BooleanField(default=False, editable=False)

    class Meta:
        indexes = [
            # Read at every search, seldom written: nothing is left to be sorted in later.
            GinIndex(
                OpClass(F("text"), name="gin_trgm_ops"),
                name="spelling_keys_are_looked_up",
                fastupdate=False,
            )
        ]

    def __str__(self):
        return self.text


class SpellingQuerySet(models.QuerySet):
    def complete(self) -> None:
        """Make the keys that are missing: of spellings that came in past the models."""
        with transaction.atomic(using=self.db):
            waiting = self.filter(key=None).select_for_update(skip_locked=True)
            missing = list(waiting.order_by("pk"))
            for spelling in missing:
                spelling.reading = reading(spelling.text)
                spelling.key_id = key(spelling.reading)
                spelling.edition = EDITION
            keys = [SpellingKey(text=text) for text in sorted({s.key_id for s in missing})]
            SpellingKey.objects.bulk_create(keys, batch_size=5_000, ignore_conflicts=True)
            # Many times faster than bulk_update, and every row is there already.
            self.bulk_create(
                missing,
                batch_size=5_000,
                update_conflicts=True,
                unique_fields=["text"],
                update_fields=["reading", "key", "edition"],
            )

    def renew(self) -> None:
        """Make every key that another edition of the rules made, or nobody."""
        self.exclude(edition=EDITION).update(key=None)
        self.complete()

    def readings_near(self, words_read: str) -> dict[str, str]:
        """Candidates for a name already read, and how each reads: the nearest keys first.

        A spelling without a key yet is always a candidate: nothing is missed, it only takes
        longer.
        """
        wanted = key(words_read)
        with connections[self.db].cursor() as cursor:
            cursor.execute(OF_A_NAME if " " in wanted else OF_A_PART, {"key": wanted})
            return {text: reading(text) if made is None else read for text, read, made in cursor}

    def readings_near_each(self, names_read: Iterable[str]) -> dict[str, dict[str, str]]:
        """The same for many names at once, by the key of each."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        with connections[self.db].cursor() as cursor:
            cursor.execute(OF_EACH, {"keys": sorted({key(read) for read in names_read} - {""})})
            for asked, text, read, made in cursor:
                found[asked][text] = reading(text) if made is None else read
        return found


class Spelling(models.Model):
    """One distinct spelling of any name, as it is looked up.

    Rows come by a trigger on the spellings of people, so also from bulk writes and raw SQL, and
    stay when nobody is called so any more. The public sees those of people it may see.
    """

    is_bookkeeping = True  # it changes with the names and words themselves

    text = models.CharField(max_length=200, unique=True)
    reading = models.CharField(max_length=600, blank=True)  # romanised, without titles
    key = models.ForeignKey(SpellingKey, models.PROTECT, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=0)  # of the code that made the key
    is_public = models.BooleanField(
        default=False,
        editable=False,
        help_text="Kept by triggers: somebody named in full is called so, and a source says it.",
    )

    objects = SpellingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(key=None), name="spellings_without_a_key"),
        ]

    def __str__(self):
        return self.text


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Somebody called something like what was asked: by which spelling, how alike, and why."""

    person_id: int
    spelling: str
    likeness: NameSimilarity


def spellings_like(words: str, at_least: float = FOUND) -> dict[str, NameSimilarity]:
    """Spellings of the dictionary like `words`, in either script."""
    asked = reading(words)
    if not key(asked):
        return {}
    return likes_among(asked, Spelling.objects.readings_near(asked), at_least)


def spellings_like_each(
    names: Iterable[str], at_least: float
) -> dict[str, dict[str, NameSimilarity]]:
    """The same for each of many names: one question to the database for all of them."""
    read = {name: reading(name) for name in names}
    near = Spelling.objects.readings_near_each(read.values())
    return {
        name: likes_among(asked, near.get(key(asked), {}), at_least) for name, asked in read.items()
    }


def likes_among(asked: str, readings: dict[str, str], at_least: float) -> dict[str, NameSimilarity]:
    """Which of these spellings read like the name, best first."""
    close = set(readings.values())
    if " " in asked:
        close = nearest(asked, close, MOST_COMPARED)
    likes = {read: compare_readings(asked, read, at_least=at_least) for read in close}
    found = [
        (t, likes[r]) for t, r in readings.items() if r in likes and likes[r].score >= at_least
    ]
    return dict(sorted(found, key=lambda one: (-one[1].score, one[0])))
