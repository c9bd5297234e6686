"""Measures Dateline beside Hugo, Pelican and Eleventy on the same articles: `python -m benchmarks`.

`corpus` writes the articles, `environment` installs the tools, `tools` says how each builds its
site, `scenarios` runs them in turn, `measure` and `outputs` look at what each run took and made,
`report` and `plot` write it down.
"""
