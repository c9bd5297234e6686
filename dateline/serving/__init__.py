"""The preview server: it serves the site on loopback and rebuilds it on every change."""
