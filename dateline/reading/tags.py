"""Tags in text, found in a time that grows with its length alone, whatever stands in it.

An expression for a tag looks for the `>` that ends it. Where there is none, it looks to the end of
the text, and does so again from every `<`: a text of such beginnings would take the square of its
length. Here every stretch is looked through once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_ANY_TAG = re.compile(r"<[^>]*>")
_DELIMITER = re.compile("[>\"']")
#: A number that no character has; Python does not read one of more than 4,300 digits.
_NO_CHARACTER = re.compile(r"&#(?:[xX][0-9a-fA-F]{8}|[0-9]{10})[0-9a-fA-F]*;?")


def without_tags(text: str, instead: str = "") -> str:
    """A text without what stands between `<` and the next `>`."""
    end = text.rfind(">") + 1  # after the last one no tag ends
    return _ANY_TAG.sub(instead, text[:end]) + text[end:]


def sub_tags(
    pattern: re.Pattern[str], replace: str | Callable[[re.Match[str]], str], text: str
) -> str:
    """What `pattern.sub` makes of the part of a text in which tags may end; each match must reach
    to the next `>`."""
    end = text.rfind(">") + 1
    return pattern.sub(replace, text[:end]) + text[end:]


def unescaped(text: str) -> str:
    """The text with references (`&lt;`, `&#60;`) resolved."""
    if "&" not in text:
        return text
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text) if "&#" in text else text)


class TagEnds:
    """Where tags of a text end: at the first `>` outside of quotation marks."""

    def __init__(self, text: str):
        self._places: list[int] = []
        signs: list[str] = []
        for found in _DELIMITER.finditer(text):
            self._places.append(found.start())
            signs.append(found[0])
        self._ends = _ends(self._places, signs)
        self._next = 0

    def end(self, start: int) -> int:
        """Where a tag that begins at `start` ends, -1 where it does not. Each is asked for after
        those before it."""
        while self._next < len(self._places) and self._places[self._next] < start:
            self._next += 1
        return self._ends[self._next] if self._next < len(self._places) else -1


def _ends(places: list[int], signs: list[str]) -> list[int]:
    """For each `>` and quotation mark, where a tag ends in which it is the first of them."""
    ends = [-1] * (len(places) + 1)
    following = {'"': len(places), "'": len(places)}
    for i in range(len(places) - 1, -1, -1):
        sign = signs[i]
        if sign == ">":
            ends[i] = places[i] + 1
        else:
            closing = following[sign]
            ends[i] = ends[closing + 1] if closing < len(places) else -1
            following[sign] = i
    return ends[:-1]
