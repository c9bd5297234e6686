"""Finds text that would not be published, by comparing the source with the output.

Markdown accepts any text, but HTML within it may hide everything after it: an unclosed comment, or
an element that browsers do not show. Tables drop cells without a column. The writer would not
notice, so each case is a problem with its line.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from dateline.content.markdown.html_faults import block_fault, unclosed_element, visible_text
from dateline.content.markdown.references import unescape
from dateline.content.markdown.tags import without_tags

#: The maximum words that are searched one by one.
_FEW = 1_000
_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"[\s|\\]+")


class LostText(NamedTuple):
    """Text that would be lost: its line, from 0 in the text, and the cause."""

    line: int
    message: str
    hint: str


def lost_in_html(tokens: Sequence[Token], rendered: str, clean: str) -> Iterator[LostText]:
    """The text lost between the output of Markdown and the sanitized HTML, if any."""
    if not any(map(is_html, tokens)):
        return
    visible = visible_text(rendered)
    if _WORD.search(without_tags(visible.unclosed, " ")):
        message = "a comment that begins here is not closed, and would swallow what follows"
        yield LostText(
            _unclosed_line(tokens), message, "close it with -->, or write &lt;!-- for text"
        )
        return
    if fault := _first_fault(tokens):
        yield fault
        return
    shown = unescape(visible.text)
    published = unescape(without_tags(clean))
    if published.count("</") > shown.count("</"):
        line, name = unclosed_element(_pieces(tokens)) or (_first_html_line(tokens), "")
        what = f"the element <{name}>" if name else "an element"
        message = f"{what} that is not closed shows what follows with its marks"
        yield LostText(line, message, "close its tag, or write &lt; for <")
        return
    written = Counter(_WORD.findall(shown))
    missing = written - Counter(_words(without_tags(clean, " ")))
    if 0 < len(missing) <= _FEW:
        # Unless words only moved together, because a tag between them was removed.
        missing = Counter({w: n for w, n in missing.items() if published.count(w) < written[w]})
    if missing:
        line, name = _place_of_loss(tokens, written - missing)
        what = f"the element <{name}>" if name else "HTML of which browsers show nothing"
        message = f"{what} would swallow the text from here"
        yield LostText(
            line, message, f"close it with </{name}>" if name else "close or remove its tag"
        )


def _first_fault(tokens: Sequence[Token]) -> LostText | None:
    """The first tag in a block of HTML that hides text."""
    for token in tokens:
        if token.type == "html_block" and token.map and (fault := block_fault(token.content)):
            line = token.map[0] + token.content.count("\n", 0, fault.place)
            return LostText(line, fault.message, fault.hint)
    return None


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """The HTML of a text, each piece with its line."""
    for token in tokens:
        if token.type == "html_block" and token.map:
            yield token.map[0], token.content
        elif token.type == "inline" and token.map and token.children:
            place = 0
            for child in token.children:
                if child.type == "html_inline":
                    place = max(token.content.find(child.content, place), place)
                    yield token.map[0] + token.content.count("\n", 0, place), child.content


def lost_cells(tokens: Sequence[Token], body: str) -> Iterator[LostText]:
    """Rows of tables with more cells than the head has columns; these cells would be lost."""
    lines: list[str] = []
    cells: list[str] | None = None
    row: Token | None = None
    for before, token in itertools.pairwise(tokens):
        if token.type == "tr_open":
            row, cells = token, []
        elif cells is not None and before.type in ("td_open", "th_open"):
            cells.append(token.content)
        elif token.type == "tr_close" and row and row.map and cells is not None:
            lines = lines or body.split("\n")
            line = _MARKS.sub("", lines[row.map[0]])
            kept = _MARKS.sub("", "".join(cells))
            if not (line.endswith(kept) if kept else not _WORD.search(line)):
                message = "this row has more cells than the head of its table"
                yield LostText(
                    row.map[0], message, "add a column to the head, or write \\| for a bar"
                )
            cells = None


def is_html(token: Token) -> bool:
    """Whether a block is HTML of the source, or contains some."""
    return token.type == "html_block" or any(
        child.type == "html_inline" for child in token.children or ()
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(unescape(text))


def _first_html_line(tokens: Sequence[Token]) -> int:
    return next((line for line, _ in _pieces(tokens)), 0)


def _unclosed_line(tokens: Sequence[Token]) -> int:
    """The line of the unclosed comment."""
    line = 0
    is_open = False
    for token in tokens:
        if token.type == "html_block" and token.map:
            for found in re.finditer(r"<!--(?:-?>)?|--!?>", token.content):
                if not is_open and found[0] == "<!--":
                    line = token.map[0] + token.content.count("\n", 0, found.start())
                is_open = found[0] == "<!--"
    return line


def _place_of_loss(tokens: Sequence[Token], kept: Counter[str]) -> tuple[int, str]:
    """The line and the name of the element that hides text, else the line of the first lost
    word."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type in ("fence", "code_block"):
            text = html.escape(token.content)
        else:
            text = _as_html(token)
        words = _words(visible_text(text).text)
        kept.subtract(words)
        if lost := next((word for word in words if kept[word] < 0), ""):
            element = unclosed_element(_pieces(tokens))
            if element and element[0] < (token.map[1] if token.map else line + 1):
                return element
            is_block = token.type == "html_block"
            return line + (text.count("\n", 0, max(text.find(lost), 0)) if is_block else 0), ""
    return line, ""


def _as_html(token: Token) -> str:
    if token.type == "html_block":
        return token.content
    return "".join(
        child.content if child.type == "html_inline" else html.escape(child.content or " ")
        for child in token.children or ()
    )
