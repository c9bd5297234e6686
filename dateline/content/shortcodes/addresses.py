"""The addresses that shortcodes give to links and images, in Markdown and in HTML."""

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
#: The attribute at whose value a piece of HTML ends, and what stands of the value so far.
_ATTRIBUTE = re.compile(r"([\w:-]{1,30})\s{0,9}=\s{0,9}[\"']?([^\"'<>\s]*)$")
#: So many characters at the end of a piece of HTML are looked at for an attribute.
_LOOKED_AT = 300


class Placed(NamedTuple):
    """What became of the shortcodes of a text: the numbers of those that code shows or that gave an
    address; those that should have given one, with whether it is an image's; and lost cells."""

    used: set[int]
    lost: list[tuple[int, bool]]
    losses: list[LostText]


class Addresses:
    """Puts addresses in the place of marks, and notes in `placed` what became of them."""

    def __init__(self, md: MarkdownIt, pieces: Sequence[Piece], placed: Placed):
        self._md, self._pieces, self._placed = md, pieces, placed

    def meaning(self, number: int) -> Meaning:
        """What the shortcode of a number holds; nothing for a number that none has."""
        return self._pieces[number].meaning if number < len(self._pieces) else Nothing()

    def fill(self, token: Token, name: str) -> bool:
        """Puts the address in place of the marks of one; false where none is known."""
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
        """HTML with an address for each mark within a tag, and for others what `shown` gives."""
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
        """HTML that ends within a tag, and what a shortcode is there; `after` is the next sign."""
        meaning = self.meaning(number)
        found = _ATTRIBUTE.search(done, max(0, len(done) - _LOOKED_AT))
        if not found or found[1].lower() not in ("href", "src"):
            return done + (html.escape(meaning.text) if isinstance(meaning, Words) else "")
        target = self._target(number, is_image=found[1].lower() == "src")
        if target is None:  # an attribute that is not published, for its value is not known
            return f"{done[: found.start(1)]}data-lost{done[found.end(1) :]}"
        if target.startswith("@") and not found[2].strip("/"):
            done = done[: found.start(2)]
        if isinstance(meaning, Root) and after != "/" and not found[2]:
            target = "/"
        return done + html.escape(self._md.normalizeLink(target))

    def _target(self, number: int, *, is_image: bool) -> str | None:
        """Where a shortcode leads that stands in an address; the root of the site is empty."""
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
            self._placed.lost.append((number, is_image))
        return found


def _within(text: str, within: str) -> str:
    """Where HTML ends that began at `within`: in text, in a tag (`<`), or in a quoted value."""
    for sign in _HTML_SIGN.findall(text):
        if not within:
            within = "<" if sign == "<" else ""
        elif within == "<":
            within = {">": "", "<": "<"}.get(sign, sign)
        elif sign == within:
            within = "<"
    return within
