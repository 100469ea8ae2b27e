-- Rules that join tables: what belongs to one case stays in it. Raw SQL is refused as well.
-- Executed after every migrate, idempotent.

CREATE OR REPLACE FUNCTION public.refuse_foreign_case(rule text, mine bigint, other bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF mine IS DISTINCT FROM other THEN
    RAISE EXCEPTION 'These belong to different cases.' USING ERRCODE = 'check_violation', CONSTRAINT = rule;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION public.case_of_participation(who bigint) RETURNS bigint
LANGUAGE sql STABLE BEGIN ATOMIC SELECT case_id FROM public.cases_participation WHERE id = who; END;

CREATE OR REPLACE FUNCTION public.case_of_event(what bigint) RETURNS bigint
LANGUAGE sql STABLE BEGIN ATOMIC SELECT case_id FROM public.cases_event WHERE id = what; END;

CREATE OR REPLACE FUNCTION public.case_of_charge(what bigint) RETURNS bigint
LANGUAGE sql STABLE BEGIN ATOMIC
  SELECT p.case_id FROM public.cases_charge c
  JOIN public.cases_participation p ON p.id = c.participation_id WHERE c.id = what;
END;

CREATE OR REPLACE FUNCTION public.keep_within_case() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'cases_chargechange' THEN
      PERFORM refuse_foreign_case('event_changes_charges_of_its_case',
                                  case_of_event(NEW.event_id), case_of_charge(NEW.charge_id));
    WHEN 'cases_event_participations' THEN
      PERFORM refuse_foreign_case('event_touches_those_in_its_case',
                                  case_of_event(NEW.event_id), case_of_participation(NEW.participation_id));
    WHEN 'cases_sentence' THEN
      PERFORM refuse_foreign_case('sentence_comes_from_an_event_of_its_case',
                                  case_of_event(NEW.event_id), case_of_participation(NEW.participation_id))
      WHERE NEW.event_id IS NOT NULL;
    WHEN 'cases_charge' THEN
      PERFORM refuse_foreign_case('charge_rests_on_a_charge_of_its_case',
                                  case_of_charge(NEW.base_id), case_of_participation(NEW.participation_id))
      WHERE NEW.base_id IS NOT NULL;
      PERFORM refuse_foreign_case('charge_replaces_a_charge_of_its_case',
                                  case_of_charge(NEW.requalified_from_id),
                                  case_of_participation(NEW.participation_id))
      WHERE NEW.requalified_from_id IS NOT NULL;
  END CASE;
  RETURN NULL;
END $$;

-- After the statement's rows are there, so that a case may be moved row by row in one transaction.
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['cases_chargechange', 'cases_event_participations', 'cases_sentence', 'cases_charge'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS keep_within_case ON public.%I', target);
    EXECUTE format('CREATE CONSTRAINT TRIGGER keep_within_case AFTER INSERT OR UPDATE ON public.%I
                    DEFERRABLE INITIALLY IMMEDIATE
                    FOR EACH ROW EXECUTE FUNCTION public.keep_within_case()', target);
  END LOOP;
END $$;

-- Every spelling stands in the dictionary; the models make its key. Rows stay when a name goes:
-- taking them away could race with somebody who gives the same name.
CREATE OR REPLACE FUNCTION public.keep_spelling_in_dictionary() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  INSERT INTO cases_spelling (text, reading, edition) VALUES (NEW.spelling, '', 0) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER keep_spelling_in_dictionary AFTER INSERT OR UPDATE OF spelling ON public.cases_personname
  FOR EACH ROW EXECUTE FUNCTION public.keep_spelling_in_dictionary();
