"""A suspected mistake in a header, to be tested with the parser."""

from __future__ import annotations

from typing import NamedTuple

from dateline.content.frontmatter.header import Fault
from dateline.content.frontmatter.header_lines import Lines


class Suspicion(NamedTuple):
    """A suspected mistake, and the lines without it; `is_sure` if no other repair is sensible."""

    fault: Fault
    lines: Lines
    is_sure: bool


def replaced(lines: Lines, row: int, *new: str) -> list[str]:
    """The lines with others in place of those from a row on."""
    return [*lines[:row], *new, *lines[row + len(new) :]]
