-- Withdrawing a row withholds every release that contains it: triggers mark these releases in the same
-- transaction, also for raw SQL, and the public view leaves marked releases out. `manage.py
-- purge_releases` rewrites them. Run after every migrate, idempotent.

-- build_release takes this lock exclusively while it registers a release, so that no withdrawal falls
-- between reading the data and registering.
CREATE OR REPLACE FUNCTION public.wait_for_releases() RETURNS void
LANGUAGE sql RETURN pg_advisory_xact_lock_shared(20210220);

-- Mark releases that contain these records.
CREATE OR REPLACE FUNCTION public.recall_records(record_ids text[]) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  WITH stale AS (
    UPDATE cases_releaserecord r SET is_stale = true FROM cases_releasedrow w
    WHERE w.digest = r.row_id AND w.codes && record_ids AND NOT r.is_stale RETURNING r.release_id
  )
  UPDATE cases_release SET needs_purge = true
  WHERE NOT needs_purge AND id IN (SELECT release_id FROM stale);
$$;

-- Mark releases that contain this protected spelling.
CREATE OR REPLACE FUNCTION public.recall_mentions(hidden text, hidden_pattern text) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  WITH stale AS (
    UPDATE cases_releaserecord r SET is_stale = true FROM cases_releasedrow w
    WHERE w.digest = r.row_id AND strpos(w.normalised, hidden) > 0 AND NOT r.is_stale
      AND normalize(text_of_row(w.content::jsonb)) COLLATE pg_c_utf8 ~* hidden_pattern
    RETURNING r.release_id
  )
  UPDATE cases_release SET needs_purge = true
  WHERE NOT needs_purge AND id IN (SELECT release_id FROM stale);
$$;

-- For a table with ids of its own in releases: the argument names the column.
CREATE OR REPLACE FUNCTION public.recall_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  PERFORM wait_for_releases();
  PERFORM recall_records(ARRAY[to_jsonb(OLD) ->> TG_ARGV[0]]);
  RETURN NULL;
END $$;

