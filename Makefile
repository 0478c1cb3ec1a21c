# huashu: four verbs run everything. `make` alone lists them.
SHELL := bash
.DEFAULT_GOAL := help

# A Python 3.10 that really runs: pyenv's shims exist without a version behind them.
PYTHON ?= $(shell for p in python3.10 $$HOME/.pyenv/versions/3.10*/bin/python3.10 /usr/local/bin/python3.10 /opt/homebrew/bin/python3.10; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
STAMP := .venv/.synced

.PHONY: help setup browser check train run test test-long eval eval-compare bench

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(STAMP) ## install everything into .venv, every package pinned by hash

$(STAMP): requirements.lock requirements-uv.lock build-constraints.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "没有找到 Python 3.10；请安装（如 pyenv install 3.10），或 make PYTHON=/路径/python3.10"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	$(BIN)/uv pip sync --quiet --require-hashes --build-constraints build-constraints.txt requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

browser: ## Chromium and Chinese fonts for the browser tests
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } \
		|| { echo "浏览器测试要 Chromium 和中文字体，请先装：apt-get install chromium fonts-noto-cjk"; exit 1; }

check: setup ## style, format, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

train: setup ## make the model when something it depends on changed
	$(BIN)/huashu train

run: setup ## start everything and talk
	@$(BIN)/huashu up

test: check browser ## check, train, and run every test
	$(BIN)/huashu check-content
	$(BIN)/huashu train
	$(BIN)/python -m pytest -m "not long"

test-long: check browser ## the full sizes
	$(BIN)/huashu train
	$(BIN)/python -m pytest

eval: setup ## figures on the frozen sentences beside the numbers to reach
	$(BIN)/huashu eval

eval-compare: setup ## the table of models in docs/nlu.md, measured again
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bot.lab.compare

bench: setup ## speed and memory, beside stock Rasa
	$(BIN)/huashu bench --stock
