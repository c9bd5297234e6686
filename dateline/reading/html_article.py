"""Articles that are HTML below their header, as Hugo and Jekyll have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from dateline.reading.markdown import Rendered, shorten
from dateline.reading.unseen import one_line

_BLANK_LINE = re.compile(r"^[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
#: Tags between which a text stands by itself.
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|table|tr|td|th|blockquote|pre|dt|dd|br|hr|figure)\b[^<>]*>"
)
_SUMMARY_LENGTH = 280


def body_of_html(body: str) -> str:
    """The same lines as one block of HTML to Markdown, which a blank line would end.

    A space in such a line shows nothing in running text, in code or in a comment.
    """
    return f"<div>{_BLANK_LINE.sub('&#32;', body)}</div>" if body.strip() else body


def with_html_text(rendered: Rendered) -> Rendered:
    """What was rendered of such an article, with its text and its first paragraph."""
    text = "\n".join(line for part in _BLOCK.split(rendered.html) if (line := _plain(part)))
    summary = next(_paragraphs(rendered.html), "") or text.partition("\n")[0]
    return rendered._replace(text=text, summary=shorten(summary, _SUMMARY_LENGTH))


def _paragraphs(html: str) -> Iterator[str]:
    """The texts of paragraphs; the cleaner closes each."""
    end = 0
    while (start := html.find("<p>", end)) >= 0:
        end = html.find("</p>", start)
        if text := _plain(html[start:end]):
            yield text


def _plain(html: str) -> str:
    return one_line(unescape(_TAG.sub("", html)))
