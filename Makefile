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

# Much of a test's time is waiting, so there are more processes than two processors.
WORKERS  ?= 3

GRAPHIQL := gateway/transport/graphiql/built/page.js
CLIENTS  := tests/clients/node_modules/.installed
TYPED    := gateway/clients/typescript
COMPILER := $(TYPED)/node_modules/.installed
ALERTS   := deploy/kubernetes/components/monitoring/alerts.yaml
RIVAL    := tests/bench/postgraphile/node_modules/.installed

PROTOS    = $(shell cd proto && find banyan buf -name '*.proto' | sort)
GENERATE  = $(PYTHON) -m grpc_tools.protoc -Iproto --python_out=$(1) --pyi_out=$(1) $(PROTOS) && \
	$(PYTHON) -m gateway.contract.describe $(1)
IMAGES    := volunteers organizations events gateway
PIP_TOOLS := pip-tools==7.6.2
# `banyan` is this project: it is installed from the checkout, so it has no pin.
COMPILE   = CUSTOM_COMPILE_COMMAND="make pins" $(1)/bin/pip-compile --quiet --strip-extras \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--build-deps-for=editable --unsafe-package=banyan

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run journey test bench lint proto baseline changelog docs client pins resource service images \
	images-check sbom release alerts-check manifests-check upgrade-check pooler-check previous-check clean

help: ## List these commands
	@echo "Banyan. Commands:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.local $(GRAPHIQL) ## Install what `make run` needs, into .venv
	@:

run: setup ## Run the whole platform on this machine (PORT=8000, DEMO=large for a large community, LOGS=1 shows the logs)
	@exec $(PYTHON) -m deploy.local run --end-with-parent

journey: $(VENV)/.dev ## Tell a story through GraphQL to a platform that `make run` runs
	@$(PYTHON) -m tests.journeys $(ARGS)

test: $(VENV)/.dev $(GRAPHIQL) $(CLIENTS) $(COMPILER) ## Run all tests (ARGS="-k name" runs some)
	@# Bytecode is kept: hundreds of processes read the same modules, and each would compile them.
	@PYTHONDONTWRITEBYTECODE= $(PYTHON) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

bench: $(VENV)/.dev $(RIVAL) ## Measure Banyan beside the bare thing, as ratios (ARGS=--json; ARGS=--help tells more)
	@exec $(PYTHON) -m tests.bench $(ARGS)

lint: $(VENV)/.dev ## Check style, types, imports, contracts, and that generated code is current
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy services gateway deploy tests
	$(VENV)/bin/lint-imports
	cd proto && ../$(VENV)/bin/buf lint && ../$(VENV)/bin/buf format --diff --exit-code
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && $(call GENERATE,"$$fresh") && \
	diff -r -x __pycache__ "$$fresh" proto/gen || \
	{ echo "proto/gen is not current: run 'make proto'." >&2; exit 1; }
	$(PYTHON) -m gateway.contract.baseline check

proto: $(VENV)/.dev ## Generate proto/gen from the .proto files, and what `make docs` does
	@rm -rf build/proto && mkdir -p build/proto
	$(call GENERATE,build/proto)
	@rm -rf proto/gen && mv build/proto proto/gen
	@$(MAKE) --no-print-directory docs

baseline: $(VENV)/.dev ## Accept the contract and schema.graphql as they are, and print what breaks callers
	@$(PYTHON) -m gateway.contract.baseline accept

changelog: $(VENV)/.dev ## Write docs/changelog.md, what has changed in schema.graphql, from git (ARGS="--since v1.0" prints)
	@$(PYTHON) -m gateway.contract.changelog $(ARGS)

docs: $(VENV)/.dev ## Generate schema.graphql, docs/errors.md (the catalogue of error reasons) and what is read of pypinyin
	$(PYTHON) -m deploy.phrases
	$(PYTHON) -m deploy.refusals
	$(PYTHON) -m deploy.permissions
	$(PYTHON) -m deploy.settings
	$(PYTHON) -m deploy.kubernetes
	$(PYTHON) -m deploy.local.drawing
	$(PYTHON) -m gateway.schema

