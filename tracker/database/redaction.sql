-- Names of people the public may not know are blanked out of every public text.
--
-- A row with free text carries `mentions_protected`, kept here by triggers, so that reading costs
-- nothing where no protected name is mentioned. The list of protected spellings belongs to the
-- ground; the storey that keeps people fills it. Executed after every migrate, idempotent.

-- Lower case, composed, without blanks, hyphens and zero-width characters: "Sen-Karuna" and
-- "Senkaruna" squeeze to the same. (The collation folds case beyond ASCII.)
CREATE OR REPLACE FUNCTION public.squeeze(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(lower(normalize(words) COLLATE pg_c_utf8),
                      '[\s\u00A0\u200B-\u200D\u2010-\u2015\u2060_.\-]', '', 'g');

-- A regular expression that finds a spelling however its parts are joined or split. Latin names
-- count as whole words only; Khmer has no blanks between words.
CREATE OR REPLACE FUNCTION public.spelling_pattern(spelling text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT CASE WHEN public.squeeze(spelling) ~ '^[\x01-\u024F]+$' THEN '\m' || body || '\M' ELSE body END
  FROM (SELECT string_agg(regexp_replace(letter, '([^\w])', '\\\1'),
                          '[\s\u00A0\u200B-\u200D\u2010-\u2015\u2060_.\-]*' ORDER BY place) AS body
        FROM regexp_split_to_table(public.squeeze(spelling), '') WITH ORDINALITY AS t(letter, place)) AS s
);

-- All the text of a row, in whatever columns, but not the words kept for search (search.sql): they
-- are made of it.
CREATE OR REPLACE FUNCTION public.words_of(row_as_json jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT coalesce(string_agg(value, E'\n'), '') FROM jsonb_each_text(row_as_json - 'words' - 'words_km'));

CREATE OR REPLACE FUNCTION public.mentions_protected(words text) RETURNS boolean
LANGUAGE sql STABLE STRICT
RETURN EXISTS (
  SELECT 1 FROM (SELECT public.squeeze(words) AS squeezed_words) AS t, public.tracker_protectedspelling AS s
  WHERE strpos(t.squeezed_words, s.squeezed) > 0 AND normalize(words) COLLATE pg_c_utf8 ~* s.pattern
);

-- The text with every protected spelling replaced. SECURITY DEFINER: the public role, which may
-- not read the list, sees only the result.
CREATE OR REPLACE FUNCTION public.redact(words text) RETURNS text
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = public, ext AS $$
DECLARE
  hidden text;
BEGIN
  words := normalize(words);
  FOR hidden IN
    SELECT pattern FROM tracker_protectedspelling
    WHERE strpos(squeeze(words), squeezed) > 0 ORDER BY length(squeezed) DESC, pattern
  LOOP
    words := regexp_replace(words COLLATE pg_c_utf8, hidden, '[name withheld]', 'gi');
  END LOOP;
  RETURN words;
END $$;

-- What the views write around each public text column.
CREATE OR REPLACE FUNCTION public.redacted(flag boolean, words text) RETURNS text
LANGUAGE sql STABLE
RETURN CASE WHEN flag THEN public.redact(words) ELSE words END;

CREATE OR REPLACE FUNCTION public.note_mentions() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  NEW.mentions_protected := mentions_protected(words_of(to_jsonb(NEW)));
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION public.redactable_tables() RETURNS SETOF regclass
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT a.attrelid::regclass FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  WHERE a.attname = 'mentions_protected' AND NOT a.attisdropped AND c.relkind = 'r'
    AND c.relnamespace = 'public'::regnamespace;
END;

-- The list changed: have the rows that mention the spelling look again, also those that mention
-- another one: what they show changes too, and so do the words kept for search.
CREATE OR REPLACE FUNCTION public.review_mentions() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  target regclass;
BEGIN
  FOR target IN SELECT * FROM redactable_tables() LOOP
    IF TG_OP = 'INSERT' THEN
      EXECUTE format('UPDATE %s AS t SET mentions_protected = true '
                     'WHERE strpos(squeeze(words_of(to_jsonb(t))), $1) > 0', target)
      USING NEW.squeezed;
    ELSE
      EXECUTE format('UPDATE %s SET mentions_protected = false WHERE mentions_protected', target);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

DO $$
DECLARE
  target regclass;
BEGIN
  FOR target IN SELECT * FROM public.redactable_tables() LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER a_note_mentions BEFORE INSERT OR UPDATE ON %s '
                   'FOR EACH ROW EXECUTE FUNCTION public.note_mentions()', target);
  END LOOP;
END $$;
CREATE OR REPLACE TRIGGER review_mentions AFTER INSERT OR DELETE ON public.tracker_protectedspelling
  FOR EACH ROW EXECUTE FUNCTION public.review_mentions();

CREATE OR REPLACE FUNCTION public.reversed_name(spelling text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT string_agg(part, ' ' ORDER BY place DESC)
        FROM regexp_split_to_table(btrim(spelling), '\s+') WITH ORDINALITY AS t(part, place));

-- Keep in the list exactly these spellings for one owner. Latin names also stand reversed:
-- family and given name swap places.
CREATE OR REPLACE FUNCTION public.protect_spellings(who text, spellings text[]) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  WITH wanted AS (
    SELECT DISTINCT ON (squeeze(variant)) variant FROM unnest(spellings) AS spelling,
      LATERAL (VALUES (spelling), (reversed_name(spelling))) AS v(variant)
    WHERE length(squeeze(variant)) > 1 ORDER BY squeeze(variant), variant
  ), gone AS (
    DELETE FROM tracker_protectedspelling
    WHERE owner = who AND squeezed NOT IN (SELECT squeeze(variant) FROM wanted)
  )
  INSERT INTO tracker_protectedspelling (owner, spelling, squeezed, pattern)
  SELECT who, variant, squeeze(variant), spelling_pattern(variant) FROM wanted
  ON CONFLICT DO NOTHING;
$$;

CREATE OR REPLACE FUNCTION public.initials(spelling text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT string_agg(left(part, 1) || '.', ' ' ORDER BY place)
        FROM regexp_split_to_table(btrim(spelling), '[\s\-]+') WITH ORDINALITY AS t(part, place)
        WHERE part <> '');
