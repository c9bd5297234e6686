"""Files of the content folder → articles and pages, or the problems that keep them from it."""
