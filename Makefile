# The only list of commands. `make` prints it.
#
# Everything is set up on the way: a Python environment in .venv with the locked packages, and the
# system libraries that are really missing. Nothing is done twice: see the stamps in .venv.
#
#   make run ARGS="--background"        arguments for the program
#   make test ARGS="tests/unit -x"      arguments for pytest
#   make bench ARGS="--only review"     arguments for the benchmarks

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --no-builtin-rules

PYTHON ?= $(shell scripts/find_python.sh)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

# Desktops wait most of the time. A file is run by one process, as its fixtures may cost much; the longest stand first.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

APP := $(VENV)/.app-stamp
DEV := $(VENV)/.dev-stamp

.PHONY: help run demo test test-fast lint format bench lock package clean test-system bench-system

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(APP) ## Set up what is missing and start Graduand
	@scripts/system_packages.sh libraries $(BIN)/python scripts/apt-libraries.txt
	@$(BIN)/graduand $(ARGS)

demo: $(APP) ## Start Graduand on sample calendars, with a store that is thrown away
	@scripts/system_packages.sh libraries $(BIN)/python scripts/apt-libraries.txt
	@$(BIN)/graduand --demo $(ARGS)

test: $(DEV) test-system ## Run every test
	@$(BIN)/pytest $(SIDE_BY_SIDE) $(ARGS)

test-fast: $(DEV) ## Run the tests that need no desktop and no long time
	@$(BIN)/pytest -q -m "not desktop and not slow" $(ARGS)

lint: $(DEV) ## Check style, types, import walls and locks
	@echo "ruff";         $(BIN)/ruff check --quiet .
	@echo "ruff format";  $(BIN)/ruff format --quiet --check .
	@echo "mypy";         $(BIN)/mypy --no-error-summary
	@$(BIN)/mypy --no-error-summary --explicit-package-bases scripts tests/conftest.py tests/helpers tests/house
	@echo "import walls"; $(BIN)/lint-imports --no-logo > $(VENV)/.walls 2>&1 || { cat $(VENV)/.walls; exit 1; }
	@echo "locks";        $(BIN)/python scripts/check_locks.py
	@echo "All clean."

format: $(DEV) ## Put the code into the common format
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

bench: $(DEV) bench-system ## Measure speed and memory against peers, in one run
	@$(BIN)/python -m tests.bench $(ARGS)

lock: $(DEV) ## Resolve the dependencies of pyproject.toml again, with hashes
	@$(LOCK) $(ARGS) pyproject.toml -o requirements/app.txt
	@$(LOCK) $(ARGS) --group build -c requirements/app.txt -o requirements/build.txt
	@$(LOCK) $(ARGS) pyproject.toml --group dev --group build -c requirements/app.txt -c requirements/build.txt -o requirements/dev.txt
	@$(BIN)/python scripts/check_locks.py

package: $(DEV) ## Build the wheel and the source archive into dist/
	@$(BIN)/hatchling build -d dist

clean: ## Remove the environment, caches and built files
	@rm -rf $(VENV) dist build .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- setting up -------------------------------------------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Graduand needs Python 3.11 or newer: install it, or name it with make PYTHON=..." >&2; exit 1; }
	@echo "Making a Python environment in $(VENV)"
	@scripts/make_venv.sh "$(PYTHON)" $(VENV)

$(APP): requirements/app.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages (some minutes the first time: Qt is large)"
	@$(PIP) install --require-hashes -r requirements/app.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(APP)
	@echo "Installing the locked packages for tests and checks"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

test-system: $(DEV)
	@scripts/system_packages.sh packages scripts/apt-libraries.txt tests/desktop/apt-packages.txt

bench-system: $(DEV)
	@scripts/system_packages.sh packages scripts/apt-libraries.txt tests/desktop/apt-packages.txt tests/bench/apt-packages.txt
