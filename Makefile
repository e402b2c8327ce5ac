# The portal's commands. A machine needs Python 3.11 (with venv) and make, nothing else.
PYTHON ?= python3
PY := .venv/bin/python
# The locks name every package, so pip has nothing to work out: asked to, it would look at releases newer than the pinned ones and stop.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps
SERVICES := $(PY) -m config.runtime.services
COMPILE := $(PY) -m piptools compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --no-header
# A stamp is named after what it was made from: times of files say nothing after a clone or a copy.
sum = $(firstword $(shell cat $(1) | cksum))
PACKAGES := .venv/packages-$(call sum,requirements.txt)
CHECKERS := .venv/checkers-$(call sum,requirements.txt requirements-dev.txt)
LIBRARIES := node_modules/.libraries-$(call sum,package-lock.json)
# axe-core and html-validate, beside the libraries.
INSPECTORS := node_modules/.inspectors-$(call sum,package-lock.json)
NPM_CI = if ! command -v npm >/dev/null; then $(PIP) -r requirements-node.txt; fi; \
	test -w "$$HOME" || export npm_config_cache=.venv/npm-cache; PATH="$$PATH:.venv/bin" npm ci --silent --no-progress

.PHONY: help run setup test bench bench-outbox bench-open shell messages lock reset chromium
.DEFAULT_GOAL := help

help: ## show these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: setup ## start the whole portal on this machine (PORT, DATABASE_URL, REDIS_URL, EMAIL_URL override)
	@exec $(PY) -m config.runtime

setup: $(PACKAGES) $(LIBRARIES) ## make the environment alone: packages, front-end files, translations
	@$(PY) -m config.runtime.build

test: $(INSPECTORS) setup $(CHECKERS) chromium ## everything that CI checks
	@$(SERVICES) -- .ci/check

bench: setup $(CHECKERS) chromium ## measure pages, memory, weight and starting (docs/performance.md); the machine needs rest
	@$(PY) -m tests.bench

bench-outbox: setup $(CHECKERS) ## 2,000 mails while everything around them is killed, emptied, stopped and stalled (docs/reliability.md)
	@$(PY) -m tests.rig

bench-open: $(INSPECTORS) setup $(CHECKERS) chromium ## go through every page in every theme and language by every rule of axe
	@OPEN_WHOLE=yes $(SERVICES) -- $(PY) -m pytest tests/journeys/open

shell: setup ## a Python shell on the data of the local run
	@$(SERVICES) --local -- $(PY) manage.py shell

messages: setup ## collect the texts to translate into locale/ and compile them
	@$(PY) -m config.runtime.messages
	@$(PY) -m config.runtime.build

lock: $(CHECKERS) ## pin all packages again, with hashes
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-node.in -o requirements-node.txt
	npm install --package-lock-only

reset: $(PACKAGES) ## stop what a run left behind and remove its data
	@$(PY) -m config.runtime.reset

chromium:
	@.ci/chromium

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The portal needs Python 3.11 or newer; name one: make PYTHON=python3.12 …")'
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv && touch $@

$(PACKAGES): | .venv/made
	@echo "Installing the pinned packages …"
	@$(PIP) -r requirements.txt
	@rm -f .venv/packages-* && touch $@

$(CHECKERS): $(PACKAGES)
	@echo "Installing what checks the portal …"
	@$(PIP) -r requirements-dev.txt
	@rm -f .venv/checkers-* && touch $@

$(LIBRARIES): | $(PACKAGES)
	@echo "Installing the front-end libraries …"
	@$(NPM_CI) --omit=dev
	@touch $@

$(INSPECTORS): | $(PACKAGES)
	@echo "Installing the front-end libraries, and what inspects pages …"
	@$(NPM_CI)
	@touch $(LIBRARIES) $@
