"""Images: location metadata is removed, and narrower copies are made and stored."""
