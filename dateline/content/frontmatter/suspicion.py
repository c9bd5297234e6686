"""A suspected mistake in a header, to be tested with the parser."""

from __future__ import annotations

from typing import NamedTuple

from dateline.content.frontmatter.header import Fault
from dateline.content.frontmatter.header_lines import Lines


class Suspicion(NamedTuple):
    """A suspected mistake.

    `fault` describes it, `lines` are the lines of the header with it repaired. `is_sure`: no other
    repair is sensible.
    """

    fault: Fault
    lines: Lines
    is_sure: bool


def replaced(lines: Lines, row: int, *new: str) -> list[str]:
    """The lines with the one at `row`, and those after it, replaced by as many others."""
    return [*lines[:row], *new, *lines[row + len(new) :]]
