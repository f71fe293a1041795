# Everything that installs, starts and tests Outreach. A bare Debian with Python 3.11 and make is enough.
#
#   make run         install, start PostgreSQL, Valkey, web, worker and beat, with a demo city
#   make test        install what the tests need and run them
#   make check       linters, types, layers, migrations, translations
#   make assurance   slow proof: off-switches, whole runs (QUICK=1 leaves out the slowest)
#   make bench       speed beside its floor (SMALL=1 for a quick look)
#   make lock        write the hashed requirements anew (UPGRADE=1 takes newer versions)
#
# PORT (8000), OUTREACH_DATA_DIR (var/), DATABASE_URL and REDIS_URL are read from the environment.

PYTHON ?= python3
BIN := .venv/bin
DATA := $(or $(OUTREACH_DATA_DIR),var)
STATIC_STAMP := $(DATA)/staticfiles/.collected
UV := $(BIN)/uv pip
# Where HOME cannot be written to, the cache goes with the rest.
export UV_CACHE_DIR ?= $(shell test -w "$$HOME" && echo "$$HOME/.cache/uv" || echo "$(abspath $(DATA))/cache")
COMPILE := $(UV) compile --quiet --generate-hashes --no-header --no-annotate --python-version 3.11 $(if $(UPGRADE),--upgrade)
PYTEST := $(BIN)/python -m pytest --durations=20

.DEFAULT_GOAL := run
.PHONY: setup run test check assurance bench lock
.DELETE_ON_ERROR:

setup: .venv/.development .venv/.locale

run: .venv/.runtime .venv/.locale $(STATIC_STAMP)
	@exec $(BIN)/python -m outreach.supervisor

test: setup
	@scripts/need chromium pdf
	$(PYTEST) -n 2 -m "not assurance"

assurance: setup
	@scripts/need chromium pdf
	$(PYTEST) -m "assurance$(if $(QUICK), and not slow)"

bench: setup
	$(BIN)/python -m tests.bench $(if $(SMALL),--small)

check: setup
	@scripts/need gettext
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python scripts/check_translations.py

lock: .venv/.uv
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	echo uv | $(COMPILE) - -o requirements-uv.txt

# A virtual environment that was not finished is made anew.
.venv/.uv: requirements-uv.txt
	@test -e $@ || PYTHON="$(PYTHON)" scripts/make_venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

.venv/.runtime: .venv/.uv requirements.txt
	@echo "Installing what Outreach runs on ..."
	@$(UV) install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

.venv/.development: .venv/.runtime requirements-dev.txt
	@echo "Installing what its tests need ..."
	@$(UV) install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

.venv/.locale: .venv/.runtime $(wildcard locale/*/LC_MESSAGES/*.po)
	@if [ -d locale ]; then $(BIN)/pybabel --quiet compile --directory locale --domain django; fi
	@touch $@

$(STATIC_STAMP): .venv/.runtime outreach/staticfiles.py $(shell find static -type f)
	@echo "Collecting styles, scripts and pictures ..."
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
