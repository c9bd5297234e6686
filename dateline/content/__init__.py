"""Reads the files of the content folder into articles and pages, or reports their problems."""
