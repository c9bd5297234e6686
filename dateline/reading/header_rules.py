"""What writers get wrong in YAML. Each rule looks at one line, and says what it suspects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dateline.reading.header import Fault, shown
from dateline.reading.header_lines import (
    NEAR_FENCE,
    SPACELESS,
    Lines,
    end_of_value,
    following,
    is_in_place,
    is_no_field,
    line_of,
    open_columns,
    shifted,
)
from dateline.reading.header_values import is_quoted, is_reference, quoted, why_no_text

_MERGE = re.compile(r"<{7}(?: |$)")
_COMMENT = re.compile(r"\s#.*$")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?(?:\s+#.*)?$")


class Suspicion(NamedTuple):
    """What may be wrong, and the lines without it; `is_sure` where no other cure makes sense."""

    fault: Fault
    lines: Lines
    is_sure: bool


def _replaced(lines: Lines, row: int, *new: str) -> list[str]:
    return [*lines[:row], *new, *lines[row + len(new) :]]


def _merge(lines: Lines, row: int) -> Iterator[Suspicion]:
    """The marks that git leaves where two versions could not be brought together."""
    at = next((i for i, line in enumerate(lines) if _MERGE.match(line)), None)
    if at is not None and at <= row:
        message = "two versions of the file stand here, unmerged"
        fault = Fault("E019", at + 1, 1, message, "keep one of them, and delete the marks of git")
        yield Suspicion(fault, [], False)


def _tab(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A tab before a line's first letter."""
    line = lines[row]
    lead = line[: len(line) - len(line.lstrip(" \t-"))]
    if "\t" in lead:
        message = "a tab where YAML wants spaces"
        hint = "replace the tab by two spaces, or delete it"
        fault = Fault("E003", row + 1, lead.index("\t") + 1, message, hint)
        for spaces in ("  ", ""):
            new = lead.replace("\t", spaces) + line[len(lead) :]
            yield Suspicion(fault, _replaced(lines, row, new), True)


def odd_signs(lines: Lines, row: int) -> Iterator[Suspicion]:
    """Signs that look like a space or colon and are none."""
    line = lines[row]
    found = re.match(r"(\s*(?:- *)?[\w -]+?)([\s\xa0]*[:\uff1a\ufe55])([\s\xa0\u3000]*)", line)
    lead = re.match(r"[ \xa0\u2000-\u200b\u3000\ufeff]+", line)
    if lead and set(lead[0]) != {" "}:
        spaces = len(re.sub("[\u200b\ufeff]", "", lead[0]))
        new = " " * (0 if spaces == 1 else spaces) + line[len(lead[0]) :]
        message = "a no-break or wide space where YAML wants spaces"
        fault = Fault("E003", row + 1, 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, _replaced(lines, row, new), True)
    elif found and set(found[2] + found[3]) - {":", " ", "\t"}:
        new = f"{found[1]}: {line[found.end() :]}"
        message = "a colon or space of another kind than YAML knows"
        fault = Fault("E003", row + 1, found.end(1) + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, _replaced(lines, row, new), True)


def _bullet(lines: Lines, row: int) -> Iterator[Suspicion]:
    """An item with the bullet of a word processor."""
    found = re.match(r"(\s*)[*\u2022\u00b7\u2010-\u2015\u25aa\u25e6]\s+(\S.*)", lines[row])
    if found:
        new = f"{found[1]}- {found[2]}"
        message = "a bullet that is not YAML's"
        fault = Fault("E003", row + 1, found.end(1) + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, _replaced(lines, row, new), True)


