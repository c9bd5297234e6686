"""The header of a content file → fields with their places, whatever tool wrote it.

YAML between `---`, TOML between `+++`, and Pelican's header without either.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import BaseHandler

from dateline.reading.fences import Fences, find_fences
from dateline.reading.header import Fault, Header, Value
from dateline.reading.toml_fields import read_toml
from dateline.reading.yaml_fields import read_yaml

_PELICAN_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?$")


class Front(NamedTuple):
    """The header of a file, the text below it, and the line on which that text begins.

    `fields` is None where the header cannot be read. `mended` is the whole file with every fault
    repaired that has one reading only.
    """

    fields: dict[str, Value] | None
    body: str
    body_line: int
    faults: list[Fault]
    mended: str


def read_front(text: str) -> Front:
    """Splits a file's text and reads its header. Line ends must be `\\n`.

    Blank lines before the header are allowed.
    """
    fences = find_fences(text)
    if isinstance(fences, Fault):
        return Front(None, "", 1, [fences], text)
    if fences is None:
        return _read_pelican(text) or Front({}, text, 1, [], text)
    handler = _FencedHandler(fences)
    fields: dict[str, Any] = frontmatter.parse(text, handler=handler)[0]
    header = handler.header
    faults = [*fences.faults, *header.faults]
    unread = header.fields is None or fences.is_unsure
    return Front(
        fields=None if unread else fields,
        body=fences.body,
        body_line=fences.body_line,
        faults=faults,
        mended=fences.mended(header.lines) if faults and not fences.is_unsure else text,
    )


class _FencedHandler(BaseHandler):
    """Lets the package read a header whose fences were found; it would strip the body."""

    FM_BOUNDARY = re.compile(r"(?!)")  # never searched for: `split` is ours

    def __init__(self, fences: Fences):
        super().__init__()
        self._fences = fences
        self.header = Header(None, [], ())

    def split(self, text: str) -> tuple[str, str]:
        return "\n".join(self._fences.header), text

    def load(self, fm: str) -> dict[str, Value]:
        read = read_toml if self._fences.is_toml else read_yaml
        self.header = read(fm.split("\n"))
        return self.header.fields or {}


def _read_pelican(text: str) -> Front | None:
    """A header of `Name: value` lines that ends at a blank one; None where there is none."""
    start = text.index(text.lstrip()) if text.strip() else 0
    if not _PELICAN_FIELD.match(text[start:].split("\n", 1)[0]):
        return None
    lines = text.split("\n")
    first = text.count("\n", 0, start)
    fields: dict[str, Value] = {}
    faults: list[Fault] = []
    last = ""
    end = first
    for end, line in enumerate(lines[first:], first):  # the end is wanted after the loop
        match = _PELICAN_FIELD.match(line)
        if match:
            last = match[1].lower()
            if last in fields:
                message = f"{last} stands twice; first on line {fields[last].line}"
                faults.append(Fault("E004", end + 1, 1, message, "keep one of the two"))
                continue
            fields[last] = Value((match[2] or "").strip(), end + 1, match.start(2) + 1)
        elif last and line[:1] in (" ", "\t") and line.strip():
            held = fields[last]
            fields[last] = held._replace(data=f"{held.data} {line.strip()}")
        else:
            break
    if "title" not in fields or "".join(lines[end : end + 1]).strip():
        return None
    return Front(fields, "\n".join(lines[end:]), end + 1, faults, text)
