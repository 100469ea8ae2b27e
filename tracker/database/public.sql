-- What the public may see of the tracker app: sources, organisations, figures.
-- One view for each public table, under the table's name; a column not listed here is not public.
--
-- `false OR EXISTS (...)` means EXISTS, but the planner cannot turn it into a join: it becomes a
-- subplan, per row or hashed. Joins through several views would add up to a dozen tables, and the plan
-- take seconds instead of milliseconds.

-- A citation is public where its fact and its source are.
CREATE OR REPLACE FUNCTION public.create_citation_view(citations text, facts text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE VIEW pub.%1$I AS SELECT c.id, c.fact_id, c.source_id,
       public.redacted(c.mentions_protected, c.section)::varchar AS section,
       public.redacted(c.mentions_protected, c.locator)::varchar AS locator,
       false AS mentions_protected
     FROM public.%1$I c
     WHERE (false OR EXISTS (SELECT FROM pub.%2$I f WHERE f.id = c.fact_id))
       AND (false OR EXISTS (SELECT FROM public.tracker_source s
                   WHERE s.id = c.source_id AND s.state = ''published''))', citations, facts);
END $$;

-- A many-to-many row is public where both ends are.
CREATE OR REPLACE FUNCTION public.create_link_view(
  links text, one_id text, one text, other_id text, other text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE VIEW pub.%1$I AS SELECT id, %2$I, %4$I FROM public.%1$I l
     WHERE (false OR EXISTS (SELECT FROM pub.%3$I a WHERE a.id = l.%2$I))
       AND (false OR EXISTS (SELECT FROM pub.%5$I b WHERE b.id = l.%4$I))',
    links, one_id, one, other_id, other);
END $$;

CREATE VIEW pub.tracker_source AS SELECT
  s.id, s.code, s.kind,
  redacted(s.mentions_protected, s.title)::varchar AS title,
  redacted(s.mentions_protected, s.title_km)::varchar AS title_km,
  redacted(s.mentions_protected, s.author)::varchar AS author,
  redacted(s.mentions_protected, s.publisher)::varchar AS publisher,
  s.published_on, s.published_on_is_about,
  -- An address often spells out the title: not shown where the title names someone protected.
  (CASE WHEN s.mentions_protected THEN '' ELSE s.url END)::varchar AS url,
  (CASE WHEN s.mentions_protected THEN '' ELSE s.archived_url END)::varchar AS archived_url,
  (SELECT p.id FROM tracker_source p WHERE p.id = s.part_of_id AND p.state = 'published') AS part_of_id,
  (SELECT p.id FROM tracker_source p WHERE p.id = s.known_from_id AND p.state = 'published') AS known_from_id,
  redacted(s.mentions_protected, s.note) AS note,
  s.state, s.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, false AS mentions_protected, s.search_vector, s.search_text_km
FROM tracker_source s WHERE s.state = 'published';

-- The slug of a copy is no secret: readers open the copy through the address of its source.
CREATE VIEW pub.tracker_sourcecopy AS SELECT c.id, c.source_id, c.slug, c.media_type, c.bytes, c.sha256
FROM tracker_sourcecopy c
WHERE EXISTS (SELECT FROM tracker_source s WHERE s.id = c.source_id AND s.state = 'published');

CREATE VIEW pub.tracker_organisation AS SELECT
  o.id, o.code, o.kind,
  redacted(o.mentions_protected, o.name)::varchar AS name,
  redacted(o.mentions_protected, o.name_km)::varchar AS name_km,
  redacted(o.mentions_protected, o.abbreviation)::varchar AS abbreviation,
  redacted(o.mentions_protected, o.description)::varchar AS description,
  o.state, o.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, false AS mentions_protected, o.search_vector, o.search_text_km
FROM tracker_organisation o WHERE o.state = 'published';

CREATE VIEW pub.tracker_organisationname AS SELECT
  n.id, n.organisation_id, redacted(n.mentions_protected, n.spelling)::varchar AS spelling,
  false AS mentions_protected, n.search_vector, n.search_text_km
FROM tracker_organisationname n
WHERE (false OR EXISTS (SELECT FROM tracker_organisation o WHERE o.id = n.organisation_id AND o.state = 'published'));

CREATE VIEW pub.tracker_figure AS SELECT
  f.id, f.code, redacted(f.mentions_protected, f.topic)::varchar AS topic, f.value, f.value_max, f.qualifier,
  redacted(f.mentions_protected, f.wording)::varchar AS wording,
  redacted(f.mentions_protected, f.unit)::varchar AS unit, f.out_of,
  f.period, f.period_is_about,
  redacted(f.mentions_protected, f.period_note)::varchar AS period_note,
  redacted(f.mentions_protected, f.issuer)::varchar AS issuer,
  f.standing, redacted(f.mentions_protected, f.standing_reason) AS standing_reason,
  redacted(f.mentions_protected, f.note) AS note,
  f.state, f.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, f.is_sourced, false AS mentions_protected, f.search_vector, f.search_text_km
FROM tracker_figure f WHERE f.is_sourced AND f.state = 'published';

CREATE VIEW pub.tracker_dataversion AS SELECT v.id, v.token FROM tracker_dataversion v;
CREATE VIEW pub.tracker_change AS SELECT c.id, c.kind, c.code, c.operation, c.merged_into, c.version_id
FROM tracker_change c;

SELECT create_citation_view('tracker_sourcecitation', 'tracker_source'),
       create_citation_view('tracker_organisationcitation', 'tracker_organisation'),
       create_citation_view('tracker_figurecitation', 'tracker_figure'),
       create_link_view('tracker_organisation_statements_signed',
                  'organisation_id', 'tracker_organisation', 'source_id', 'tracker_source');

-- The only function that writes for the public role: an error report. Returns `kept` (also for one that
-- is in the queue already), `busy` (too many in this minute) or `full`. Stores nothing about the
-- sender; the limits are global.
CREATE FUNCTION pub.report_error(about text, words text, source text, contact text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, ext AS $$
DECLARE
  this_minute timestamptz := date_trunc('minute', now());
BEGIN
  PERFORM pg_advisory_xact_lock(20210217);  -- one at a time, so that the limits are exact
  IF EXISTS (SELECT FROM tracker_errorreport r WHERE r.state = 'new'
             AND (r.about, r.words, r.source, r.contact) = ($1, $2, $3, $4)) THEN
    RETURN 'kept';
  ELSIF (SELECT count(*) FROM tracker_errorreport r WHERE r.state = 'new') >= 2000 THEN
    RETURN 'full';
  ELSIF (SELECT count(*) FROM tracker_errorreport r WHERE r.received_at >= this_minute) >= 20 THEN
    RETURN 'busy';
  END IF;
  INSERT INTO tracker_errorreport (about, words, source, contact, received_at, state, staff_notes)
  VALUES ($1, $2, $3, $4, this_minute, 'new', '');
  RETURN 'kept';
END $$;
REVOKE ALL ON FUNCTION pub.report_error FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pub.report_error TO tracker_public;

-- Prefix of the API key with this digest if it is valid now, else NULL: a revoked, an expired and an
-- unknown key look the same.
CREATE FUNCTION pub.good_key(digest text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, ext
BEGIN ATOMIC
  SELECT k.prefix FROM tracker_apikey k
  WHERE k.digest = $1 AND k.revoked_at IS NULL
    AND k.expires_on >= (now() AT TIME ZONE 'UTC')::date;
END;
REVOKE ALL ON FUNCTION pub.good_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pub.good_key TO tracker_public;
