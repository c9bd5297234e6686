"""The search index in shards by time, and its tables of dates and names."""
