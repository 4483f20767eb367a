# The commands of this repository; `make` alone lists them.
#
# Everything is installed below .venv and node_modules, from the hash-locked files in
# requirements/ and the package-lock.json files, and again only when one of these changes.

VENV   := .venv
PYTHON := $(VENV)/bin/python
PIP    := $(PYTHON) -m pip --disable-pip-version-check --quiet
# Node comes with the packages. npm looks for it in PATH, keeps its cache below HOME if it can,
# and is told to trust the certificates that the machine trusts, as pip does.
NPM_CI := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" \
	HOME="$$([ -w "$$HOME" ] && echo "$$HOME" || echo "$(CURDIR)/$(VENV)")" \
	NODE_USE_SYSTEM_CA=1 npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier \
	--loglevel=error

GRAPHIQL := gateway/graphiql/node_modules/.installed
CLIENTS  := tests/clients/node_modules/.installed
RIVAL    := tests/bench/postgraphile/node_modules/.installed

PROTOS    = $(shell cd proto && find banyan buf -name '*.proto' | sort)
PROTOC    = $(PYTHON) -m grpc_tools.protoc -Iproto --python_out=$(1) --pyi_out=$(1) $(PROTOS)
PIP_TOOLS := pip-tools==7.6.2
# `banyan` is this project: it is installed from the checkout, so it has no pin.
COMPILE   = CUSTOM_COMPILE_COMMAND="make pins" $(1)/bin/pip-compile --quiet --strip-extras \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--build-deps-for=editable --unsafe-package=banyan

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run journey test bench lint proto pins clean

help: ## List these commands
	@echo "Banyan. Commands:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.local $(GRAPHIQL) ## Install what `make run` needs, into .venv
	@:

run: setup ## Run the whole platform on this machine (PORT=8000, LOGS=1 shows the logs)
	@exec $(PYTHON) -m deploy.local run --end-with-parent

journey: $(VENV)/.dev ## Tell a story through GraphQL to a platform that `make run` runs
	@$(PYTHON) -m tests.journeys $(ARGS)

test: $(VENV)/.dev $(GRAPHIQL) $(CLIENTS) ## Run all tests (ARGS="-k name" runs some)
	@$(PYTHON) -m pytest -n 2 --dist worksteal $(ARGS)

bench: $(VENV)/.dev $(RIVAL) ## Measure Banyan beside the bare thing, as ratios (ARGS=--json; ARGS=--help tells more)
	@exec $(PYTHON) -m tests.bench $(ARGS)

lint: $(VENV)/.dev ## Check style, types, imports, contracts, and that generated code is current
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy services gateway deploy tests
	$(VENV)/bin/lint-imports
	cd proto && ../$(VENV)/bin/buf lint && ../$(VENV)/bin/buf format --diff --exit-code
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && $(call PROTOC,"$$fresh") && \
	diff -r -x __pycache__ "$$fresh" proto/gen || \
	{ echo "proto/gen is not current: run 'make proto'." >&2; exit 1; }

proto: $(VENV)/.dev ## Generate proto/gen and schema.graphql from the .proto files
	@rm -rf build/proto && mkdir -p build/proto
	$(call PROTOC,build/proto)
	@rm -rf proto/gen && mv build/proto proto/gen
	$(PYTHON) -m gateway.describe && $(PYTHON) -m gateway.schema

pins: $(VENV)/.pip ## Renew the pins in requirements/ (ARGS=--upgrade takes newer versions)
	@rm -rf build/pins && mkdir -p build
	$(PYTHON) -m venv build/pins
	build/pins/bin/pip --disable-pip-version-check --quiet install $(PIP_TOOLS)
	$(call COMPILE,build/pins) $(ARGS) --extra=local --output-file=requirements/local.txt pyproject.toml
	$(call COMPILE,build/pins) $(ARGS) --extra=dev --constraint=requirements/local.txt \
		--output-file=requirements/dev.txt pyproject.toml
	@# After an empty line pip-compile says that the project itself has no pin.
	@for file in requirements/local.txt requirements/dev.txt; do \
		sed '/^$$/,$$d' $$file > build/pins/file && mv build/pins/file $$file || exit 1; \
	done
	@rm -rf build/pins

clean: ## Remove everything that was installed or made here, the data of `make run` too
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m deploy.local clean; fi
	rm -rf $(VENV) build *.egg-info gateway/graphiql/node_modules tests/clients/node_modules
	rm -rf tests/bench/postgraphile/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find deploy gateway proto services tests -name __pycache__ -prune -exec rm -rf {} +

# --- What the commands need -------------------------------------------------------------------

$(VENV)/.pip:
	@if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
		for python in python3.11 python3; do \
			"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
				found=$$python && break; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Banyan needs Python 3.11 or newer: no python3.11 or python3 in PATH is." >&2; exit 1; \
		fi; \
		if ! "$$found" -c 'import venv, ensurepip' 2>/dev/null; then \
			echo "$$found lacks venv or ensurepip: install them (on Debian: apt install python3-venv)." >&2; \
			exit 1; \
		fi; \
		echo "Making .venv with $$("$$found" --version)"; \
		rm -rf $(VENV) && "$$found" -m venv $(VENV); \
	fi
	@touch $@

$(VENV)/.local: requirements/local.txt pyproject.toml | $(VENV)/.pip
	@echo "Installing packages (only when requirements/local.txt changes)"
	@$(PIP) install --require-hashes --requirement requirements/local.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/.pip
	@echo "Installing packages for development (only when requirements/dev.txt changes)"
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.local $@ # it contains all of requirements/local.txt

$(GRAPHIQL): gateway/graphiql/package-lock.json | $(VENV)/.local
	@echo "Installing GraphiQL"
	@cd gateway/graphiql && $(NPM_CI)
	@touch $@

$(CLIENTS): tests/clients/package-lock.json | $(VENV)/.dev
	@echo "Installing the clients that the tests use"
	@cd tests/clients && $(NPM_CI)
	@touch $@

$(RIVAL): tests/bench/postgraphile/package-lock.json | $(VENV)/.dev
	@echo "Installing PostGraphile, which the bench holds the gateway against"
	@cd tests/bench/postgraphile && $(NPM_CI)
	@touch $@
