"""What programs read: feeds, sitemaps, schema.org."""
