-- What the public may see of people and cases. Names follow the person's display policy. A fact is
-- visible when every record it belongs to is, and when it has a citation (a participation: when its case
-- is). Participations, charges and events have the result in `is_shown` (row_visibility.sql).
-- `false OR EXISTS (...)`: see tracker/database/public.sql.

CREATE VIEW pub.cases_person AS SELECT
  p.id, p.code,
  (CASE p.display_policy WHEN 'full' THEN p.name WHEN 'initials' THEN initials(p.name)
                         WHEN 'pseudonym' THEN p.pseudonym ELSE '' END)::varchar AS name,
  (CASE p.display_policy WHEN 'full' THEN p.name_km ELSE '' END)::varchar AS name_km,
  p.display_policy,
  (CASE p.display_policy WHEN 'pseudonym' THEN p.pseudonym ELSE '' END)::varchar AS pseudonym,
  (CASE p.display_policy WHEN 'full' THEN '' ELSE p.protection_reason END)::varchar AS protection_reason,
  p.is_minor AND p.display_policy <> 'full' AS is_minor, ''::text AS minor_override_reason,
  p.category, p.gender,
  (CASE p.display_policy WHEN 'full' THEN p.nationality ELSE '' END)::varchar AS nationality,
  (SELECT m.id FROM cases_person m WHERE m.id = p.merged_into_id AND m.state = 'published') AS merged_into_id,
  p.state, p.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, false AS mentions_protected
FROM cases_person p WHERE p.state = 'published';

-- Spellings, affiliations and their citations: only of people whose display policy is `full`.
CREATE VIEW pub.cases_personname AS SELECT
  n.id, n.person_id, n.spelling, n.script, n.standing,
  redacted(n.mentions_protected, n.standing_reason) AS standing_reason, n.is_sourced, false AS mentions_protected
FROM cases_personname n
WHERE n.is_sourced AND (false OR EXISTS (SELECT FROM cases_person p
              WHERE p.id = n.person_id AND p.state = 'published' AND p.display_policy = 'full'));

-- The dictionary: spellings of public names only.
CREATE VIEW pub.cases_spelling AS SELECT s.id, s.text, s.reading, s.key_id, s.edition, s.is_public
FROM cases_spelling s WHERE s.is_public;
CREATE VIEW pub.cases_spellingkey AS SELECT k.text, k.is_public FROM cases_spellingkey k WHERE k.is_public;

CREATE VIEW pub.cases_affiliation AS SELECT
  a.id, a.person_id, a.organisation_id, redacted(a.mentions_protected, a.title)::varchar AS title,
  a.held_from, a.held_from_is_about, a.held_until, a.held_until_is_about, a.stated_on, a.stated_on_is_about,
  a.standing, redacted(a.mentions_protected, a.standing_reason) AS standing_reason,
  a.is_sourced, false AS mentions_protected
FROM cases_affiliation a
WHERE a.is_sourced AND (false OR EXISTS (SELECT FROM cases_person p
              WHERE p.id = a.person_id AND p.state = 'published' AND p.display_policy = 'full'))
  AND (a.organisation_id IS NULL OR EXISTS (SELECT FROM tracker_organisation o WHERE o.id = a.organisation_id AND o.state = 'published'));

CREATE VIEW pub.cases_case AS SELECT
  c.id, c.code, redacted(c.mentions_protected, c.title)::varchar AS title,
  redacted(c.mentions_protected, c.title_km)::varchar AS title_km,
  redacted(c.mentions_protected, c.summary) AS summary,
  redacted(c.mentions_protected, c.summary_km) AS summary_km,
  c.scope, c.category, c.platform, c.country, c.province,
  redacted(c.mentions_protected, c.place)::varchar AS place,
  (SELECT o.id FROM tracker_organisation o WHERE o.id = c.court_id AND o.state = 'published') AS court_id,
  redacted(c.mentions_protected, c.status_note)::varchar AS status_note,
  c.confirmed_on, c.confirmed_on_is_about,
  (SELECT m.id FROM cases_case m WHERE m.id = c.merged_into_id AND m.state = 'published') AS merged_into_id,
  c.state, c.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, false AS mentions_protected, c.search_vector, c.search_text_km
