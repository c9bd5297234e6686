"""Rules for common mistakes in the values of a YAML header. Each rule examines one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.content.frontmatter.header import Fault, shown
from dateline.content.frontmatter.header_lines import (
    Line,
    Lines,
    end_of_value,
    following,
    is_no_field,
    line_of,
)
from dateline.content.frontmatter.header_values import (
    bracketed,
    in_brackets,
    is_quoted,
    is_reference,
    item_text,
    quoted,
    reason_not_item,
    reason_not_text,
    unwrapped,
)
from dateline.content.frontmatter.suspicion import Suspicion, replaced

_COMMENT = re.compile(r"\s#.*$")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?(?:\s+#.*)?$")
_TEXT_AFTER_BRACKETS = re.compile(r"\[[^\[\],]*\]\s+\w")
_ESCAPE = re.compile(r'\\[\\"ntr0abefvNLP_ xuU]')
_CLOSING_QUOTES = "”“„’‘»"


def unquoted(lines: Lines, row: int) -> Iterator[Suspicion]:
    """An unquoted value that YAML does not read as text."""
    line = line_of(lines[row])
    value = line.content
    if not value or _BLOCK.match(value) or is_quoted(value):
        return
    start = lines[row].index(value, line.start)
    message, column = reason_not_text(value)
    if not message:
        return
    end = end_of_value(lines, row, line)
    comment = _COMMENT.search(lines[end], start if end == row else 0)
    parts = [lines[row][start:], *lines[row + 1 : end + 1]]
    whole = " ".join(part.strip() for part in parts).replace("\\:", ":")
    before = lines[row][:start]
    new = [f"{before}{quoted(whole)}", *[""] * (end - row)]
    hint = f"put the whole value in quotes: `{shown(new[0])}`"
    if end > row:
        hint += f"; and delete line {row + 2}" + (f" to {end + 1}" if end > row + 1 else "")
    fault = Fault("E003", row + 1, start + column + 1, message, hint)
    if value[0] == "[" and "]" not in whole:
        fault = fault._replace(message="a list in brackets is not closed", hint="close it with ]")
    plain = unwrapped(whole)
    is_paired = plain == whole and value[0] in "\"'" and value[-1] == value[0]
    if is_paired or (plain != whole and value[0] not in "\"'"):
        inner = quoted(whole[1:-1] if is_paired else plain)
        cure = f"write `{shown(before + inner)}`; or, with the quotes around it, `{shown(new[0])}`"
        fault = fault._replace(hint=cure)
        is_paired = True
    elif plain != whole:
        new[0] = f"{before}{quoted(plain)}"
        message = f"{value[0] * 2} is an empty text, and more follows it"
        fault = fault._replace(message=message, hint=f"write `{shown(new[0])}`")
    is_list = value[0] in "-[{|>" and not _TEXT_AFTER_BRACKETS.match(value)
    is_sure = not (comment or is_paired or is_list or is_reference(lines, value))
    yield Suspicion(fault, replaced(lines, row, *new), is_sure)


def bracket_items(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A list in brackets with items that YAML does not read as text: `[#one, @two]`."""
    line = line_of(lines[row])
    value = line.content
    if not value.startswith("[") or _TEXT_AFTER_BRACKETS.match(value):
        return
    found = bracketed(value)
    if found is None or not found[0]:
        return
    items, rest = found
    reasons = [reason_not_item(item) for item in items]
    if not any(reasons):
        return
    wrong, reason = next((i, each) for i, each in zip(items, reasons, strict=True) if each)
    start = lines[row].index(value, line.start)
    new = f"{lines[row][:start]}{in_brackets([item_text(item) for item in items])}{rest}"
    place = lines[row].index(wrong, start + 1) + 1
    fault = Fault("E003", row + 1, place, reason, f"write `{shown(new)}`")
    is_closed = value.rstrip().endswith("]")
    yield Suspicion(fault, replaced(lines, row, new), is_closed)


def dash(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A value that begins with a hyphen like an item: `author: - Jane Roe`."""
    line = line_of(lines[row])
    found = re.fullmatch(r"-\s+(\S.*)", line.value)
    if not found or not line.key:
        return
    start = lines[row].index(line.value, line.start)
    before = lines[row][:start]
    message = "a list cannot begin on the line of its field"
    below = [line_of(text) for text in following(lines, row)]
    if below and below[0].is_item:
        item = f"{' ' * below[0].indent}- {found[1]}"
        new = [before.rstrip(), item]
        hint = f"write `{shown(new[0])}` and, on a line below it, `{shown(item)}`"
        fixed = [*lines[:row], *new, *lines[row + 1 :]]
    else:
        value = found[1] if not reason_not_text(found[1])[0] else quoted(found[1])
        new = [before + value]
        hint = f"write `{shown(new[0])}`"
        fixed = replaced(lines, row, new[0])
    fault = Fault("E003", row + 1, start + 1, message, hint)
    yield Suspicion(fault, fixed, False)


def unclosed_quote(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A quote that is opened in a line and not closed there. An apostrophe may not be a quote."""
    line = line_of(lines[row])
    value = line.content
    goes_on = any(is_no_field(text) for text in following(lines, row))
    if not _is_open(value) or goes_on:
        return
    column = lines[row].index(value, line.start) + 1
    whole = lines[row].rstrip()
    if whole[-1] in _CLOSING_QUOTES:
        whole = whole[:-1]  # a typographic quote in place of the closing one
    elif value[-1] in "\"'" and value[-1] != value[0]:
        whole = whole[:-1]
    new = replaced(lines, row, whole + value[0])
    fault = Fault(
        "E003", row + 1, column, "a quote is opened here and never closed",
        f"write `{shown(new[row])}`",
    )  # fmt: skip
    yield Suspicion(fault, new, value[0] == '"' and value[-1] not in "'\\")


def _is_open(value: str) -> bool:
    is_quote = value[:1] in ('"', "'") and len(value) > 1
    return is_quote and value.count(value[0]) % 2 == 1


def escape(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A backslash in double quotes, where it begins an escape."""
    line = line_of(lines[row])
    value = line.content
    if len(value) < 3 or value[0] != '"' or value[-1] != '"' or "\\" not in value:
        return
    inner = value[1:-1]
    start = lines[row].index(value, line.start)
    new = replaced(lines, row, lines[row][:start] + "'" + inner.replace("'", "''") + "'")
    fault = Fault(
        "E003", row + 1, start + value.index("\\") + 1, "a backslash within double quotes",
        f"use single quotes: `{shown(new[row])}`",
    )  # fmt: skip
    yield Suspicion(fault, new, not _ESCAPE.search(inner))


def bare_hyphen(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A hyphen as value."""
    line: Line = line_of(lines[row])
    if line.key and line.value == "-":
        start = lines[row].rindex("-")
        message = "a hyphen alone begins a list"
        hint = "delete the hyphen, or put it in quotes"
        fault = Fault("E003", row + 1, start + 1, message, hint)
        yield Suspicion(fault, replaced(lines, row, lines[row][:start].rstrip()), False)
