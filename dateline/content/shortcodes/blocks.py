"""Renders figures, quotations, code and links of shortcodes as tokens of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dateline.content.markdown.lost_text import LostText, lost_cells
from dateline.content.shortcodes.kinds import Code, Figure, Link, Meaning, Quotation, Words

_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")
BREAKS = ("softbreak", "hardbreak")


def text_token(text: str) -> Token:
    """Text of a line."""
    return Token("text", "", 0, content=text)


class Blocks:
    """Makes tokens. `place` and `place_in_line` replace the marks in tokens, and `lost` collects
    text that tables within quotations lose."""

    def __init__(
        self,
        md: MarkdownIt,
        env: Any,
        place: Callable[[Sequence[Token]], list[Token]],
        place_in_line: Callable[[Sequence[Token]], list[Token]],
        lost: list[LostText],
    ):
        self._md, self._env = md, env
        self._place, self._place_in_line = place, place_in_line
        self._lost = lost

    def block(self, meaning: Meaning, line: int, level: int) -> list[Token]:
        """The tokens of a shortcode that is alone on a line; `line` counts from 0."""
        if isinstance(meaning, Figure):
            return self._figure(meaning, line, level)
        if isinstance(meaning, Quotation):
            return self._quotation(meaning, line, level)
        if isinstance(meaning, Code):
            return self._code(meaning, line, level)
        if isinstance(meaning, Link):
            children = self.inline(meaning, is_linked=False)
            return _wrapped("embed", "p", [self.line(children, line, level)], level)
        return []

    def inline(self, meaning: Meaning, *, is_linked: bool) -> list[Token]:
        """The tokens of a shortcode within a line; `is_linked`: a link is around it."""
        if isinstance(meaning, Words):
            return [text_token(meaning.text)]
        if isinstance(meaning, Link):
            label = self._parsed(meaning.label) if meaning.label else []
            return self._linked(label, "" if is_linked else meaning.target, meaning.target)
        if isinstance(meaning, Code):
            return [Token("code_inline", "code", 0, content=meaning.text.strip(), markup="`")]
        if isinstance(meaning, Quotation):
            words = _wrapped("q", "q", self._parsed(meaning.inner), 0, is_block=False)
            by = self._attribution(meaning, is_linked=is_linked)
            return words + ([text_token(" "), *by] if by else [])
        if isinstance(meaning, Figure):
            picture, words = self._picture(meaning, is_linked=is_linked)
            return picture + ([text_token(" "), *words] if words else [])
        return []

    def line(self, children: list[Token], line: int, level: int) -> Token:
        """The tokens of a line as a block of text."""
        content = "".join([child.content for child in children])
        token = Token("inline", "", 0, children=children, content=content, level=level, block=True)
        token.map = [line, line + 1]
        return token

    def _parsed(self, text: str) -> list[Token]:
        children: list[Token] = []
        self._md.inline.parse(" ".join(text.split("\n")), self._md, self._env, children)
        return self._place_in_line(children)

    def _linked(self, words: list[Token], target: str, shown: str = "") -> list[Token]:
        """Words with a link around them; the address if there are none."""
        words = words or [text_token(shown.removeprefix("@./").removeprefix("@/"))]
        href = self._href(target)
        if not href:
            return words
        return _wrapped("link", "a", words, 0, is_block=False, attrs={"href": href})

    def _href(self, target: str) -> str:
        href = self._md.normalizeLink(target)
        return href if self._md.validateLink(href) else ""

    def _figure(self, figure: Figure, line: int, level: int) -> list[Token]:
        picture, words = self._picture(figure, is_linked=False)
        inner = [self.line(picture, line, level + 1)]
        if words:
            caption = [self.line(words, line, level + 2)]
            inner += _wrapped("figcaption", "figcaption", caption, level + 1)
        return _wrapped("figure", "figure", inner, level)

    def _picture(self, figure: Figure, *, is_linked: bool) -> tuple[list[Token], list[Token]]:
        """The picture of a figure, and the words under it."""
        picture: list[Token] = []
        words: list[list[Token]] = []
        if figure.title:
            words.append(
                _wrapped("strong", "strong", self._parsed(figure.title), 0, is_block=False)
            )
        if figure.src:
            picture = self._image(figure)
            if figure.link and not is_linked:
                picture = self._linked(picture, figure.link)
        inner = self._parsed(figure.inner) if figure.inner else []
        leading, rest = _split_picture(inner) if not figure.src else ([], inner)
        words += [rest, self._parsed(figure.caption) if figure.caption else []]
        if figure.credit or figure.credit_link:
            credit = self._parsed(figure.credit) if figure.credit else []
            link = "" if is_linked else figure.credit_link
            words.append(self._linked(credit, link, figure.credit_link))
        return picture + leading, _spaced(words)

    def _image(self, figure: Figure) -> list[Token]:
        src = self._href(figure.src)
        if not src:
            return [text_token(figure.alt)]
        alt = [text_token(figure.alt)] if figure.alt else []
        attrs: dict[str, str | int | float] = {"src": src, "alt": ""}
        return [Token("image", "img", 0, attrs=attrs, children=alt, content=figure.alt)]

    def _quotation(self, quotation: Quotation, line: int, level: int) -> list[Token]:
        inner: list[Token] = []
        self._md.block.parse(quotation.inner, self._md, self._env, inner)
        begin = line + quotation.line
        if "|" in quotation.inner:
            lost = lost_cells(inner, quotation.inner)
            self._lost += [each._replace(line=each.line + begin) for each in lost]
        for token in inner:
            token.level += level + 1
            if token.type == "tr_open":
                token.map = None  # its cells were checked here
            elif token.map:
                token.map = [token.map[0] + begin, token.map[1] + begin]
            if token.type == "inline":
                token.children = []
                self._md.inline.parse(token.content, self._md, self._env, token.children)
        inner = self._place(inner)
        if by := self._attribution(quotation, is_linked=False):
            inner += _wrapped("footer", "footer", [self.line(by, line, level + 2)], level + 1)
        found = _wrapped("blockquote", "blockquote", inner, level)
        found[0].map = [line, begin + quotation.inner.count("\n") + 1]
        return found

    def _attribution(self, quotation: Quotation, *, is_linked: bool) -> list[Token]:
        """The author and the source of a quotation."""
        parts = [part for part in (quotation.author, quotation.work) if part]
        if not parts and not quotation.link:
            return []
        words = self._parsed(", ".join(parts)) if parts else []
        link = "" if is_linked else quotation.link
        linked = self._linked(words, link, quotation.link)
        return [text_token("— "), *_wrapped("cite", "cite", linked, 0, is_block=False)]

    def _code(self, code: Code, line: int, level: int) -> list[Token]:
        found: list[Token] = []
        if code.title:
            title = _wrapped("strong", "strong", self._parsed(code.title), 0, is_block=False)
            found = _wrapped("code_title", "p", [self.line(title, line, level)], level)
        info = language[0] if (language := _LANGUAGE.match(code.language)) else ""
        fence = Token("fence", "code", 0, content=code.text + "\n", info=info, markup="```")
        fence.map, fence.level, fence.block = [line, line + 1], level, True
        return [*found, fence]


def _wrapped(
    kind: str,
    tag: str,
    inner: Sequence[Token],
    level: int,
    *,
    is_block: bool = True,
    attrs: Mapping[str, str | int | float] | None = None,
) -> list[Token]:
    """Tokens within an element."""
    begin = Token(f"{kind}_open", tag, 1, attrs=dict(attrs or {}), level=level, block=is_block)
    return [begin, *inner, Token(f"{kind}_close", tag, -1, level=level, block=is_block)]


def _split_picture(inner: list[Token]) -> tuple[list[Token], list[Token]]:
    """A picture and the tokens after it, from a line that begins with one."""
    pictures = [
        number
        for number, token in enumerate(inner)
        if token.type == "image" or (token.type == "html_inline" and _PICTURE.match(token.content))
    ]
    if not pictures:
        return [], inner
    end = pictures[-1] + 1
    while end < len(inner) and (
        inner[end].type in ("link_close", *BREAKS) or inner[end].content.lower().startswith("</a")
    ):
        end += 1
    return inner[:end], inner[end:]


def _spaced(groups: Sequence[list[Token]]) -> list[Token]:
    """The tokens of all groups, with a space between two."""
    found: list[Token] = []
    for each in groups:
        if group := trimmed(each):
            found += [text_token(" "), *group] if found else group
    return found


def trimmed(line: list[Token]) -> list[Token]:
    """The tokens of a line without breaks and spaces at its ends."""

    def is_empty(token: Token) -> bool:
        return token.type in BREAKS or (token.type == "text" and not token.content.strip())

    start, end = 0, len(line)
    while start < end and is_empty(line[start]):
        start += 1
    while end > start and is_empty(line[end - 1]):
        end -= 1
    if start < end and line[start].type == "text":
        line[start].content = line[start].content.lstrip()
    return line[start:end]