FROM cases_case c WHERE c.state = 'published';

CREATE VIEW pub.cases_participation AS SELECT
  p.id, p.code, p.case_id, p.role, p.person_id, p.organisation_id,
  redacted(p.mentions_protected, p.group_label)::varchar AS group_label, p.group_size, p.group_qualifier,
  p.group_is_distinct, p.category, redacted(p.mentions_protected, p.note)::varchar AS note,
  p.standing, redacted(p.mentions_protected, p.standing_reason) AS standing_reason,
  p.is_sourced, p.is_shown, false AS mentions_protected
FROM cases_participation p WHERE p.is_shown;

CREATE VIEW pub.cases_charge AS SELECT
  c.id, c.code, c.participation_id, c.provision_id, c.provenance,
  redacted(c.mentions_protected, c.wording)::varchar AS wording, c.conduct_on, c.conduct_on_is_about,
  c.base_id, c.requalified_from_id,
  c.standing, redacted(c.mentions_protected, c.standing_reason) AS standing_reason,
  c.is_sourced, c.is_shown, false AS mentions_protected
FROM cases_charge c WHERE c.is_shown;

CREATE VIEW pub.cases_event AS SELECT
  e.id, e.code, e.case_id, e.kind, e.happened_on, e.happened_on_is_about,
  redacted(e.mentions_protected, e.date_note)::varchar AS date_note, e.is_scheduled,
  (SELECT o.id FROM tracker_organisation o WHERE o.id = e.court_id AND o.state = 'published') AS court_id,
  redacted(e.mentions_protected, e.place)::varchar AS place,
  redacted(e.mentions_protected, e.description)::varchar AS description, e.provenance,
  e.standing, redacted(e.mentions_protected, e.standing_reason) AS standing_reason,
  e.is_sourced, e.is_shown, false AS mentions_protected
FROM cases_event e WHERE e.is_shown;

CREATE VIEW pub.cases_chargechange AS SELECT
  x.id, x.event_id, x.charge_id, x.status, false AS mentions_protected
FROM cases_chargechange x
WHERE (false OR EXISTS (SELECT FROM cases_event e WHERE e.id = x.event_id AND e.is_shown))
  AND (false OR EXISTS (SELECT FROM cases_charge c WHERE c.id = x.charge_id AND c.is_shown));

CREATE VIEW pub.cases_sentence AS SELECT
  s.id, s.participation_id, (SELECT e.id FROM cases_event e WHERE e.id = s.event_id AND e.is_shown) AS event_id,
  s.prison_months_min, s.prison_months_max, s.is_life, s.suspended_months, s.is_remainder_suspended,
  s.served_months, s.is_in_absentia, s.fine, s.fine_currency, s.is_fine_unstated, s.compensation,
  s.compensation_currency, redacted(s.mentions_protected, s.compensation_to)::varchar AS compensation_to,
  s.is_claim_only,
  redacted(s.mentions_protected, s.stated_equivalent)::varchar AS stated_equivalent, redacted(s.mentions_protected, s.note)::varchar AS note,
  s.standing, redacted(s.mentions_protected, s.standing_reason) AS standing_reason,
  s.is_sourced, false AS mentions_protected
FROM cases_sentence s
WHERE s.is_sourced AND (false OR EXISTS (SELECT FROM cases_participation p WHERE p.id = s.participation_id AND p.is_shown));

