"""Prepared statement that reads the rows of one table for a response."""

from django.db.models import BooleanField, Expression, F, Func, QuerySet, Value

IDS = object()  # stands in a statement for the ids it is asked about


class IsAnyOf(Func):
    """`a = ANY(b)`."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()


class TableQuery:
    """The rows of one kind that an answer needs: those that belong to rows of another table."""

    def __init__(
        self,
        tables: list["TableQuery"],
        rows: QuerySet,
        link: str,
        computed: dict,
        owners=None,
        key: int = 0,
    ):
        self.tables, self.rows, self.link = tables, rows, link
        self.computed = computed  # how rows are annotated with columns their model has not
        self.owners, self.key = owners, key  # whose rows they are, and where these have the id
        # Rows that belong to the records themselves are read along with these.
        self.is_of_root = owners is None or (owners.owners is None and key == 0)
        self.depth = 0 if self.is_of_root else owners.depth + 1
        self.number = len(tables)
        tables.append(self)
        self.inner: dict[tuple, tuple] = {}  # tables of rows that belong to these
        self.expressions: list[Expression] = []
        self.places: dict[object, int] = {}
        self.column((link, False), F(link))

    def column(self, name, expression: Expression) -> int:
        """Where in a row the expression will stand."""
        if name not in self.places:
            self.places[name] = len(self.expressions)
            self.expressions.append(expression)
        return self.places[name]

    def statement(self) -> tuple[str, tuple]:
        """All rows of the ids, as one JSON text."""
        named = {f"c{n}": expression for n, expression in enumerate(self.expressions)}
        rows = self.rows.filter(IsAnyOf(F(self.link), Value(IDS))).annotate(**named)
        sql, params = rows.values_list(*named).query.sql_with_params()
        told = f"json_agg(json_build_array({', '.join(named)}))"
        return f"(SELECT {told}::text FROM ({sql}) found)", params  # noqa: S608 (Django's SQL)
