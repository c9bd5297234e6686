"""The lines of a header, one by one: what each begins with, and where the next may begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

Lines = Sequence[str]

_LINE = re.compile(
    r"""(?P<indent>[ ]*)(?P<dash>(?:-[ ]+)*)
    (?:
      (?P<key>"[^"]*"|'[^']*'|[^\W_][^:#"'\[\]{}]*?)[ ]*:(?=[ \t]|$)[ \t]*(?P<value>.*)
      |(?P<text>.*)
    )$""",
    re.VERBOSE,
)
#: What is typed, or made by a keyboard's corrections, in place of a fence.
NEAR_FENCE = re.compile(
    r"[ \t]*(?:-{2,}|[\u2010-\u2015\u2212]{1,3}-?|-(?: -){1,2}|\+{2,}|={3,}|\*{3,}|\.{3}|`{3})"
    r"[ \t]*(?:ya?ml|toml)?[ \t]*(?:#.*)?$"
)
#: A colon with its value right after it.
SPACELESS = re.compile(r"(\s*(?:- +)*[^\W\d][\w-]*)\s*:(?!//)(?=\S)(.*)")


class Line(NamedTuple):
    """A line as far as it can be told alone: `indent` of what it begins with, `start` of its key
    or text, both in letters."""

    indent: int
    is_item: bool
    start: int
    key: str
    value: str
    text: str

    @property
    def content(self) -> str:
        """What the field or item says on this line; empty where there is neither."""
        return self.value or (self.text if self.is_item else "")

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing: empty, or a comment."""
        return not self.is_item and not self.key and (not self.text or self.text[0] == "#")


def line_of(text: str) -> Line:
    """What a line is, looked at alone."""
    found = _LINE.match(text)
    assert found  # noqa: S101  # it matches every line
    indent, dash = len(found["indent"]), found["dash"]
    key, value = found["key"] or "", (found["value"] or "").rstrip()
    return Line(indent, bool(dash), indent + len(dash), key, value, (found["text"] or "").rstrip())


def end_of_value(lines: Lines, row: int, line: Line) -> int:
    """The last line on which a value goes on that begins in a line."""
    end = row
    for i in range(row + 1, len(lines)):
        following = line_of(lines[i])
        is_text = bool(following.text) and not following.is_item and following.text[0] != "#"
        if not is_text or following.indent <= line.indent:
            break
        end = i
    return end


def open_columns(lines: Lines, row: int, *, is_item: bool) -> set[int]:
    """The columns, from 0, in which a field or an item may begin in a line."""
    fields: list[int] = []
    items: list[int] = []
    for text in lines[:row]:
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


def is_in_place(lines: Lines, row: int, least: int, misplaced: int) -> bool:
    """Whether a line below a misplaced one does not belong to it, or stands well by itself."""
    line = line_of(lines[row])
    if line.is_blank:
        return False
    return line.indent < least or line.indent in open_columns(
        lines[: misplaced + 1], misplaced, is_item=line.is_item
    )


def shifted(text: str, by: int) -> str:
    """A line moved by so many columns, left if negative."""
    if not text.strip():
        return text
    return " " * by + text if by >= 0 else text[min(-by, len(text) - len(text.lstrip())) :]


def following(lines: Lines, row: int) -> Lines:
    """The next line that says something, if there is one."""
    return next(([text] for text in lines[row + 1 :] if not line_of(text).is_blank), [])


def is_no_field(text: str) -> bool:
    """Whether a line says something that is neither field nor item, nor nearly one."""
    line = line_of(text)
    return not (line.key or line.is_item or line.is_blank or SPACELESS.match(text))
