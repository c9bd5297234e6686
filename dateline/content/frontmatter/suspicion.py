"""A suspicion of what is wrong in a header, to be tried."""

from __future__ import annotations

from typing import NamedTuple

from dateline.content.frontmatter.header import Fault
from dateline.content.frontmatter.header_lines import Lines


class Suspicion(NamedTuple):
    """What may be wrong, and the lines without it; `is_sure` where no other cure makes sense."""

    fault: Fault
    lines: Lines
    is_sure: bool


def replaced(lines: Lines, row: int, *new: str) -> list[str]:
    """The lines with others in the place of those from a row on."""
    return [*lines[:row], *new, *lines[row + len(new) :]]
