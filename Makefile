# One short line each. `make demo` and `make test` set up everything they need, with Python 3.11+, git, make and a shell.
PYTHON ?= $(shell command -v python3 || command -v python3.11)
GUEST ?= examples/counter/counter.tsx
BIN := .venv/bin

.PHONY: setup demo test check test-slow fuzz snapshots bench docs build clean

setup:         ; @$(PYTHON) tools/setup.py
demo: setup    ; @$(BIN)/rill run $(GUEST)
test: check    ; $(BIN)/pytest -n 2 -m "not slow"
check: setup   ; $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/python tools/check_typescript.py
test-slow: setup ; $(BIN)/pytest -n 2 -m slow --timeout 1200 -o faulthandler_timeout=900 --durations 15
fuzz: setup    ; HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -m "not slow" tests/protocol tests/guest tests/host
snapshots: setup ; RILL_UPDATE_SNAPSHOTS=1 $(BIN)/pytest -m "not slow" tests
bench: setup   ; $(BIN)/python -m benchmarks
docs: setup    ; $(BIN)/python tools/generate.py
build: setup   ; $(BIN)/python -m build
clean:         ; rm -rf .venv build dist rill/guest/runtimes rill/guest/types rill/guest/bundler/*er.js
