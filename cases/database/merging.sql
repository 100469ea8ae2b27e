-- A merged record gets no new rows. A transaction that adds one during the merge waits for it, and is
-- refused. Run after every migrate, idempotent.

CREATE OR REPLACE FUNCTION public.refuse_merged() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  target bigint := (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
  elsewhere bigint;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) -> TG_ARGV[1] = to_jsonb(NEW) -> TG_ARGV[1] THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT merged_into_id FROM %I WHERE id = $1 FOR KEY SHARE', TG_ARGV[0])
  INTO elsewhere USING target;
  IF elsewhere IS NOT NULL THEN
    RAISE EXCEPTION 'This was merged into another record: add to that one.'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'nothing_new_hangs_on_what_was_merged';
  END IF;
  RETURN NULL;
END $$;

-- Merges form no chain: every old code leads to the final record in one step.
CREATE OR REPLACE FUNCTION public.refuse_chain() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  is_chain boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %1$I WHERE id = $1 AND merged_into_id IS NOT NULL)
                      OR EXISTS (SELECT FROM %1$I WHERE merged_into_id = $2)', TG_TABLE_NAME)
  INTO is_chain USING NEW.merged_into_id, NEW.id;
  IF is_chain THEN
    RAISE EXCEPTION 'A record is merged into one that is not merged itself.'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'merged_records_form_no_chain';
  END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE
  hanging record;
  target text;
BEGIN
  FOR hanging IN VALUES ('cases_participation', 'cases_person', 'person_id'),
                        ('cases_participation', 'cases_case', 'case_id'),
                        ('cases_affiliation', 'cases_person', 'person_id'),
                        ('cases_event', 'cases_case', 'case_id') LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER refuse_merged_%1$s AFTER INSERT OR UPDATE OF %2$I ON public.%3$I
                    FOR EACH ROW EXECUTE FUNCTION public.refuse_merged(%4$L, %2$L)',
                   replace(hanging.column3, '_id', ''), hanging.column3, hanging.column1, hanging.column2);
  END LOOP;
  FOREACH target IN ARRAY ARRAY['cases_person', 'cases_case'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER refuse_chain AFTER INSERT OR UPDATE OF merged_into_id ON public.%I
                    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)
                    EXECUTE FUNCTION public.refuse_chain()', target);
  END LOOP;
END $$;
