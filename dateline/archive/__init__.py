"""Articles → the archive: its listings, its order in time, what belongs together."""
