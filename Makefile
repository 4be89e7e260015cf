# chayan: what a newcomer runs. Every target sets up what it needs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAMPLE := fixtures/submissions/sample

.DEFAULT_GOAL := help
.PHONY: help setup verify test check bench golden sample clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(READY) ## system packages and the virtual environment

$(READY): pyproject.toml constraints.txt system-packages.txt tools/install_system_packages.sh
	tools/install_system_packages.sh
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --upgrade pip setuptools wheel
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	touch $(READY)

verify: setup ## verify the sample submission and show the outcome
	@$(BIN)/chayan verify $(SAMPLE)/*.zip --out results; status=$$?; [ $$status -le 1 ]

test: setup ## all tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: setup ## lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## accuracy and throughput on forged submissions
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.throughput

golden: setup ## rewrite the golden files from what is extracted now; read the diff before you commit it
	$(BIN)/python -m pytest tests/test_golden.py --rewrite-golden

sample: setup ## forge the sample submission anew
	$(BIN)/python -m fixtures.forge sample --seed 7 --out $(SAMPLE)

clean: ## drop the virtual environment and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis results
