"""Archive → the search index, cut by time, with the tables beside it."""
