# `make site` builds content/ into site/; `make test` checks everything,
# `make check` what takes a moment. Each sets up what it needs.
# `make serve` shows the site at http://127.0.0.1:8000/; `make serve PORT=8001` at another port.
# On Windows, or without make: python tasks.py site, python tasks.py serve 8001, python tasks.py check.

PYTHON ?= python3

.PHONY: site serve check test clean
site check test clean:
	@$(PYTHON) tasks.py $@
serve:
	@exec $(PYTHON) tasks.py serve $(PORT)
