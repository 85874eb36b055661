# The two commands a newcomer needs are `make run` and `make test`; the rest is for those who change things.
PYTHON ?= python3
PORT ?=
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench bench-reading data screenshots clean

run: $(VENV)/.runtime
	$(BIN)/streamlit run dashboard.py $(if $(PORT),--server.port $(PORT))

test: $(VENV)/.tests
	$(BIN)/python tests/setup_browser.py
	$(BIN)/python tests/setup_postgres.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

check: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not browser"

bench: $(VENV)/.bench
	$(BIN)/python tests/setup_browser.py
	$(BIN)/python -m benchmarks

bench-reading: $(VENV)/.bench
	test -x $(VENV)/reading/bin/python || $(PYTHON) -m venv $(VENV)/reading
	$(VENV)/reading/bin/pip install --quiet --disable-pip-version-check -r benchmarks/requirements-reading.txt
	$(BIN)/python -m benchmarks --only reading

data: $(VENV)/.runtime
	$(PYTHON) -m venv $(VENV)/recipe
	$(VENV)/recipe/bin/pip install --quiet --disable-pip-version-check -r requirements.txt -r geodata/recipe/requirements.txt
	$(VENV)/recipe/bin/python -m geodata.recipe

screenshots: $(VENV)/.tests
	$(BIN)/python tests/setup_browser.py
	$(BIN)/python docs/make_screenshots.py

$(VENV)/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "error: found Python %d.%d, expected 3.11 or newer: run make PYTHON=python3.12 run" % sys.version_info[:2])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.tests: $(VENV)/.runtime tests/requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@

$(VENV)/.bench: $(VENV)/.tests benchmarks/requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
