# Everything a person does with this project, by name. Needs only make and Python 3.11 or newer.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

PYTHON := .venv/bin/python
INSTALL := $(PYTHON) tools/install.py
# A stamp says what is installed; it is older than what it was made from when that changed.
STAMP := .venv/stamp
DEMO_ARGS ?=
BENCH_ARGS ?=
# Tests share the processors, and a part of them waits most of the time; each worker keeps one homeserver.
WORKERS ?= 4
# Dozens of processes would each compile all of the code again.
unexport PYTHONDONTWRITEBYTECODE
PYTEST := $(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup

.PHONY: help setup demo test test-pure test-offline check format torture torture-short bench clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

setup: $(STAMP)/copbot ## make the environment, so that .venv/bin/copbot runs

demo: $(STAMP)/demo ## one whole meeting before your eyes (DEMO_ARGS="--once --language en")
	@.venv/bin/copbot demo $(DEMO_ARGS)

test: $(STAMP)/compiled $(STAMP)/peer ## all tests: pure, whole conversations, and on a real homeserver
	$(PYTEST) -m "not torture"

test-pure: $(STAMP)/dev ## only the tests of pure code: machines, dates, texts; a few seconds
	$(PYTHON) -m pytest -n 2 tests/core tests/commitments tests/decisions tests/rituals tests/texts

test-offline: $(STAMP)/compiled ## all tests that need no homeserver
	$(PYTEST) -m "not live and not torture"

check: $(STAMP)/dev ## style, types and the contracts between the layers
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

format: $(STAMP)/dev ## put the code in order
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

# Machines played move by move, and whatever else is tried with examples made at random; neither folder passed over has any.
AT_RANDOM = -m "hypothesis and not torture" --ignore tests/live --ignore tests/dialogs

torture: $(STAMP)/dev $(STAMP)/peer ## kill it hundreds of times and count what was lost (takes long)
	$(PYTHON) -m tests.torture
	$(PYTEST) -m torture
	COPBOT_MODEL_EXAMPLES=5000 $(PYTEST) $(AT_RANDOM)

torture-short: $(STAMP)/dev $(STAMP)/peer ## a tenth of that
	$(PYTHON) -m tests.torture --short
	COPBOT_CALENDAR_YEARS=2 $(PYTEST) -m torture
	COPBOT_MODEL_EXAMPLES=100 $(PYTEST) $(AT_RANDOM)

bench: $(STAMP)/dev $(STAMP)/peer ## how fast it is, in one table (BENCH_ARGS=--short for a part of it)
	$(PYTHON) -m tests.bench $(BENCH_ARGS)

clean: ## throw away the environment and what the tools keep
	rm -rf .venv .bench tests/peer/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find copbot tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP)/environment: tools/environment.sh
	@tools/environment.sh
	@mkdir -p $(STAMP)
	@touch $@

$(STAMP)/build: $(STAMP)/environment requirements/build.txt
	@$(INSTALL) "Preparing" -r requirements/build.txt
	@touch $@

# Without isolation, because what builds is pinned too.
$(STAMP)/copbot: $(STAMP)/build requirements/runtime.txt pyproject.toml
	@$(INSTALL) "Installing what copbot needs" --no-build-isolation -r requirements/runtime.txt
	@$(INSTALL) "Installing copbot" --no-build-isolation --no-deps --editable .
	@touch $@

$(STAMP)/demo: $(STAMP)/copbot requirements/demo.txt
	@$(INSTALL) "Installing a homeserver for the demo" --no-build-isolation -r requirements/demo.txt
	@touch $@

$(STAMP)/dev: $(STAMP)/demo requirements/dev.txt
	@$(INSTALL) "Installing what tests and checks need" --no-build-isolation -r requirements/dev.txt
	@touch $@

# In a new environment every worker would compile all tests and copbot; here each half is, once. What is wrong with them the tests tell.
HALF = tests/dialogs tests/live tests/matrix
$(STAMP)/compiled: $(STAMP)/dev
	@echo "Compiling"
	@$(PYTHON) -m pytest --collect-only -qq $(HALF) >/dev/null 2>&1 & \
	$(PYTHON) -m pytest --collect-only -qq $(HALF:%=--ignore=%) >/dev/null 2>&1; wait
	@touch $@

# Only tests in encrypted rooms need it, and they say so when they are skipped; so make goes on without it and tries again next time.
$(STAMP)/peer: $(STAMP)/dev tools/peer.sh tests/peer/package.json tests/peer/package-lock.json
	@if tools/peer.sh; then touch $@; fi
