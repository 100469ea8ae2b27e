-- What the public may see of the law. A fact is visible when its law is, and when it has a citation.

CREATE VIEW pub.laws_law AS SELECT
  l.id, l.code, l.slug, l.kind, l.jurisdiction,
  redacted(l.mentions_protected, l.title)::varchar AS title,
  redacted(l.mentions_protected, l.title_km)::varchar AS title_km,
  redacted(l.mentions_protected, l.full_title)::varchar AS full_title,
  redacted(l.mentions_protected, l.number)::varchar AS number, l.year,
  redacted(l.mentions_protected, l.subject)::varchar AS subject,
  redacted(l.mentions_protected, l.status)::varchar AS status,
  redacted(l.mentions_protected, l.note) AS note,
  l.state, l.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, false AS mentions_protected, l.search_vector, l.search_text_km
FROM laws_law l WHERE l.state = 'published';

CREATE VIEW pub.laws_lawname AS SELECT
  n.id, n.law_id, redacted(n.mentions_protected, n.spelling)::varchar AS spelling,
  false AS mentions_protected, n.search_vector, n.search_text_km
FROM laws_lawname n WHERE (false OR EXISTS (SELECT FROM laws_law l WHERE l.id = n.law_id AND l.state = 'published'));

CREATE VIEW pub.laws_stage AS SELECT
  s.id, s.law_id, s.kind, s.happened_on, s.happened_on_is_about,
  redacted(s.mentions_protected, s.description)::varchar AS description,
  s.standing, redacted(s.mentions_protected, s.standing_reason) AS standing_reason,
  s.is_sourced, false AS mentions_protected
FROM laws_stage s WHERE s.is_sourced AND (false OR EXISTS (SELECT FROM laws_law l WHERE l.id = s.law_id AND l.state = 'published'));

CREATE VIEW pub.laws_provision AS SELECT
  p.id, p.law_id, p.slug, p.unit, redacted(p.mentions_protected, p.number)::varchar AS number,
  p.position, p.kind,
  redacted(p.mentions_protected, p.heading)::varchar AS heading,
  redacted(p.mentions_protected, p.heading_km)::varchar AS heading_km,
  p.part_of_id, redacted(p.mentions_protected, p.note) AS note,
  0::bigint AS lock, false AS mentions_protected, p.search_vector, p.search_text_km
FROM laws_provision p WHERE (false OR EXISTS (SELECT FROM laws_law l WHERE l.id = p.law_id AND l.state = 'published'));

CREATE VIEW pub.laws_provisionname AS SELECT
  n.id, n.provision_id, redacted(n.mentions_protected, n.spelling)::varchar AS spelling,
  false AS mentions_protected, n.search_vector, n.search_text_km
FROM laws_provisionname n WHERE (false OR EXISTS (SELECT FROM laws_provision p JOIN laws_law l ON l.id = p.law_id
                       WHERE p.id = n.provision_id AND l.state = 'published'));

CREATE VIEW pub.laws_version AS SELECT
  v.id, v.provision_id, v.stage, redacted(v.mentions_protected, v.label)::varchar AS label,
  v.starts_on, v.starts_on_is_about, v.ends_on, v.ends_on_is_about, false AS mentions_protected
FROM laws_version v WHERE (false OR EXISTS (SELECT FROM laws_provision p JOIN laws_law l ON l.id = p.law_id
                       WHERE p.id = v.provision_id AND l.state = 'published'));

CREATE VIEW pub.laws_content AS SELECT
  c.id, c.version_id, redacted(c.mentions_protected, c.summary) AS summary,
  redacted(c.mentions_protected, c.summary_km) AS summary_km,
  c.standing, redacted(c.mentions_protected, c.standing_reason) AS standing_reason,
  c.is_sourced, false AS mentions_protected, c.search_vector, c.search_text_km
FROM laws_content c WHERE c.is_sourced AND (false OR EXISTS (SELECT FROM laws_version v JOIN laws_provision o ON o.id = v.provision_id
                       JOIN laws_law l ON l.id = o.law_id WHERE v.id = c.version_id AND l.state = 'published'));

