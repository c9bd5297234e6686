# `make site` builds content/ into site/; `make test` checks everything. Both set up what they need.
# `make serve` shows the site at http://127.0.0.1:8000/; `make serve PORT=8001` at another port.
# On Windows, or without make: python tasks.py site, python tasks.py test, python tasks.py serve 8001.

PYTHON ?= python3

.PHONY: site test serve clean
site test clean:
	@$(PYTHON) tasks.py $@
serve:
	@exec $(PYTHON) tasks.py serve $(PORT)
