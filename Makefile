# One list of commands for people and CI. `make demo` and `make test` do their own set-up.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif
PY := $(BIN)/python
STAMPS := .stamps
# Who takes part in bench-public beside ours.
PEERS ?= cpsat,pyjobshop
# How often the storm kills the server, and how many hours it takes the network away.
KILLS ?= 1000
ROUNDS ?= 10
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: bench-stability bench-promise bench-accept bench-shops bench-public replay help setup demo test test-core test-server test-browser test-fuzz check format build bench bench-live bench-questions bench-gantt bench-wall storm pictures clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(STAMPS)/venv:
	@mkdir -p $(STAMPS)
	$(PYTHON) -c 'import sys; sys.exit("Sprue needs Python 3.11 or newer; call: make PYTHON=python3.11 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

# The run-time set is enough for the demo; tests and checks add theirs.
$(STAMPS)/run: $(STAMPS)/venv pyproject.toml hatch_build.py $(shell find web -name node_modules -prune -o -type f -print 2>/dev/null)
	$(BIN)/pip install -q -e '.[server]'
	@touch $@

$(STAMPS)/dev: $(STAMPS)/run
	$(BIN)/pip install -q -e '.[server,postgres,test,dev]'
	@touch $@

setup: $(STAMPS)/dev ## everything that tests and checks need
build: $(STAMPS)/run ## the program with its screens

demo: $(STAMPS)/run ## a 100-person shop at work, in the browser
	$(BIN)/sprue demo

test: $(STAMPS)/dev ## all tests; browser tests skip where there is no browser
	$(PY) tools/run_tests.py

test-core: $(STAMPS)/dev ## the core: shop, planning, floor, files, figures
	$(PY) -m pytest -q tests/core tests/properties tests/scenarios

test-server: $(STAMPS)/dev ## server, SQLite and PostgreSQL
	$(PY) -m pytest -q tests/server

test-browser: $(STAMPS)/dev ## in a real browser
	$(PY) -m pytest -q tests/e2e

test-fuzz: $(STAMPS)/dev ## generated requests against the API
	$(PY) -m pytest -q tests/fuzz

check: $(STAMPS)/dev ## format, lint, types, import contracts
	$(BIN)/ruff format --check src tests benchmarks tools hatch_build.py
	$(BIN)/ruff check src tests benchmarks tools hatch_build.py
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(PY) tools/node.py tsc --noEmit -p web

format: $(STAMPS)/dev ## mend format and imports
	$(BIN)/ruff format src tests benchmarks tools hatch_build.py
	$(BIN)/ruff check --fix src tests benchmarks tools hatch_build.py

bench: $(STAMPS)/dev ## sizes and times of import and first plan, written to docs/bench.md
	$(PY) -m benchmarks.first_plan

replay: $(STAMPS)/dev ## plans of the real log held against what happened, written to docs/replay.md
	$(PY) -m benchmarks.replay

bench-public: $(STAMPS)/dev ## public job shops beside their peers, written to docs/benchmarks.md; hours
	$(BIN)/pip install -q -e '.[bench]'
	$(BIN)/sprue bench $(SETS) --peers "$(PEERS)"

bench-accept: $(STAMPS)/dev ## the fixed sample of public instances with all peers, written to docs/benchmarks-accept.md; 90 minutes
	$(BIN)/pip install -q -e '.[bench]'
	$(BIN)/sprue bench --accept

bench-shops: $(STAMPS)/dev ## thirty mold shops with due dates, written to docs/mold-shops.md; two hours
	$(BIN)/pip install -q -e '.[bench]'
	$(PY) -m benchmarks.mold_shops --peers cpsat

bench-stability: $(STAMPS)/dev ## moved operations with and without a price on moves, written to docs/stability.md
	$(PY) -m benchmarks.stability

bench-promise: $(STAMPS)/dev ## how long a promise for a new mold takes, written to docs/promise.md
	$(PY) -m benchmarks.promise

bench-questions: $(STAMPS)/dev ## seconds of the planner's four questions and of a preview, written to docs/questions.md
	$(PY) -m benchmarks.questions

bench-gantt: $(STAMPS)/dev ## frames a second of the Gantt with 20,000 bars, written to docs/bench-gantt.md
	$(PY) -m benchmarks.gantt

bench-live: $(STAMPS)/dev ## event to pixel with 50 walls, written to docs/bench-live.md
	$(PY) -m benchmarks.live

bench-wall: $(STAMPS)/dev ## what a day of events leaves in a wall's memory, written to docs/wall-memory.md; a quarter of an hour
	$(PY) -m benchmarks.wall_memory

storm: $(STAMPS)/dev ## kill -9 under load and hours without network, written to docs/storm.md; hours
	$(PY) -m benchmarks.storm --kills $(KILLS) --rounds $(ROUNDS) --out docs/storm.md

pictures: $(STAMPS)/dev ## the pictures of the docs, from the running program
	$(PY) -m tools.pictures

clean: ## away with what was made (the data folder stays)
	rm -rf $(VENV) $(STAMPS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build web/node_modules src/sprue/server/static/dist
