"""Writes the site: new files are staged, and moved into the output folder in one transaction."""
