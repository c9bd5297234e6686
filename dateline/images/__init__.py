"""Images: what they say of places is taken out, and narrower copies are made and kept."""
