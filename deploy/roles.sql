-- Roles of the cluster and their rights in the current database. Run with psql as a superuser: by the
-- PostgreSQL image on an empty data directory, by the development server, by the tests. Idempotent.
--
--   tracker_owner   owns schemas, tables and functions; runs migrations
--   tracker_staff   the admin site: reads and writes rows; cannot alter tables or disable triggers
--   tracker_reader  the public site: may do nothing but SET ROLE tracker_public; read-only
--   tracker_public  no login; selects from the views in schema pub (tracker/visibility/projection.py)
--
-- Passwords come from the environment; a role whose variable is unset gets none (and can log in only
-- where pg_hba.conf asks for none).
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv staff_password STAFF_PASSWORD
\getenv reader_password PUBLIC_PASSWORD

-- Two processes may create the roles of a new cluster at once; the second one's error is harmless.
DO $$
DECLARE
  statement text;
BEGIN
  FOREACH statement IN ARRAY ARRAY[
    'CREATE ROLE tracker_owner LOGIN NOINHERIT', 'CREATE ROLE tracker_staff LOGIN NOINHERIT',
    'CREATE ROLE tracker_reader LOGIN NOINHERIT', 'CREATE ROLE tracker_public NOLOGIN NOINHERIT']
  LOOP
    BEGIN
      EXECUTE statement;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;
\if :{?owner_password}
ALTER ROLE tracker_owner PASSWORD :'owner_password';
\endif
\if :{?staff_password}
ALTER ROLE tracker_staff PASSWORD :'staff_password';
\endif
\if :{?reader_password}
ALTER ROLE tracker_reader PASSWORD :'reader_password';
\endif

-- Each may become the public role; none inherits its rights.
GRANT tracker_public TO tracker_owner, tracker_staff, tracker_reader WITH INHERIT FALSE, SET TRUE;
ALTER ROLE tracker_reader SET default_transaction_read_only = on;

ALTER DATABASE :"DBNAME" OWNER TO tracker_owner;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO tracker_staff, tracker_reader;

ALTER SCHEMA public OWNER TO tracker_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tracker_staff;

-- What the owner creates later in schema public: rows for staff. The other schemas grant their own.
ALTER DEFAULT PRIVILEGES FOR ROLE tracker_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tracker_staff;
ALTER DEFAULT PRIVILEGES FOR ROLE tracker_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO tracker_staff;
