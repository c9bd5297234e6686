"""Tries collected attack strings in every place that shows text."""
