# Two commands matter, `make run` and `make test`. Each does all of its own set-up, in .venv.
#
# Variables, on the command line or in the environment: PYTHON (which Python builds .venv); PORT, STUDIO_DATA_DIR and
# the other settings of .env.example go to the app as they are.

BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test test-all lint fix chaos bench examples shots lock clean setup setup-dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: setup ## the app on http://127.0.0.1:8501; without a key, on its demo engine
	@$(BIN)/python studio.py

test: ## everything that must pass: lint, then every test, in lanes, within 40 minutes
	@began=$$(date +%s) && scripts/setup requirements.lock requirements-dev.lock && $(BIN)/python scripts/lanes.py --began $$began

test-all: test chaos bench ## make test, then 100 kills, then the benchmarks

lint: setup-dev ## style, types, and which room may import which
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

fix: setup-dev ## repair what ruff can repair by itself
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

chaos: setup-dev ## kill the app 100 times and look whether anything was lost or paid twice
	@STUDIO_KILLS=100 $(BIN)/python -m pytest -m "chaos and not browser" --timeout=3600

bench: setup-dev ## the figures of the README: gate, library, sessions, texts, start, memory, one picture
	@$(BIN)/python -m bench

examples: setup-dev ## draw the pictures of the first page's tiles again
	@PYTHONPATH=. $(BIN)/python scripts/examples.py

shots: setup-dev ## take the screenshots of the docs again
	@STUDIO_SHOTS=docs $(BIN)/python -m pytest --quiet -m browser -k every_width

lock: setup-dev ## compile the locks again after an edit of requirements*.txt
	@$(LOCK) requirements.txt -o requirements.lock
	@$(LOCK) requirements-dev.txt -c requirements.lock -o requirements-dev.lock

clean: ## remove .venv and every cache; the data folder stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: ## only the set-up of make run
	@scripts/setup requirements.lock

setup-dev: ## only the set-up of make test
	@scripts/setup requirements.lock requirements-dev.lock
