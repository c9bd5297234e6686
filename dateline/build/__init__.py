"""The engine that ties the rooms: what is stale and why, the order of work, and the report."""
