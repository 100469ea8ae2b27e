"""Definitions of everything in the database, read from the PostgreSQL catalog.

Two databases with equal definitions behave alike; a difference names the object.
"""

OURS = "('public', 'pub', 'cdc')"
# Of each kind of object: a query for its name and its definition.
DEFINITIONS = {
    "column": """
        SELECT format('%s.%s.%s', n.nspname, c.relname, a.attname),
               concat_ws(' ', format_type(a.atttypid, a.atttypmod),
                         CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                         nullif(a.attidentity, ''), pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
        WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": """
        SELECT format('%s.%s', k.conrelid::regclass, k.conname), pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
        WHERE k.contype <> 'n' AND k.conrelid <> 0""",
    "index": """
        SELECT format('%s.%s', n.nspname, c.relname), pg_get_indexdef(c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'i'""",
    "view": """
        SELECT format('%s.%s', n.nspname, c.relname), pg_get_viewdef(c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v'""",
    "function": """
        SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind = 'f'""",
    "trigger": """
        SELECT format('%s.%s', t.tgrelid::regclass, t.tgname), pg_get_triggerdef(t.oid)
        FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal""",
    "rights": """
        SELECT c.oid::regclass::text,
               array_to_string(ARRAY(SELECT x::text FROM unnest(c.relacl) x ORDER BY 1), ' ')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'v', 'S')""",
}


def definitions(cursor) -> dict[tuple[str, str], str]:
    """Every definition in our schemas, by kind and name."""
    found = {}
    for kind, query in DEFINITIONS.items():
        cursor.execute(f"{query} AND n.nspname IN {OURS}")
        found |= {(kind, name): text for name, text in cursor.fetchall()}
    return found


def differences(one: dict, other: dict) -> list[str]:
    """Sorted names of what is missing from either or defined otherwise."""
    return sorted(
        f"{kind} {name}"
        for kind, name in one.keys() | other.keys()
        if one.get((kind, name)) != other.get((kind, name))
    )
