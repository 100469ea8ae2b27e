#!/bin/sh
# Serves the site on this machine as in production: a public and a staff service under gunicorn, each
# with its own database login and production error pages. Without TLS, so on loopback only.
#
#   PORT=8000 STAFF_PORT=8001 deploy/serve_local.sh
#
# Expects the virtual environment, a migrated database and collected static files ('make run').
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

# secret NAME FILE: exports NAME; without a value in the environment, one kept in FILE.
secret() {
	eval "value=\${$1:-}"
	if [ -z "$value" ]; then
		[ -s "$2" ] || (umask 077 && $python -c \
			'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())' >"$2")
		value=$(cat "$2")
	fi
	export "$1=$value"
}
secret SECRET_KEY .secret-key
secret IDENTITY_KEYS .identity-keys
secret FACTOR_KEYS .factor-keys

export HTTPS_ONLY=0 ALLOWED_HOSTS=localhost,127.0.0.1
export SITE_ADDRESS="http://127.0.0.1:$PORT"
database() { # the URL of the development database for a login role, unless one is given
	[ -n "${DATABASE_URL:-}" ] && echo "$DATABASE_URL" || $python -m tracker.database.embedded url "$1"
}
public_database=$(database tracker_reader)
staff_database=$(database tracker_staff)

trap 'trap - INT TERM EXIT; kill 0' INT TERM EXIT
PUBLIC_ONLY=1 DATABASE_URL="$public_database" IDENTITY_KEYS='' FACTOR_KEYS='' \
	$python -m gunicorn tracker.wsgi:application --bind "127.0.0.1:$PORT" --log-level warning &
STAFF_ONLY=1 DATABASE_URL="$staff_database" \
	$python -m gunicorn tracker.wsgi:application --bind "127.0.0.1:$STAFF_PORT" --log-level warning &
wait
