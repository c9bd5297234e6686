"""Articles that are HTML below their header, as Hugo and Jekyll have them."""

from __future__ import annotations

import re

from dateline.content.invisible_chars import one_line
from dateline.content.markdown.references import unescape
from dateline.content.markdown.render import Rendered

_BLANK_LINE = re.compile(r"^[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
#: Tags between which a text stands by itself.
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|table|tr|td|th|blockquote|pre|dt|dd|br|hr|figure)\b[^<>]*>"
)


def body_of_html(body: str) -> str:
    """The same lines as one block of HTML to Markdown, which a blank line would end.

    A space in such a line shows nothing in running text, in code or in a comment.
    """
    return f"<div>{_BLANK_LINE.sub('&#32;', body)}</div>" if body.strip() else body


def with_html_text(rendered: Rendered) -> Rendered:
    """What was rendered of such an article, with its text a block a line."""
    lines = (one_line(unescape(_TAG.sub("", part))) for part in _BLOCK.split(rendered.html))
    return rendered._replace(text="\n".join(filter(None, lines)))