CREATE VIEW pub.laws_penalty AS SELECT
  p.id, p.version_id, p.prison_months_min, p.prison_months_max, p.is_life, p.connector,
  p.fine_min, p.fine_max, p.currency,
  redacted(p.mentions_protected, p.stated_equivalent)::varchar AS stated_equivalent,
  redacted(p.mentions_protected, p.other)::varchar AS other,
  redacted(p.mentions_protected, p.applies_to)::varchar AS applies_to,
  redacted(p.mentions_protected, p.condition)::varchar AS condition,
  redacted(p.mentions_protected, p.note) AS note,
  p.standing, redacted(p.mentions_protected, p.standing_reason) AS standing_reason,
  p.is_sourced, false AS mentions_protected
FROM laws_penalty p WHERE p.is_sourced AND (false OR EXISTS (SELECT FROM laws_version v JOIN laws_provision o ON o.id = v.provision_id
                       JOIN laws_law l ON l.id = o.law_id WHERE v.id = p.version_id AND l.state = 'published'));

CREATE VIEW pub.laws_standard AS SELECT
  s.id, s.slug, (SELECT l.id FROM laws_law l WHERE l.id = s.instrument_id AND l.state = 'published') AS instrument_id,
  redacted(s.mentions_protected, s.article)::varchar AS article, redacted(s.mentions_protected, s.label)::varchar AS label, false AS mentions_protected
FROM laws_standard s
WHERE s.instrument_id IS NULL OR EXISTS (SELECT FROM laws_law l WHERE l.id = s.instrument_id AND l.state = 'published');

CREATE VIEW pub.laws_breach AS SELECT
  b.id, b.provision_id, b.standard_id, redacted(b.mentions_protected, b.concern)::varchar AS concern,
  b.standing, redacted(b.mentions_protected, b.standing_reason) AS standing_reason,
  b.is_sourced, false AS mentions_protected
FROM laws_breach b
WHERE b.is_sourced AND (false OR EXISTS (SELECT FROM laws_provision p JOIN laws_law l ON l.id = p.law_id
                       WHERE p.id = b.provision_id AND l.state = 'published'))
  AND (false OR EXISTS (SELECT FROM pub.laws_standard s WHERE s.id = b.standard_id));

CREATE VIEW pub.laws_recommendation AS SELECT
  r.id, r.code, redacted(r.mentions_protected, r.summary) AS summary,
  redacted(r.mentions_protected, r.summary_km) AS summary_km,
  redacted(r.mentions_protected, r.issuer)::varchar AS issuer,
  redacted(r.mentions_protected, r.addressee)::varchar AS addressee,
  r.addressee_kind, r.is_addressee_inferred, r.issued_on, r.issued_on_is_about, r.is_restatement,
  redacted(r.mentions_protected, r.note) AS note,
  r.state, r.published_at, NULL::bigint AS last_edited_by_id, ''::text AS withdrawal_reason,
  ''::text AS staff_notes, 0::bigint AS lock, false AS mentions_protected, r.search_vector, r.search_text_km
FROM laws_recommendation r WHERE r.state = 'published';

-- An ask about a law that is not public is not public.
CREATE VIEW pub.laws_ask AS SELECT
  a.id, a.recommendation_id, a.action, a.provision_id, a.law_id, false AS mentions_protected
FROM laws_ask a
WHERE (false OR EXISTS (SELECT FROM laws_recommendation r WHERE r.id = a.recommendation_id AND r.state = 'published'))
  AND (a.provision_id IS NULL OR EXISTS (SELECT FROM laws_provision p JOIN laws_law l ON l.id = p.law_id
                       WHERE p.id = a.provision_id AND l.state = 'published'))
  AND (a.law_id IS NULL OR EXISTS (SELECT FROM laws_law l WHERE l.id = a.law_id AND l.state = 'published'));

SELECT create_citation_view('laws_lawcitation', 'laws_law'),
       create_citation_view('laws_stagecitation', 'laws_stage'),
       create_citation_view('laws_provisioncitation', 'laws_provision'),
       create_citation_view('laws_contentcitation', 'laws_content'),
       create_citation_view('laws_penaltycitation', 'laws_penalty'),
       create_citation_view('laws_breachcitation', 'laws_breach'),
       create_citation_view('laws_recommendationcitation', 'laws_recommendation'),
       create_link_view('laws_law_issuers', 'law_id', 'laws_law', 'organisation_id', 'tracker_organisation'),
       create_link_view('laws_recommendation_issuers',
                  'recommendation_id', 'laws_recommendation', 'organisation_id', 'tracker_organisation');
