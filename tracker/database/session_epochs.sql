-- Sessions end when the rights or the second factors of an account change: a trigger raises
-- `session_epoch`, and sessions of an earlier epoch are invalid. (A password change needs no trigger: the
-- session hash includes it.) Run after every migrate, idempotent.

CREATE OR REPLACE FUNCTION public.maintain_session_epoch() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  -- Never lower: a model instance saved late may hold an old value.
  NEW.session_epoch := greatest(NEW.session_epoch, OLD.session_epoch);
  IF (NEW.is_active, NEW.is_staff) IS DISTINCT FROM (OLD.is_active, OLD.is_staff) THEN
    NEW.session_epoch := NEW.session_epoch + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER maintain_session_epoch BEFORE UPDATE ON public.tracker_user
  FOR EACH ROW EXECUTE FUNCTION public.maintain_session_epoch();

CREATE OR REPLACE FUNCTION public.end_sessions_of_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    UPDATE tracker_user SET session_epoch = session_epoch + 1 WHERE id = NEW.user_id;
  ELSE
    UPDATE tracker_user SET session_epoch = session_epoch + 1 WHERE id = OLD.user_id;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER end_sessions AFTER INSERT OR UPDATE OR DELETE ON public.tracker_user_groups
  FOR EACH ROW EXECUTE FUNCTION public.end_sessions_of_row();
CREATE OR REPLACE TRIGGER end_sessions AFTER INSERT OR UPDATE OR DELETE ON public.tracker_user_user_permissions
  FOR EACH ROW EXECUTE FUNCTION public.end_sessions_of_row();

-- Using, viewing or renaming a factor does not change it.
CREATE OR REPLACE TRIGGER end_sessions AFTER INSERT OR DELETE ON public.mfa_authenticator
  FOR EACH ROW EXECUTE FUNCTION public.end_sessions_of_row();
CREATE OR REPLACE TRIGGER end_sessions_of_changed AFTER UPDATE ON public.mfa_authenticator
  FOR EACH ROW
  WHEN ((OLD.user_id, OLD.type, OLD.data - '{used_mask,viewed_at,name}'::text[])
        IS DISTINCT FROM (NEW.user_id, NEW.type, NEW.data - '{used_mask,viewed_at,name}'::text[]))
  EXECUTE FUNCTION public.end_sessions_of_row();

-- An invitation is immutable and can be accepted once.
CREATE OR REPLACE FUNCTION public.refuse_invitation_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.digest, NEW.roles, NEW.made_at, NEW.made_by_id, NEW.expires_at)
     IS DISTINCT FROM (OLD.digest, OLD.roles, OLD.made_at, OLD.made_by_id, OLD.expires_at)
     OR (OLD.used_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
     OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    RAISE EXCEPTION 'An invitation stays as it was made, and is taken once: make another.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'invitation_is_made_once';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER refuse_invitation_change BEFORE UPDATE ON public.tracker_invitation
  FOR EACH ROW EXECUTE FUNCTION public.refuse_invitation_change();
