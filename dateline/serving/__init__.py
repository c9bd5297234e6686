"""The preview: the built site on loopback, rebuilt and reloaded as the archive changes."""
