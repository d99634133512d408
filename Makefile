.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Where Python is told not to keep what it has compiled, it compiles every test anew each time.
unexport PYTHONDONTWRITEBYTECODE

VENV   := .venv
BIN    := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
LOCKED := $(VENV)/.locked
READY  := $(VENV)/.ready
LOCK   := service/requirements.lock
SERVED := service/deployment/requirements.lock
VERSION = $(shell awk -F '"' '/^version = / { print $$2 }' pyproject.toml)
PROTOS  = $(sort $(shell find protos/chronicare -name '*.proto'))

# The last release that this commit stands on, if it had protos; `check` holds today's protos to it.
RELEASE = $(shell git describe --tags --abbrev=0 2>/dev/null)

.PHONY: help setup demo serve test test-quick pythons check bench chaos fuzz format protos screens programs lock image clean

help: ## Show this help
	@echo 'chronicare: decision tables for outpatient chronic disease benefits. Verbs:'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo 'The first one run also does what `make setup` does; after that nothing needs the network.'

setup: $(READY) ## Make .venv and install everything into it (done once, and again when the lock changes)
	@:

demo: setup ## Decide real cases from the rule tables, show the answers with their reasons, and end
	@$(BIN)/python -m chronicare.cli demo

serve: setup ## Serve decisions over gRPC until stopped
	@$(BIN)/python -m chronicare.cli serve

test: setup ## Run all tests (minutes)
	@echo 'All tests: about 12 minutes on two quiet cores. While you edit, make test-quick takes a minute or two.'
	$(PYTEST) -n 2 --dist worksteal --durations=10

test-quick: setup ## Run the fast tests of the code, while you edit it (a minute or two)
	$(PYTEST) -n 2 --dist worksteal --durations=10 -m 'not slow and not generated' --hypothesis-profile=quick \
		tests/unit tests/contract tests/architecture

# The engine is C, built for each Python. Each gets an environment of its own below .venv.
pythons: setup ## Run the tests of the engine's guards on every Python at hand (3.11 to 3.14)
	@for python in python3.11 python3.12 python3.13 python3.14; do \
		if ! "$$python" -c '$(PROBE)' >/dev/null 2>&1; then echo "$$python is not at hand"; continue; fi; \
		$(MAKE) setup VENV=$(VENV)/$$python PYTHON="$$python" \
		&& $(VENV)/$$python/bin/python -m pytest -n 2 tests/unit/engine || exit 1; \
	done

check: setup ## Check style, types, floors, protos, generated code, the wheel and the rule tables
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/buf lint protos
	@if [ -n "$(RELEASE)" ] && git cat-file -e "$(RELEASE):protos/buf.yaml" 2>/dev/null; then \
		echo "$(BIN)/buf breaking protos, against $(RELEASE)"; \
		$(BIN)/buf breaking protos --against ".git#tag=$(RELEASE),subdir=protos"; \
	else echo 'buf breaking: no release yet to hold the protos to'; fi
	$(PYTEST) tests/architecture/test_generated.py tests/architecture/test_wheel.py
	$(BIN)/python -m chronicare.cli check rules

bench: setup ## Measure how fast decisions and settlements are
	@PYTHONPATH=tests $(BIN)/python tests/performance/bench.py

chaos: setup ## Attack a running service in every way thought of, and tell how it stood it (minutes)
	@PYTHONPATH=tests $(BIN)/python -m chaos

fuzz: setup ## Run the property tests on many more examples (minutes)
	$(PYTEST) -n 2 --dist worksteal -m "hypothesis or generated" --hypothesis-profile=fuzz --scale 20

format: setup ## Write code and tests in the house style
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

