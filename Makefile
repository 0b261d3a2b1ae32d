# The whole house from one place. Each target is a script of the same name in scripts/.

.DEFAULT_GOAL := help
.PHONY: help run dev test check assets fmt end2end screenshots bench mutants setup stop clean-data

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set up, build and serve the demo lender at http://localhost:3000
	@scripts/run

dev: ## the same, rebuilt whenever a source changes
	@scripts/dev

test: ## set up and run every check (what CI runs)
	@scripts/test

check: ## the quick subset: format, clippy, floors, tests of lending
	@scripts/test --fast

assets: ## build the browser's part into target/site
	@scripts/setup run && scripts/build-assets

fmt: ## format all Rust sources
	@cargo fmt --all

end2end: ## browser tests alone; ARGS go to Playwright: make end2end ARGS='--project=phone home'
	@scripts/setup test && scripts/build-assets && scripts/end2end $(ARGS)

screenshots: ## docs/screenshots: every page, phone and desktop, both languages
	@scripts/screenshots

bench: ## measure and write docs/benchmarks.md
	@scripts/bench

mutants: ## change the engine one place at a time: does a test notice? make mutants PARTS='late prepayment'
	@scripts/mutants $(PARTS)

setup: ## only install what `make test` needs
	@scripts/setup test

stop: ## stop the private PostgreSQL of `make run`, should it be left over
	@scripts/postgres stop

clean-data: ## forget the demo: its database and files
	@scripts/postgres destroy && rm -rf .data/files
