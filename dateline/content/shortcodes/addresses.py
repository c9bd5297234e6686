"""Inserts the addresses of shortcodes into links and images, in Markdown and in HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dateline.content.markdown.lost_text import LostText
from dateline.content.shortcodes.kinds import (
    Figure,
    LeftOut,
    Link,
    Meaning,
    Nothing,
    Root,
    Words,
)
from dateline.content.shortcodes.replace import END, MARK, Piece
from dateline.content.shortcodes.template_targets import joined

NUMBER = rf"{re.escape(MARK)}(\d{{1,9}}){re.escape(END)}"
MARKED = re.compile(NUMBER)
_IN_ADDRESS = re.compile(
    r"(?:\{|%7B)(?:\ufdd0|%EF%B7%90)(\d{1,9})(?:\ufdd1|%EF%B7%91)(?:\}|%7D)", re.IGNORECASE
)
_HTML_SIGN = re.compile(r"<(?=[A-Za-z/])|[>\"']")
#: The attribute in whose value a piece of HTML ends, and the value so far.
_ATTRIBUTE = re.compile(r"([\w:-]{1,30})\s{0,9}=\s{0,9}[\"']?([^\"'<>\s]*)$")
#: The maximum characters at the end of a piece of HTML that are searched for an attribute.
_LOOKED_AT = 300


class Placed(NamedTuple):
    """What happened to the shortcodes of a text: the numbers of those that are shown as code or
    gave an address; those without an address where one is needed, and whether it is an image's; and
    lost cells."""

    used: set[int]
    unresolved: list[tuple[int, bool]]
    lost_cells: list[LostText]


class Addresses:
    """Replaces marks by addresses, and records the result in `placed`."""

    def __init__(self, md: MarkdownIt, pieces: Sequence[Piece], placed: Placed):
        self._md, self._pieces, self._placed = md, pieces, placed

    def meaning(self, number: int) -> Meaning:
        """The meaning of the shortcode with a number; Nothing if there is none."""
        return self._pieces[number].meaning if number < len(self._pieces) else Nothing()

    def fill(self, token: Token, name: str) -> bool:
        """Replaces the mark in an attribute by the address; False if none is known."""
        if "title" in token.attrs:
            token.attrs["title"] = MARKED.sub("", str(token.attrs["title"]))
        written = str(token.attrs.get(name, ""))
        if "%EF%B7%90" not in written and MARK not in written:
            return True
        parts: list[str] = []
        for place, part in enumerate(_IN_ADDRESS.split(written)):
            if place % 2 == 0:
                parts += [part] if part else []
                continue
            target = self._target(int(part), is_image=name == "src")
            if target is None:
                return False
            if not isinstance(self.meaning(int(part)), Nothing):
                parts.append(self._md.normalizeLink(target))
        token.attrs[name] = joined(parts)
        return True

    def fill_html(self, content: str, shown: Callable[[int], str]) -> str:
        """HTML with an address for each mark within a tag, and for others the result of `shown`."""
        if MARK not in content:
            return content
        texts = MARKED.split(content)
        done: list[str] = []
        tail, within = texts[0], _within(texts[0], "")
        for place in range(1, len(texts), 2):
            number, text = int(texts[place]), texts[place + 1]
            if within:
                is_before_mark = not text and place + 2 < len(texts)
                tail = self._in_tag(tail, number, "/" if is_before_mark else text[:1])
            else:
                tail += shown(number)
            done.append(tail[:-_LOOKED_AT])
            tail = tail[-_LOOKED_AT:] + text
            within = _within(text, within)
        return "".join([*done, tail])

    def _in_tag(self, done: str, number: int, after: str) -> str:
        """HTML that ends within a tag, with the replacement of a shortcode there; `after` is the
        next character."""
        meaning = self.meaning(number)
        found = _ATTRIBUTE.search(done, max(0, len(done) - _LOOKED_AT))
        if not found or found[1].lower() not in ("href", "src"):
            return done + (html.escape(meaning.text) if isinstance(meaning, Words) else "")
        target = self._target(number, is_image=found[1].lower() == "src")
        if target is None:  # the attribute is not published, because its value is not known
            return f"{done[: found.start(1)]}data-lost{done[found.end(1) :]}"
        if target.startswith("@") and not found[2].strip("/"):
            done = done[: found.start(2)]
        if isinstance(meaning, Root) and after != "/" and not found[2]:
            target = "/"
        return done + html.escape(self._md.normalizeLink(target))

    def _target(self, number: int, *, is_image: bool) -> str | None:
        """The target of a shortcode in an address; the root of the site is empty."""
        meaning = self.meaning(number)
        found: str | None = None
        if isinstance(meaning, (Root, Nothing)):
            found = ""
        elif isinstance(meaning, (Link, LeftOut)):
            found = meaning.target or None
        elif isinstance(meaning, Figure):
            found = meaning.src or None
        elif isinstance(meaning, Words):
            found = meaning.text
        self._placed.used.add(number)
        if found is None:
            self._placed.unresolved.append((number, is_image))
        return found


def _within(text: str, within: str) -> str:
    """The state at the end of HTML that began in the state `within`: in text, in a tag (`<`), or in
    a quoted value."""
    for sign in _HTML_SIGN.findall(text):
        if not within:
            within = "<" if sign == "<" else ""
        elif within == "<":
            within = {">": "", "<": "<"}.get(sign, sign)
        elif sign == within:
            within = "<"
    return within
