-- Full-text search. `search_vector` (Latin lexemes, exact and by English stem) and `search_text_km` (Khmer,
-- searched by substring) are columns of every searchable model (tracker/models/search_index.py), filled
-- by a trigger from the text the public sees: protected names are redacted first.
-- See docs/decisions/0016. Run after every migrate, idempotent.

-- Lower case without accents, letters and digits only. The same in tracker/database/search_query.py.
CREATE OR REPLACE FUNCTION public.normalise_search_text(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
  regexp_replace(lower(normalize(translate(words, '០១២៣៤៥៦៧៨៩', '0123456789'), NFKD) COLLATE pg_c_utf8),
                 '[\u0300-\u036F\u00AD\u200B-\u200D\u2060]', '', 'g'),
  '[\u1780-\u17FF]|[^[:alnum:]]', ' ', 'g');

CREATE OR REPLACE FUNCTION public.khmer_runs(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(regexp_replace(normalize(words), '[\u00AD\u200B-\u200D\u2060]', '', 'g'),
                      '[^\u1780-\u17D3\u17DC\u17DD]+', ' ', 'g');

-- The first text weighs most in ranking. Of texts longer than a tsvector can hold, the beginning is
-- indexed.
CREATE OR REPLACE FUNCTION public.to_search_vector(texts text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT setweight(to_tsvector('pg_catalog.simple', heading), 'A') || to_tsvector('pg_catalog.simple', rest)
         || to_tsvector('pg_catalog.english', heading || ' ' || rest)
  FROM (SELECT left(public.normalise_search_text(coalesce(texts[1], '')), 1000) AS heading,
               left(public.normalise_search_text(array_to_string(texts[2:], ' ')), 100000) AS rest) AS t
);

-- Arguments: an edition, then the columns. Runs after a_maintain_name_mentions: triggers of one event
-- fire in the order of their names.
CREATE OR REPLACE FUNCTION public.set_search_columns() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  content jsonb := to_jsonb(NEW);
  texts text[];
BEGIN
  SELECT array_agg(coalesce(redacted(NEW.mentions_protected, content ->> col), '') ORDER BY place)
  INTO texts FROM unnest(TG_ARGV) WITH ORDINALITY AS t(col, place) WHERE place > 1;
  NEW.search_vector := to_search_vector(texts);
  NEW.search_text_km := khmer_runs(array_to_string(texts, ' '));
  INSERT INTO tracker_indexedterm (text)
    SELECT DISTINCT word FROM regexp_split_to_table(normalise_search_text(array_to_string(texts, ' ')), '\s+') AS word
    WHERE word ~ '^[a-z]{4,40}$' ORDER BY word
    ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;

-- Install the trigger for these columns of a table. If the columns or the edition changed, all rows are
-- indexed again (an UPDATE fires the triggers): raise the edition with every change of the functions
-- above.
CREATE OR REPLACE FUNCTION public.install_search_trigger(target text, VARIADIC columns text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  edition CONSTANT text := '1';
  before bytea := (SELECT tgargs FROM pg_trigger WHERE tgrelid = target::regclass AND tgname = 'b_maintain_search_vector');
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER b_maintain_search_vector BEFORE INSERT OR UPDATE ON %I
                  FOR EACH ROW EXECUTE FUNCTION public.set_search_columns(%s)', target,
                 (SELECT string_agg(quote_literal(arg), ', ' ORDER BY place)
                  FROM unnest(edition || columns) WITH ORDINALITY AS t(arg, place)));
  IF before IS DISTINCT FROM
     (SELECT tgargs FROM pg_trigger WHERE tgrelid = target::regclass AND tgname = 'b_maintain_search_vector') THEN
    EXECUTE format('UPDATE %I SET mentions_protected = mentions_protected', target);
  END IF;
END $$;
