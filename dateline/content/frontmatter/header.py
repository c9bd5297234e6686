"""What a header is to those who read one: fields with their places, and faults with their cure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

Data = str | None | list[Any] | dict[str, Any]


class Value(NamedTuple):
    """What a field holds, and where: `line` and `column` count from 1 in the whole file."""

    data: Data
    line: int
    column: int


class Fault(NamedTuple):
    """What keeps a header from being read: a problem code, the place, what is wrong, the cure.

    `line` and `column` count from 1 in the whole file.
    """

    code: str
    line: int
    column: int | None
    message: str
    hint: str = ""


class Header(NamedTuple):
    """What came of the lines of a header, given from the first of the file on, so that places are
    the file's.

    `lines` are the same with every fault mended that has one reading only. Where another is left,
    `fields` is None, unless what the other fields say is plain all the same.
    """

    fields: dict[str, Value] | None
    faults: list[Fault]
    lines: Sequence[str]


def shown(text: str, length: int = 200) -> str:
    """A text as a message or hint shows it: on one line, and cut to `length` characters."""
    folded = " ".join(text.split())
    return folded if len(folded) <= length else folded[: length - 1] + "…"
