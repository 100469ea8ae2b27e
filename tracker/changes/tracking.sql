-- Change tracking at commit: the part that is the same for every table. The rest is generated from
-- the models by tracker/changes/tracking.py (`manage.py show_generated_sql`). Rebuilt after migrate.
--
-- The trigger functions are SECURITY DEFINER: they run as the owner of the tables, so that the staff
-- role needs no right on this schema and cannot write to the change feed itself.
CREATE SCHEMA cdc;

-- States of a dirty row (tracker.enums.DirtyState):
--   check_label      a record: compare its label with the last one published
--   propagate        rows that refer to this one must be checked too
--   propagated       done
--   label_unchanged  rows that refer to this one look as before
CREATE FUNCTION cdc.is_pending(state text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN state IN ('check_label', 'propagate');

-- Row trigger of every public table: marks the row and the records that display it.
-- Arguments: column with the id, table, state; and so on in threes.
CREATE FUNCTION cdc.mark_dirty() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, ext, pg_temp AS $$
DECLARE
  version jsonb;
BEGIN
  FOR version IN SELECT v FROM (VALUES (CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END),
                                       (CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END)) x(v)
                 WHERE v IS NOT NULL LOOP
    FOR i IN 0 .. TG_NARGS / 3 - 1 LOOP
      IF version ->> TG_ARGV[3 * i] IS NOT NULL THEN
        PERFORM cdc.mark_row_dirty(TG_ARGV[3 * i + 1], (version ->> TG_ARGV[3 * i])::bigint, TG_ARGV[3 * i + 2]);
      END IF;
    END LOOP;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION cdc.mark_row_dirty(table_name text, row_id bigint, state text DEFAULT 'check_label') RETURNS void
LANGUAGE sql SET search_path = public, ext, pg_temp AS $$
  INSERT INTO tracker_dirtyrow AS d (transaction, table_name, row_id, is_written, state)
  VALUES (pg_current_xact_id()::text::bigint, $1, $2, true, $3)
  ON CONFLICT (transaction, table_name, row_id) DO UPDATE SET state = EXCLUDED.state
  WHERE cdc.is_pending(EXCLUDED.state) AND NOT cdc.is_pending(d.state)
$$;

-- Identifies this incarnation of the database. Differs after a restore: on another server, in another
-- database, in tables created anew, or after point-in-time recovery.
CREATE FUNCTION cdc.generation() RETURNS text LANGUAGE sql STABLE SET search_path = public, ext, pg_temp AS $$
  SELECT concat_ws(' ', system_identifier, timeline_id, d.oid, 'tracker_dataversion'::regclass::oid)
  FROM pg_control_system(), pg_control_checkpoint(), pg_database d WHERE d.datname = current_database()
$$;

-- Deferred trigger, fires at commit for each dirty row: the first call processes all rows of the
-- transaction. Later calls look up their own row only; asking whether any row is left would scan all
-- deleted ones, once per row.
CREATE FUNCTION cdc.process_once() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, ext, pg_temp AS $$
DECLARE
  me bigint := pg_current_xact_id()::text::bigint;
BEGIN
  IF EXISTS (SELECT FROM tracker_dirtyrow d
             WHERE (d.transaction, d.table_name, d.row_id) = (me, NEW.table_name, NEW.row_id) AND d.is_written) THEN
    PERFORM cdc.process_dirty_rows(me);
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS process_dirty_rows ON public.tracker_dirtyrow;
CREATE CONSTRAINT TRIGGER process_dirty_rows AFTER INSERT ON public.tracker_dirtyrow
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_written)
  EXECUTE FUNCTION cdc.process_once();

-- Work tables of one transaction at a time. Unlogged, not temporary: statements that name a temporary
-- table are planned anew in every transaction, and planning these takes longer than running them.
CREATE UNLOGGED TABLE cdc.current_digests (
  row_id bigint, table_name text, kind text, emits_changes boolean, code text, merged_into text,
  label_digest text, record_digest text);
CREATE UNLOGGED TABLE cdc.pending_changes (
  kind text, emits_changes boolean, code text, operation text, merged_into text);

