"""Invented data by the hundred thousand, for benchmarks.

Written with one INSERT ... SELECT per table, without triggers; columns that triggers maintain are
set to the values they would have set. One case in ten is a draft, with its dependent rows hidden.
"""

from django.db import connection, transaction
from django.db.models import NOT_PROVIDED
from django.utils import timezone

from cases.models import (
    Case,
    CaseCitation,
    Charge,
    ChargeChange,
    ChargeCitation,
    Detention,
    DetentionCitation,
    Event,
    EventCitation,
    Participation,
    Person,
    PersonName,
    PersonNameCitation,
    Spelling,
    SpellingKey,
)
from cases.name_matching import romanise_name
from cases.name_matching.keys import KEY_EDITION, phonetic_key
from laws.models import Law, Provision, Version
from tests import database
from tests.names.invented import invented_people
from tracker.changes.derived_views import derived_models
from tracker.models import Organisation, Source

LAWS, PROVISIONS, COURTS, SOURCES = 3, 60, 30, 200
SPELLINGS = 80_000  # three per person
PEOPLE, CHARGES = 2, 3  # per case
# SQL condition: the case with this number is hidden.
HIDDEN_CASE = "({}) % 10 = 9"
PUBLISHED = {"state": "'published'"}


def create_database(name: str, cases: int, spellings: int = SPELLINGS) -> None:
    """Create a database of this name with `cases` cases, and connect to it."""
    database.use_own(name)
    fill_tables(cases, spellings)
    with database.superuser_rights() as cursor:
        cursor.execute("VACUUM ANALYZE")
        tables = [model._meta.db_table for model in derived_models()]
        for table in tables:
            cursor.execute(f"INSERT INTO cdc.derived_{table} SELECT * FROM cdc.{table}")
            cursor.execute(f"VACUUM ANALYZE cdc.derived_{table}")


