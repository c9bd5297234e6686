"""Shortcodes and template code of other generators, shown as what they hold."""
