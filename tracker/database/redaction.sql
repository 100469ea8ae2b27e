-- Redacts the names of protected people in every public text.
--
-- A row with free text has the flag `mentions_protected`, maintained by triggers, so that reading
-- costs nothing where no protected name occurs. The list of protected spellings belongs to the tracker
-- app; the cases app fills it. Run after every migrate, idempotent.

-- Lower case, composed, without blanks, hyphens and zero-width characters: "Sen-Karuna" and
-- "Senkaruna" normalise to the same. (The collation folds case beyond ASCII.)
CREATE OR REPLACE FUNCTION public.normalise_for_index(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(lower(normalize(words) COLLATE pg_c_utf8),
                      '[\s\u00A0\u200B-\u200D\u2010-\u2015\u2060_.\-]', '', 'g');

-- A regular expression that finds a spelling however its parts are joined or split. Latin names
-- count as whole words only; Khmer has no blanks between words.
CREATE OR REPLACE FUNCTION public.spelling_pattern(spelling text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT CASE WHEN public.normalise_for_index(spelling) ~ '^[\x01-\u024F]+$' THEN '\m' || body || '\M' ELSE body END
  FROM (SELECT string_agg(regexp_replace(letter, '([^\w])', '\\\1'),
                          '[\s\u00A0\u200B-\u200D\u2010-\u2015\u2060_.\-]*' ORDER BY place) AS body
        FROM regexp_split_to_table(public.normalise_for_index(spelling), '') WITH ORDINALITY AS t(letter, place)) AS s
);

-- All text of a row, whatever the column, except the search columns: they are derived from it.
CREATE OR REPLACE FUNCTION public.text_of_row(row_as_json jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT coalesce(string_agg(value, E'\n'), '') FROM jsonb_each_text(row_as_json - 'search_vector' - 'search_text_km'));

CREATE OR REPLACE FUNCTION public.mentions_protected(words text) RETURNS boolean
LANGUAGE sql STABLE STRICT
RETURN EXISTS (
  SELECT 1 FROM (SELECT public.normalise_for_index(words) AS normalised_words) AS t, public.tracker_protectedspelling AS s
  WHERE strpos(t.normalised_words, s.normalised) > 0 AND normalize(words) COLLATE pg_c_utf8 ~* s.pattern
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
    WHERE strpos(normalise_for_index(words), normalised) > 0 ORDER BY length(normalised) DESC, pattern
  LOOP
    words := regexp_replace(words COLLATE pg_c_utf8, hidden, '[name withheld]', 'gi');
  END LOOP;
  RETURN words;
END $$;

-- What the views write around each public text column.
CREATE OR REPLACE FUNCTION public.redacted(flag boolean, words text) RETURNS text
LANGUAGE sql STABLE
RETURN CASE WHEN flag THEN public.redact(words) ELSE words END;

CREATE OR REPLACE FUNCTION public.maintain_name_mentions() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  NEW.mentions_protected := mentions_protected(text_of_row(to_jsonb(NEW)));
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

-- The list changed: recompute the flag of rows that contain the spelling, also of those flagged for
-- another one: their redacted text changes, and so do their search columns. The value written does not
-- matter: the trigger a_maintain_name_mentions computes it.
CREATE OR REPLACE FUNCTION public.recheck_name_mentions() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  target regclass;
BEGIN
  FOR target IN SELECT * FROM redactable_tables() LOOP
    IF TG_OP = 'INSERT' THEN
      EXECUTE format('UPDATE %s AS t SET mentions_protected = true '
                     'WHERE strpos(normalise_for_index(text_of_row(to_jsonb(t))), $1) > 0', target)
      USING NEW.normalised;
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
    EXECUTE format('CREATE OR REPLACE TRIGGER a_maintain_name_mentions BEFORE INSERT OR UPDATE ON %s '
                   'FOR EACH ROW EXECUTE FUNCTION public.maintain_name_mentions()', target);
  END LOOP;
END $$;
CREATE OR REPLACE TRIGGER recheck_name_mentions AFTER INSERT OR DELETE ON public.tracker_protectedspelling
  FOR EACH ROW EXECUTE FUNCTION public.recheck_name_mentions();

CREATE OR REPLACE FUNCTION public.reversed_name(spelling text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT string_agg(part, ' ' ORDER BY place DESC)
        FROM regexp_split_to_table(btrim(spelling), '\s+') WITH ORDINALITY AS t(part, place));

-- Replace the listed spellings of one owner. Latin names are listed in both orders of family and
-- given name.
CREATE OR REPLACE FUNCTION public.protect_spellings(who text, spellings text[]) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  WITH wanted AS (
    SELECT DISTINCT ON (normalise_for_index(variant)) variant FROM unnest(spellings) AS spelling,
      LATERAL (VALUES (spelling), (reversed_name(spelling))) AS v(variant)
    WHERE length(normalise_for_index(variant)) > 1 ORDER BY normalise_for_index(variant), variant
  ), gone AS (
    DELETE FROM tracker_protectedspelling
    WHERE owner = who AND normalised NOT IN (SELECT normalise_for_index(variant) FROM wanted)
  )
  INSERT INTO tracker_protectedspelling (owner, spelling, normalised, pattern)
  SELECT who, variant, normalise_for_index(variant), spelling_pattern(variant) FROM wanted
  ON CONFLICT DO NOTHING;
$$;

CREATE OR REPLACE FUNCTION public.initials(spelling text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT string_agg(left(part, 1) || '.', ' ' ORDER BY place)
        FROM regexp_split_to_table(btrim(spelling), '[\s\-]+') WITH ORDINALITY AS t(part, place)
        WHERE part <> '');
