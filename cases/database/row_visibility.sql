-- `is_shown`: whether the public sees a participation, charge or event, and every row it belongs to.
-- Each row computes its own flag; a change of a parent row recomputes it. Concurrent changes of two
-- transactions are resolved at commit (cdc.recompute_is_shown). Run after every migrate, idempotent.

CREATE OR REPLACE FUNCTION public.may_be_shown(p public.cases_participation) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, ext AS $$
  SELECT EXISTS (SELECT FROM cases_case c WHERE c.id = p.case_id AND c.state = 'published'
                AND c.merged_into_id IS NULL)
    AND (p.person_id IS NULL OR EXISTS (
      SELECT FROM cases_person h WHERE h.id = p.person_id AND h.state = 'published'
                                         AND h.merged_into_id IS NULL))
    AND (p.organisation_id IS NULL OR EXISTS (
      SELECT FROM tracker_organisation o WHERE o.id = p.organisation_id AND o.state = 'published'))
$$;

CREATE OR REPLACE FUNCTION public.may_be_shown(c public.cases_charge) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, ext AS $$
  SELECT c.is_sourced
    AND EXISTS (SELECT FROM cases_participation p WHERE p.id = c.participation_id AND p.is_shown)
    AND EXISTS (SELECT FROM laws_provision v JOIN laws_law l ON l.id = v.law_id
                WHERE v.id = c.provision_id AND l.state = 'published')
$$;

-- An event that touches only people who are not public is not public either.
CREATE OR REPLACE FUNCTION public.may_be_shown(e public.cases_event) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, ext AS $$
  SELECT e.is_sourced
    AND EXISTS (SELECT FROM cases_case c WHERE c.id = e.case_id AND c.state = 'published')
    AND (NOT EXISTS (SELECT FROM cases_event_participations l WHERE l.event_id = e.id)
         OR EXISTS (SELECT FROM cases_event_participations l
                    JOIN cases_participation p ON p.id = l.participation_id
                    WHERE l.event_id = e.id AND p.is_shown))
$$;

CREATE OR REPLACE FUNCTION public.maintain_is_shown() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  NEW.is_shown := may_be_shown(NEW);
  RETURN NEW;
END $$;

-- Recompute the flag of the rows that belong to the changed one.
CREATE OR REPLACE FUNCTION public.recheck_is_shown() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'cases_case' THEN
      PERFORM recheck_participations(ARRAY(SELECT id FROM cases_participation WHERE case_id = NEW.id));
      PERFORM recheck_events(ARRAY(SELECT id FROM cases_event WHERE case_id = NEW.id));
    WHEN 'cases_person' THEN
      PERFORM recheck_participations(ARRAY(SELECT id FROM cases_participation WHERE person_id = NEW.id));
    WHEN 'tracker_organisation' THEN
      PERFORM recheck_participations(ARRAY(SELECT id FROM cases_participation WHERE organisation_id = NEW.id));
    WHEN 'laws_law' THEN
      PERFORM recheck_charges(ARRAY(SELECT c.id FROM cases_charge c JOIN laws_provision v ON v.id = c.provision_id
                                   WHERE v.law_id = NEW.id));
    WHEN 'laws_provision' THEN
      PERFORM recheck_charges(ARRAY(SELECT id FROM cases_charge WHERE provision_id = NEW.id));
    WHEN 'cases_participation' THEN
      PERFORM recheck_charges(ARRAY(SELECT id FROM cases_charge WHERE participation_id = NEW.id));
      PERFORM recheck_events(ARRAY(SELECT event_id FROM cases_event_participations WHERE participation_id = NEW.id));
    WHEN 'cases_event_participations' THEN
      IF TG_OP <> 'INSERT' THEN
        PERFORM recheck_events(ARRAY[OLD.event_id]);
      END IF;
      IF TG_OP <> 'DELETE' THEN
        PERFORM recheck_events(ARRAY[NEW.event_id]);
      END IF;
  END CASE;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.recheck_participations(ids bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  UPDATE cases_participation p SET is_shown = NOT is_shown WHERE id = ANY (ids) AND is_shown <> may_be_shown(p)
$$;

CREATE OR REPLACE FUNCTION public.recheck_charges(ids bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  UPDATE cases_charge c SET is_shown = NOT is_shown WHERE id = ANY (ids) AND is_shown <> may_be_shown(c)
$$;

CREATE OR REPLACE FUNCTION public.recheck_events(ids bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  UPDATE cases_event e SET is_shown = NOT is_shown WHERE id = ANY (ids) AND is_shown <> may_be_shown(e)
$$;

DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['cases_participation', 'cases_charge', 'cases_event'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER maintain_is_shown BEFORE INSERT OR UPDATE ON public.%I
                    FOR EACH ROW EXECUTE FUNCTION public.maintain_is_shown()', target);
  END LOOP;
  -- A merged record is hidden: the record it was merged into has its rows.
  FOREACH target IN ARRAY ARRAY['cases_case', 'cases_person'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER recheck_merged AFTER UPDATE OF merged_into_id ON public.%I
                    FOR EACH ROW WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
                    EXECUTE FUNCTION public.recheck_is_shown()', target);
  END LOOP;
  FOREACH target IN ARRAY ARRAY['cases_case', 'cases_person', 'tracker_organisation', 'laws_law'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER recheck_is_shown AFTER UPDATE OF state ON public.%I
                    FOR EACH ROW WHEN (OLD.state <> NEW.state)
                    EXECUTE FUNCTION public.recheck_is_shown()', target);
  END LOOP;
END $$;
CREATE OR REPLACE TRIGGER recheck_is_shown AFTER UPDATE OF law_id ON public.laws_provision
  FOR EACH ROW EXECUTE FUNCTION public.recheck_is_shown();
CREATE OR REPLACE TRIGGER recheck_is_shown AFTER UPDATE ON public.cases_participation
  FOR EACH ROW WHEN (OLD.is_shown <> NEW.is_shown) EXECUTE FUNCTION public.recheck_is_shown();
CREATE OR REPLACE TRIGGER recheck_is_shown AFTER INSERT OR UPDATE OR DELETE ON public.cases_event_participations
  FOR EACH ROW EXECUTE FUNCTION public.recheck_is_shown();

-- Rows from before this file, or written past the triggers. Participations first: the others depend on
-- them.
SELECT recheck_participations(ARRAY(SELECT id FROM cases_participation)),
       recheck_charges(ARRAY(SELECT id FROM cases_charge)),
       recheck_events(ARRAY(SELECT id FROM cases_event));
