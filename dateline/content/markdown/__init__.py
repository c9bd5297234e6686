"""The text of an article: Markdown and HTML → HTML that may be published."""
