# make run     set up (once) and answer the main question: compare the structures
# make test    style, types and the quick tests; make test-all adds the slow ones, test-pythons every Python here
# make mutants one small mistake at a time: do the stories of tests/mechanisms notice? (see docs/mutants.md)
# make bench   measure speed against the reference, the floor and other simulators (ten minutes)
# make results rebuild the committed results/, make reports their pages alone; make clean removes what can be rebuilt
# make test-browser  reports in a real browser (needs a Chromium: apt-get install chromium)

# The first of these that is there and can make an environment: some have no venv, some are only stand-ins.
PYTHON ?= python3.14 python3.13 python3.12 python3.11
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: run test test-all test-pythons test-browser mutants lint style types quick format results reports bench clean setup
.DEFAULT_GOAL := run

run: $(INSTALLED)
	$(BIN)/simorg run

setup: $(INSTALLED)

# The stamp, not the folder, says that the environment fits pyproject.toml and constraints.txt.
$(INSTALLED): pyproject.toml setup.py constraints.txt
	@if command -v uv >/dev/null 2>&1; then \
		set -e; test -x $(BIN)/python || uv venv --python '>=3.11,<3.15' .venv; \
		uv pip install --python $(BIN)/python --constraint constraints.txt --editable '.[dev]'; \
	else \
		set -e; test -x $(BIN)/python || for each in $(PYTHON); do \
			if $$each -c 'import ensurepip, venv' >/dev/null 2>&1; then $$each -m venv .venv; break; fi; \
		done; \
		test -x $(BIN)/python || { echo "none of $(PYTHON) can make an environment (is venv installed?);" \
			"give another: make PYTHON=/path/to/python" >&2; exit 1; }; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
			--constraint constraints.txt --editable '.[dev]'; \
	fi
	@touch $(INSTALLED)

lint: style types

style: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff format .

# Types are checked beside the tests, on whatever they leave of two cores.
test: style
	@$(MAKE) --no-print-directory --jobs 2 types quick

# All tests of a file go to the same worker, which makes what they share once.
quick: $(INSTALLED)
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not slow"

# Each has an environment of its own, and the quick tests.
test-pythons:
	@set -e; for each in $(PYTHON); do \
		$$each -c 'import ensurepip, venv' >/dev/null 2>&1 || { echo "$$each: not here"; continue; }; \
		test -x .venv-$$each/bin/python || $$each -m venv .venv-$$each; \
		.venv-$$each/bin/python -m pip install --quiet --disable-pip-version-check --no-compile \
			--constraint constraints.txt --editable '.[dev]'; \
		echo "$$each:"; .venv-$$each/bin/pytest -q -n 2 --dist loadfile -m "not slow"; \
	done

test-all: lint
	$(BIN)/pytest -q -n auto --engine both
	NUMBA_BOUNDSCHECK=1 $(BIN)/pytest -q -n auto -m "not slow" tests/agreement \
		tests/unit/engines/test_calendar.py tests/unit/rules/test_distributions.py
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest -q -n auto -m "not slow" tests/unit/test_draws.py \
		tests/unit/rules/test_distributions.py tests/golden --engine both

test-browser: $(INSTALLED)
	@if command -v uv >/dev/null 2>&1; then \
		uv pip install --python $(BIN)/python --constraint constraints.txt --editable '.[dev,browser]'; \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
			--constraint constraints.txt --editable '.[dev,browser]'; \
	fi
	$(BIN)/pytest -q -n 0 tests/unit/report/test_browser.py

mutants: $(INSTALLED)
	$(BIN)/python -m tests.mutation --keep .mutants.jsonl --page docs/mutants.md

# The population comes first: comparisons quote it.
PUBLISHED := population compare_structures crossover demand_growth drift_label_delay staffing \
	sensitivity sensitivity_sobol attribution artefacts mechanisms

results: $(INSTALLED)
	@set -e; for name in $(PUBLISHED); do \
		$(BIN)/simorg run experiment=$$name experiment.publish=true; \
	done
	$(BIN)/simorg facts --out results/stylised_facts --page docs/stylised_facts.md
	@$(MAKE) --no-print-directory reports

reports: $(INSTALLED)
	@set -e; for manifest in results/*/manifest.json; do $(BIN)/simorg report $${manifest%/*}; done

bench: $(INSTALLED)
	@if command -v uv >/dev/null 2>&1; then \
		uv pip install --python $(BIN)/python --constraint constraints.txt --editable '.[dev,bench]'; \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
			--constraint constraints.txt --editable '.[dev,bench]'; \
	fi
	$(BIN)/python -m benchmarks

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis results/runs
	find simorg tests conf -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf simorg.egg-info .mutants.jsonl $(INSTALLED)
