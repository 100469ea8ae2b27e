"""Statement that reads the rows of one table for a response."""

from django.db.models import BooleanField, Expression, F, Func, QuerySet, Value

IDS = object()  # placeholder in the parameters of a statement for the ids of the owners


class IsAnyOf(Func):
    """`a = ANY(b)`."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()


class TableQuery:
    """The rows of one table that a response needs: those that belong to rows of another."""

    def __init__(self, tables: list, rows: QuerySet, link: str, computed: dict, owners=None, key=0):
        self.tables, self.rows, self.link = tables, rows, link
        self.computed = computed  # functions that annotate the rows, by column name
        self.owners, self.key = owners, key  # the table of the owners, the index of their id
        # Rows that belong to the records themselves are read in the same statement as these.
        self.is_of_root = owners is None or (owners.owners is None and key == 0)
        self.depth = 0 if self.is_of_root else owners.depth + 1
        self.number = len(tables)
        tables.append(self)
        self.inner: dict[tuple, tuple] = {}  # tables of rows that belong to these
        self.columns: dict[object, Expression] = {}
        self.column((link, False), F(link))

    def column(self, key, expression: Expression) -> int:
        """The index of the expression in each row."""
        self.columns.setdefault(key, expression)
        return list(self.columns).index(key)

    def statement(self) -> tuple[str, tuple]:
        """The SQL of one JSON array of all rows of the owners, and its parameters."""
        named = {f"c{n}": expression for n, expression in enumerate(self.columns.values())}
        rows = self.rows.filter(IsAnyOf(F(self.link), Value(IDS))).annotate(**named)
        sql, params = rows.values_list(*named).query.sql_with_params()
        array = f"json_agg(json_build_array({', '.join(named)}))"
        return f"(SELECT {array}::text FROM ({sql}) found)", params  # noqa: S608 (Django's SQL)
