# Everything runs in .venv, which is made from the lock files in requirements/ and made anew when they change.
# PYTHON=/path/to/python3.12 chooses the interpreter; without it the first fitting one in PATH is taken.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?=
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r

# What only computes is run side by side, what waits for processes and browsers alone, so that its waits stay short.
BESIDE = $(MAKE) --jobs=2 --output-sync=target
COMPUTING = pytest-complaints pytest-computes
COMPUTES = tests/dialogs tests/storage tests/files tests/packs tests/benchmarks

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-ocr run test lint check-knowledge pytest pytest-complaints pytest-computes pytest-waits examples bench lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: $(VENV)/dev.stamp ## make .venv with all locked packages, tools and tests included

setup-ocr: $(VENV)/ocr.stamp ## add what reads the words on screenshots (53 MB)

run: $(VENV)/run.stamp ## start the bot; with no network configured: the sandbox, a phone page in the browser
	$(BIN)/python -m bot

test: $(VENV)/dev.stamp ## everything that must pass: lint, types, import rules, knowledge, tests
	$(BESIDE) lint check-knowledge $(COMPUTING)
	$(MAKE) pytest-waits

lint: $(VENV)/dev.stamp ## ruff, mypy --strict, import rules
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

pytest: $(VENV)/dev.stamp ## the tests alone
	$(BESIDE) $(COMPUTING)
	$(MAKE) pytest-waits

pytest-waits: $(VENV)/dev.stamp
	$(BIN)/python -m pytest $(addprefix --ignore=,tests/complaints $(COMPUTES))

pytest-complaints: $(VENV)/dev.stamp
	$(BIN)/python -m pytest tests/complaints

pytest-computes: $(VENV)/dev.stamp
	$(BIN)/python -m pytest $(COMPUTES)

check-knowledge: $(VENV)/run.stamp ## read and check knowledge/ and texts/
	$(BIN)/python -m bot check-knowledge

examples: $(VENV)/dev.stamp ## write docs/examples anew: texts as the product writes them
	$(BIN)/python -m tests.examples

bench: $(VENV)/dev.stamp ## speed and memory, beside a plain python-telegram-bot bot
	$(BIN)/python -m benchmarks

lock: $(VENV)/uv.stamp ## choose the newest allowed versions anew and write requirements/*.txt
	$(COMPILE) --output-file requirements/run.txt
	$(COMPILE) --extra ocr --constraint requirements/run.txt --output-file requirements/ocr.txt
	$(COMPILE) --extra ocr --group dev --constraint requirements/ocr.txt --output-file requirements/dev.txt

clean: ## remove .venv and caches; data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# uv only writes the lock files; pip installs them. Their form names no package index.
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

$(VENV)/run.stamp: requirements/run.txt $(BIN)/python
	$(INSTALL) $<
	@touch $@

$(VENV)/ocr.stamp: requirements/ocr.txt $(VENV)/run.stamp
	$(INSTALL) $<
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(INSTALL) $<
	@touch $@

$(VENV)/uv.stamp: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

# Debian splits venv from Python, so an interpreter may be new enough and still unable to make an environment.
$(BIN)/python:
	@unable=; for python in $(CANDIDATES); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$python" -V)."; exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	  unable="$$python"; \
	done; \
	if [ -n "$$unable" ]; then \
	  echo "$$unable cannot make virtual environments: install its venv module (Debian, Ubuntu: apt install python3-venv)." >&2; \
	else \
	  echo "Python 3.11 or newer was not found: install it, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
	fi; exit 1
