"""Bytes → site/: a tree is staged, and moved in as a whole under a journal."""
