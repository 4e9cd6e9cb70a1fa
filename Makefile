# The commands of the house. Nothing but Python >= 3.11 and make is needed; everything lands in .venv/ and .data/.
PORT ?= 8000
PYTHON ?=
export PORT
# What was compiled is kept, whatever the surroundings say: a worker, a test's process, a second start begins in half the time.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
PACKAGES := supportdesk demo reports surveys inbox tickets contracts sla accounts outbox documents embedded
# An environment as in production, for the deployment check; nothing listens at these addresses and nothing is asked.
PRODUCTION := DEMO=0 DEBUG=0 PUBLIC_URL=https://support.example.com ALLOWED_HOSTS=support.example.com \
    SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
    DATABASE_URL=postgres://app:x@127.0.0.1:1/supportdesk OWNER_DATABASE_URL=postgres://owner:x@127.0.0.1:1/supportdesk \
    RELAY_DATABASE_URL=postgres://relay:x@127.0.0.1:1/supportdesk REDIS_URL=redis://127.0.0.1:1/0 \
    EMAIL_URL=smtp://127.0.0.1:1 DEFAULT_FROM_EMAIL=support@support.example.com
.DEFAULT_GOAL := help
.PHONY: help setup demo test ci bench-engines bench-sla bench-what-if bench-desk bench-reports bench-export bench-faults agreement fuzz shell clean lint lint-style lint-types lint-imports lint-templates lint-migrations lint-deploy

help:
	@echo "make demo    the whole application with demo data on http://127.0.0.1:$(PORT)/ (PORT=... for another port)"
	@echo "make test    the whole test suite"
	@echo "make setup   .venv with the locked dependencies, and the translations"
	@echo "make lint    every house rule that a machine can hold"
	@echo "make ci      lint, test, agreement, damaged mails, a minute of faults, and the demo as a newcomer meets it"
	@echo "make fuzz    20,000 damaged mails to the reader of mails"
	@echo "make agreement  the same questions to the deadlines' engine and two others"
	@echo "make bench-sla  the deadlines' engine measured, beside two others, and the sweep over a million open clocks"
	@echo "make bench-what-if  a million recorded clocks counted again, reading them included"
	@echo "make bench-export  a million rows as CSV and XLSX, and 200,000 tickets through the export page"
	@echo "make bench-desk  the agents' pages over HTTP, with a million tickets (TICKETS=20000 for a small trial)"
	@echo "make bench-reports  the dashboards' figures, kept by month and counted from the rows"
	@echo "make bench-faults  the outbox and the alerts while workers, broker and database are killed (SECONDS=600 for longer, TABLE=1 for a table in Markdown)"
	@echo "make shell   Django's shell on the embedded servers"
	@echo "make clean   stop the embedded servers and forget all data"

setup:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        exec "$$python" embedded/bootstrap.py; \
	    fi; \
	done; \
	echo "Python 3.11 or newer is needed, with its modules venv and ensurepip (on Debian: python3-venv)." >&2; \
	echo "Found: $$(python3 --version 2>&1). Name another one with: make PYTHON=/path/to/python3" >&2; exit 1
	@$(BIN)/python embedded/translations.py

# No shell between make and the demo: a SIGTERM to make must reach it.
demo: setup
	@exec $(BIN)/python -m embedded.demo

test: setup
	@$(BIN)/pytest -n 2 --dist loadgroup; status=$$?; \
	$(BIN)/python -m embedded forget --data-dir .data/test; exit $$status

lint: lint-style lint-types lint-imports lint-templates lint-migrations lint-deploy

lint-style: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-types: setup
	SUPPORTDESK_NO_SERVERS=1 $(BIN)/mypy

lint-imports: setup
	$(BIN)/lint-imports

lint-templates: setup
	$(BIN)/djlint --lint --quiet templates

lint-migrations: setup
	$(BIN)/python manage.py makemigrations --check --dry-run

lint-deploy: setup
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

ci: lint test agreement fuzz bench-faults
	.ci/newcomer.sh

# The engines to compare with come into .venv here and nowhere else.
bench-engines: setup
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock

bench-sla: bench-engines
	@$(BIN)/python -m bench.sla
	@$(BIN)/python -m bench.sweep

agreement: bench-engines
	@$(BIN)/python -m bench.sla.agreement

fuzz: setup
	@FUZZ_MAILS=20000 $(BIN)/pytest -q tests/inbox/reading/test_mutated.py; status=$$?; \
	$(BIN)/python -m embedded forget --data-dir .data/test; exit $$status

# Starts servers and fills a database of its own, and removes both: some two minutes.
bench-what-if: setup
	@$(BIN)/python -m bench.what_if

# Writes a million rows that are made up, and 200,000 tickets from a database of its own: some two minutes.
bench-export: setup
	@$(BIN)/python -m bench.export

# Fills a database of its own with a million tickets (8 GB, some minutes), and removes it. KEEP=1 keeps it for the next run.
bench-desk: setup
	@$(BIN)/python -m bench.desk --tickets $(or $(TICKETS),1000000) $(if $(KEEP),--keep)

# The dashboards' figures on the same data, with surveys. KEEP=1 uses what bench-desk kept.
bench-reports: setup
	@$(BIN)/python -m bench.reports --tickets $(or $(TICKETS),1000000) $(if $(KEEP),--keep)

# Fails where a mail or an alert is lost, doubled or made up; how long it took is printed only.
bench-faults: setup
	@$(BIN)/python -m bench.faults --seconds $(or $(SECONDS),60) $(if $(TABLE),--table)

shell: setup
	@$(BIN)/python manage.py shell

clean:
	@if [ -x $(BIN)/python ]; then \
	    $(BIN)/python -m embedded forget --data-dir .data/test && $(BIN)/python -m embedded forget; \
	else rm -rf .data; fi