-- The lock is held until commit: a second transaction sees what the first one changed, and change
-- numbers are in commit order.
CREATE FUNCTION cdc.process_dirty_rows(me bigint) RETURNS void LANGUAGE plpgsql
SET search_path = public, ext, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(20210219);
  LOOP
    PERFORM cdc.recompute_is_shown(me);
    PERFORM cdc.compare_labels(me);
    PERFORM cdc.propagate_to_dependents(me);
    UPDATE tracker_dirtyrow SET state = 'propagated' WHERE transaction = me AND state = 'propagate';
    PERFORM cdc.propagate_to_owners(me);
    EXIT WHEN NOT EXISTS (SELECT FROM tracker_dirtyrow WHERE transaction = me AND cdc.is_pending(state));
  END LOOP;
  PERFORM cdc.refresh_derived_views(me);
  PERFORM cdc.compute_digests(me);
  PERFORM cdc.emit_changes();
  DELETE FROM cdc.current_digests;
  DELETE FROM tracker_dirtyrow WHERE transaction = me;
  -- Response caches are invalidated whatever changed.
  PERFORM pg_notify('public_data', '');
END $$;

-- Differences become a new data version and the latest change of each record.
CREATE FUNCTION cdc.emit_changes() RETURNS void LANGUAGE plpgsql SET search_path = public, ext, pg_temp AS $$
DECLARE
  latest bigint;
  -- Not a sequence: a number drawn by a rolled-back transaction would leave a visible gap.
  last_number CONSTANT bigint := coalesce((SELECT max(id) FROM tracker_change), 0);
BEGIN
  INSERT INTO cdc.pending_changes
    SELECT c.kind, c.emits_changes, c.code, CASE WHEN c.merged_into IS NULL THEN 'upsert' ELSE 'merge' END,
           coalesce(c.merged_into, '')
    FROM cdc.current_digests c LEFT JOIN tracker_recorddigest p USING (table_name, row_id)
    WHERE c.record_digest IS NOT NULL AND (c.record_digest, c.code) IS DISTINCT FROM (p.record_digest, p.code)
    UNION ALL
    SELECT c.kind, c.emits_changes, p.code, 'delete', ''
    FROM cdc.current_digests c JOIN tracker_recorddigest p USING (table_name, row_id)
    WHERE c.record_digest IS NULL OR c.code <> p.code;
  -- A code that moved from one row to another is not deleted.
  DELETE FROM cdc.pending_changes n WHERE n.operation = 'delete' AND EXISTS (
    SELECT FROM cdc.pending_changes o WHERE o.operation <> 'delete' AND (o.kind, o.code) = (n.kind, n.code));
  IF EXISTS (SELECT FROM cdc.pending_changes) THEN
    INSERT INTO tracker_dataversion (token)
    SELECT left(md5(coalesce((SELECT token FROM tracker_dataversion ORDER BY id DESC LIMIT 1), '')
                    || cdc.generation()
                    || coalesce(string_agg(concat_ws(' ', kind, code, operation, merged_into), chr(10)
                                           ORDER BY kind, code) FILTER (WHERE emits_changes), '')), 16)
    FROM cdc.pending_changes RETURNING id INTO latest;
    DELETE FROM tracker_change c USING cdc.pending_changes n WHERE (c.kind, c.code) = (n.kind, n.code);
    INSERT INTO tracker_change (id, kind, code, operation, merged_into, version_id)
    SELECT last_number + row_number() OVER (ORDER BY kind, code), kind, code, operation, merged_into, latest
    FROM cdc.pending_changes WHERE emits_changes;
  END IF;
  DELETE FROM tracker_recorddigest p USING cdc.current_digests c
  WHERE (p.table_name, p.row_id) = (c.table_name, c.row_id) AND c.record_digest IS NULL;
  INSERT INTO tracker_recorddigest AS p (table_name, row_id, code, label_digest, record_digest)
  SELECT table_name, row_id, code, label_digest, record_digest FROM cdc.current_digests WHERE record_digest IS NOT NULL
  ON CONFLICT (table_name, row_id) DO UPDATE
  SET code = EXCLUDED.code, label_digest = EXCLUDED.label_digest, record_digest = EXCLUDED.record_digest
  WHERE (p.code, p.label_digest, p.record_digest)
    IS DISTINCT FROM (EXCLUDED.code, EXCLUDED.label_digest, EXCLUDED.record_digest);
  DELETE FROM cdc.pending_changes;
END $$;
