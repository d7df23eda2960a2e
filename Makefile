# Every command of the project. `make run` is enough to try it out.

PYTHON ?= python3
PY := .venv/bin/python
SEED ?= 1
TESTS ?=
SIDE_BY_SIDE := -n auto --dist loadgroup --no-loadscope-reorder

.PHONY: help env system browsers paper run demo test check style types templates texts proof requirements bench release screenshots translations fields audit lock
help:            ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

env:             ## .venv with the packages of requirements.lock
	@$(PYTHON) scripts/install_system.py python
	@$(PYTHON) scripts/setup_environment.py

system:          ## browsers, fonts, what PDFs are written with, strace and wrk, by apt
	@$(PYTHON) scripts/install_system.py browsers paper faults operation bench

browsers:
	@$(PYTHON) scripts/install_system.py browsers paper faults operation

paper:           ## what PDFs are written with; everything else works without
	-@$(PYTHON) scripts/install_system.py paper

run: env paper   ## demo data if there is no database, server and reminder worker
	@$(PY) scripts/run_demo.py

demo: env        ## the demo database anew, dates relative to today
	@$(PY) -m pwa_server demo

test: env browsers  ## all tests with small counts; SEED=… repeats a run, TESTS=… chooses
	@echo "seed $(SEED)"
	@WEGPLAN_SEED=$(SEED) $(PY) -m pytest $(SIDE_BY_SIDE) --hypothesis-seed=$(SEED) $(TESTS)

check: style types templates texts  ## style, types, templates, translations, plain language (-k shows all findings)

style: env
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: env
	@$(PY) -m mypy

templates: env
	@$(PY) -m djlint pwa_server/templates --lint --quiet

texts: env
	@$(PY) scripts/check_translations.py
	@$(PY) scripts/check_language.py

proof: SEED := $(shell date +%s)
proof: env browsers  ## the same faults, properties and axe with full counts
	@echo "seed $(SEED)"
	@WEGPLAN_SEED=$(SEED) WEGPLAN_PROOF=1 $(PY) -m pytest $(SIDE_BY_SIDE) --hypothesis-seed=$(SEED) -m "not alone" $(TESTS) || test $$? -eq 5
	@WEGPLAN_SEED=$(SEED) WEGPLAN_PROOF=1 $(PY) -m pytest --hypothesis-seed=$(SEED) -m alone $(TESTS) || test $$? -eq 5

requirements:    ## which tests show which requirement of the method, and which fault
	@$(PYTHON) scripts/requirements.py
	@$(PYTHON) scripts/faults.py

bench: env system  ## one JSON object a line
	@$(PY) -m tests.bench

release: env     ## dist/wegplan-<version>.tar.gz: all that a server needs, the same bytes from the same commit
	@$(PY) scripts/build_release.py

screenshots: env browsers  ## every page into screenshots/
	@$(PY) -m tests.screenshots

translations: env  ## new German sentences into every catalogue, with an empty translation
	@$(PY) scripts/check_translations.py --update

fields:          ## every form with its fields and what each takes
	@PYTHONPATH=. $(PY) scripts/fields.py

audit:           ## known faults of the parts in requirements.lock, asked of PyPI (needs the network); fails when it can't ask
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/pip install --quiet --disable-pip-version-check "pip-audit>=2.10,<3"
	@.venv-audit/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes --requirement requirements.lock

lock:            ## requirements.lock from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --extra dev --extra litestream --generate-hashes --no-emit-index-url --no-header -o requirements.lock pyproject.toml
