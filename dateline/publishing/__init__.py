"""Bytes → site/: what is written, what is removed, and the search index."""
