"""Compares Dateline with Hugo, Pelican and Eleventy on the same articles: `python -m benchmarks`.

`corpus` writes the articles, `environment` installs the tools, `tools` defines how each builds its
site, `scenarios` runs them in turn, `measure` and `outputs` examine each run, `report` and `plot`
write the results.
"""
