# Two commands matter: 'make run' and 'make test'. The rest is in 'make help'.

SHELL = /bin/sh
.DEFAULT_GOAL = help
.SUFFIXES:

PORT ?= 8000
DEBUG ?=
STAFF_PORT ?= $(if $(DEBUG),$(PORT),$(shell echo $$(($(PORT) + 1))))
WORKERS ?= 2
PYTHON ?= python3
ARGS ?=
LIGHTHOUSE = 12.8.2

VENV = .venv
PY = $(VENV)/bin/python
# Commands on a development machine: debug mode; the embedded PostgreSQL unless DATABASE_URL is set.
HOME_MANAGE = DEBUG=1 $(PY) manage.py

# $(call step,name,command): print the name and run the command; if it fails, print what failed.
step = printf '==> %s\n' '$(1)'; { $(2); } || { printf '\n*** Failed: %s\n' '$(1)' >&2; exit 1; }

.PHONY: help run test quick names bench recount fuzz examples lighthouse lint fmt install tables messages lock chromium stop clean .ready

help: ## List the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

# With DEBUG=1: one process that reloads changed code and shows tracebacks.
run: .ready ## Public site on http://127.0.0.1:$PORT/, admin on the next port, as in production
	@$(call step,Database tables,$(HOME_MANAGE) migrate --noinput -v 0)
	@$(call step,Founding data,$(HOME_MANAGE) load_founding_data)
	@$(call step,Staff account,PORT='$(STAFF_PORT)' $(HOME_MANAGE) create_demo_account)
	@[ -n "$(DEBUG)" ] || { $(call step,Static files,SECRET_KEY=unused DATABASE_URL=postgresql://unused/unused $(PY) manage.py collectstatic --noinput -v 0); }
	@printf '\nSite   http://127.0.0.1:%s/\nAPI    http://127.0.0.1:%s/api/v1/\nAdmin  http://127.0.0.1:%s/admin/\nStop with Ctrl-C; "make stop" also stops the database.\n\n' '$(PORT)' '$(PORT)' '$(STAFF_PORT)'
	@if [ -n "$(DEBUG)" ]; then DEBUG=1 exec $(PY) manage.py runserver '127.0.0.1:$(PORT)'; \
	else PORT='$(PORT)' STAFF_PORT='$(STAFF_PORT)' exec deploy/serve_local.sh; fi

test: install chromium ## All tests; the browser tests last
	@status=0; \
	$(PY) -m pytest -n '$(WORKERS)' --dist loadfile --no-loadscope-reorder -m 'not browser' $(ARGS) || { echo '*** Failed: tests' >&2; status=1; }; \
	$(PY) -m pytest -n '$(WORKERS)' -m browser $(ARGS) || { echo '*** Failed: browser tests' >&2; status=1; }; \
	exit $$status

quick: install ## Tests without a database and those of the models, in under a minute
	@$(PY) -m pytest -n '$(WORKERS)' -q -m 'quick and not browser' $(ARGS)

names: install ## Measure name matching: recall, false positives, speed, effect of each rule
	@$(PY) -m tests.names

bench: install ## Benchmark public reads against hand-written SQL (ARGS="--exports")
	@$(PY) -m tests.benchmarks $(ARGS)

recount: install ## Recompute the numbers on pages from API rows (ARGS=claims: list where people charged are counted)
	@$(PY) -m tests.recount $(ARGS)

# Not part of 'make test': it takes a quarter of an hour.
fuzz: install ## Send the API valid and invalid requests generated from its OpenAPI document (schemathesis)
	@$(PY) -m tests.fuzz $(ARGS)

examples: install ## Record the examples of the OpenAPI document and of docs/api.md again
	@$(call step,OpenAPI document,$(PY) -m tests.examples)
	@$(call step,docs/api.md,$(PY) -m tests.api_guide)

# Not part of 'make test': it needs npm.
lighthouse: .ready chromium .tools/lighthouse-$(LIGHTHOUSE) ## Measure every public page on a slow phone with Lighthouse
	@$(call step,Database tables,$(HOME_MANAGE) migrate --noinput -v 0)
	@$(call step,Founding data,$(HOME_MANAGE) load_founding_data >/dev/null)
	@DATABASE_URL="$${DATABASE_URL:-$$($(PY) -m tracker.database.embedded url)}" SECRET_KEY=unused $(PY) -m tests.lighthouse $(ARGS)

.tools/lighthouse-$(LIGHTHOUSE):
	@$(call step,Lighthouse $(LIGHTHOUSE),npm install --prefix .tools --no-package-lock --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error lighthouse@$(LIGHTHOUSE))
	@touch $@

lint: .ready ## Check style, likely mistakes, settings and missing migrations
	@$(call step,ruff check,$(PY) -m ruff check .)
	@$(call step,ruff format (make fmt mends it),$(PY) -m ruff format --check .)
	@$(call step,djlint (make fmt mends it),[ ! -d templates ] || $(PY) -m djlint --check --quiet templates)
	@$(call step,system check,$(HOME_MANAGE) check --fail-level WARNING)
	@$(call step,migrations match the models,$(HOME_MANAGE) makemigrations --check --dry-run)

fmt: install ## Format code and templates
	@$(PY) -m ruff check --fix --exit-zero --quiet .
	@$(PY) -m ruff format .
	@[ ! -d templates ] || $(PY) -m djlint --reformat --quiet templates || true

# Installs packages only if the lock file has changed since the last installation. Compiles the
# translations and builds the font if they are missing or outdated.
install: ## Create the virtual environment with the locked dependencies
	@if ! cmp -s requirements-dev.lock $(VENV)/installed.lock; then \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo '*** Python 3.11 or newer is needed, as $(PYTHON) (or: make PYTHON=...).' >&2; exit 1; }; \
	$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo '*** $(PYTHON) has no venv: on Debian, apt-get install python3-venv.' >&2; exit 1; }; \
	[ -x $(PY) ] || $(call step,Virtual environment,$(PYTHON) -m venv $(VENV)); \
	$(call step,Locked dependencies,$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock); \
	cp requirements-dev.lock $(VENV)/installed.lock; fi
	@$(PY) -m tracker.languages.catalog compile
	@$(PY) -m tracker.languages.khmer_font

