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
      -- As it is now: where a case is moved row by row, this is asked at the end, once for each
      -- time that the charge was changed on the way.
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
  INSERT INTO cases_spelling (text, reading, edition, is_public) VALUES (NEW.spelling, '', 0, false)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER keep_spelling_in_dictionary AFTER INSERT OR UPDATE OF spelling ON public.cases_personname
  FOR EACH ROW EXECUTE FUNCTION public.keep_spelling_in_dictionary();

-- Which spellings and keys the public may look into: working it out anew at every search costs
-- more than the search. What a search finds still goes through the public view of the names.
CREATE OR REPLACE FUNCTION public.is_public_spelling(asked text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, ext
RETURN EXISTS (SELECT FROM public.cases_personname n JOIN public.cases_person p ON p.id = n.person_id
               WHERE n.spelling = asked AND n.is_sourced AND p.state = 'published' AND p.display_policy = 'full');

-- The row is locked first, and looked at afterwards: of two who change namesakes at once, the
-- second sees what the first did.
CREATE OR REPLACE FUNCTION public.review_spellings(asked text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  PERFORM FROM cases_spelling WHERE text = ANY (asked) ORDER BY text FOR NO KEY UPDATE;
  UPDATE cases_spelling SET is_public = NOT is_public
  WHERE text = ANY (asked) AND is_public <> is_public_spelling(text);
END $$;

CREATE OR REPLACE FUNCTION public.review_spellings_of_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  IF TG_TABLE_NAME = 'cases_person' THEN
    PERFORM review_spellings(ARRAY(SELECT spelling FROM cases_personname WHERE person_id = NEW.id));
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM review_spellings(ARRAY[NEW.spelling]::text[]);
  ELSIF TG_OP = 'UPDATE' THEN
    PERFORM review_spellings(ARRAY[NEW.spelling, OLD.spelling]::text[]);
  ELSE
    PERFORM review_spellings(ARRAY[OLD.spelling]::text[]);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER review_spellings AFTER UPDATE OF state, display_policy ON public.cases_person
  FOR EACH ROW EXECUTE FUNCTION public.review_spellings_of_row();
-- After keep_spelling_in_dictionary: triggers fire in the order of their names.
CREATE OR REPLACE TRIGGER review_spellings AFTER INSERT OR UPDATE OR DELETE ON public.cases_personname
  FOR EACH ROW EXECUTE FUNCTION public.review_spellings_of_row();

CREATE OR REPLACE FUNCTION public.review_spelling_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  PERFORM FROM cases_spellingkey WHERE text IN (NEW.key_id, OLD.key_id) ORDER BY text FOR NO KEY UPDATE;
  UPDATE cases_spellingkey SET is_public = NOT is_public
  WHERE text IN (NEW.key_id, OLD.key_id) AND is_public <> EXISTS (
    SELECT FROM cases_spelling s WHERE s.key_id = cases_spellingkey.text AND s.is_public);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER review_spelling_key AFTER UPDATE OF key_id, is_public ON public.cases_spelling
  FOR EACH ROW EXECUTE FUNCTION public.review_spelling_key();

-- A charge is told with the versions of its article (Charge.also_told_sql).
CREATE OR REPLACE FUNCTION public.touch_charges_of_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM settling.touch_row('cases_charge', id) FROM cases_charge WHERE provision_id = OLD.provision_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM settling.touch_row('cases_charge', id) FROM cases_charge WHERE provision_id = NEW.provision_id;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_charges AFTER INSERT OR UPDATE OR DELETE ON public.laws_version
  FOR EACH ROW EXECUTE FUNCTION public.touch_charges_of_version();
