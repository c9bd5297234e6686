"""Text that would not be published, found by comparing what was written with what came of it.

Markdown takes any text, and HTML within it may swallow all that follows: a comment that is not
closed, an element whose text browsers do not show. Tables drop the cells that their head has no
column for. Who wrote the text sees none of it, so each is a problem with its line.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from dateline.reading.tags import TagEnds, unescaped, without_tags

#: Elements that are reported by their names.
_HIDDEN = ("script", "style", "svg", "math", "template")
_HIDES = re.compile(rf"<({'|'.join(_HIDDEN)})\b", re.IGNORECASE)
_HIDES_TO = {name: re.compile(rf"</{name}\s*+>", re.IGNORECASE) for name in _HIDDEN}
_COMMENT_END = re.compile("--!?>")
_TAG_BEGINS = re.compile("<[a-zA-Z/]")
#: Words that are looked for one by one; where more are missing, they are.
_FEW = 1_000
_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"[\s|\\]+")


class Loss(NamedTuple):
    """Text that would be lost: its line, from 0 in the text, and what takes it away."""

    line: int
    message: str
    hint: str


def lost_in_html(tokens: Sequence[Token], rendered: str, clean: str) -> Iterator[Loss]:
    """What is lost between the HTML that Markdown gives and what is published of it, if any."""
    if not any(map(is_html, tokens)):
        return
    seen, unclosed = _seen(rendered)
    written = Counter(_words(seen))
    if _WORD.search(without_tags(unclosed, " ")):
        message = "a comment that begins here is not closed, and would swallow what follows"
        yield Loss(_unclosed_line(tokens), message, "close it with -->, or write &lt;!-- for text")
        return
    if clean.count("&lt;/") > rendered.count("&lt;/"):
        message = "an element that is not closed shows what follows with its marks"
        yield Loss(_first_html_line(tokens), message, "close its tag, or write &lt; for <")
        return
    missing = written - Counter(_words(without_tags(clean, " ")))
    if 0 < len(missing) <= _FEW:
        # Unless words only stand closer, for a tag between them is not published.
        published = unescaped(without_tags(clean))
        missing = Counter({w: n for w, n in missing.items() if published.count(w) < written[w]})
    if missing:
        message = "HTML of which browsers show nothing would swallow the text from here"
        yield Loss(_line_of_loss(tokens, written - missing), message, "close or remove its tag")


def lost_cells(tokens: Sequence[Token], body: str) -> Iterator[Loss]:
    """Rows of tables with more cells than the head has columns, which drops them."""
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
                yield Loss(row.map[0], message, "add a column to the head, or write \\| for a bar")
            cells = None


def is_html(token: Token) -> bool:
    """Whether a block is, or holds, HTML that was written as such."""
    return token.type == "html_block" or any(
        child.type == "html_inline" for child in token.children or ()
    )


def _seen(text: str) -> tuple[str, str]:
    """What of some HTML readers are meant to see: without comments, tags, and elements that are
    reported by their names. And the rest of it, where that is a comment which is not closed."""
    if "<" not in text:
        return text, ""
    parts: list[str] = []
    at, ends, last, never = 0, TagEnds(text), text.rfind(">"), set[str]()
    while (start := text.find("<", at)) >= 0:
        parts.append(text[at:start])
        if text.startswith("<!--", start):
            end = _end_of_comment(text, start)
            if end < 0:
                return "".join(parts), text[start + 4 :]
        else:
            end = _end_of_hidden(text, start, never)
            if end < 0 and start < last:
                end = _end_of_tag(text, start, ends)
        parts.append(" " if end > 0 else "<")
        at = end if end > 0 else start + 1
    return "".join([*parts, text[at:]]), ""


def _end_of_comment(text: str, start: int) -> int:
    for short in ("<!-->", "<!--->"):
        if text.startswith(short, start):
            return start + len(short)
    end = _COMMENT_END.search(text, start + 4)
    return end.end() if end else -1


def _end_of_hidden(text: str, start: int, never: set[str]) -> int:
    """Where an element ends of which readers see nothing. `never` keeps those that end nowhere
    after, so that each is looked for once."""
    found = _HIDES.match(text, start)
    name = found[1].lower() if found else ""
    if not found or name in never:
        return -1 if not found else found.end()
    end = _HIDES_TO[name].search(text, found.end())
    if not end:
        never.add(name)
    return end.end() if end else found.end()


def _end_of_tag(text: str, start: int, ends: TagEnds) -> int:
    if _TAG_BEGINS.match(text, start):
        return ends.end(start)
    if text.startswith(("<?", "<!"), start):
        return text.find(">", start) + 1 or -1
    return -1


def _words(text: str) -> list[str]:
    return _WORD.findall(unescaped(text))


def _first_html_line(tokens: Sequence[Token]) -> int:
    """The first line of HTML with an element that browsers take for text to its end."""
    opened = re.compile(r"<(?:title|plaintext|xmp|textarea|iframe|no\w+)\b", re.IGNORECASE)
    for token in tokens:
        if token.map and is_html(token) and (found := opened.search(token.content)):
            return token.map[0] + token.content.count("\n", 0, found.start())
    return 0


def _unclosed_line(tokens: Sequence[Token]) -> int:
    """The line of the comment that no HTML after it closes."""
    line = 0
    is_open = False
    for token in tokens:
        if token.type == "html_block" and token.map:
            for found in re.finditer(r"<!--(?:-?>)?|--!?>", token.content):
                if not is_open and found[0] == "<!--":
                    line = token.map[0] + token.content.count("\n", 0, found.start())
                is_open = found[0] == "<!--"
    return line


def _line_of_loss(tokens: Sequence[Token], kept: Counter[str]) -> int:
    """The line of the first block with a word that is not published."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type in ("fence", "code_block"):
            words = _WORD.findall(token.content)
        else:
            words = _words(_seen(_as_html(token))[0])
        kept.subtract(words)
        if any(kept[word] < 0 for word in words):
            return line
    return line


def _as_html(token: Token) -> str:
    if token.type == "html_block":
        return token.content
    return "".join(
        child.content if child.type == "html_inline" else html.escape(child.content or " ")
        for child in token.children or ()
    )