client: $(COMPILER) ## Build the typed TypeScript client, into gateway/clients/typescript/dist
	@cd $(TYPED) && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm run --silent build

pins: $(VENV)/.pip ## Renew the pins in requirements/ (ARGS=--upgrade takes newer versions)
	@rm -rf build/pins && mkdir -p build
	$(PYTHON) -m venv build/pins
	build/pins/bin/pip --disable-pip-version-check --quiet install $(PIP_TOOLS)
	$(call COMPILE,build/pins) $(ARGS) --extra=local --output-file=requirements/local.txt pyproject.toml
	$(call COMPILE,build/pins) $(ARGS) --extra=dev --constraint=requirements/local.txt \
		--output-file=requirements/dev.txt pyproject.toml
	@# Each image gets what its extra needs, in the versions that are tested; what builds packages stays outside,
	@# and so does zstandard, which the gateway's compression never uses (gateway/transport/compression.py).
	for extra in $(IMAGES); do \
		$(filter-out --build-deps-for=editable,$(call COMPILE,build/pins)) --unsafe-package=zstandard --extra=$$extra \
			--constraint=requirements/local.txt --output-file=requirements/$$extra.txt pyproject.toml || exit 1; \
	done
	for tool in checkov sbom; do \
		$(filter-out --build-deps-for=editable,$(call COMPILE,build/pins)) $(ARGS) \
			--output-file=requirements/$$tool.txt requirements/$$tool.in || exit 1; \
	done
	@# After an empty line pip-compile says that the project itself has no pin.
	@for file in requirements/*.txt; do \
		sed '/^$$/,$$d' $$file > build/pins/file && mv build/pins/file $$file || exit 1; \
	done
	@rm -rf build/pins

resource: $(VENV)/.dev ## Add a resource to a service (NAME=Vehicle SERVICE=events; PLURAL= if irregular)
	@$(PYTHON) -m deploy.scaffold resource "$(NAME)" --service "$(SERVICE)" --plural "$(PLURAL)"
	@$(MAKE) --no-print-directory proto

service: $(VENV)/.dev ## Add a service (NAME=stations)
	@$(PYTHON) -m deploy.scaffold service "$(NAME)"

images: $(VENV)/.local ## Build the container images, with docker, podman or buildah (ARGS="--tag 0.1.0 --prefix registry/banyan-")
	@$(PYTHON) -m deploy.images $(ARGS)

images-check: $(VENV)/.dev ## Build them twice without any registry of images, and run the manifests with them (Debian, root; it says which packages are missing)
	@PYTHON=$(PYTHON) sh deploy/images/check.sh

sbom: build/tools/sbom/.installed ## Say what is in each image, as CycloneDX (build/sbom)
	@mkdir -p build/sbom && for image in $(IMAGES); do \
		build/tools/sbom/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application \
			--output-reproducible --output-file build/sbom/$$image.cdx.json requirements/$$image.txt || exit 1; \
	done

release: $(VENV)/.dev ## Write the notes of a release, say what is in its images, and build them (VERSION=0.2.0)
	@$(PYTHON) -m deploy.release "$(VERSION)"
	@$(MAKE) --no-print-directory sbom images ARGS="--tag $(VERSION) $(ARGS)"

alerts-check: $(VENV)/.dev ## Let every alert fire, and not fire, in Prometheus' own promtool (Debian: prometheus)
	@command -v promtool >/dev/null || { echo "promtool is missing: apt-get install prometheus" >&2; exit 1; }
	@mkdir -p build/alerts && cp tests/kubernetes/alerts.yaml build/alerts/
	@$(PYTHON) -c "import yaml; print(yaml.safe_dump(yaml.safe_load(open('$(ALERTS)'))['spec']))" \
		> build/alerts/rules.yaml
	promtool test rules build/alerts/alerts.yaml

manifests-check: $(VENV)/.dev build/tools/checkov/.installed ## Have checkov look at the manifests and the Dockerfile (deploy/kubernetes/checkov.yaml says what it leaves out)
	@mkdir -p build/manifests && cp deploy/images/Dockerfile build/manifests/
	@for overlay in dev production; do \
		$(VENV)/bin/kubectl kustomize deploy/kubernetes/overlays/$$overlay > build/manifests/$$overlay.yaml || exit 1; \
	done
	build/tools/checkov/bin/checkov --config-file deploy/kubernetes/checkov.yaml --directory build/manifests

upgrade-check: $(VENV)/.dev ## Restart two processes of each service and two gateways one after the other, fifty times, while people use them (ROUNDS=50)
	@# Fifty rounds take longer than a test may; each says how far it is.
	@ROUNDS=$(or $(ROUNDS),50) $(PYTHON) -m pytest -q -s -o timeout=0 tests/faults/test_rolling.py

pooler-check: $(VENV)/.dev $(GRAPHIQL) ## Tell the journey through a real PgBouncer, with the parameters of the manifests (PgBouncer 1.21: Debian 13, or mmdebstrap and root)
	$(PYTHON) -m pytest -q tests/pooler/checks.py

previous-check: $(VENV)/.dev $(GRAPHIQL) ## Run the release before, from git, on the schema of today (PREVIOUS=a tag or commit)
	@$(PYTHON) -m tests.previous --commit "$(PREVIOUS)"

clean: ## Remove everything that was installed or made here, the data of `make run` too
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m deploy.local clean; fi
	rm -rf $(VENV) build *.egg-info gateway/transport/graphiql/node_modules gateway/transport/graphiql/built tests/clients/node_modules
	rm -rf tests/bench/postgraphile/node_modules $(TYPED)/node_modules $(TYPED)/dist $(TYPED)/documents.json $(TYPED)/src/generated.ts
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find deploy gateway proto services tests -name __pycache__ -prune -exec rm -rf {} +

# --- What the commands need -------------------------------------------------------------------

# Tools whose packages would stand in the way of ours have a place of their own.
build/tools/%/.installed: requirements/%.txt | $(VENV)/.pip
	@echo "Installing what requirements/$*.txt lists, into build/tools/$*"
	@$(PYTHON) -m venv build/tools/$*
	@build/tools/$*/bin/pip --disable-pip-version-check --quiet install --require-hashes --requirement $<
	@touch $@

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

PAGE := gateway/transport/graphiql
PAGE_PACKAGES := $(PAGE)/node_modules/.installed

$(PAGE_PACKAGES): $(PAGE)/package-lock.json | $(VENV)/.local
	@echo "Installing GraphiQL"
	@cd $(PAGE) && $(NPM_CI)
	@touch $@

$(GRAPHIQL): $(PAGE_PACKAGES) $(PAGE)/page.js $(PAGE)/operations.js $(PAGE)/page.css $(PAGE)/build.mjs
	@cd $(PAGE) && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm run --silent build
	@touch $@

$(CLIENTS): tests/clients/package-lock.json | $(VENV)/.dev
	@echo "Installing the clients that the tests use"
	@cd tests/clients && $(NPM_CI)
	@touch $@

$(COMPILER): $(TYPED)/package-lock.json | $(VENV)/.dev
	@echo "Installing what the typed client is built with"
	@cd $(TYPED) && $(NPM_CI)
	@touch $@

$(RIVAL): tests/bench/postgraphile/package-lock.json | $(VENV)/.dev
	@echo "Installing PostGraphile, which the bench holds the gateway against"
	@cd tests/bench/postgraphile && $(NPM_CI)
	@touch $@
