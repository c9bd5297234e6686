"""The result of parsing a header: fields with positions, and faults with hints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

Data = str | None | list[Any] | dict[str, Any]


class Value(NamedTuple):
    """The value of a field; `line` and `column` count from 1 in the whole file."""

    data: Data
    line: int
    column: int


class Fault(NamedTuple):
    """A fault that keeps a header from being read: a problem code, the position, a message, a hint.

    `line` and `column` count from 1 in the whole file.
    """

    code: str
    line: int
    column: int | None
    message: str
    hint: str = ""


class Header(NamedTuple):
    """The result of reading the lines of a header, given from the first line of the file, so that
    positions are those of the file.

    `lines` are the same lines with every fault repaired that has only one possible repair. If
    another fault remains, `fields` is None, unless the other fields are certain anyway.
    """

    fields: dict[str, Value] | None
    faults: list[Fault]
    lines: Sequence[str]


def shown(text: str, length: int = 200) -> str:
    """A text for a message or hint: on one line, and cut to `length` characters."""
    folded = " ".join(text.split())
    return folded if len(folded) <= length else folded[: length - 1] + "…"
