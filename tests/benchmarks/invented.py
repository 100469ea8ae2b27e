"""Plainly invented data by the hundred thousand, for measuring: nobody and nothing of it exists.

Written table by table in one statement each, past the triggers, as these would have left it: what
is sourced, shown and public is marked so, and one case in ten is a draft with all that hangs on it.
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
from cases.name_matching import reading
from cases.name_matching.keys import EDITION, key
from laws.models import Law, Provision, Version
from tests import database
from tests.names.invented import invented_people
from tracker.changes.derived_views import derived_models
from tracker.changes.rollups import rollup_specs
from tracker.models import Organisation, Source

LAWS, PROVISIONS, COURTS, SOURCES = 3, 60, 30, 200
SPELLINGS = 80_000  # a person has three of them
PEOPLE, CHARGES = 2, 3  # in each case
# Of row i, and of a row whose case is the expression.
HIDDEN = "({}) % 10 = 9"
PUBLISHED = {"state": "'published'"}


def world(name: str, cases: int, spellings: int = SPELLINGS) -> None:
    """Work in a new database of this name, filled with so many cases."""
    database.use_own(name)
    invent(cases, spellings)
    with database.superuser_rights() as cursor:
        cursor.execute("VACUUM ANALYZE")
        tables = [model._meta.db_table for model in derived_models()]
        for table in (*tables, *(name for name, _counting in rollup_specs())):
            cursor.execute(f"INSERT INTO cdc.derived_{table} SELECT * FROM cdc.{table}")
            cursor.execute(f"VACUUM ANALYZE cdc.derived_{table}")


@transaction.atomic
def invent(cases: int, spellings: int = SPELLINGS) -> None:
    with database.superuser_rights() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers
        laws()
        people(cases * PEOPLE, list(invented_people(min(spellings // 3, cases * PEOPLE))))
        prosecutions(cases)
        events(cases)
        custody(cases)


# --- Kind by kind -----------------------------------------------------------------------------


def laws() -> None:
    fill(Source, SOURCES, title="'Invented bulletin ' || i", kind="'report'", **PUBLISHED)
    fill(Law, LAWS, slug="'invented-code-' || i", title="'Invented Code ' || i", kind="'code'")
    fill(
        Provision,
        PROVISIONS,
        law=f"1 + i % {LAWS}",
        slug="i::text",
        number="i::text",
        position="i",
        kind="'offence'",
    )
    fill(Version, PROVISIONS, provision="i", starts_on="daterange('2009-12-01', '2009-12-02')")
    fill(Organisation, COURTS, name="'Invented court ' || i", kind="'court'", **PUBLISHED)


def people(count: int, called: list[list[str]]) -> None:
    """People of invented names, the first with all spellings; and the dictionary of these."""
    rows = [(n, place, name) for n, names in enumerate(called) for place, name in enumerate(names)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE called (n int, place int, spelling text) ON COMMIT DROP")
        values = ", ".join(["(%s, %s, %s)"] * len(rows))
        cursor.execute(f"INSERT INTO called VALUES {values}", [one for row in rows for one in row])
        cursor.execute("CREATE INDEX ON called (n, place)")
    of = f"(SELECT spelling FROM called WHERE n = (i - 1) % {len(called)} AND place = 0)"
    category = "(ARRAY['journalist', 'union', 'opposition', 'public'])[1 + i % 4]"
    # Everybody takes part in one case.
    fill(Person, count, name=of, category=category, state=state(case_of("i", count)))
    fill(PersonName, "SELECT n, spelling FROM called", person="n + 1", spelling="spelling")
    fill(PersonNameCitation, "SELECT id AS fact FROM cases_personname", fact="fact", **cited("i"))
    readings = {name: reading(name) for _n, _place, name in rows}
    keys = {name: key(read) for name, read in readings.items()}
    SpellingKey.objects.bulk_create(
        [SpellingKey(text=one, is_public=True) for one in set(keys.values())], batch_size=5_000
    )
    Spelling.objects.bulk_create(
        [
            Spelling(text=n, reading=r, key_id=keys[n], edition=EDITION, is_public=True)
            for n, r in readings.items()
        ],
        batch_size=5_000,
    )


def prosecutions(cases: int) -> None:
    """In each case two people and three charges."""
    taking = cases * PEOPLE
    fill(
        Case,
        cases,
        title="'Invented case ' || i",
        summary="repeat('Somebody invented is said to have said something. ', 4)",
        court=f"1 + i % {COURTS}",
        province="(ARRAY['12', '08', '17', 'unknown'])[1 + i % 4]",
        confirmed_on=day("i"),
        state=state("i"),
    )
    case = case_of("i", taking)
    fill(Participation, taking, case=case, person="i", role="'accused'", is_shown=shown(case))
    who = f"1 + (i - 1) % {taking}"
    fill(
        Charge,
        cases * CHARGES,
        participation=who,
        provision=f"1 + (i + i / {taking + 1}) % {PROVISIONS}",
        conduct_on=day("i"),
        is_shown=shown(case_of(who, taking)),
    )
    fill(CaseCitation, cases, fact="i", **cited("i"))
    fill(ChargeCitation, cases * CHARGES, fact="i", **cited("i"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET search_vector = to_search_vector(ARRAY[title, summary])"
        )


def events(cases: int) -> None:
    """In each case a charge of all, and a verdict on one of the two."""
    kind, case = f"CASE WHEN i <= {cases} THEN 'charge' ELSE 'verdict' END", case_of("i", cases * 2)
    fill(Event, cases * 2, case=case, kind=kind, happened_on=day("i"), is_shown=shown(case))
    fill(Event.participations.through, cases, event=f"{cases} + i", participation="i")
    fill(EventCitation, cases * 2, fact="i", **cited("i"))
    of_charge = case_of(f"1 + (i - 1) % {cases * PEOPLE}", cases * PEOPLE)
    fill(ChargeChange, cases * CHARGES, event=of_charge, charge="i", status="'charged'")
    tried = (
        f"SELECT id, participation_id AS who FROM cases_charge WHERE participation_id <= {cases}"
    )
    fill(
        ChargeChange,
        tried,
        after=cases * CHARGES,
        event=f"{cases} + who",
        charge="id",
        status="CASE WHEN id % 3 = 0 THEN 'acquitted' ELSE 'convicted' END",
    )


def custody(cases: int) -> None:
    """One spell of the first accused of every second case."""
    fill(
        Detention,
        cases // 2,
        participation="i * 2",
        basis="'pre_trial'",
        started_on=day("i"),
        ended_on="daterange(date '2024-01-01', date '2024-01-02' + i % 300)",
        place=f"1 + i % {COURTS}",
    )
    fill(DetentionCitation, cases // 2, fact="i", **cited("i"))


# --- Expressions about the number of a row ------------------------------------------------------


def day(of: str) -> str:
    return f"daterange(date '2015-01-01' + {of} % 3000, date '2015-01-02' + {of} % 3000)"


def case_of(who: str, taking: int) -> str:
    return f"1 + ({who} - 1) % {taking // PEOPLE}"


def state(case: str) -> str:
    return f"CASE WHEN {HIDDEN.format(case)} THEN 'draft' ELSE 'published' END"


def shown(case: str) -> str:
    return f"NOT {HIDDEN.format(case)}"


def cited(of: str) -> dict[str, str]:
    return {"source": f"1 + {of} % {SOURCES}", "locator": "'p. 1'"}


# --- Rows by the table --------------------------------------------------------------------------


def fill(model, rows: int | str, after: int = 0, **values: str) -> None:
    """As many rows as told, or one for each row of a query, in one statement; each value is
    SQL about `i`, the number of the row."""
    columns, said, params = ["id"], ["i"], []
    values = told(model) | values
    for field in model._meta.local_concrete_fields[1:]:
        columns.append(f'"{field.column}"')
        said.append(values.get(field.name, "%s").replace("%", "%%").replace("%%s", "%s"))
        params += [] if field.name in values else [literal(field)]
    if isinstance(rows, int):
        numbered = f"generate_series(1, {rows}) i"
    else:
        numbered = f"(SELECT row_number() OVER () + {after} AS i, found.* FROM ({rows}) found) row"
        numbered = numbered.replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"SELECT {', '.join(said)} FROM {numbered}",
            params,
        )


def told(model) -> dict[str, str]:
    """What holds of every row of the model unless its maker says otherwise."""
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    values = {}
    if "state" in fields:
        values |= PUBLISHED | {"published_at": f"'{timezone.now():%Y-%m-%d}'::timestamptz"}
    if "is_sourced" in fields:
        values["is_sourced"] = "true"
    if "code" in fields:
        # Spread over all codes, as drawn ones are: the order of codes is not that of the rows.
        prefix = fields["code"].prefix
        values["code"] = (
            f"'{prefix}-' || upper(lpad(to_hex((i::bigint * 7919) % 16777216), 6, '0'))"
        )
    return values


def literal(field) -> object:
    """What a column holds unless told."""
    if field.db_default is not NOT_PROVIDED:
        return field.db_default
    if field.name == "mentions_protected" or not (field.has_default() or field.null):
        return False if field.get_internal_type() == "BooleanField" else ""
    return field.get_default() if field.has_default() else None
