"""Diagnoses a TOML header that cannot be read: the probable cause, a message and a repair.

As for YAML, a suspicion counts only if the parser gets further without the mistake.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence

from dateline.content.frontmatter.header import Fault, shown
from dateline.content.frontmatter.header_lines import Lines
from dateline.content.frontmatter.header_values import bracketed, item_text, unwrapped
from dateline.names import FIELD_NAMES

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_KEY = re.compile(r"[ \t]*(\"[^\"]*\"|'[^']*'|[\w.-]+)[ \t]*=")
_WORDS_AS_KEY = re.compile(r"[ \t]*([^\W\d_][\w -]*)=")
_COLON = re.compile(r"[ \t]*([\w-]+)[ \t]*:")
_NAME = re.compile(r"[ \t]*([\w-]+)[ \t]+")
_OUR_FIELDS = {name for names in FIELD_NAMES.values() for name in names}
_HINT = 'write `title = "A headline"`, a field a line; or delete it'
_OPENS = re.compile(r"\[|\"\"\"|'''")
_MORE_QUOTES = ('"""', "'''")


def explain_toml(
    lines: Lines, error: tomllib.TOMLDecodeError
) -> tuple[Fault, Sequence[str] | None]:
    """The fault behind a parser error, and the repaired lines if only one repair is possible."""
    message, place = toml_error(error)
    at = place[0] - 1 if place else len(lines) - 1
    if "overwrite" in message or "twice" in message or "more than once" in message:
        return _twice(lines, at), None
    for row in _rows(lines, at) if place else _opening_rows(lines):
        for reason, column, new, is_sure in _suspicions(lines[row]):
            fixed = [*lines[:row], new, *lines[row + 1 :]]
            if _comes_further(fixed, at if place else len(lines)):
                fault = Fault("E008", row + 1, column + 1, reason, f"write `{shown(new, 200)}`")
                return fault, fixed if is_sure else None
    line, column = place or (len(lines), 0)
    return Fault("E008", line, column or None, "this is not TOML", _HINT), None


def _rows(lines: Lines, at: int) -> Iterator[int]:
    """The line in which the parser stopped, and those above it."""
    yield from range(min(at, len(lines) - 1), max(at - 2, -1), -1)


def _opening_rows(lines: Lines) -> Iterator[int]:
    """Lines in which a value that continues to the end of a header may begin."""
    yield from itertools.islice((i for i, line in enumerate(lines) if _OPENS.search(line)), 20)


def toml_error(error: tomllib.TOMLDecodeError) -> tuple[str, tuple[int, int] | None]:
    """The parser's message, and line and column of its position if it has one."""
    place = _PLACE.search(str(error))
    return _PLACE.sub("", str(error)), (int(place[1]), int(place[2])) if place else None


def _comes_further(lines: Lines, row: int) -> bool:
    """Whether the parser reads beyond the row in which it stopped."""
    try:
        tomllib.loads("\n".join(lines) + "\n")
    except tomllib.TOMLDecodeError as error:
        place = toml_error(error)[1]
        return place is not None and place[0] - 1 > row
    except (ValueError, RecursionError):
        return False
    return True


def _twice(lines: Lines, row: int) -> Fault:
    """A field that stands twice, and its first position."""
    row = min(row, len(lines) - 1)
    found = _KEY.match(lines[row])
    name = found[1] if found else lines[row].strip()
    firsts = (i for i in range(row) if _name_of(lines[i]) == name)
    first = next(firsts, None)
    where = f"; first on line {first + 1}" if first is not None else ""
    column = found.start(1) if found else 0
    return Fault("E004", row + 1, column + 1, f"{name} stands twice{where}", "keep one of the two")


def _name_of(line: str) -> str:
    found = _KEY.match(line)
    return found[1] if found else line.strip()


def _suspicions(line: str) -> Iterator[tuple[str, int, str, bool]]:
    """Suspected mistakes in a line: the reason, its column from 0, the line without it, and whether
    no other repair is sensible."""
    if found := _KEY.match(line):
        value = line[found.end() :].strip()
        start = line.index(value, found.end()) if value else len(line)
        for reason, new, is_sure in _values(value):
            yield reason, start, f"{line[: found.end()]} {new}", is_sure
    elif found := _WORDS_AS_KEY.match(line):
        new = f'"{found[1].strip()}" = {_value(line[found.end() :].strip())}'
        yield "a name with spaces is not in quotes", found.start(1), new, True
    elif found := _COLON.match(line):
        new = f"{found[1]} = {_value(line[found.end() :].strip())}"
        yield "a colon where TOML requires =", found.end() - 1, new, True
    elif (found := _NAME.match(line)) and found[1].lower() in _OUR_FIELDS:
        new = f"{found[1]} = {_value(line[found.end() :].strip())}"
        yield f"= is missing after {found[1]}", found.end(1), new, False


def _values(value: str) -> Iterator[tuple[str, str, bool]]:
    """Suspected mistakes in a value, the value without them, and whether only one repair is
    possible."""
    if not value:
        yield "a value is missing", '""', False
    elif value[-1] in ",;" and _is_value(value[:-1]):
        yield f"a {value[-1]} at the end of a line", value[:-1], True
    elif value.lower() in ("true", "false") and value != value.lower():
        yield "TOML wants true and false in small letters", value.lower(), True
    elif value[0] == "[":
        if (found := bracketed(value)) and found[0]:
            texts = ", ".join(in_quotes(item_text(item)) for item in found[0])
            reason = "a list in brackets is not closed"
            if "]" in value:
                reason = "texts within brackets must be in quotes"
            yield reason, f"[{texts}]{found[1]}", "]" in value and "#" not in value
    elif value.startswith(_MORE_QUOTES) and len(value) > 3:
        yield (
            "three quotes are opened here and never closed",
            in_quotes(value.strip(value[0])),
            False,
        )
    elif value[0] in "\"'":
        yield from _wrong_quotes(value)
    else:
        reason = "a text must be in quotes"
        yield reason, in_quotes(unwrapped(value)), "#" not in value


def _wrong_quotes(value: str) -> Iterator[tuple[str, str, bool]]:
    plain = unwrapped(value)
    if plain != value:
        yield f"{value[:2]} is an empty text, and more follows it", in_quotes(plain), True
    elif len(value) > 1 and value[-1] == value[0]:
        reason = "a backslash within double quotes" if "\\" in value else "a quote within quotes"
        yield reason, in_quotes(value[1:-1]), value[0] == '"'
    else:
        text = value[1:-1] if value[-1] in "\"'”“’" else value[1:]
        yield "a quote is opened here and never closed", in_quotes(text), "#" not in value


def _value(text: str) -> str:
    """A value in TOML syntax: unchanged if it is valid."""
    return text if _is_value(text) else in_quotes(unwrapped(text))


def _is_value(text: str) -> bool:
    try:
        tomllib.loads(f"x = {text}\n")
    except (ValueError, RecursionError):
        return False
    return True


def in_quotes(text: str) -> str:
    """A text in the kind of quotes that needs the fewest escapes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
