-- The identity vault, and the names of minors. The rules hold for raw SQL too. Run after every migrate.

-- The log of accesses to identities is append-only.
CREATE OR REPLACE FUNCTION public.refuse_identity_access_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Who looked at an identity stays on record.'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'identity_accesses_are_kept';
END $$;
CREATE OR REPLACE TRIGGER refuse_identity_access_change BEFORE UPDATE OR DELETE ON public.cases_identityaccess
  FOR EACH ROW EXECUTE FUNCTION public.refuse_identity_access_change();

-- A sealed name is stored nowhere in clear text: the person gets no other name and no wider display policy.
CREATE OR REPLACE FUNCTION public.refuse_sealed_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  who bigint := CASE TG_TABLE_NAME WHEN 'cases_person' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                   ELSE (to_jsonb(NEW) ->> 'person_id')::bigint END;
BEGIN
  IF EXISTS (SELECT FROM cases_identity i JOIN cases_person p ON p.id = i.person_id
             WHERE i.person_id = who AND i.is_sealed
               AND (p.name <> '' OR p.name_km <> '' OR p.display_policy NOT IN ('withheld', 'pseudonym')
                    OR EXISTS (SELECT FROM cases_personname n WHERE n.person_id = who))) THEN
    RAISE EXCEPTION 'The identity of this person is sealed: unseal it before a name is given or shown.'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sealed_person_has_no_name';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER refuse_sealed_change AFTER INSERT OR UPDATE ON public.cases_person
  FOR EACH ROW EXECUTE FUNCTION public.refuse_sealed_change();
CREATE OR REPLACE TRIGGER refuse_sealed_change AFTER INSERT OR UPDATE ON public.cases_personname
  FOR EACH ROW EXECUTE FUNCTION public.refuse_sealed_change();
CREATE OR REPLACE TRIGGER refuse_sealed_change AFTER INSERT OR UPDATE ON public.cases_identity
  FOR EACH ROW EXECUTE FUNCTION public.refuse_sealed_change();

-- Second check before a minor's name becomes public; the first is a constraint on cases_person.
CREATE OR REPLACE FUNCTION public.refuse_minor_in_full() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  which bigint := CASE TG_TABLE_NAME WHEN 'cases_case' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                     ELSE (to_jsonb(NEW) ->> 'case_id')::bigint END;
BEGIN
  IF EXISTS (SELECT FROM cases_case c
             JOIN cases_participation t ON t.case_id = c.id
             JOIN cases_person p ON p.id = t.person_id
             WHERE c.id = which AND c.state = 'published' AND p.is_minor
               AND p.display_policy <> 'withheld' AND p.minor_override_reason !~ '\S') THEN
    RAISE EXCEPTION 'A minor in this case would be shown by name. Withhold the name, or give the reason for showing it, on the page of the person.'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_case_shows_no_minor';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER refuse_minor_in_full AFTER INSERT OR UPDATE OF state ON public.cases_case
  FOR EACH ROW EXECUTE FUNCTION public.refuse_minor_in_full();
CREATE OR REPLACE TRIGGER refuse_minor_in_full AFTER INSERT OR UPDATE OF person_id, case_id ON public.cases_participation
  FOR EACH ROW EXECUTE FUNCTION public.refuse_minor_in_full();
