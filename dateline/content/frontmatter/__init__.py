"""The header of a text: where it stands, what its fields mean, what is wrong with it."""
