"""Dateline publishes a curated news archive, kept as Markdown files, as a static site."""

__version__ = "0.1.0"
