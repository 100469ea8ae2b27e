"""Full-text search query set, and the vocabulary of indexed words."""

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField, TrigramSimilarity
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from tracker.database.search_query import MIN_PREFIX_LENGTH, SearchQuery, begins

# Columns of full-text search, maintained by a trigger (tracker/database/search_index.sql).
SEARCH_COLUMNS = ("search_vector", "search_text_km")


class NoValue:
    """Descriptor of a column that instances do not hold."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, cls=None):
        return self if instance is None else None


class UnselectedMixin:
    """A column that migrations create and the ORM never selects or writes: a trigger fills it."""

    descriptor_class = NoValue

    def __init__(self, **options):
        unwritten = {"null": True, "blank": True, "editable": False, "serialize": False}
        super().__init__(**unwritten | options)

    def set_attributes_from_name(self, name):
        super().set_attributes_from_name(name)
        self.concrete = False


class SearchVectorColumn(UnselectedMixin, SearchVectorField):
    """Lexemes of the Latin text of a row."""


class SearchTextColumn(UnselectedMixin, models.TextField):
    """Khmer text of a row, searched by substring."""


class FullTextQuerySet(models.QuerySet):
    """Full-text search over the search columns, which hold public text only."""

    def with_words(self, words: str):
        """Records with all the words in their text, or in that of one `also_searched` row."""
        query = SearchQuery.of(words)
        if not query:
            return self.none()
        found = Q(pk__in=matching_ids(self.model, query))
        for path in self.model.also_searched:
            inside = {f"{path}__pk__in": matching_ids(model_at_path(self.model, path), query)}
            found |= Q(pk__in=self.model._default_manager.filter(**inside).values("pk"))
        return self.filter(found)

    def best_first(self, words: str):
        """By rank: matches in the heading before matches elsewhere."""
        query = [f"'{word}':*" for word in SearchQuery.of(words).latin]
        table = self.model._meta.db_table
        rank = RawSQL(  # noqa: S611 (the name of our own table)
            f"ts_rank(\"{table}\".search_vector, to_tsquery('simple', %s))", [" | ".join(query)]
        )
        return self.order_by(rank.desc(), *self.model._meta.ordering)


class Searchable(models.Model):
    """A model with full-text search.

    `searched_columns` names the text columns, the heading first; it weighs most. `also_searched`
    names relations whose rows count as part of this one.
    """

    searched_columns: tuple[str, ...]
    also_searched: tuple[str, ...] = ()

    search_vector = SearchVectorColumn()
    search_text_km = SearchTextColumn()

    objects = FullTextQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            GinIndex(fields=["search_vector"], name="%(class)s_search"),
            GinIndex(
                OpClass(F("search_text_km"), name="gin_trgm_ops"),
                name="%(class)s_search_km",
                condition=~Q(search_text_km=""),
            ),
        ]


def searchable_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, Searchable)]


def matching_ids(model, query: SearchQuery) -> RawSQL:
    """Ids of rows of one table that contain all the words: exactly, as a prefix, or by stem."""
    conditions, values = [], []
    for word in query.latin:
        conditions.append(
            "search_vector @@ (to_tsquery('simple', %s) || to_tsquery('english', %s))"
        )
        values += [f"'{word}':*" if begins(word) else f"'{word}'", f"'{word}'"]
    for run in query.khmer:
        conditions.append("search_text_km LIKE %s")
        values.append(f"%{run}%")
    table, where = model._meta.db_table, " AND ".join(conditions)
    return RawSQL(f'SELECT id FROM "{table}" WHERE {where}', values)  # noqa: S608, S611


def model_at_path(model, path: str):
    """The model at the end of a path such as `versions__contents`."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def stems(words: SearchQuery) -> dict[str, str]:
    """The English stem of each word; stop words have none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize('english_stem', word))[1] FROM unnest(%s::text[]) AS word",
            [list(words.latin)],
        )
        return {word: stem for word, stem in cursor.fetchall() if stem}


class IndexedTermQuerySet(models.QuerySet):
    def suggest_correction(self, words: str) -> str:
        """The query with each unknown word replaced by the most similar known one, else empty."""
        query = SearchQuery.of(words).latin
        known = set(self.filter(text__in=query).values_list("text", flat=True))
        meant = [word if word in known else self.nearest(word) or word for word in query]
        return " ".join(meant) if tuple(meant) != query else ""

    def nearest(self, word: str) -> str | None:
        if len(word) < MIN_PREFIX_LENGTH or not word.isalpha():
            return None
        near = self.filter(text__trigram_similar=word)
        nearest_first = near.order_by(-TrigramSimilarity("text", word), "text")
        return nearest_first.values_list("text", flat=True).first()


class IndexedTerm(models.Model):
    """One distinct word of the indexed texts: suggestions for mistyped searches.

    A trigger adds rows from the public text; they stay when the text is deleted. The public sees
    only words that occur in a public record now.
    """

    is_bookkeeping = True  # derived from the texts

    text = models.CharField(max_length=40, primary_key=True)

    objects = IndexedTermQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(OpClass(F("text"), name="gin_trgm_ops"), name="words_are_looked_up")]

    def __str__(self):
        return self.text
