"""The limit (a): the fastest that PostgreSQL can produce a page of the list, as SQL by hand.

One statement with nested `json_agg`, executed by psycopg2 as the public role: a hundred cases with
participations, charges, provisions and the status of each charge. The same facts as a page of the
API, without URLs and without HTTP.
"""

STATUS_QUERY = """
  SELECT z.status FROM cases_chargechange z JOIN cases_event e ON e.id = z.event_id
  WHERE z.charge_id = x.id ORDER BY upper(e.happened_on) DESC NULLS LAST, z.status LIMIT 1"""
CHARGES_QUERY = """
  SELECT json_agg(json_build_object(
    'id', x.code, 'provenance', x.provenance, 'wording', x.wording, 'conduct_on', x.conduct_on,
    'standing', x.standing, 'standing_reason', x.standing_reason, 'status', ({status}),
    'provision', json_build_object('id', l.slug || '/' || v.slug,
                                   'label', l.title || ' ' || v.unit || ' ' || v.number)
  ) ORDER BY v.position, x.code)
  FROM cases_charge x JOIN laws_provision v ON v.id = x.provision_id
  JOIN laws_law l ON l.id = v.law_id WHERE x.participation_id = p.id"""
PARTICIPATIONS_QUERY = f"""
  SELECT json_agg(json_build_object(
    'role', p.role, 'note', p.note, 'standing', p.standing, 'standing_reason', p.standing_reason,
    'person', json_build_object('id', h.code, 'label', h.name),
    'category', h.category, 'gender', h.gender, 'charges', ({CHARGES_QUERY})
  ) ORDER BY p.role, p.id)
  FROM cases_participation p LEFT JOIN cases_person h ON h.id = p.person_id
  WHERE p.case_id = c.id"""
CASES_QUERY = f"""
  WITH page AS MATERIALIZED (SELECT * FROM cases_case ORDER BY code LIMIT 100)
  SELECT json_agg(json_build_object(
    'id', c.code, 'title', c.title, 'title_km', c.title_km, 'summary', c.summary,
    'summary_km', c.summary_km, 'category', c.category, 'platform', c.platform,
    'country', c.country, 'province', c.province, 'place', c.place,
    'status_note', c.status_note, 'confirmed_on', c.confirmed_on,
    'court', (SELECT json_build_object('id', o.code, 'label', o.name)
              FROM tracker_organisation o WHERE o.id = c.court_id),
    'participations', ({PARTICIPATIONS_QUERY}), 'published_at', c.published_at
  ) ORDER BY c.code)::text FROM page c"""

LIMIT_QUERY = CASES_QUERY.format(status=STATUS_QUERY)
LIMIT_QUERY_WITHOUT_STATUS = CASES_QUERY.format(status="NULL")