tables: .ready ## Draw docs/tables.svg from the models (needs Graphviz)
	@command -v dot >/dev/null || { echo '*** No Graphviz: install the package graphviz.' >&2; exit 1; }
	@$(HOME_MANAGE) draw_tables | dot -Tsvg >docs/tables.svg

messages: install ## Add new strings to the Khmer catalogue and list those without a translation
	@$(PY) -m tracker.languages.catalog gather

# Starts the embedded database server unless DATABASE_URL names another.
.ready: install
	@[ -n "$$DATABASE_URL" ] || { $(call step,PostgreSQL,$(PY) -m tracker.database.embedded start >/dev/null); }

lock: install ## Resolve the dependencies again and write the lock files
	@set -e; compile='$(PY) -m uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11'; \
	$$compile pyproject.toml -o requirements.lock; \
	$$compile pyproject.toml --group dev -o requirements-dev.lock

chromium: ## Install the browser of the browser tests from the system's packages
	@if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then \
	command -v apt-get >/dev/null || { echo '*** No Chromium and no apt-get: install Chromium by hand.' >&2; exit 1; }; \
	root=; if [ "$$(id -u)" != 0 ]; then root='sudo -n'; $$root true 2>/dev/null || \
		{ echo '*** No Chromium: run "apt-get install chromium fonts-khmeros" as root once.' >&2; exit 1; }; fi; \
	$(call step,Chromium,$$root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends chromium fonts-khmeros >/dev/null); fi

stop: ## Stop the development and test database servers
	@[ ! -x $(PY) ] || $(PY) -m tracker.database.embedded stop

clean: ## Remove everything generated here, the development database included
	@[ ! -x $(PY) ] || $(PY) -m tracker.database.embedded remove
	@rm -rf .postgres .tools .venv .pytest_cache .ruff_cache .hypothesis htmlcov .coverage staticfiles test-results
	@rm -f tracker/locale/km/LC_MESSAGES/django.mo tracker/static/tracker/noto-sans-khmer*.woff2
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
