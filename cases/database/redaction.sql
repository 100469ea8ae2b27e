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