-- For a table whose rows appear inside their owner: the arguments name the owner's table and the
-- foreign key. (People whose name is withheld have no public spellings.)
CREATE OR REPLACE FUNCTION public.recall_owner() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  owner text;
BEGIN
  PERFORM wait_for_releases();
  EXECUTE format('SELECT o.code FROM %I o WHERE o.id = $1 AND o.state = ''published''
                  AND coalesce(to_jsonb(o) ->> ''display_policy'', ''full'') = ''full''', TG_ARGV[0])
    INTO owner USING (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
  PERFORM recall_records(ARRAY[owner]);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.recall_spelling() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  PERFORM wait_for_releases();
  PERFORM recall_mentions(NEW.normalised, NEW.pattern);
  RETURN NULL;
END $$;

DO $$
DECLARE
  target text;
  was_public text;
  call text;
BEGIN
  FOR target, was_public, call IN VALUES
    ('tracker_source', '(OLD.state = ''published'')', 'recall_row(''code'')'),
    ('tracker_organisation', '(OLD.state = ''published'')', 'recall_row(''code'')'),
    ('tracker_figure', '(OLD.state = ''published'')', 'recall_row(''code'')'),
    ('laws_law', '(OLD.state = ''published'')', 'recall_row(''slug'')'),
    ('laws_recommendation', '(OLD.state = ''published'')', 'recall_row(''code'')'),
    ('cases_person', '(OLD.state = ''published'')', 'recall_row(''code'')'),
    ('cases_case', '(OLD.state = ''published'')', 'recall_row(''code'')'),
    ('cases_measure', '(OLD.state = ''published'')', 'recall_row(''code'')'),
    ('cases_disagreement', '(OLD.state = ''published'')', 'recall_row(''code'')'),
    ('cases_participation', 'true', 'recall_row(''code'')'),
    ('cases_charge', 'OLD.is_sourced', 'recall_row(''code'')'),
    ('cases_event', 'OLD.is_sourced', 'recall_row(''code'')'),
    ('cases_detention', 'OLD.is_sourced', 'recall_row(''code'')'),
    ('cases_personname', 'OLD.is_sourced', 'recall_owner(''cases_person'', ''person_id'')'),
    ('cases_claim', 'OLD.is_sourced', 'recall_owner(''cases_disagreement'', ''disagreement_id'')')
  LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER recall_deleted AFTER DELETE ON public.%I
                    FOR EACH ROW WHEN (%s) EXECUTE FUNCTION public.%s', target, was_public, call);
    IF was_public <> 'true' THEN
      EXECUTE format('CREATE OR REPLACE TRIGGER recall_withdrawn AFTER UPDATE ON public.%I
                      FOR EACH ROW WHEN (%s AND NOT %s) EXECUTE FUNCTION public.%s',
                     target, was_public, replace(was_public, 'OLD', 'NEW'), call);
    END IF;
  END LOOP;
END $$;

-- The display policy shows less than before, or another pseudonym. Showing more changes no release.
CREATE OR REPLACE TRIGGER recall_protected AFTER UPDATE ON public.cases_person
  FOR EACH ROW WHEN (NEW.display_policy <> 'full' AND OLD.display_policy <> 'withheld'
    AND (OLD.display_policy <> NEW.display_policy
         OR (NEW.display_policy = 'pseudonym' AND OLD.pseudonym <> NEW.pseudonym)))
  EXECUTE FUNCTION public.recall_row('code');
CREATE OR REPLACE TRIGGER recall_respelt AFTER UPDATE ON public.cases_personname
  FOR EACH ROW WHEN (OLD.is_sourced AND OLD.spelling <> NEW.spelling)
  EXECUTE FUNCTION public.recall_owner('cases_person', 'person_id');
-- Names that occur in the text of other records.
CREATE OR REPLACE TRIGGER recall_spelling AFTER INSERT ON public.tracker_protectedspelling
  FOR EACH ROW EXECUTE FUNCTION public.recall_spelling();

-- Visibility of every record: build_release compares it before and after.
CREATE OR REPLACE FUNCTION public.visible_records(OUT id text, OUT shown text) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path = public, ext AS $$
  SELECT code, '' FROM tracker_source WHERE state = 'published'
  UNION ALL SELECT code, '' FROM tracker_organisation WHERE state = 'published'
  UNION ALL SELECT code, '' FROM tracker_figure WHERE state = 'published'
  UNION ALL SELECT slug, '' FROM laws_law WHERE state = 'published'
  UNION ALL SELECT code, '' FROM laws_recommendation WHERE state = 'published'
  UNION ALL SELECT code, '' FROM cases_case WHERE state = 'published'
  UNION ALL SELECT code, '' FROM cases_measure WHERE state = 'published'
  UNION ALL SELECT code, '' FROM cases_participation
  UNION ALL SELECT code, '' FROM cases_charge WHERE is_sourced
  UNION ALL SELECT code, '' FROM cases_event WHERE is_sourced
  UNION ALL SELECT code, '' FROM cases_detention WHERE is_sourced
  UNION ALL SELECT p.code, concat_ws('/', p.display_policy, p.pseudonym,
      (SELECT string_agg(n.spelling, '/' ORDER BY n.id) FROM cases_personname n WHERE n.person_id = p.id AND n.is_sourced))
    FROM cases_person p WHERE p.state = 'published'
  UNION ALL SELECT d.code,
      (SELECT string_agg(c.id::text, '/' ORDER BY c.id) FROM cases_claim c WHERE c.disagreement_id = d.id AND c.is_sourced)
    FROM cases_disagreement d WHERE d.state = 'published';
$$;

-- The text without these names, protected or not.
CREATE OR REPLACE FUNCTION public.without_names(words text, patterns text[]) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, ext AS $$
DECLARE
  hidden text;
BEGIN
  words := redact(words);
  FOREACH hidden IN ARRAY patterns LOOP
    words := regexp_replace(words COLLATE pg_c_utf8, hidden, '[name withheld]', 'gi');
  END LOOP;
  RETURN words;
END $$;
