# The house's commands. All that is needed to begin is Python 3.11 or newer and make; `make` alone shows the list.

.DEFAULT_GOAL := help
.PHONY: help install demo test check format migration lock bench clean

python := .venv/bin/python
ready := .venv/.installed
arguments ?=
compile := .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(ready) ## Make .venv and put the pinned dependencies into it (the others do this by themselves)

$(ready): requirements/dev.txt
	@.ci/install

demo: $(ready) ## A neighbourhood to play with, in the browser: no token, no network
	@$(python) main.py demo $(arguments)

# Some machines forbid Python to keep what it has compiled: a hundred processes would each compile us anew.
test: $(ready) ## Run every test; finds or installs Chromium (arguments="-k name" for some of them)
	@browser=$$(.ci/chromium) && TMPDIR=$$(.ci/scratch) PYTHONDONTWRITEBYTECODE= REMBUK_TEST_BROWSER="$$browser" \
		$(python) -m pytest -n 6 $(arguments)

check: $(ready) ## Format, lint, types and the arrows between the floors
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

format: $(ready) ## Put everything into the house's format, and mend what can be mended safely
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

migration: $(ready) ## Draft the next migration from the tables (message="what changes"); read it and mend it
	@$(python) -c 'import sys, tempfile; from storage import migrate; \
		url = f"sqlite:///{tempfile.mkdtemp()}/draft.sqlite3"; \
		migrate.upgrade(url); print(migrate.draft(url, sys.argv[1]))' "$(message)"

lock: $(ready) ## Pin requirements/*.in anew in requirements/*.txt, with hashes
	@$(compile) requirements/run.in --output-file requirements/run.txt
	@$(compile) requirements/dev.in --output-file requirements/dev.txt --constraints requirements/run.txt \
		--overrides requirements/left_out.in

bench: $(ready) ## Measure speed and memory; takes about fifteen minutes
	@$(python) -m bench.run && $(python) -m bench.memory && $(python) -m bench.similar && $(python) -m bench.equal_shares

clean: ## Remove .venv and what the tools remember; never data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
