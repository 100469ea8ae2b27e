-- Protected names: those of people whose display policy is not "full", and of people who were public
-- once and no longer are. A draft about someone never published protects nothing, so that it changes
-- nothing the public sees.

CREATE OR REPLACE FUNCTION public.protect_person(who bigint) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  SELECT protect_spellings(p.code, CASE
    WHEN p.display_policy <> 'full' OR (p.published_at IS NOT NULL AND p.state <> 'published')
    THEN ARRAY(SELECT spelling FROM cases_personname WHERE person_id = p.id)
         || array_remove(ARRAY[p.name, p.name_km], '')
    ELSE '{}' END)
  FROM cases_person p WHERE p.id = who;
$$;

CREATE OR REPLACE FUNCTION public.protect_person_of_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  IF TG_TABLE_NAME = 'cases_person' THEN
    PERFORM protect_person(NEW.id);
  ELSE
    IF TG_OP <> 'DELETE' THEN PERFORM protect_person(NEW.person_id); END IF;
    IF TG_OP <> 'INSERT' THEN PERFORM protect_person(OLD.person_id); END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER protect_person AFTER INSERT OR UPDATE ON public.cases_person
  FOR EACH ROW EXECUTE FUNCTION public.protect_person_of_row();
CREATE OR REPLACE TRIGGER protect_person AFTER INSERT OR UPDATE OR DELETE ON public.cases_personname
  FOR EACH ROW EXECUTE FUNCTION public.protect_person_of_row();

-- Deleting the row would lose the names to redact: protected people are withdrawn, not deleted.
CREATE OR REPLACE FUNCTION public.refuse_protected_person_delete() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  IF EXISTS (SELECT FROM tracker_protectedspelling WHERE owner = OLD.code) THEN
    RAISE EXCEPTION 'A person whose name is protected cannot be deleted: withdraw the record instead.'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'protected_person_is_kept';
  END IF;
  RETURN OLD;
END $$;
CREATE OR REPLACE TRIGGER refuse_protected_person_delete BEFORE DELETE ON public.cases_person
  FOR EACH ROW EXECUTE FUNCTION public.refuse_protected_person_delete();

-- The name of the record is one of its spellings, so that a search of the spellings finds it.
CREATE OR REPLACE FUNCTION public.maintain_heading_spelling() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  INSERT INTO cases_personname (person_id, spelling, script, standing, standing_reason,
                                mentions_protected, is_sourced)
  SELECT NEW.id, spelling, script, 'accepted', '', false, false
  FROM (VALUES (NEW.name, 'latin'), (NEW.name_km, 'khmer')) AS t(spelling, script)
  WHERE spelling <> ''
  ON CONFLICT (person_id, spelling) DO NOTHING;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER maintain_heading_spelling AFTER INSERT OR UPDATE OF name, name_km ON public.cases_person
  FOR EACH ROW EXECUTE FUNCTION public.maintain_heading_spelling();

-- Where in a source the facts of a case are found is hidden while a minor in it is (public.sql): a change
-- of that minor, or of whether they are in the case, changes records that do not display them. SECURITY
-- DEFINER: the staff role has no right on schema cdc.
CREATE OR REPLACE FUNCTION public.mark_cases_of_minor_dirty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, ext, pg_temp AS $$
DECLARE
  touched bigint[];
BEGIN
  IF TG_TABLE_NAME = 'cases_person' THEN
    touched := ARRAY(SELECT case_id FROM cases_participation WHERE person_id = NEW.id);
  ELSE
    touched := ARRAY(SELECT x.case_id FROM (VALUES
        (CASE WHEN TG_OP <> 'INSERT' THEN OLD.case_id END, CASE WHEN TG_OP <> 'INSERT' THEN OLD.person_id END),
        (CASE WHEN TG_OP <> 'DELETE' THEN NEW.case_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.person_id END)
      ) AS x (case_id, person_id) JOIN cases_person h ON h.id = x.person_id AND h.is_minor);
  END IF;
  PERFORM cdc.mark_row_dirty(r.table_name, r.id) FROM (
    SELECT 'cases_case' AS table_name, unnest(touched) AS id
    UNION SELECT 'cases_person', person_id FROM cases_participation WHERE case_id = ANY (touched) AND person_id IS NOT NULL
    UNION SELECT 'cases_event', id FROM cases_event WHERE case_id = ANY (touched)
    UNION SELECT 'cases_charge', c.id FROM cases_charge c JOIN cases_participation p ON p.id = c.participation_id
          WHERE p.case_id = ANY (touched)
    UNION SELECT 'cases_detention', d.id FROM cases_detention d JOIN cases_participation p ON p.id = d.participation_id
          WHERE p.case_id = ANY (touched)
    UNION SELECT 'cases_measure', measure_id FROM cases_measure_cases WHERE case_id = ANY (touched)
    UNION SELECT 'cases_disagreement', disagreement_id FROM cases_disagreement_cases WHERE case_id = ANY (touched)
  ) AS r;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER mark_cases_of_minor_dirty
  AFTER UPDATE OF is_minor, display_policy, state ON public.cases_person
  FOR EACH ROW WHEN ((OLD.is_minor OR NEW.is_minor)
    AND (OLD.is_minor, OLD.display_policy, OLD.state) IS DISTINCT FROM (NEW.is_minor, NEW.display_policy, NEW.state))
  EXECUTE FUNCTION public.mark_cases_of_minor_dirty();
CREATE OR REPLACE TRIGGER mark_cases_of_minor_dirty
  AFTER INSERT OR DELETE OR UPDATE OF case_id, person_id ON public.cases_participation
  FOR EACH ROW EXECUTE FUNCTION public.mark_cases_of_minor_dirty();
