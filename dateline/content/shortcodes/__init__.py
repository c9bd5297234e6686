"""Shortcodes and template code of other generators: finds them and shows their content."""
