-- The part of settling that is the same for every table; see tracker/changes/tracking.py, which writes the
-- rest. Executed after every migrate.
CREATE SCHEMA settling;

-- How far a row has been followed: 0, to be seen whether it is still called the same; 1, whatever
-- refers to it has to be looked at; 2, that is done; 3, there is no need.

-- The rows a statement touches, and those whose record shows them. Arguments: column, table, step ...
CREATE FUNCTION settling.touch() RETURNS trigger LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  version jsonb;
BEGIN
  FOR version IN SELECT v FROM (VALUES (CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END),
                                       (CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END)) x(v)
                 WHERE v IS NOT NULL LOOP
    FOR i IN 0 .. TG_NARGS / 3 - 1 LOOP
      IF version ->> TG_ARGV[3 * i] IS NOT NULL THEN
        PERFORM settling.touch_row(TG_ARGV[3 * i + 1], (version ->> TG_ARGV[3 * i])::bigint,
                                   TG_ARGV[3 * i + 2]::smallint);
      END IF;
    END LOOP;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION settling.touch_row(place text, "row" bigint, step smallint DEFAULT 0) RETURNS void
LANGUAGE sql SET search_path = public, ext AS $$
  INSERT INTO tracker_unsettled AS u (transaction, place, "row", is_touched, step)
  VALUES (pg_current_xact_id()::text::bigint, $1, $2, true, $3)
  ON CONFLICT (transaction, place, "row") DO UPDATE SET step = EXCLUDED.step WHERE u.step > EXCLUDED.step
$$;

-- Differs once the data were put back from a backup: on another server, in another database, in
-- tables made anew, or after a point in time was gone back to.
CREATE FUNCTION settling.life() RETURNS text LANGUAGE sql STABLE SET search_path = public, ext AS $$
  SELECT concat_ws(' ', system_identifier, timeline_id, d.oid, 'tracker_dataversion'::regclass::oid)
  FROM pg_control_system(), pg_control_checkpoint(), pg_database d WHERE d.datname = current_database()
$$;

-- Called for each touched row when the transaction commits: the first call settles them all. Each
-- looks for its own row alone: to ask whether any is left would be to step over all that are gone,
-- again for each of them.
CREATE FUNCTION settling.settle_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  me bigint := pg_current_xact_id()::text::bigint;
BEGIN
  IF EXISTS (SELECT FROM tracker_unsettled u
             WHERE (u.transaction, u.place, u.row) = (me, NEW.place, NEW.row) AND u.is_touched) THEN
    PERFORM settling.settle(me);
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS settle ON public.tracker_unsettled;
CREATE CONSTRAINT TRIGGER settle AFTER INSERT ON public.tracker_unsettled
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_touched)
  EXECUTE FUNCTION settling.settle_once();

-- What is at hand while one transaction settles. Not temporary: statements that name a table made
-- anew are planned anew, and planning these takes longer than running them.
CREATE UNLOGGED TABLE settling.seen (
  "row" bigint, place text, kind text, emits_changes boolean, code text, merged_into text, own text, whole text);
CREATE UNLOGGED TABLE settling.news (
  kind text, emits_changes boolean, code text, operation text, merged_into text);

-- One transaction at a time, until its end: whoever comes second sees what the first did, and the
-- numbers of changes are in the order in which they can be seen.
CREATE FUNCTION settling.settle(me bigint) RETURNS void LANGUAGE plpgsql
SET search_path = public, ext SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(20210219);
  LOOP
    PERFORM settling.review_shown(me);
    PERFORM settling.judge(me);
    PERFORM settling.follow_down(me);
    UPDATE tracker_unsettled SET step = 2 WHERE transaction = me AND step = 1;
    PERFORM settling.follow_up(me);
    EXIT WHEN NOT EXISTS (SELECT FROM tracker_unsettled WHERE transaction = me AND step < 2);
  END LOOP;
  PERFORM settling.keep_readings(me);
  PERFORM settling.compare(me);
  PERFORM settling.tell();
  DELETE FROM settling.seen;
  DELETE FROM tracker_unsettled WHERE transaction = me;
  -- Whoever keeps copies of answers forgets them, whatever it was that changed.
  PERFORM pg_notify('public_data', '');
END $$;

-- What differs becomes a new version of the data, and the latest change of each record.
CREATE FUNCTION settling.tell() RETURNS void LANGUAGE plpgsql SET search_path = public, ext AS $$
DECLARE
  latest bigint;
  -- Counted on, not drawn from a sequence: what was rolled back must not show in a number.
  last_number CONSTANT bigint := coalesce((SELECT max(id) FROM tracker_change), 0);
BEGIN
  INSERT INTO settling.news
    SELECT s.kind, s.emits_changes, s.code, CASE WHEN s.merged_into IS NULL THEN 'upsert' ELSE 'merge' END,
           coalesce(s.merged_into, '')
    FROM settling.seen s LEFT JOIN tracker_publicrecord p USING (place, "row")
    WHERE s.whole IS NOT NULL AND (s.whole, s.code) IS DISTINCT FROM (p.whole, p.code)
    UNION ALL
    SELECT s.kind, s.emits_changes, p.code, 'delete', ''
    FROM settling.seen s JOIN tracker_publicrecord p USING (place, "row")
    WHERE s.whole IS NULL OR s.code <> p.code;
  -- A code that passed from one row to another is not gone.
  DELETE FROM settling.news n WHERE n.operation = 'delete' AND EXISTS (
    SELECT FROM settling.news o WHERE o.operation <> 'delete' AND (o.kind, o.code) = (n.kind, n.code));
  IF EXISTS (SELECT FROM settling.news) THEN
    INSERT INTO tracker_dataversion (token)
    SELECT left(md5(coalesce((SELECT token FROM tracker_dataversion ORDER BY id DESC LIMIT 1), '')
                    || settling.life()
                    || coalesce(string_agg(concat_ws(' ', kind, code, operation, merged_into), chr(10)
                                           ORDER BY kind, code) FILTER (WHERE emits_changes), '')), 16)
    FROM settling.news RETURNING id INTO latest;
    DELETE FROM tracker_change c USING settling.news n WHERE (c.kind, c.code) = (n.kind, n.code);
    INSERT INTO tracker_change (id, kind, code, operation, merged_into, version_id)
    SELECT last_number + row_number() OVER (ORDER BY kind, code), kind, code, operation, merged_into, latest
    FROM settling.news WHERE emits_changes;
  END IF;
  DELETE FROM tracker_publicrecord p USING settling.seen s
  WHERE (p.place, p.row) = (s.place, s.row) AND s.whole IS NULL;
  INSERT INTO tracker_publicrecord (place, "row", code, own, whole)
  SELECT place, "row", code, own, whole FROM settling.seen WHERE whole IS NOT NULL
  ON CONFLICT (place, "row") DO UPDATE SET code = EXCLUDED.code, own = EXCLUDED.own, whole = EXCLUDED.whole
  WHERE (tracker_publicrecord.code, tracker_publicrecord.own, tracker_publicrecord.whole)
    IS DISTINCT FROM (EXCLUDED.code, EXCLUDED.own, EXCLUDED.whole);
  DELETE FROM settling.news;
END $$;
