"""Renders the text of an article, Markdown with HTML, into safe HTML."""
