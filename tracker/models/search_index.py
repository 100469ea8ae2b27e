"""Full-text search query set, and the vocabulary of indexed words."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from tracker.database.search_query import BEGINNING, SearchQuery, begins


class FullTextQuerySet(models.QuerySet):
    """Records that can be searched by their words.

    Looks into columns that the database keeps beside the rows (`search.sql`), made of what the
    public may read. A model names in `words_also_in` the relations whose words count as its own.
    """

    def with_words(self, words: str):
        """Records with all of the words in their text, or in that of one related row."""
        asked = SearchQuery.of(words)
        if not asked:
            return self.none()
        found = Q(pk__in=ids(self.model, asked))
        for path in getattr(self.model, "words_also_in", ()):
            inside = {f"{path}__pk__in": ids(related(self.model, path), asked)}
            found |= Q(pk__in=self.model._default_manager.filter(**inside).values("pk"))
        return self.filter(found)

    def best_first(self, words: str):
        """In the order in which a reader wants them: the words in the heading, then elsewhere."""
        asked = [f"'{word}':*" for word in SearchQuery.of(words).latin]
        table = self.model._meta.db_table
        rank = RawSQL(  # noqa: S611 (the name of our own table)
            f"ts_rank(\"{table}\".words, to_tsquery('simple', %s))", [" | ".join(asked)]
        )
        return self.order_by(rank.desc(), *self.model._meta.ordering)


def ids(model, asked: SearchQuery) -> RawSQL:
    """The ids of the rows of one table with all of the words: as written, begun, or by stem."""
    conditions, values = [], []
    for word in asked.latin:
        conditions.append("words @@ (to_tsquery('simple', %s) || to_tsquery('english', %s))")
        values += [f"'{word}':*" if begins(word) else f"'{word}'", f"'{word}'"]
    for run in asked.khmer:
        conditions.append("words_km LIKE %s")
        values.append(f"%{run}%")
    table, where = model._meta.db_table, " AND ".join(conditions)
    return RawSQL(f'SELECT id FROM "{table}" WHERE {where}', values)  # noqa: S608, S611


def related(model, path: str):
    """The model at the end of a path such as `versions__contents`."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def stems(words: SearchQuery) -> dict[str, str]:
    """The English stem of each word; a word of no meaning, such as `the`, has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize('english_stem', word))[1] FROM unnest(%s::text[]) AS word",
            [list(words.latin)],
        )
        return {word: stem for word, stem in cursor.fetchall() if stem}


class IndexedTermQuerySet(models.QuerySet):
    def meant_by(self, words: str) -> str:
        """The question with each unknown word replaced by the one most like it; or nothing."""
        asked = SearchQuery.of(words).latin
        known = set(self.filter(text__in=asked).values_list("text", flat=True))
        meant = [word if word in known else self.nearest(word) or word for word in asked]
        return " ".join(meant) if tuple(meant) != asked else ""

    def nearest(self, word: str) -> str | None:
        if len(word) < BEGINNING or not word.isalpha():
            return None
        near = self.filter(text__trigram_similar=word)
        nearest_first = near.order_by(-TrigramSimilarity("text", word), "text")
        return nearest_first.values_list("text", flat=True).first()


class IndexedTerm(models.Model):
    """One distinct word of some text: what somebody who mistyped may have meant.

    Rows come by a trigger, of the text as the public reads it, and stay when the text goes. The
    public sees words that stand in something public now.
    """

    is_bookkeeping = True  # it changes with the names and words themselves

    text = models.CharField(max_length=40, primary_key=True)

    objects = IndexedTermQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(OpClass(F("text"), name="gin_trgm_ops"), name="words_are_looked_up")]

    def __str__(self):
        return self.text
