"""Reads the header of a content file into fields with positions, for all supported tools.

YAML between `---`, TOML between `+++`, and Pelican's header without delimiters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import BaseHandler

from dateline.content.frontmatter.delimiters import (
    MOST_LINES,
    MOST_SIGNS,
    HeaderBlock,
    find_header,
    too_large,
)
from dateline.content.frontmatter.header import Fault, Header, Value
from dateline.content.frontmatter.toml_fields import read_toml
from dateline.content.frontmatter.yaml_fields import read_yaml
from dateline.names import FIELD_NAMES

_PELICAN_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*)|(?!//)(\S.*))?$")
_OUR_FIELDS = {name for names in FIELD_NAMES.values() for name in names}


class Front(NamedTuple):
    """The header of a file, the text below it, and the line on which that text begins.

    `fields` is None if the header cannot be read. `fixed` is the whole file with every fault
    repaired that has only one possible repair.
    """

    fields: dict[str, Value] | None
    body: str
    body_line: int
    faults: list[Fault]
    fixed: str


def read_front(text: str) -> Front:
    """Splits a file's text and reads its header. Line ends must be `\\n`.

    Blank lines before the header are allowed.
    """
    block = find_header(text)
    if isinstance(block, Fault):
        return Front(None, "", 1, [block], text)
    if block is None:
        return _read_pelican(text) or Front({}, text, 1, [], text)
    handler = _SplitHandler(block)
    fields: dict[str, Any] = frontmatter.parse(text, handler=handler)[0]
    header = handler.header
    if block.is_pelican and header.faults:
        header = _pelican_header(block) or header
        fields = header.fields or {}
    faults = [*block.faults, *header.faults]
    unread = header.fields is None or block.is_unsure
    return Front(
        fields=None if unread else fields,
        body=block.body,
        body_line=block.body_line,
        faults=faults,
        fixed=block.fixed(header.lines) if faults and not block.is_unsure else text,
    )


def _pelican_header(block: HeaderBlock) -> Header | None:
    """The header between lines of many dashes, where values need no quotes; None if a line is not a
    field."""
    fields, faults, end = _pelican_fields(block.header, block.first)
    is_whole = not any(map(str.strip, block.header[end:]))
    return Header(fields, faults, block.header) if is_whole else None


class _SplitHandler(BaseHandler):
    """Lets the package read a header that was already split; the package would strip the body."""

    FM_BOUNDARY = re.compile(r"(?!)")  # never searched for, because `split` is overridden

    def __init__(self, block: HeaderBlock):
        super().__init__()
        self._block = block
        self.header = Header(None, [], ())

    def split(self, text: str) -> tuple[str, str]:
        return "\n".join(self._block.header), text

    def load(self, fm: str) -> dict[str, Value]:
        read = read_toml if self._block.is_toml else read_yaml
        self.header = read(fm.split("\n"))
        return self.header.fields or {}


def _read_pelican(text: str) -> Front | None:
    """A header of `Name: value` lines without delimiters; None if there is none.

    As in Pelican, it ends at the first line that is not a field.
    """
    start = text.index(text.lstrip()) if text.strip() else 0
    first = text.count("\n", 0, start)
    lines = text.split("\n")
    if not _pelican_field(lines[first][:MOST_SIGNS].lstrip()):
        return None
    fields, faults, end = _pelican_fields(lines, first)
    is_header = "title" in fields or len(_OUR_FIELDS.intersection(fields)) > 1
    if not is_header:
        return None  # a text that begins with a word and a colon
    if end - first > MOST_LINES or sum(map(len, lines[first:end])) > MOST_SIGNS:
        return Front(None, "", 1, [too_large(first)], text)
    return Front(fields, "\n".join(lines[end:]), end + 1, faults, text)


def _pelican_fields(lines: Sequence[str], first: int) -> tuple[dict[str, Value], list[Fault], int]:
    """The fields from the line `first` on, their faults, and the line that ends them."""
    parts: dict[str, list[str]] = {}
    places: dict[str, tuple[int, int]] = {}
    faults: list[Fault] = []
    last = ""
    end = first
    while end < min(len(lines), first + MOST_LINES + 1):
        line = lines[end]
        found = _pelican_field(line)
        if found and found[0] in parts:
            message = f"{found[0]} stands twice; first on line {places[found[0]][0]}"
            faults.append(Fault("E004", end + 1, 1, message, "keep one of the two"))
            last = ""
        elif found:
            last, value, column = found
            parts[last], places[last] = [value], (end + 1, column)
        elif parts and line[:1] in (" ", "\t") and line.strip():
            parts.get(last, []).append(line.strip())
        else:
            break
        end += 1
    fields = {name: Value(" ".join(parts[name]), *places[name]) for name in parts}
    return fields, faults, end


def _pelican_field(line: str) -> tuple[str, str, int] | None:
    """Name, value and column of the value. A colon without a space counts only after a known name,
    because `http:` is not a field."""
    found = _PELICAN_FIELD.match(line)
    if not found:
        return None
    name = found[1].lower()
    which = 3 if found[3] else 2
    if which == 3 and name not in _OUR_FIELDS:
        return None
    return name, (found[which] or "").strip(), found.start(which) + 1
