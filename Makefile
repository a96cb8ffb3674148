# Needs only Python 3.11 or newer with venv. Everything else goes into .venv.
PYTHON ?= python3
BIN = .venv/bin
# Another place for wheels, such as PyTorch's own index of CPU builds: make PIP_ARGS="--extra-index-url …"
PIP_ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo serve test check lint benchmarks translations readme clean

demo: .venv/installed
	@$(BIN)/rembuk demo

serve: .venv/installed
	@$(BIN)/rembuk serve

test: .venv/tested
	$(BIN)/pytest -n auto --dist loadfile

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

check: lint test

benchmarks: .venv/tested
	$(BIN)/python -m tests.benchmarks.web
	$(BIN)/python -m tests.benchmarks.live_notes
	$(BIN)/python -m tests.benchmarks.live_room
	$(BIN)/python -m tests.benchmarks.campaigns
	$(BIN)/python -m tests.benchmarks.likeness
	$(BIN)/python -m tests.benchmarks.workbench
	$(BIN)/python -m tests.benchmarks.analysis
	$(BIN)/python -m tests.benchmarks.million
	$(if $(REMBUK_BENCHMARK_DATA),$(BIN)/python -m tests.benchmarks.opinions $(REMBUK_BENCHMARK_DATA)/polis_opendata)
	$(if $(REMBUK_BENCHMARK_DATA),$(BIN)/python -m tests.benchmarks.languages $(REMBUK_BENCHMARK_DATA))

readme: .venv/installed
	$(BIN)/python -m tests.architecture.readme

translations: .venv/installed
	$(BIN)/python -m server.translations

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rembuk needs Python 3.11 or newer; give it as make PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python's venv is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing what Rembuk needs (about 2 GB with the model; a few minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --progress-bar on $(PIP_ARGS) -r requirements.lock || { echo "Installing failed; see above. README, 'How to run it for real', says where to get PyTorch for CPU."; exit 1; }
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

.venv/tested: .venv/installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet $(PIP_ARGS) -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv .data