CREATE VIEW pub.cases_detention AS SELECT
  d.id, d.code, d.participation_id, d.basis, d.started_on, d.started_on_is_about, d.ended_on, d.ended_on_is_about,
  d.confirmed_on, d.confirmed_on_is_about,
  (SELECT o.id FROM tracker_organisation o WHERE o.id = d.place_id AND o.state = 'published') AS place_id,
  redacted(d.mentions_protected, d.note)::varchar AS note,
  d.standing, redacted(d.mentions_protected, d.standing_reason) AS standing_reason,
  d.is_sourced, false AS mentions_protected
FROM cases_detention d
WHERE d.is_sourced AND (false OR EXISTS (SELECT FROM cases_participation p WHERE p.id = d.participation_id AND p.is_shown));

CREATE VIEW pub.cases_measure AS SELECT
  m.id, m.code, m.kind, redacted(m.mentions_protected, m.title)::varchar AS title,
  redacted(m.mentions_protected, m.title_km)::varchar AS title_km,
  redacted(m.mentions_protected, m.description) AS description, m.taken_on, m.taken_on_is_about,
  redacted(m.mentions_protected, m.date_note)::varchar AS date_note, m.province, m.is_external, m.is_favourable,
  m.standing, redacted(m.mentions_protected, m.standing_reason) AS standing_reason,
  m.state, m.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, m.is_sourced, false AS mentions_protected, m.search_vector, m.search_text_km
FROM cases_measure m WHERE m.is_sourced AND m.state = 'published';

CREATE VIEW pub.cases_measureparty AS SELECT
  p.id, p.measure_id, p.role, p.organisation_id, redacted(p.mentions_protected, p.label)::varchar AS label,
  false AS mentions_protected
FROM cases_measureparty p
WHERE (false OR EXISTS (SELECT FROM cases_measure m WHERE m.id = p.measure_id AND m.is_sourced AND m.state = 'published'))
  AND (p.organisation_id IS NULL
       OR EXISTS (SELECT FROM tracker_organisation o WHERE o.id = p.organisation_id AND o.state = 'published'));

-- Visible only when everything it is about is: no link may lead to a hidden record.
CREATE VIEW pub.cases_disagreement AS SELECT
  d.id, d.code, redacted(d.mentions_protected, d.topic)::varchar AS topic, d.kind, d.nature,
  redacted(d.mentions_protected, d.handling) AS handling,
  d.state, d.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, false AS mentions_protected, d.search_vector, d.search_text_km
FROM cases_disagreement d
WHERE d.state = 'published' AND NOT EXISTS (
  SELECT FROM cases_disagreement_laws l JOIN laws_law x ON x.id = l.law_id
    WHERE l.disagreement_id = d.id AND x.state <> 'published'
  UNION ALL SELECT FROM cases_disagreement_provisions l JOIN laws_provision p ON p.id = l.provision_id
    JOIN laws_law x ON x.id = p.law_id WHERE l.disagreement_id = d.id AND x.state <> 'published'
  UNION ALL SELECT FROM cases_disagreement_recommendations l JOIN laws_recommendation x ON x.id = l.recommendation_id
    WHERE l.disagreement_id = d.id AND x.state <> 'published'
  UNION ALL SELECT FROM cases_disagreement_figures l JOIN tracker_figure x ON x.id = l.figure_id
    WHERE l.disagreement_id = d.id AND x.state <> 'published'
  UNION ALL SELECT FROM cases_disagreement_organisations l JOIN tracker_organisation x ON x.id = l.organisation_id
    WHERE l.disagreement_id = d.id AND x.state <> 'published'
  UNION ALL SELECT FROM cases_disagreement_sources l JOIN tracker_source x ON x.id = l.source_id
    WHERE l.disagreement_id = d.id AND x.state <> 'published'
  UNION ALL SELECT FROM cases_disagreement_cases l JOIN cases_case x ON x.id = l.case_id
    WHERE l.disagreement_id = d.id AND x.state <> 'published'
  UNION ALL SELECT FROM cases_disagreement_people l JOIN cases_person x ON x.id = l.person_id
    WHERE l.disagreement_id = d.id AND (x.state <> 'published' OR x.display_policy <> 'full')
  UNION ALL SELECT FROM cases_disagreement_measures l JOIN cases_measure x ON x.id = l.measure_id
    WHERE l.disagreement_id = d.id AND x.state <> 'published');

