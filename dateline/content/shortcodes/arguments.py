"""Parses the arguments of shortcodes: values with and without a name, in the syntax of different
tools."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_ARGUMENT = re.compile(
    r"(?P<name>[^\W\d][\w.-]*+)?(?P<sign>\s*+=\s*+|:(?!/)\s*+)?(?P<quote>[\"'`“”])?"
)
_ENDS = {
    '"': re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL),
    "'": re.compile(r"[^'\\]*+(?:\\.[^'\\]*+)*+'", re.DOTALL),
    "`": re.compile(r"[^`]*+`"),
    "“": re.compile("[^“”]*+[“”]"),
    "”": re.compile("[^“”]*+[“”]"),
}
_WORD = re.compile(r"[^\s,\"'`()]+|[\"'`()]")
_BETWEEN = re.compile(r"[\s,()]*+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ADDRESS = re.compile(r"[^\s]+\.[A-Za-z][A-Za-z0-9]{1,4}(?:[?#]\S*)?|\S*/\S*|#\S+")


class Arguments(NamedTuple):
    """Values in the order written, and by name; names are in lower case."""

    values: tuple[str, ...]
    named: dict[str, str]

    def first(self, names: Iterable[str]) -> str:
        """The first value under one of these names that is not empty."""
        return next((self.named[name] for name in names if self.named.get(name)), "")

    def address(self, names: Iterable[str]) -> str:
        """The value under one of these names, else the first unnamed value that looks like a path
        or an address."""
        found = (value for value in self.values if is_address(value))
        return self.first(names) or next(found, "")


def is_address(value: str) -> bool:
    """Whether a value looks like a path, the name of a file or a web address."""
    return _ADDRESS.fullmatch(value) is not None


def read_arguments(text: str) -> Arguments:
    """Parses `a "b c" d='e' f=`g``, also with commas or surrounding brackets. A quotation mark
    without a partner includes everything after it."""
    values: list[str] = []
    named: dict[str, str] = {}
    place, end = 0, len(text)
    while True:
        begun = _BETWEEN.match(text, place)
        place = begun.end() if begun else place
        if place >= end:
            return Arguments(tuple(values), named)
        name, value, place = _argument(text, place)
        if name:
            named.setdefault(name.lower(), value)
        else:
            values.append(value)


def _argument(text: str, place: int) -> tuple[str, str, int]:
    """The argument at a position: its name, its value, and its end."""
    found = _ARGUMENT.match(text, place)
    if found and found["quote"] and (found["sign"] or not found["name"]):
        name = (found["name"] or "src") if found["sign"] else ""  # `{% img="a.png" %}`
        value = _ENDS[found["quote"]].match(text, found.end())
        if value is None:
            return name, text[found.end() :].strip(), len(text)
        return name, _ESCAPED.sub(r"\1", value[0][:-1]), value.end()
    if found and found["sign"]:
        value = _WORD.match(text, found.end())
        return found["name"] or "", value[0] if value else "", value.end() if value else found.end()
    word = _WORD.match(text, place)
    return "", word[0] if word else text[place], word.end() if word else place + 1