@transaction.atomic
def fill_tables(cases: int, spellings: int = SPELLINGS) -> None:
    with database.superuser_rights() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers
        insert_laws()
        insert_people(cases * PEOPLE, list(invented_people(min(spellings // 3, cases * PEOPLE))))
        insert_prosecutions(cases)
        insert_events(cases)
        insert_detentions(cases)


# --- Model by model ---------------------------------------------------------------------------


def insert_laws() -> None:
    insert_select(Source, SOURCES, title="'Invented bulletin ' || i", kind="'report'", **PUBLISHED)
    insert_select(
        Law, LAWS, slug="'invented-code-' || i", title="'Invented Code ' || i", kind="'code'"
    )
    insert_select(
        Provision,
        PROVISIONS,
        law=f"1 + i % {LAWS}",
        slug="i::text",
        number="i::text",
        position="i",
        kind="'offence'",
    )
    insert_select(
        Version, PROVISIONS, provision="i", starts_on="daterange('2009-12-01', '2009-12-02')"
    )
    insert_select(Organisation, COURTS, name="'Invented court ' || i", kind="'court'", **PUBLISHED)


def insert_people(count: int, spellings: list[list[str]]) -> None:
    """People named in turn from `spellings`, a PersonName for each of these, and the name index.

    `spellings` holds one list of spellings per invented person.
    """
    rows = [(n, i, name) for n, names in enumerate(spellings) for i, name in enumerate(names)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE called (n int, place int, spelling text) ON COMMIT DROP")
        values = ", ".join(["(%s, %s, %s)"] * len(rows))
        cursor.execute(
            f"INSERT INTO called VALUES {values}", [value for row in rows for value in row]
        )
        cursor.execute("CREATE INDEX ON called (n, place)")
    name = f"(SELECT spelling FROM called WHERE n = (i - 1) % {len(spellings)} AND place = 0)"
    category = "(ARRAY['journalist', 'union', 'opposition', 'public'])[1 + i % 4]"
    # Each person takes part in one case.
    insert_select(
        Person, count, name=name, category=category, state=state_sql(case_sql("i", count))
    )
    insert_select(PersonName, "SELECT n, spelling FROM called", person="n + 1", spelling="spelling")
    insert_select(
        PersonNameCitation,
        "SELECT id AS fact FROM cases_personname",
        fact="fact",
        **citation_sql("i"),
    )
    readings = {name: romanise_name(name) for _n, _i, name in rows}
    keys = {name: phonetic_key(sound) for name, sound in readings.items()}
    SpellingKey.objects.bulk_create(
        [SpellingKey(text=text, is_public=True) for text in set(keys.values())], batch_size=5_000
    )
    Spelling.objects.bulk_create(
        [
            Spelling(
                text=name, reading=sound, key_id=keys[name], edition=KEY_EDITION, is_public=True
            )
            for name, sound in readings.items()
        ],
        batch_size=5_000,
    )


def insert_prosecutions(cases: int) -> None:
    """Two people and three charges per case."""
    participations = cases * PEOPLE
    insert_select(
        Case,
        cases,
        title="'Invented case ' || i",
        summary="repeat('Somebody invented is said to have said something. ', 4)",
        court=f"1 + i % {COURTS}",
        province="(ARRAY['12', '08', '17', 'unknown'])[1 + i % 4]",
        confirmed_on=date_sql("i"),
        state=state_sql("i"),
    )
    case = case_sql("i", participations)
    insert_select(
        Participation,
        participations,
        case=case,
        person="i",
        role="'accused'",
        is_shown=shown_sql(case),
    )
    participation = f"1 + (i - 1) % {participations}"
    insert_select(
        Charge,
        cases * CHARGES,
        participation=participation,
        provision=f"1 + (i + i / {participations + 1}) % {PROVISIONS}",
        conduct_on=date_sql("i"),
        is_shown=shown_sql(case_sql(participation, participations)),
    )
    insert_select(CaseCitation, cases, fact="i", **citation_sql("i"))
    insert_select(ChargeCitation, cases * CHARGES, fact="i", **citation_sql("i"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET search_vector = to_search_vector(ARRAY[title, summary])"
        )


def insert_events(cases: int) -> None:
    """Per case, an event that charges both people, and a verdict on one of them."""
    kind, case = (
        f"CASE WHEN i <= {cases} THEN 'charge' ELSE 'verdict' END",
        case_sql("i", cases * 2),
    )
    insert_select(
        Event, cases * 2, case=case, kind=kind, happened_on=date_sql("i"), is_shown=shown_sql(case)
    )
    insert_select(Event.participations.through, cases, event=f"{cases} + i", participation="i")
    insert_select(EventCitation, cases * 2, fact="i", **citation_sql("i"))
    of_charge = case_sql(f"1 + (i - 1) % {cases * PEOPLE}", cases * PEOPLE)
    insert_select(ChargeChange, cases * CHARGES, event=of_charge, charge="i", status="'charged'")
    tried = (
        f"SELECT id, participation_id AS who FROM cases_charge WHERE participation_id <= {cases}"
    )
    insert_select(
        ChargeChange,
        tried,
        after=cases * CHARGES,
        event=f"{cases} + who",
        charge="id",
        status="CASE WHEN id % 3 = 0 THEN 'acquitted' ELSE 'convicted' END",
    )


def insert_detentions(cases: int) -> None:
    """One detention for every second participation."""
    insert_select(
        Detention,
        cases // 2,
        participation="i * 2",
        basis="'pre_trial'",
        started_on=date_sql("i"),
        ended_on="daterange(date '2024-01-01', date '2024-01-02' + i % 300)",
        place=f"1 + i % {COURTS}",
    )
    insert_select(DetentionCitation, cases // 2, fact="i", **citation_sql("i"))


# --- SQL expressions of the row number i --------------------------------------------------------


def date_sql(of: str) -> str:
    return f"daterange(date '2015-01-01' + {of} % 3000, date '2015-01-02' + {of} % 3000)"


def case_sql(participation: str, participations: int) -> str:
    return f"1 + ({participation} - 1) % {participations // PEOPLE}"


def state_sql(case: str) -> str:
    return f"CASE WHEN {HIDDEN_CASE.format(case)} THEN 'draft' ELSE 'published' END"


def shown_sql(case: str) -> str:
    return f"NOT {HIDDEN_CASE.format(case)}"


def citation_sql(of: str) -> dict[str, str]:
    return {"source": f"1 + {of} % {SOURCES}", "locator": "'p. 1'"}


# --- Bulk insert --------------------------------------------------------------------------------


def insert_select(model, rows: int | str, after: int = 0, **values: str) -> None:
    """Insert `rows` rows, or one for each row of a query, in one statement.

    `values` are SQL expressions by field; `i` is the row number, which is also the id. `after` is
    added to the row numbers of a query.
    """
    columns, expressions, params = ["id"], ["i"], []
    values = default_expressions(model) | values
    for field in model._meta.local_concrete_fields[1:]:
        columns.append(f'"{field.column}"')
        expressions.append(values.get(field.name, "%s").replace("%", "%%").replace("%%s", "%s"))
        params += [] if field.name in values else [default_value(field)]
    if isinstance(rows, int):
        numbered = f"generate_series(1, {rows}) i"
    else:
        numbered = f"(SELECT row_number() OVER () + {after} AS i, query.* FROM ({rows}) query) row"
        numbered = numbered.replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"SELECT {', '.join(expressions)} FROM {numbered}",
            params,
        )


def default_expressions(model) -> dict[str, str]:
    """SQL expressions of columns that rows of the model have by default."""
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    values = {}
    if "state" in fields:
        values |= PUBLISHED | {"published_at": f"'{timezone.now():%Y-%m-%d}'::timestamptz"}
    if "is_sourced" in fields:
        values["is_sourced"] = "true"
    if "code" in fields:
        # Spread over all codes like random ones, so that their order is not that of the ids.
        prefix = fields["code"].prefix
        values["code"] = (
            f"'{prefix}-' || upper(lpad(to_hex((i::bigint * 7919) % 16777216), 6, '0'))"
        )
    return values


def default_value(field) -> object:
    """Default value of a column without an expression."""
    if field.db_default is not NOT_PROVIDED:
        return field.db_default
    if field.name == "mentions_protected" or not (field.has_default() or field.null):
        return False if field.get_internal_type() == "BooleanField" else ""
    return field.get_default() if field.has_default() else None
