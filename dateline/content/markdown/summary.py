"""Makes the summary of a text: its first sentences, at most three lines.

Running text has priority: a paragraph, in Markdown or HTML, with a sentence. Next are a list, a
quotation, and a line without a sentence. Headings, tables, code, footnotes and images are never
used. Lines that look like a heading, a caption or a byline come last.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from markdown_it.token import Token

from dateline.content.invisible_chars import one_line
from dateline.content.markdown.references import unescape
from dateline.content.markdown.sentences import ends_as_sentence, sentence_ends, shorten, width_of
from dateline.content.markdown.wikilinks import wikilink_of

#: The capacity of three lines, in Latin letters; East Asian characters are twice as wide.
_LENGTH = 280
#: A line of this width is running text even without the end of a sentence, because not every script
#: marks it.
_LINE = 60
#: The maximum characters of one block of HTML that are examined.
_MOST_HTML = 20_000

#: Lines that name an author or photographer, or the subject.
_LABEL = re.compile(
    r"(?i:by|von|par|por|di|da|door|av|af|text|words|foto|photos?|image|picture|credit|quelle):? "
    r"(?:[A-Z][^\s.]{0,30}\.?,? ?(?:(?:and|und|et|y|e|/) )?){1,8}$"
    r"|\(?(?i:photo|image|foto|picture|credit|caption|bild|source|quelle)s?(?: credit| by)?:"
    r"|\((?i:photo|image|foto|picture)s? (?:by|credit|courtesy) "
    r"|(?:#\S+\s*)+$|[^\W\d_][\w -]{0,60}::\s"
)
_END_OF_TEXT = Token("", "", 0)
_CONTAINERS = ("bullet_list", "ordered_list", "blockquote")
_BREAKS = ("softbreak", "hardbreak")
_SEPARATORS = " ,;/|·–—-()[]"
_TEXT = ("text", "code_inline")

#: HTML: comments and elements without running text, which are skipped, and other tags.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<passed>script|style|pre|table|figure|figcaption|caption|svg|math|iframe|noscript|video"
    r"|audio|object|template|h[1-6]|nav)\b.*?(?:</(?P=passed)\s*>|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)\b(?P<attributes>"
    r"(?:\"[^\"]{0,500}\"|'[^']{0,500}'|[^<>\"']){0,500}>|[^<>]*>)|<[/!?][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
#: Classes of elements without running text, such as WordPress's `wp-caption-text`.
_ASIDE = re.compile(
    r"\bclass\s?=[^>]{0,200}(?:caption|credit|quot|testimonial|byline|author)", re.I
)
#: Tags that do not separate words.
_WITHIN_WORDS = """
a abbr acronym b bdi big cite code data del dfn em font i img ins kbd mark q s samp small span
strike strong sub sup time tt u var wbr
"""
_INLINE = frozenset(_WITHIN_WORDS.split())


class _Rank(IntEnum):
    """The suitability of a piece of text, the best first."""

    SENTENCES = 0
    LIST = 1
    QUOTATION = 2
    LINE = 3
    LABEL = 4


#: Elements whose text is not running text.
_KINDS = {"li": _Rank.LIST, "blockquote": _Rank.QUOTATION}


class _Piece(NamedTuple):
    rank: _Rank
    text: str


def summary_of(tokens: Sequence[Token]) -> str:
    """The summary of a parsed text; empty if it has no suitable text."""
    best: _Piece | None = None
    for piece in filter(lambda piece: piece.text, _pieces(tokens)):
        if best is None or piece.rank < best.rank:
            best = piece
        if best.rank is _Rank.SENTENCES:
            break
    return shorten(best.text, _LENGTH) if best else ""


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    """Pieces of text in order; a list is one piece."""
    containers: list[str] = []
    items: list[str] = []
    is_after_image = False
    for before, token in itertools.zip_longest(tokens, tokens[1:], fillvalue=_END_OF_TEXT):
        kind, _, part = before.type.rpartition("_")
        if before.type == "footnote_block_open":
            break
        if before.type == "html_block":
            yield from _html_pieces(before.content[:_MOST_HTML])
        elif kind in _CONTAINERS:
            _enter_or_leave(containers, kind, part)
            if items and not containers:
                yield _list_piece(items)
                items = []
        elif before.type == "paragraph_open":
            piece = _paragraph(token.children or (), is_after_image)
            is_after_image = not piece.text and _holds_image(token)
            if not containers or containers[0] == "blockquote":
                least = _Rank.QUOTATION if containers else _Rank.SENTENCES
                yield piece._replace(rank=max(piece.rank, least))
            elif piece.text and piece.rank < _Rank.LABEL:
                items.append(piece.text)
    if items:
        yield _list_piece(items)


def _enter_or_leave(containers: list[str], kind: str, part: str) -> None:
    if part == "open":
        containers.append(kind)
    elif containers:
        containers.pop()


def _paragraph(children: Sequence[Token], is_after_image: bool) -> _Piece:
    children = _without_last_links(children)
    text = _text_of(children)
    return _Piece(_rank_of(children, text, is_after_image), text)


def _list_piece(items: Sequence[str]) -> _Piece:
    """The items of a list, each up to its last sentence, because links to sources often follow
    it."""
    kept: list[str] = []
    has_sentence = False
    for item in items:
        ends = sentence_ends(item[: 2 * _LENGTH], len(item))
        has_sentence |= bool(ends) or _is_wide(item)
        kept.append(item[: ends[-1]] if ends else f"{item};")
        if sum(map(len, kept)) > 2 * _LENGTH:
            break
    return _Piece(_Rank.LIST if has_sentence else _Rank.LINE, " ".join(kept).rstrip(";"))


def _rank_of(children: Sequence[Token], text: str, is_after_image: bool) -> _Rank:
    emphasis = _emphasis_around(children)
    if emphasis and (is_after_image or any(child.type == "image" for child in children)):
        return _Rank.LABEL  # a caption
    return _rank_of_text(text, is_bold=emphasis == "strong")


def _rank_of_text(text: str, *, is_bold: bool) -> _Rank:
    is_wide = _is_wide(text)
    if is_bold and not is_wide:
        return _Rank.LABEL
    if not is_wide and _LABEL.match(text):
        return _Rank.LABEL
    return _Rank.SENTENCES if is_wide or sentence_ends(text, len(text)) else _Rank.LINE


def _is_wide(text: str) -> bool:
    """Whether a text is as wide as a line of running text."""
    return width_of(text[: 2 * _LINE]) >= _LINE


def _is_shown(child: Token) -> bool:
    if child.type == "text":
        return bool(child.content.strip())
    return child.type not in _BREAKS and child.type != "image"


def _emphasis_around(children: Sequence[Token]) -> str:
    """`strong` or `em` if all words of a paragraph are within one; else empty."""
    rest = filter(_is_shown, children)
    if (first := next(rest, None)) is None or first.type in _TEXT:
        return ""
    shown = [first, *rest]
    last = shown[-1]
    if first.type == "html_inline":
        tag = first.content.lower()
        is_bold = tag in ("<b>", "<strong>") and last.content.lower() == f"</{tag[1:]}"
        return "strong" if is_bold else ""
    if first.tag not in ("strong", "em") or last.tag != first.tag or last.nesting >= 0:
        return ""
    if any(child.level <= first.level for child in shown[1:-1]):
        return ""
    is_both = shown[1].tag == "strong" and shown[-2].tag == "strong"
    return "strong" if is_both else first.tag


def _without_last_links(children: Sequence[Token]) -> Sequence[Token]:
    """A block without the links after its last sentence, such as one to its source."""
    end = len(children)
    while end and children[end - 1].type == "link_close":
        begin = end - 1
        while begin and children[begin].type != "link_open":
            begin -= 1
        before = children[begin - 1] if begin else None
        if before is None or before.type != "text":
            break
        if ends_as_sentence(before.content):
            return children[:begin]
        if before.content.strip(_SEPARATORS):
            break
        end = begin - 1
    return children


def _holds_image(token: Token) -> bool:
    return any(child.type == "image" for child in token.children or ())


def _text_of(children: Sequence[Token]) -> str:
    """The text of a block on one line. Links to notes stay as written, because their labels are
    known only after the archive is arranged."""
    parts: list[str] = []
    in_wikilink = False
    for child in children:
        if child.type in _TEXT and not in_wikilink:
            parts.append(child.content)
        elif child.type in _BREAKS or (
            child.type == "html_inline" and child.content[:3].lower() == "<br"
        ):
            parts.append(" ")
        elif child.markup == "wikilink":
            in_wikilink = child.nesting > 0
            link = wikilink_of(str(child.attrs.get("href", "")))
            parts.append(link.written.lstrip("!") if link else "")
    return one_line("".join(parts))


def _html_pieces(content: str) -> Iterator[_Piece]:
    """The pieces of text in a block of HTML."""
    block = _HtmlBlock()
    last = 0
    for found in _TAG.finditer(content):
        block.add(content[last : found.start()])
        last = found.end()
        name, is_end = (found["name"] or "").lower(), bool(found["end"])
        if name in ("b", "strong"):
            block.is_bold = not is_end
        elif name == "br":
            block.add(" ")
        elif not name or name not in _INLINE:
            yield block.piece()
            block.enter(
                name, is_end=is_end, is_aside=bool(_ASIDE.search(found["attributes"] or ""))
            )
    block.add(content[last:])
    yield block.piece()


class _HtmlBlock:
    """The text since the last tag that separates words, and its kind."""

    def __init__(self) -> None:
        self.is_bold = False
        self._words: list[str] = []
        self._width = self._bold = 0
        self._least, self._within = _Rank.SENTENCES, ""

    def add(self, text: str) -> None:
        text = unescape(text)
        width = len(text.strip())
        self._words.append(text)
        self._width += width
        self._bold += width if self.is_bold else 0

    def piece(self) -> _Piece:
        text = one_line("".join(self._words))
        rank = _rank_of_text(text, is_bold=self._bold == self._width)
        self._words, self._width, self._bold = [], 0, 0
        return _Piece(max(rank, self._least), text)

    def enter(self, name: str, *, is_end: bool, is_aside: bool) -> None:
        """Enters or leaves an element."""
        if is_end and name == self._within:
            self._least, self._within = _Rank.SENTENCES, ""
        elif not is_end and (is_aside or name in _KINDS):
            self._least, self._within = _KINDS.get(name, _Rank.QUOTATION), name
