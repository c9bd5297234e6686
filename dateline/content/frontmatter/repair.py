"""Repairs the header of a file, with only those repairs that have no alternative."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from dateline.config import ReadingSettings
from dateline.content.frontmatter.document import read_front
from dateline.content.frontmatter.fields import Fields

_BOM = "\ufeff"
_LINE_WITH_END = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_DATES = ("date", "captured", "updated")


def repaired(raw: bytes, settings: ReadingSettings) -> bytes:
    """The bytes of a file with its faults repaired; the same bytes if there is nothing to repair.

    Lines without a fault are not changed, including their line ends. Raises UnicodeDecodeError if
    the file is not UTF-8, because its encoding is never guessed.
    """
    text = raw.decode("utf-8")
    mark = _BOM if text.startswith(_BOM) else ""
    lines = _LINE_WITH_END.findall(text.removeprefix(_BOM))
    plain = "\n".join(line.rstrip("\r\n") for line in lines)
    if lines and lines[-1].endswith(("\r", "\n")):
        plain += "\n"
    fixed = _with_dates(read_front(plain).fixed, settings)
    if fixed == plain:
        return raw
    return (mark + "".join(_with_ends(lines, fixed.split("\n")))).encode()


def _with_dates(text: str, settings: ReadingSettings) -> str:
    """The text with its dates in the standard form, if the day is clear."""
    values = read_front(text).fields
    if values is None:
        return text
    fields = Fields("", values, settings.fields)
    language = fields.lang(settings.language)
    for field in _DATES:
        fields.date(field, language)
    lines = text.split("\n")
    for value, meant in fields.meant_dates:
        line, column = lines[value.line - 1], value.column - 1
        lines[value.line - 1] = line[:column] + line[column:].replace(str(value.data), meant, 1)
    return "\n".join(lines)


def _with_ends(lines: Sequence[str], fixed: Sequence[str]) -> Iterator[str]:
    """The repaired lines, each with its former line end; new ones with that of the first line."""
    plain = [line.rstrip("\r\n") for line in lines]
    ends = [line[len(text) :] for line, text in zip(lines, plain, strict=True)]
    if not ends or ends[-1]:
        plain.append("")  # a line end begins another line
        ends.append("")
    first = _shared(plain, fixed)
    last = _shared(plain[first:][::-1], fixed[first:][::-1])
    matcher = difflib.SequenceMatcher(
        a=plain[first : len(plain) - last], b=fixed[first : len(fixed) - last], autojunk=False
    )
    kept = {first + b + i: ends[first + a + i] for a, b, size in matcher.get_matching_blocks()
            for i in range(size)}  # fmt: skip
    kept |= dict(enumerate(ends[:first]))
    kept |= {len(fixed) - i: ends[-i] for i in range(1, last + 1)}
    usual = ends[0] or "\n"
    for i, text in enumerate(fixed[:-1]):
        yield text + (kept.get(i) or usual)
    yield fixed[-1]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """The number of equal lines at the beginning of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
