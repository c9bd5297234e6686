"""The lines of a header one by one: how each begins, and where the next may begin."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

Lines = Sequence[str]

_DASHES = re.compile(r"(?:-[ ]+)*")
_KEY = re.compile(r"(?:(\"[^\"]*\"|'[^']*')[ ]*|([^\W_][^:#\"'\[\]{}]*)):(?=[ \t]|$)")
#: What people or automatic corrections write instead of a delimiter.
_NEAR_DELIMITER = re.compile(
    r"(?:-{2,}|[\u2010-\u2015\u2212]{1,3}-?|-(?: -){1,2}|\+{2,}|={3,}|\*{3,}|\.{3}|`{3})"
    r"(?:[ \t]*(?:ya?ml|toml))?(?:[ \t]*#.*)?"
)
#: A colon directly followed by its value.
SPACELESS = re.compile(r"(\s*(?:- +)*[^\W\d][\w-]*)\s*:(?!//)(?=\S)(.*)")


class Line(NamedTuple):
    """A line examined alone: `indent` of its first character, and `start` of its key or text, as
    numbers of characters."""

    indent: int
    is_item: bool
    start: int
    key: str
    value: str
    text: str

    @property
    def content(self) -> str:
        """The text of the field or item on this line; empty if there is none."""
        return self.value or (self.text if self.is_item else "")

    @property
    def is_blank(self) -> bool:
        """Whether it has no content: empty, or a comment."""
        return not self.is_item and not self.key and (not self.text or self.text[0] == "#")


@functools.lru_cache(maxsize=4096)
def line_of(text: str) -> Line:
    """The structure of a line on its own."""
    indent = len(text) - len(text.lstrip(" "))
    start = _DASHES.match(text, indent).end()  # type: ignore[union-attr]  # it may be empty
    found = _KEY.match(text, start)
    key = (found[1] or found[2]).rstrip(" ") if found else ""
    value = text[found.end() :].lstrip(" \t").rstrip() if found else ""
    rest = "" if found else text[start:].rstrip()
    return Line(indent, start > indent, start, key, value, rest)


def is_near_delimiter(text: str) -> bool:
    """Whether a line may be meant as a delimiter of a header."""
    return bool(_NEAR_DELIMITER.fullmatch(text.strip()))


def end_of_value(lines: Lines, row: int, line: Line) -> int:
    """The last line of a value that begins in the given line."""
    end = row
    for i in range(row + 1, len(lines)):
        below = line_of(lines[i])
        is_text = bool(below.text) and not below.is_item and below.text[0] != "#"
        if not is_text or below.indent <= line.indent:
            break
        end = i
    return end


def open_columns(lines: Lines, row: int, *, is_item: bool) -> set[int]:
    """The columns, from 0, in which a field or an item may begin in a line."""
    first = row - 1
    while first > 0 and not _begins_field(lines[first]):
        first -= 1
    fields: list[int] = []
    items = [0] if any(text.startswith("- ") for text in lines[: max(first, 0)]) else []
    for text in lines[max(first, 0) : row]:
        line = line_of(text)
        if line.is_blank or not (line.key or line.is_item):
            continue
        fields = [column for column in fields if column <= line.start]
        items = [column for column in items if column <= line.indent]
        if line.is_item and line.indent not in items:
            items.append(line.indent)
        if line.key and line.start not in fields:
            fields.append(line.start)
    return set(items if is_item else fields)


def _begins_field(text: str) -> bool:
    """Whether a line has a field in the first column, which ends every value except a list
    there."""
    line = line_of(text)
    return bool(line.key) and line.start == 0


def end_of_misplaced(lines: Lines, row: int) -> int:
    """The line, from 0, after a misplaced line and its continuation."""
    least = line_of(lines[row]).indent
    open_at = {is_item: open_columns(lines, row, is_item=is_item) for is_item in (True, False)}
    for end in range(row + 1, len(lines)):
        line = line_of(lines[end])
        stands_well = line.indent < least or line.indent in open_at[line.is_item]
        if not line.is_blank and stands_well:
            return end
    return len(lines)


def shifted(text: str, by: int) -> str:
    """A line moved by a number of columns, to the left if negative."""
    if not text.strip():
        return text
    return " " * by + text if by >= 0 else text[min(-by, len(text) - len(text.lstrip())) :]


def following(lines: Lines, row: int) -> Lines:
    """The next line with content, if there is one."""
    below = (lines[i] for i in range(row + 1, len(lines)))
    return next(([text] for text in below if not line_of(text).is_blank), [])


def is_no_field(text: str) -> bool:
    """Whether a line has content that is neither a field nor an item, nor nearly one."""
    line = line_of(text)
    return not (line.key or line.is_item or line.is_blank or SPACELESS.match(text))
