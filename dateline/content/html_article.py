"""Articles that are HTML below their header, as in Hugo and Jekyll."""

from __future__ import annotations

import re

from dateline.content.invisible_chars import one_line
from dateline.content.markdown.references import unescape
from dateline.content.markdown.render import Rendered

_BLANK_LINE = re.compile(r"^[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
#: Tags that separate blocks of text.
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|table|tr|td|th|blockquote|pre|dt|dd|br|hr|figure)\b[^<>]*>"
)


def body_of_html(body: str) -> str:
    """The same lines as one HTML block for Markdown, which a blank line would end.

    A space in such a line is invisible in running text, in code and in a comment.
    """
    return f"<div>{_BLANK_LINE.sub('&#32;', body)}</div>" if body.strip() else body


def with_html_text(rendered: Rendered) -> Rendered:
    """The rendered article with its plain text, one block on a line."""
    lines = (one_line(unescape(_TAG.sub("", part))) for part in _BLOCK.split(rendered.html))
    return rendered._replace(text="\n".join(filter(None, lines)))
