-- `is_sourced`: whether a fact has a citation; without one it is not public. Maintained by statement
-- triggers on the citation tables. Run after every migrate, idempotent.

CREATE OR REPLACE FUNCTION public.maintain_is_sourced() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  EXECUTE format(
    'UPDATE %1$s f SET is_sourced = NOT f.is_sourced
     WHERE f.id IN (SELECT fact_id FROM changed)
       AND f.is_sourced <> EXISTS (SELECT FROM %2$s c WHERE c.fact_id = f.id)',
    TG_ARGV[0], TG_RELID::regclass);
  RETURN NULL;
END $$;

-- The citation tables, each with the table of facts it cites.
CREATE OR REPLACE FUNCTION public.citation_tables(OUT citations regclass, OUT facts regclass)
RETURNS SETOF record LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT k.conrelid::regclass, k.confrelid::regclass
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND ARRAY[a.attnum] = k.conkey
  JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attname = 'is_sourced'
  WHERE k.contype = 'f' AND a.attname = 'fact_id' AND k.connamespace = 'public'::regnamespace;
END;

DO $$
DECLARE
  pair record;
  event text;
  moved text;
BEGIN
  FOR pair IN SELECT * FROM public.citation_tables() LOOP
    FOR event, moved IN
      VALUES ('INSERT', 'NEW'), ('DELETE', 'OLD'), ('UPDATE', 'OLD'), ('UPDATE', 'NEW')
    LOOP
      EXECUTE format('CREATE OR REPLACE TRIGGER maintain_is_sourced_%1$s_%2$s AFTER %1$s ON %3$s
        REFERENCING %2$s TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION public.maintain_is_sourced(%4$L)',
        event, moved, pair.citations, pair.facts);
    END LOOP;
  END LOOP;
END $$;
