# demo    a whole family, from exports to a verified bundle      test   everything, with what it needs
# check   formatting, lint, types, contracts, house tests        bench  figures, one JSON line each
# faults  harm done on purpose, each kind many thousand times (docs/faults.md)
# fuzz    NAME="release" SECONDS=600: one decoder, fed by coverage
# long    what takes minutes: a thousand wrong passphrases, every bit of a small release, a thousand cuts
BIN := .venv/bin
SECONDS ?= 600

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
	@$(BIN)/python -m bench.pages
	@$(BIN)/python -m bench.phones
	@$(BIN)/python -m bench.rivals
	@$(BIN)/python -m bench.memory --take-in
	@$(BIN)/python -m bench.start
	@$(BIN)/python -m bench.posting

faults:
	@sh setup.sh dev
	@$(BIN)/python -m tests.faults

fuzz:
	@sh setup.sh fuzz
	@PYTHONPATH=src .venv-fuzz/bin/python -m tests.faults.coverage "$(NAME)" -max_total_time=$(SECONDS)

long:
	@sh setup.sh dev
	HEARTHBOOK_LONG=1 $(BIN)/python -m pytest -q tests/app/test_effort.py
	@$(BIN)/python -m tests.verifier.flips
	HEARTHBOOK_CUTS=1000 $(BIN)/python -m pytest -q tests/web/phone/test_keeping.py -k cuts

bless:
	@sh setup.sh dev
	$(BIN)/python -m pytest -q --bless tests/laws/test_reader_laws.py

lock:
	@sh setup.sh dev
	@for part in uv build run dev bench fuzz; do $(BIN)/uv pip compile --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-annotate -q --upgrade --exclude-newer "7 days" --custom-compile-command "make lock" \
	  requirements/$$part.in -o requirements/$$part.txt; done

# every screen in every size, light and language, to be looked at: build/pictures/index.html
pictures:
	@sh setup.sh dev
	@$(BIN)/python -m tests.web.pictures

# what the phone page is served with: its words, and the list of its files
page:
	@$(BIN)/python frontend/build.py

.PHONY: demo test check bench faults fuzz long bless lock page pictures
