-- What full-text search looks into: beside a row, the words of its public text.
--
-- `words` (Latin, as written and by English stem) and `words_km` (Khmer, searched by substring) are
-- an index, not data: no model has them, no history notes them, no page selects them. They are
-- made of the text as the views show it, protected names blanked out, by the trigger that follows
-- the one that notes such names; so the index never knows what the public does not.
-- See docs/decisions/0014. Executed after every migrate, idempotent.

-- Lower case without accents, letters and digits only. The same in tracker/database/search_query.py.
CREATE OR REPLACE FUNCTION public.folded(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
  regexp_replace(lower(normalize(translate(words, '០១២៣៤៥៦៧៨៩', '0123456789'), NFKD) COLLATE pg_c_utf8),
                 '[\u0300-\u036F\u00AD\u200B-\u200D\u2060]', '', 'g'),
  '[\u1780-\u17FF]|[^[:alnum:]]', ' ', 'g');

CREATE OR REPLACE FUNCTION public.khmer_of(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(regexp_replace(normalize(words), '[\u00AD\u200B-\u200D\u2060]', '', 'g'),
                      '[^\u1780-\u17D3\u17DC\u17DD]+', ' ', 'g');

-- The first column weighs most when results are put in order. Longer texts than a tsvector can
-- hold are searched in their beginning.
CREATE OR REPLACE FUNCTION public.search_words(texts text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT setweight(to_tsvector('pg_catalog.simple', heading), 'A') || to_tsvector('pg_catalog.simple', rest)
         || to_tsvector('pg_catalog.english', heading || ' ' || rest)
  FROM (SELECT left(public.folded(coalesce(texts[1], '')), 1000) AS heading,
               left(public.folded(array_to_string(texts[2:], ' ')), 100000) AS rest) AS t
);

-- Arguments: an edition, then the columns. Fires after a_note_mentions (triggers fire by name).
CREATE OR REPLACE FUNCTION public.note_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  content jsonb := to_jsonb(NEW);
  texts text[];
BEGIN
  SELECT array_agg(coalesce(redacted(NEW.mentions_protected, content ->> col), '') ORDER BY place)
  INTO texts FROM unnest(TG_ARGV) WITH ORDINALITY AS t(col, place) WHERE place > 1;
  NEW.words := search_words(texts);
  NEW.words_km := khmer_of(array_to_string(texts, ' '));
  INSERT INTO tracker_word (text)
    SELECT DISTINCT word FROM regexp_split_to_table(folded(array_to_string(texts, ' ')), '\s+') AS word
    WHERE word ~ '^[a-z]{4,40}$' ORDER BY word
    ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;

-- Have the words of these columns kept beside each row of a table. Rows from before are read
-- again when the columns or the edition change: raise it with every change of how words are made.
CREATE OR REPLACE FUNCTION public.keep_words(target text, VARIADIC columns text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  edition CONSTANT text := '1';
  before bytea := (SELECT tgargs FROM pg_trigger WHERE tgrelid = target::regclass AND tgname = 'b_note_words');
BEGIN
  IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = target::regclass AND attname = 'words' AND NOT attisdropped) THEN
    EXECUTE format('ALTER TABLE %1$I ADD COLUMN words tsvector, ADD COLUMN words_km text;
                    CREATE INDEX %2$I ON %1$I USING gin (words);
                    CREATE INDEX %3$I ON %1$I USING gin (words_km gin_trgm_ops) WHERE words_km <> '' ''',
                   target, target || '_words', target || '_words_km');
  END IF;
  EXECUTE format('CREATE OR REPLACE TRIGGER b_note_words BEFORE INSERT OR UPDATE ON %I
                  FOR EACH ROW EXECUTE FUNCTION public.note_words(%s)', target,
                 (SELECT string_agg(quote_literal(arg), ', ' ORDER BY place)
                  FROM unnest(edition || columns) WITH ORDINALITY AS t(arg, place)));
  IF before IS DISTINCT FROM
     (SELECT tgargs FROM pg_trigger WHERE tgrelid = target::regclass AND tgname = 'b_note_words') THEN
    EXECUTE format('UPDATE %I SET mentions_protected = mentions_protected', target);
  END IF;
END $$;

SELECT keep_words('tracker_source', 'title', 'title_km', 'author', 'publisher', 'note'),
       keep_words('tracker_organisation', 'name', 'name_km', 'abbreviation', 'description'),
       keep_words('tracker_organisationname', 'spelling'),
       keep_words('tracker_figure', 'topic', 'wording', 'unit', 'issuer', 'note');