def no_space(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A colon or hyphen with the value right after it."""
    line = lines[row]
    if row and SPACELESS.match(lines[row - 1]):
        return  # that one keeps this one from being read
    found = SPACELESS.match(line)
    if found:
        new = f"{found[1]}: {found[2]}"
        message = "a space is missing after the colon"
        fault = Fault("E003", row + 1, len(found[1]) + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, _replaced(lines, row, new), True)
    found = re.match(r"(\s*)-(?=[^\s-])(.*)", line)
    if found:
        new = f"{found[1]}- {found[2]}"
        message = "a space is missing after the hyphen"
        fault = Fault("E003", row + 1, len(found[1]) + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, _replaced(lines, row, new), True)


def unquoted(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A value that YAML takes for something else, unless it stands in quotes."""
    line = line_of(lines[row])
    value = line.content
    if not value or _BLOCK.match(value) or is_quoted(value):
        return
    start = lines[row].index(value, line.start)
    message, column = why_no_text(value)
    if not message:
        return
    end = end_of_value(lines, row, line)
    comment = _COMMENT.search(lines[end], start if end == row else 0)
    parts = [lines[row][start:], *lines[row + 1 : end + 1]]
    whole = " ".join(part.strip() for part in parts).replace("\\:", ":")
    new = [f"{lines[row][:start]}{quoted(whole)}", *[""] * (end - row)]
    hint = f"put the whole value in quotes: `{shown(new[0])}`"
    fault = Fault("E003", row + 1, start + column + 1, message, hint)
    if value[0] == "[" and "]" not in whole:
        fault = fault._replace(message="a list in brackets is not closed", hint="close it with ]")
    is_paired = value[0] in "\"'" and value[-1] == value[0]
    if is_paired:
        inner = value[1:-1].replace("'", "''")
        cure = f"write `'{shown(inner)}'`; or, with the quotes around it, `{shown(quoted(value))}`"
        fault = fault._replace(hint=cure)
    is_list = value[0] in "-[{|>" and not re.match(r"\[[^\[\],]*\]\s+\w", value)
    is_sure = not (comment or is_paired or is_list or is_reference(lines, value))
    yield Suspicion(fault, _replaced(lines, row, *new), is_sure)


def _unclosed_quote(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A quote that is opened in a line and not closed there. An apostrophe may be no quote."""
    line = line_of(lines[row])
    value = line.content
    goes_on = any(is_no_field(text) for text in following(lines, row))
    if value[:1] in ('"', "'") and len(value) > 1 and value.count(value[0]) % 2 and not goes_on:
        column = lines[row].index(value, line.start) + 1
        new = _replaced(lines, row, lines[row].rstrip() + value[0])
        fault = Fault(
            "E003", row + 1, column, "a quote is opened here and never closed",
            f"write `{shown(new[row])}`",
        )  # fmt: skip
        yield Suspicion(fault, new, value[0] == '"' and value[-1] not in "'\\")


def _escape(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A backslash in double quotes, where it has a meaning of its own."""
    line = line_of(lines[row])
    value = line.content
    if not re.fullmatch(r'".*\\.*"', value):
        return
    inner = value[1:-1]
    start = lines[row].index(value, line.start)
    new = _replaced(lines, row, lines[row][:start] + "'" + inner.replace("'", "''") + "'")
    fault = Fault(
        "E003", row + 1, start + value.index("\\") + 1, "a backslash within double quotes",
        f"use single quotes: `{shown(new[row])}`",
    )  # fmt: skip
    yield Suspicion(fault, new, not re.search(r'\\[\\"ntr0abefvNLP_ xuU]', inner))


def _two_values(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A field with a value, and below it a list or more fields."""
    line = line_of(lines[row])
    above = next((i for i in range(row - 1, -1, -1) if not line_of(lines[i]).is_blank), None)
    if above is None or not (line.is_item or line.key):
        return
    holder = line_of(lines[above])
    if not holder.key or not holder.value or line.start <= holder.start:
        return
    comments = [text for text in lines[above + 1 : row] if text.strip()]
    if comments and not line.is_item:
        return  # nothing goes on below a comment
    start = lines[above].index(holder.value, holder.start)
    new = _replaced(lines, above, lines[above][:start].rstrip())
    what = "a list" if line.is_item else "more fields"
    if re.fullmatch(r"\[\s*\]|\{\s*\}", holder.value):
        message = f"{holder.key} is empty, and yet has {what} below it"
        fault = Fault("E003", above + 1, start + 1, message, f"delete the {holder.value}")
        yield Suspicion(fault, new, True)
        return
    name = re.fullmatch(r"\s*#\s*([\w-]+):\s*", comments[-1]) if comments else None
    if name:
        message = f"a list without a field: {name[1]} above it is a comment"
        hint = f"delete the # before {name[1]}, or this list as well"
    elif line.is_item:
        message = f"{holder.key} (line {above + 1}) has a value, and {what} below it"
        hint = "keep one of the two"
        if others := open_columns(lines, row, is_item=True):
            hint += f"; an item of the list above begins in column {max(others) + 1}"
    else:
        message = f"{line.key} is indented, as if it went on with {holder.key} above"
        hint = (
            f"if it is a field of its own, move it to column {holder.start + 1}; if not, put the "
            f"whole value of {holder.key} in quotes"
        )
    yield Suspicion(Fault("E003", row + 1, line.indent + 1, message, hint), new, False)


def _indentation(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A field or item that stands in no column in which one may."""
    line = line_of(lines[row])
    if not (line.key or line.is_item):
        return
    open_at = open_columns(lines, row, is_item=line.is_item)
    here = line.indent
    if here in open_at or not open_at:
        return
    what = "item" if line.is_item else "field"
    name = line.key if line.key and not line.is_item else f"this {what}"
    wanted = " or ".join(str(column + 1) for column in sorted(open_at))
    message = f"{name} begins in column {here + 1}, where no {what} can"
    hint = f"move it to column {wanted}, that of the {what}s it belongs to"
    fault = Fault("E003", row + 1, here + 1, message, hint)
    end = row + 1
    while end < len(lines) and not is_in_place(lines, end, here, row):
        end += 1
    for column in sorted(open_at, key=lambda column: abs(column - here)):
        block = [shifted(text, column - here) for text in lines[row:end]]
        is_sure = len(open_at) == 1 and not is_no_field(lines[row - 1])
        yield Suspicion(fault, _replaced(lines, row, *block), is_sure)


def _no_field(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A line with neither a field nor an item, where no value goes on."""
    line = line_of(lines[row])
    if not is_no_field(lines[row]) or (row and is_no_field(lines[row - 1])):
        return
    hint = "write `name: value`; if the line goes on with the value above it, indent it"
    if line.text.startswith(("{{", "{%", "<")):
        hint = "if it belongs to the text, move it below the closing ---"
    message = f"this line is no field: `{shown(line.text, 50)}`"
    fault = Fault("E003", row + 1, line.indent + 1, message, hint)
    is_prose = row > 0 and not lines[row - 1].strip() and not any(map(_is_field, lines[row:]))
    if NEAR_FENCE.match(lines[row]):
        message = f"the last line of the frontmatter is not --- (got `{shown(line.text, 50)}`)"
        fault = Fault("E002", row + 1, line.indent + 1, message, "write --- alone")
        yield Suspicion(fault, lines[:row], False)
    elif is_prose:
        message = "the text begins here, but the frontmatter is not closed above it"
        fault = Fault("E002", row + 1, 1, message, f"put a line --- before line {row + 1}")
        yield Suspicion(fault, lines[:row], False)
    else:
        yield Suspicion(fault, _replaced(lines, row, ""), False)


def _is_field(text: str) -> bool:
    line = line_of(text)
    return bool(line.key) and line.indent == 0


def _bare_hyphen(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A hyphen for a value."""
    found = re.match(r"(\s*(?:- +)*[^\s:#][^:#]*:\s+)-\s*$", lines[row])
    if found:
        message = "a hyphen alone begins a list"
        hint = "delete the hyphen, or put it in quotes"
        fault = Fault("E003", row + 1, found.end(1) + 1, message, hint)
        yield Suspicion(fault, _replaced(lines, row, found[1].rstrip()), False)


Rule = Callable[[Lines, int], Iterator[Suspicion]]
#: What can be told from the line alone goes first, however far up it stands.
PLAIN_RULES: tuple[Rule, ...] = (_merge, _tab, odd_signs, _bullet, _escape, _unclosed_quote)
RULES: tuple[Rule, ...] = (
    no_space,
    _bare_hyphen,
    unquoted,
    _two_values,
    _indentation,
    _no_field,
)