protos: setup ## Write the Python code of the protos, and the OpenAPI document, into service/chronicare/api
	rm -f service/chronicare/api/v1/*_pb2*
	@$(MAKE) generate OUT=service

screens: setup ## Take the pictures of rules/README.md anew (needs what make programs installs)
	@$(BIN)/python tests/acceptance/screens.py

programs: ## Install LibreOffice, Chromium and Pango for the tests that use them (Debian's packages; without them they skip)
	@wanted=; \
	if ! { command -v soffice && /usr/bin/python3 -c 'import uno'; } >/dev/null 2>&1; then \
		wanted='libreoffice-calc-nogui python3-uno'; fi; \
	command -v chromium >/dev/null || wanted="$$wanted chromium"; \
	ldconfig -p | grep -q libpangoft2-1.0 || wanted="$$wanted libpangoft2-1.0-0 libharfbuzz-subset0"; \
	fc-list :lang=zh 2>/dev/null | grep -q . || wanted="$$wanted fonts-noto-cjk"; \
	if [ -z "$$wanted" ]; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then echo "Cannot be installed here: $$wanted"; exit 0; fi; \
	export DEBIAN_FRONTEND=noninteractive; \
	apt-get -qq update && apt-get -qq install --yes --no-install-recommends $$wanted \
	>/dev/null || echo "Could not be installed, its tests will be skipped: $$wanted"

lock: ## Write both requirements.lock anew from pyproject.toml (needs uv and the network)
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --upgrade --generate-hashes \
		--no-annotate --no-emit-index-url --custom-compile-command 'make lock' --quiet --output-file $(LOCK)
	uv pip compile pyproject.toml --extra http --extra metrics --extra postgres --extra traces --constraint $(LOCK) --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-emit-index-url --custom-compile-command 'make lock' --quiet \
		--output-file $(SERVED)

image: ## Build the container image with podman or docker (needs the network)
	"$$(command -v podman || command -v docker)" build --file service/deployment/Containerfile \
		$$(command -v podman >/dev/null && echo --format docker) --tag chronicare:$(VERSION) .

clean: ## Remove .venv and everything else that was made
	rm -rf $(VENV) dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find service tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The Python code of the protos, and the document of what is answered over HTTP, below OUT. The one place that says how; tests/architecture compares by it too.
.PHONY: generate
generate:
	@$(BIN)/python -m grpc_tools.protoc --plugin=protoc-gen-mypy_grpc=$(BIN)/protoc-gen-mypy_grpc --proto_path=protos \
		--python_out=$(OUT) --pyi_out=$(OUT) --grpc_python_out=$(OUT) --mypy_grpc_out=quiet:$(OUT) $(PROTOS)
	@$(BIN)/python -m grpc_tools.protoc --proto_path=protos --include_source_info --descriptor_set_out=/dev/stdout $(PROTOS) \
		| $(BIN)/python -m chronicare.rpc.http.openapi protos/examples > $(OUT)/chronicare/api/v1/openapi.json

# A Python will do if it is new enough and can make an environment and build durable-rules, which comes as source.
PYTHONS = $(or $(PYTHON),python3 python3.13 python3.12 python3.11)
PROBE := import ensurepip, os, sys, sysconfig, venv; \
	sys.exit(sys.version_info < (3, 11) or not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))
WANTED = None of $(PYTHONS) will do: Python 3.11 or later is needed, with venv and its C headers; \
	name one with make setup PYTHON=…
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --quiet --no-deps --no-build-isolation

# What durable-rules is compiled with, and why: chronicare/engine/native.py, which says the same. Its setup overrides CFLAGS.
ENGINE_FLAGS := -O2 -DPyEval_CallObject=PyObject_CallObject

# Every package is held to its hash in the lock; setuptools goes first, because it builds durable-rules, and that goes by
# itself, because a build in pip's cache may have been made without these flags.
$(LOCKED): $(LOCK)
	@for python in $(PYTHONS); do \
		if "$$python" -c '$(PROBE)' >/dev/null 2>&1; then found="$$python"; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then echo '$(WANTED)' >&2; exit 1; fi; \
	echo "Setting up $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv --clear $(VENV)
	@awk '/^[^ #]/ { wanted = /^setuptools==/ } wanted' $(LOCK) > $(VENV)/build.lock
	@awk '/^[^ #]/ { wanted = /^durable-rules==/ } wanted' $(LOCK) > $(VENV)/engine.lock
	@$(PIP) --require-hashes --requirement $(VENV)/build.lock
	@CPPFLAGS='$(ENGINE_FLAGS)' $(PIP) --require-hashes --no-cache-dir --requirement $(VENV)/engine.lock
	@$(PIP) --require-hashes --requirement $(LOCK)
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(PIP) --editable .
	@$(BIN)/python -m pip --disable-pip-version-check check
	@$(BIN)/python -c 'import durable_rules_engine'
	@touch $@
