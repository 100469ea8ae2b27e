-- Rules about changes of rows; they hold for raw SQL too. Run after every migrate, idempotent.

-- An API key is immutable, except that it can be revoked once.
CREATE OR REPLACE FUNCTION public.refuse_api_key_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.prefix, NEW.digest, NEW.made_at, NEW.made_by_id, NEW.expires_on)
     IS DISTINCT FROM (OLD.prefix, OLD.digest, OLD.made_at, OLD.made_by_id, OLD.expires_on) THEN
    RAISE EXCEPTION 'A key stays as it was made: make another.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_is_made_once';
  ELSIF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
    RAISE EXCEPTION 'A revoked key stays revoked: make another.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'revoked_api_key_stays_revoked';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER refuse_api_key_change BEFORE UPDATE ON public.tracker_apikey
FOR EACH ROW EXECUTE FUNCTION public.refuse_api_key_change();
