# Terreno Comum. A newcomer types `make run` or `make test`; everything else is below.
# The system's own Python where it is new enough: distributions compile it with a profile of its work, and it needs four fifths of the time of one that pyenv has compiled plainly.
PYTHON ?= $(or $(shell for one in /usr/bin/python3 python3; do "$$one" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$one" && break; done),python3)
VENV := .venv
BIN := $(VENV)/bin
export PORT ?= 8000
export COURSE_INSTANCE ?= instance
# What Python compiles is kept, beside the packages and not in the tree: the tests start a hundred servers.
export PYTHONPYCACHEPREFIX = $(abspath $(VENV))/compiled
unexport PYTHONDONTWRITEBYTECODE

# The tests write a hundred thousand times what no power cut need survive: into memory, where there are 6 GB of it.
MEMORY := $(shell [ -w /dev/shm ] && [ $$(df -Pk /dev/shm 2>/dev/null | awk 'END { print $$4 + 0 }') -gt 6000000 ] && echo /dev/shm)

# Reads databases of faults; it ends well also where it reaches none, hence what follows it. It is no part of the program.
PIP_AUDIT := pip-audit==2.10.1

PO := $(wildcard course/locale/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
STATIC := course/web/static
COMPRESSED := $(STATIC)/css/app.min.css.br
MADE := $(MO) $(COMPRESSED)

# Benchmarks beside those of pages and growth.
LONGER := class_starts hosts room known migrations units content suite

.PHONY: help run test tools walk journeys storm mutations injections pictures check content docs sbom audit bench lighthouse lock messages styles scripts clean

help:  ## What can be done here
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

# What pip installs and what Debian's tools do, side by side: each waits for a network half of its time.
tools:
	@$(MAKE) -s -j 2 $(VENV)/.installed-dev .system-packages
	@$(MAKE) -s $(MADE)

run: $(VENV)/.installed $(MADE)  ## Set up, migrate, load the demonstration, serve on 127.0.0.1:$PORT
	@$(BIN)/python -m course.serve

test: tools  ## Everything that must hold, in real browsers and databases
	@echo "Left out: what takes minutes of waiting (make storm does it), and the other looks of each journey (make journeys)."
	@TMPDIR=$(or $(MEMORY),$(TMPDIR)) $(BIN)/python -m pytest -n 3 --dist loadgroup -m "not storm" $(PYTEST)

walk: tools  ## Every page in every state and look; writes docs/walk.md
	@PYTHONPATH=tests $(BIN)/python -m pytest -n 2 --dist loadgroup -p walk_table --walk docs/walk.md tests/journeys/test_accessibility.py

journeys: tools  ## Every journey in a browser in all of its widths, languages, with scripts and without
	@TMPDIR=$(or $(MEMORY),$(TMPDIR)) $(BIN)/python -m pytest -n 3 --dist loadgroup --all-looks tests/journeys

storm: tools .storm-packages  ## What a house meets in years, STORM times (100): kills, restarts, a full disk, cut power; writes docs/storm.md
	@STORM=$${STORM:-100} PYTHONPATH=tests $(BIN)/python -m pytest -n 2 --dist loadgroup -p storm_table --storm docs/storm.md tests/durability

mutations: tools  ## Put mistakes into a copy of the program, whose tests must notice; goes on where it was
	@PYTHONPATH=tests $(BIN)/python -m mutations

injections: tools  ## Have sqlmap (Debian's) at every address and form that links lead to, for hours; goes on where it was
	@TMPDIR=$(or $(MEMORY),$(TMPDIR)) PYTHONPATH=tests $(BIN)/python -m injections

pictures: tools  ## A sheet of pictures a role, of every page in every state, in docs/pictures
	@PYTHONPATH=tests $(BIN)/python -m pytest -n 2 --dist loadgroup -p contact_sheets --pictures docs/pictures tests/journeys/test_accessibility.py -k shuts_somebody_out

check: $(VENV)/.installed-dev $(MO)  ## Style and types: ruff, mypy strict, layers, templates, content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/flask --app app content check

content: $(VENV)/.installed $(MADE)  ## Check everything that trainers wrote
	@$(BIN)/flask --app app content check

docs: $(VENV)/.installed $(MADE)  ## Write the pages of docs/ that are made from the code
	@$(BIN)/flask --app app docs write

sbom: $(VENV)/.installed $(MADE)  ## Write sbom.json: what others wrote of the program, with hashes and licences
	@$(BIN)/flask --app app docs sbom sbom.json

audit: $(VENV)/.installed $(MADE)  ## Ask for known faults of the pinned packages (needs uv, and a way to a database of them)
	@rm -f audit.json
	-@uvx --from $(PIP_AUDIT) pip-audit -r requirements.txt --disable-pip --require-hashes --progress-spinner off -f json -o audit.json
	@$(BIN)/flask --app app docs audit audit.json

bench: tools  ## Measure; BENCH=short for five minutes: what pages cost, and as it grows
	@PYTHONPATH=tests $(BIN)/python -m bench.pages
	@PYTHONPATH=tests $(BIN)/python -m bench.growth
	@if [ "$$BENCH" = short ]; then echo "Left out of five minutes, each by itself with BENCH=short python -m bench.NAME: $(LONGER)"; \
	else for name in $(LONGER); do PYTHONPATH=tests $(BIN)/python -m bench.$$name || exit 1; done; fi

lighthouse: tools  ## Score the officer's pages (needs npm); BENCH=short for one run each
	@cd bench/lighthouse && npm install --silent
	@PYTHONPATH=tests $(BIN)/python -m bench.lighthouse

lock:  ## Pin the requirements again (needs uv)
	uv pip compile --universal --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml --group dev -o requirements-dev.txt

messages: $(VENV)/.installed  ## Collect the strings of pages and acts into the Portuguese catalogue
	PYTHONPATH=. $(BIN)/pybabel -q extract -F course/locale/babel.cfg -k lazy_gettext -k _l --no-location --sort-output --omit-header -o course/locale/messages.pot .
	$(BIN)/pybabel -q update -N --no-wrap --ignore-obsolete -i course/locale/messages.pot -d course/locale -l pt_PT
	@sed -i -E '/^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By)/d' course/locale/pt_PT/LC_MESSAGES/messages.po
	@rm course/locale/messages.pot

styles:  ## Compile the design (needs npm; only to change how it looks)
	cd course/web/styles && npm install --silent && npm run --silent build

scripts:  ## Bundle the editor of source that trainers have (needs npm; only for newer versions of it)
	cd course/web/scripts && npm install --silent && npm run --silent build

clean:  ## Forget the environment; never the instance folder
	rm -rf $(VENV) .system-packages .storm-packages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; PYTHON=/path/to/python3.11 make ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; \
	  else echo "Python's venv is missing. Install it with: sudo apt-get install python3-venv"; exit 1; fi; }
	@$(PYTHON) -m venv $(VENV)

INSTALL = if command -v uv >/dev/null; then uv pip install -q --python $(BIN)/python --require-hashes -r $(1); \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $(1); fi

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing the pinned requirements..."
	@$(call INSTALL,requirements.txt)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing the pinned requirements of tests and checks..."
	@$(call INSTALL,requirements-dev.txt)
	@touch $@ $(VENV)/.installed

%.mo: %.po $(VENV)/.installed
	@$(BIN)/pybabel -q compile -i $< -o $@ -l pt_PT

# Browsers are sent the .br or .gz beside a static file. The tool gives them the age of the file, hence the touch.
$(COMPRESSED): $(filter-out %.br %.gz %.woff2,$(wildcard $(STATIC)/*/*.* $(STATIC)/vendor/*/*.*)) | $(VENV)/.installed
	@$(BIN)/python -m whitenoise.compress -q $(STATIC)
	@touch $@

# Chromium (the one without windows needs half the time), PostgreSQL, nginx, a C compiler and Pango (which makes PDF) for the tests: installed where this user may, named in one line where not.
.system-packages: | $(VENV)/bin/python
	@missing=""; \
	command -v chromium-headless-shell >/dev/null || missing="$$missing chromium-headless-shell"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v cc >/dev/null || missing="$$missing gcc libc6-dev"; \
	PATH="$$PATH:/sbin:/usr/sbin" command -v nginx >/dev/null || missing="$$missing nginx-light"; \
	PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q libpangoft2-1.0.so.0 || missing="$$missing libpangoft2-1.0-0"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing$$missing..."; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null && touch $@; \
	  else echo "The tests also need$$missing: sudo apt-get install$$missing"; fi; \
	else touch $@; fi

# Three machines of a cluster, for the storm.
.storm-packages:
	@missing=""; \
	command -v patroni >/dev/null || missing="$$missing patroni"; \
	command -v etcd >/dev/null || missing="$$missing etcd-server"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing$$missing..."; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null && touch $@; \
	  else echo "The storm also needs$$missing: sudo apt-get install$$missing"; fi; \
	else touch $@; fi
