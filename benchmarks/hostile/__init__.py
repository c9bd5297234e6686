"""Texts that were collected to break into pages, put through all that shows text."""
