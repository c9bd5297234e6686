"""Reads the header of a text: finds it, parses its fields, and diagnoses its faults."""
