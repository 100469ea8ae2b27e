-- Constraints across tables: rows that refer to each other belong to one case. They hold for raw SQL too.
-- Run after every migrate, idempotent.

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

CREATE OR REPLACE FUNCTION public.refuse_row_of_other_case() RETURNS trigger
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
      -- The current row: while a case is moved row by row the trigger is deferred and runs once for
      -- each change of the charge.
      SELECT * INTO NEW FROM cases_charge WHERE id = NEW.id;
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

-- Constraint triggers: deferrable, so that a case can be moved row by row in one transaction.
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['cases_chargechange', 'cases_event_participations', 'cases_sentence', 'cases_charge'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS refuse_row_of_other_case ON public.%I', target);
    EXECUTE format('CREATE CONSTRAINT TRIGGER refuse_row_of_other_case AFTER INSERT OR UPDATE ON public.%I
                    DEFERRABLE INITIALLY IMMEDIATE
                    FOR EACH ROW EXECUTE FUNCTION public.refuse_row_of_other_case()', target);
  END LOOP;
END $$;

-- Adds every spelling to the dictionary; Python computes its key (Spelling.objects.fill_missing_keys). Rows
-- stay when a name is deleted: deleting could race with a transaction that adds the same name.
CREATE OR REPLACE FUNCTION public.maintain_spelling_dictionary() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  INSERT INTO cases_spelling (text, reading, edition, is_public) VALUES (NEW.spelling, '', 0, false)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER maintain_spelling_dictionary AFTER INSERT OR UPDATE OF spelling ON public.cases_personname
  FOR EACH ROW EXECUTE FUNCTION public.maintain_spelling_dictionary();

-- Flags the spellings and keys that belong to a public name: computing that in each search costs more
-- than the search. Matches are still read through the public view of names.
CREATE OR REPLACE FUNCTION public.is_public_spelling(asked text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, ext
RETURN EXISTS (SELECT FROM public.cases_personname n JOIN public.cases_person p ON p.id = n.person_id
               WHERE n.spelling = asked AND n.is_sourced AND p.state = 'published' AND p.display_policy = 'full');

-- Locks the rows before reading them: of two transactions that change namesakes, the second sees
-- what the first one changed.
CREATE OR REPLACE FUNCTION public.recheck_public_spellings(asked text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  PERFORM FROM cases_spelling WHERE text = ANY (asked) ORDER BY text FOR NO KEY UPDATE;
  UPDATE cases_spelling SET is_public = NOT is_public
  WHERE text = ANY (asked) AND is_public <> is_public_spelling(text);
END $$;

CREATE OR REPLACE FUNCTION public.recheck_public_spellings_of_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  IF TG_TABLE_NAME = 'cases_person' THEN
    PERFORM recheck_public_spellings(ARRAY(SELECT spelling FROM cases_personname WHERE person_id = NEW.id));
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM recheck_public_spellings(ARRAY[NEW.spelling]::text[]);
  ELSIF TG_OP = 'UPDATE' THEN
    PERFORM recheck_public_spellings(ARRAY[NEW.spelling, OLD.spelling]::text[]);
  ELSE
    PERFORM recheck_public_spellings(ARRAY[OLD.spelling]::text[]);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER recheck_public_spellings AFTER UPDATE OF state, display_policy ON public.cases_person
  FOR EACH ROW EXECUTE FUNCTION public.recheck_public_spellings_of_row();
-- After maintain_spelling_dictionary: triggers of one event fire in the order of their names.
CREATE OR REPLACE TRIGGER recheck_public_spellings AFTER INSERT OR UPDATE OR DELETE ON public.cases_personname
  FOR EACH ROW EXECUTE FUNCTION public.recheck_public_spellings_of_row();

CREATE OR REPLACE FUNCTION public.recheck_public_spelling_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  PERFORM FROM cases_spellingkey WHERE text IN (NEW.key_id, OLD.key_id) ORDER BY text FOR NO KEY UPDATE;
  UPDATE cases_spellingkey SET is_public = NOT is_public
  WHERE text IN (NEW.key_id, OLD.key_id) AND is_public <> EXISTS (
    SELECT FROM cases_spelling s WHERE s.key_id = cases_spellingkey.text AND s.is_public);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER recheck_public_spelling_key AFTER UPDATE OF key_id, is_public ON public.cases_spelling
  FOR EACH ROW EXECUTE FUNCTION public.recheck_public_spelling_key();

-- The digest of a charge includes the versions of its article (Charge.digest_extra_sql). SECURITY
-- DEFINER: the staff role has no right on schema cdc.
CREATE OR REPLACE FUNCTION public.mark_charges_of_version_dirty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, ext, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM cdc.mark_row_dirty('cases_charge', id) FROM cases_charge WHERE provision_id = OLD.provision_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM cdc.mark_row_dirty('cases_charge', id) FROM cases_charge WHERE provision_id = NEW.provision_id;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER mark_charges_dirty AFTER INSERT OR UPDATE OR DELETE ON public.laws_version
  FOR EACH ROW EXECUTE FUNCTION public.mark_charges_of_version_dirty();

-- The same for the stages that end the law. Others mark too: their charges turn out unchanged.
CREATE OR REPLACE FUNCTION public.mark_charges_of_stage_dirty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, ext, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM cdc.mark_row_dirty('cases_charge', c.id) FROM cases_charge c
    JOIN laws_provision p ON p.id = c.provision_id WHERE p.law_id = OLD.law_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM cdc.mark_row_dirty('cases_charge', c.id) FROM cases_charge c
    JOIN laws_provision p ON p.id = c.provision_id WHERE p.law_id = NEW.law_id;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER mark_charges_dirty AFTER INSERT OR UPDATE OR DELETE ON public.laws_stage
  FOR EACH ROW EXECUTE FUNCTION public.mark_charges_of_stage_dirty();

-- How the article of a charge is known. A source that names only an offence ("treason") never names an
-- article: the charge is under an unnumbered provision, and known by the offence or from a title.
CREATE OR REPLACE FUNCTION public.refuse_provenance_of_other_provision() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  IF EXISTS (SELECT FROM cases_charge c JOIN laws_provision p ON p.id = c.provision_id
             WHERE c.provenance <> 'title_only' AND (c.provenance = 'offence') <> (p.number = '')
               AND CASE TG_TABLE_NAME WHEN 'cases_charge' THEN c.id ELSE p.id END = NEW.id) THEN
    RAISE EXCEPTION 'A charge under an offence without a number is known by the offence only; one under a numbered article never is.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_provenance_fits_its_provision';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER refuse_provenance_of_other_provision
  AFTER INSERT OR UPDATE OF provenance, provision_id ON public.cases_charge
  FOR EACH ROW EXECUTE FUNCTION public.refuse_provenance_of_other_provision();
CREATE OR REPLACE TRIGGER refuse_provenance_of_other_provision AFTER UPDATE OF number ON public.laws_provision
  FOR EACH ROW EXECUTE FUNCTION public.refuse_provenance_of_other_provision();

-- A complaint, warrant, summons, questioning, arrest or detention is no charge.
CREATE OR REPLACE FUNCTION public.refuse_charge_without_charging_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  IF EXISTS (SELECT FROM cases_chargechange x JOIN cases_event e ON e.id = x.event_id
             WHERE CASE TG_TABLE_NAME WHEN 'cases_event' THEN e.id ELSE x.id END = NEW.id
               AND e.kind IN ('complaint', 'warrant', 'summons', 'questioning', 'arrest', 'detention')
               AND x.status NOT IN ('complained', 'dropped')) THEN
    RAISE EXCEPTION 'A complaint, warrant, summons, questioning, arrest or detention makes no charge: record the event that did.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_is_made_by_a_charging_event';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER refuse_charge_without_charging_event AFTER INSERT OR UPDATE ON public.cases_chargechange
  FOR EACH ROW EXECUTE FUNCTION public.refuse_charge_without_charging_event();
CREATE OR REPLACE TRIGGER refuse_charge_without_charging_event AFTER UPDATE OF kind ON public.cases_event
  FOR EACH ROW EXECUTE FUNCTION public.refuse_charge_without_charging_event();