CREATE VIEW pub.cases_claim AS SELECT
  c.id, c.disagreement_id, redacted(c.mentions_protected, c.value)::varchar AS value,
  c.standing, redacted(c.mentions_protected, c.standing_reason) AS standing_reason,
  c.is_sourced, false AS mentions_protected, c.search_vector, c.search_text_km
FROM cases_claim c WHERE c.is_sourced AND (false OR EXISTS (SELECT FROM pub.cases_disagreement d WHERE d.id = c.disagreement_id));

-- Recorded public numbers, of provisions that are still public.
CREATE VIEW pub.cases_snapshot AS SELECT s.id, s.taken_at, s.data_version, s.rule_version FROM cases_snapshot s;

CREATE VIEW pub.cases_recordedcount AS SELECT
  c.id, c.snapshot_id, c.provision_id, c.unit, c.basis, c.value, c.from_older_records
FROM cases_recordedcount c
WHERE c.provision_id IS NULL OR EXISTS (SELECT FROM pub.laws_provision p WHERE p.id = c.provision_id);

-- Words for "did you mean": those that occur in a public record.
CREATE VIEW pub.tracker_indexedterm AS SELECT w.text FROM tracker_indexedterm w
WHERE (false OR EXISTS (SELECT FROM pub.tracker_source t WHERE t.search_vector @@ w.text::tsquery))
   OR EXISTS (SELECT FROM pub.tracker_organisation t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.tracker_organisationname t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.tracker_figure t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.laws_law t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.laws_lawname t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.laws_provision t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.laws_provisionname t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.laws_content t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.laws_recommendation t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.cases_case t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.cases_measure t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.cases_disagreement t WHERE t.search_vector @@ w.text::tsquery)
   OR EXISTS (SELECT FROM pub.cases_claim t WHERE t.search_vector @@ w.text::tsquery);

