# demo    a whole family, from exports to a verified bundle      test   everything, with what it needs
# check   formatting, lint, types, contracts, house tests        bench  figures, one JSON line each
# flips   every bit of a small release changed, some minutes
BIN := .venv/bin

demo:
	@sh setup.sh run
	@$(BIN)/python -m demo

test:
	@sh setup.sh dev
	$(BIN)/python -m pytest -q -n auto --dist worksteal

check:
	@sh setup.sh dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/house

bench:
	@sh setup.sh bench
	@$(BIN)/python -m bench

flips:
	@sh setup.sh dev
	@$(BIN)/python -m tests.verifier.flips

bless:
	@sh setup.sh dev
	$(BIN)/python -m pytest -q --bless tests/laws/test_reader_laws.py

lock:
	@sh setup.sh dev
	@for part in uv build run dev bench; do $(BIN)/uv pip compile --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-annotate -q --upgrade --exclude-newer "7 days" --custom-compile-command "make lock" \
	  requirements/$$part.in -o requirements/$$part.txt; done

.PHONY: demo test check bench flips bless lock
