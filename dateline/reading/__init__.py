"""Files of the content folder → articles and texts, or the problems that keep them from it."""