-- A document may print the name of a minor that the tracker withholds. Whoever reads the place cited would
-- find it: of everything in or about a case of such a minor, the public sees which source says so, and
-- neither section nor locator. `joined`: tables that lead from the fact f to the participations p of its
-- cases. A minor who is only a draft hides nothing: a draft changes nothing the public sees.
CREATE OR REPLACE FUNCTION public.create_case_citation_view(citations text, facts text, joined text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  leads_to_minor text := format(
    'EXISTS (SELECT FROM public.%I f %s JOIN public.cases_person h ON h.id = p.person_id
             WHERE f.id = c.fact_id AND h.is_minor AND h.display_policy <> ''full''
               AND (p.is_shown OR (h.state <> ''published'' AND h.published_at IS NOT NULL)))', facts, joined);
BEGIN
  EXECUTE format(
    'CREATE VIEW pub.%1$I AS SELECT c.id, c.fact_id, c.source_id,
       (CASE WHEN %3$s THEN '''' ELSE public.redacted(c.mentions_protected, c.section) END)::varchar AS section,
       (CASE WHEN %3$s THEN '''' ELSE public.redacted(c.mentions_protected, c.locator) END)::varchar AS locator,
       false AS mentions_protected
     FROM public.%1$I c
     WHERE (false OR EXISTS (SELECT FROM %2$s f WHERE f.id = c.fact_id))
       AND (false OR EXISTS (SELECT FROM public.tracker_source s
                   WHERE s.id = c.source_id AND s.state = ''published''))',
    citations,
    -- Of the citations of a person as such: only of people whose display policy is `full`.
    CASE facts WHEN 'cases_person' THEN '(SELECT id FROM pub.cases_person WHERE display_policy = ''full'')'
               ELSE format('pub.%I', facts) END,
    leads_to_minor);
END $$;

DO $$
DECLARE
  in_case text := 'JOIN public.cases_participation p ON p.case_id = ';
  of_part text := 'JOIN public.cases_participation o ON o.id = f.participation_id ' || in_case || 'o.case_id';
  of_person text := 'JOIN public.cases_participation o ON o.person_id = %s ' || in_case || 'o.case_id';
BEGIN
  PERFORM create_case_citation_view('cases_personcitation', 'cases_person', format(of_person, 'f.id')),
          create_case_citation_view('cases_personnamecitation', 'cases_personname', format(of_person, 'f.person_id')),
          create_case_citation_view('cases_affiliationcitation', 'cases_affiliation', format(of_person, 'f.person_id')),
          create_case_citation_view('cases_casecitation', 'cases_case', in_case || 'f.id'),
          create_case_citation_view('cases_participationcitation', 'cases_participation', in_case || 'f.case_id'),
          create_case_citation_view('cases_chargecitation', 'cases_charge', of_part),
          create_case_citation_view('cases_eventcitation', 'cases_event', in_case || 'f.case_id'),
          create_case_citation_view('cases_sentencecitation', 'cases_sentence', of_part),
          create_case_citation_view('cases_detentioncitation', 'cases_detention', of_part),
          create_case_citation_view('cases_measurecitation', 'cases_measure',
            'JOIN public.cases_measure_cases l ON l.measure_id = f.id ' || in_case || 'l.case_id'),
          create_case_citation_view('cases_claimcitation', 'cases_claim',
            'JOIN public.cases_disagreement_cases l ON l.disagreement_id = f.disagreement_id ' || in_case || 'l.case_id');
END $$;

SELECT create_link_view('cases_case_recommendations', 'case_id', 'cases_case', 'recommendation_id', 'laws_recommendation'),
       create_link_view('cases_event_participations', 'event_id', 'cases_event', 'participation_id', 'cases_participation'),
       create_link_view('cases_measure_provisions', 'measure_id', 'cases_measure', 'provision_id', 'laws_provision'),
       create_link_view('cases_measure_laws', 'measure_id', 'cases_measure', 'law_id', 'laws_law'),
       create_link_view('cases_measure_cases', 'measure_id', 'cases_measure', 'case_id', 'cases_case'),
       create_link_view('cases_disagreement_laws', 'disagreement_id', 'cases_disagreement', 'law_id', 'laws_law'),
       create_link_view('cases_disagreement_provisions', 'disagreement_id', 'cases_disagreement', 'provision_id', 'laws_provision'),
       create_link_view('cases_disagreement_recommendations', 'disagreement_id', 'cases_disagreement', 'recommendation_id', 'laws_recommendation'),
       create_link_view('cases_disagreement_figures', 'disagreement_id', 'cases_disagreement', 'figure_id', 'tracker_figure'),
       create_link_view('cases_disagreement_organisations', 'disagreement_id', 'cases_disagreement', 'organisation_id', 'tracker_organisation'),
       create_link_view('cases_disagreement_sources', 'disagreement_id', 'cases_disagreement', 'source_id', 'tracker_source'),
       create_link_view('cases_disagreement_cases', 'disagreement_id', 'cases_disagreement', 'case_id', 'cases_case'),
       create_link_view('cases_disagreement_people', 'disagreement_id', 'cases_disagreement', 'person_id', 'cases_person'),
       create_link_view('cases_disagreement_measures', 'disagreement_id', 'cases_disagreement', 'measure_id', 'cases_measure');

-- A release that contains something withdrawn is withheld until it is rewritten.
CREATE VIEW pub.cases_release AS SELECT
  r.id, r.slug, r.built_at, r.data_version, r.rows, r.bytes, r.sha256, r.added, r.changed, r.removed,
  r.purged_on, false AS needs_purge
FROM cases_release r WHERE NOT r.needs_purge;
