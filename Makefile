# Two commands do everything on a fresh machine: `make demo` and `make test`.
# The rest is for those who work on the project; `make` alone lists it.

BIN  := .venv/bin
PORT ?= 8000
ARGS ?=
# What the quick loop of `make check` tests besides format, lint, types and contracts.
QUICK := tests/test_docs.py tests/test_house.py

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint fix bench faults pictures lock

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F '|' '{ printf "  make %-8s %s\n", $$1, $$2 }'

setup: ## prepare .venv with the locked dependencies, and nothing more
	@.ci/setup

demo: setup ## the whole service with worked cases at http://localhost:8000 (PORT=8100 for another port); stop with Ctrl-C
	@exec $(BIN)/python -m certify.service.demo --port $(PORT)

# The databases of the tests call fsync as in earnest; in memory, where there are 4 GB of it to spare, that costs nothing.
QUICK_TEMP = $(shell test -w /dev/shm && test "$$(df --output=avail /dev/shm | tail -1)" -gt 4000000 && echo /dev/shm \
	|| echo "$${TMPDIR:-/tmp}")

# The tests start a hundred processes of ours; each would compile all its modules anew where this is set.
test: export PYTHONDONTWRITEBYTECODE :=
test: setup ## all that must hold: lint, types, contracts, all tests, coverage of the rules and of the check
	@.ci/browser
	@$(MAKE) --no-print-directory lint
	@TMPDIR=$(QUICK_TEMP) $(BIN)/python -m pytest -p tests.coverage_gate -n 2 --dist loadfile $(ARGS)

check: setup lint ## the quick subset: format, lint, types, contracts, docs
	@$(BIN)/python -m pytest -q $(QUICK)

lint: setup
	@$(BIN)/ruff format --quiet --check --diff .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo --no-cache >.venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }
	@echo "certify: format, lint, types and import contracts are good"

fix: setup ## put format and order of imports right
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

bench: setup ## the benchmarks, as ratios (ARGS=--help)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

faults: setup ## the full fault sweeps: kill -9 while issuing, on SQLite and PostgreSQL
	@$(BIN)/python -m tests.faults --full $(ARGS)

pictures: setup ## the pictures in the README, made anew from the demo's town
	@.ci/browser
	@$(BIN)/python -m tests.pictures

lock: setup ## write requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --all-extras --python-version 3.11 --no-annotate \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		--output-file requirements.lock pyproject.toml $(ARGS)
