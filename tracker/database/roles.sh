#!/bin/sh
# Run once by the PostgreSQL image, on an empty data directory: who may log in, and as what.
#
#   tracker_owner   owns the tables; migrations only
#   tracker_staff   reads and writes rows, cannot change tables or switch triggers off
#   tracker_reader  the public service; can do nothing but become tracker_public
#   tracker_public  no login; sees the views in schema pub (see tracker/visibility/publication.py)
set -eu

psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
	-v database="$POSTGRES_DB" -v owner="$OWNER_PASSWORD" \
	-v staff="$STAFF_PASSWORD" -v reader="$PUBLIC_PASSWORD" <<'SQL'
CREATE ROLE tracker_owner LOGIN NOINHERIT PASSWORD :'owner';
CREATE ROLE tracker_staff LOGIN NOINHERIT PASSWORD :'staff';
CREATE ROLE tracker_reader LOGIN NOINHERIT PASSWORD :'reader';
CREATE ROLE tracker_public NOLOGIN NOINHERIT;
-- All three may become the public; the reader nothing else, and it inherits no right.
GRANT tracker_public TO tracker_owner WITH INHERIT FALSE, SET TRUE;
GRANT tracker_public TO tracker_staff WITH INHERIT FALSE, SET TRUE;
GRANT tracker_public TO tracker_reader WITH INHERIT FALSE, SET TRUE;
ALTER ROLE tracker_reader SET default_transaction_read_only = on;

ALTER DATABASE :"database" OWNER TO tracker_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO tracker_staff, tracker_reader;

ALTER SCHEMA public OWNER TO tracker_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tracker_staff;

-- What the owner makes later: staff may use it, nobody else.
ALTER DEFAULT PRIVILEGES FOR ROLE tracker_owner GRANT USAGE ON SCHEMAS TO tracker_staff;
ALTER DEFAULT PRIVILEGES FOR ROLE tracker_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tracker_staff;
ALTER DEFAULT PRIVILEGES FOR ROLE tracker_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO tracker_staff;
SQL
