# `make site` builds content/ into site/; `make test` checks everything. Both set up what they need.
# On Windows, or without make: python tasks.py site, python tasks.py test.

PYTHON ?= python3

.PHONY: site test serve clean
site test serve clean:
	@$(PYTHON) tasks.py $@
