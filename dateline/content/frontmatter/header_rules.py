"""Rules for common mistakes in the fields and lists of a YAML header. Each rule examines one line
and yields suspicions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dateline.content.frontmatter.header import Fault, shown
from dateline.content.frontmatter.header_lines import (
    SPACELESS,
    Lines,
    end_of_misplaced,
    following,
    is_near_delimiter,
    is_no_field,
    line_of,
    open_columns,
    shifted,
)
from dateline.content.frontmatter.suspicion import Suspicion, replaced
from dateline.content.frontmatter.value_rules import (
    bare_hyphen,
    bracket_items,
    dash,
    escape,
    unclosed_quote,
    unquoted,
)
from dateline.names import FIELD_NAMES

_MERGE = re.compile(r"<{7}(?: |$)")
_LEAD = re.compile(r"[ \xa0\u2000-\u200b\u3000\ufeff]+")
_NO_SPACE = re.compile("[\u200b\ufeff]")
_ANY_COLON = re.compile(r"[:\uff1a\ufe55]")
_ANY_SPACES = re.compile(r"[\s\xa0\u3000]*")
_WORDS = re.compile(r"[\w -]+")
_QUOTE_AT_NAME = re.compile(r"([ ]*(?:- )?)([\"'“”‘’]?)([^\W\d][\w-]*)([\"'“”‘’]?):(?=\s|$)")
_NAME_AND_VALUE = re.compile(r"([^\W\d_][\w-]*)(?:(?: *[=;] *| +)(\S.*))?")
_OUR_FIELDS = {name for names in FIELD_NAMES.values() for name in names}


def _merge(lines: Lines, row: int) -> Iterator[Suspicion]:
    """The markers of an unresolved merge conflict of Git."""
    at = next((i for i, line in enumerate(lines) if _MERGE.match(line)), None)
    if at is not None and at <= row:
        message = "the file has an unresolved merge conflict"
        fault = Fault("E019", at + 1, 1, message, "keep one of them, and delete the marks of git")
        yield Suspicion(fault, [], False)


def _tab(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A tab before a line's first letter."""
    line = lines[row]
    lead = line[: len(line) - len(line.lstrip(" \t-"))]
    if "\t" in lead:
        message = "a tab where YAML requires spaces"
        hint = "replace the tab by two spaces, or delete it"
        fault = Fault("E003", row + 1, lead.index("\t") + 1, message, hint)
        for spaces in ("  ", ""):
            new = lead.replace("\t", spaces) + line[len(lead) :]
            yield Suspicion(fault, replaced(lines, row, new), True)


def lookalike_characters(lines: Lines, row: int) -> Iterator[Suspicion]:
    """Characters that only look like a space or colon."""
    line = lines[row]
    lead = _LEAD.match(line)
    if lead and set(lead[0]) != {" "}:
        spaces = len(_NO_SPACE.sub("", lead[0]))
        new = " " * (0 if spaces == 1 else spaces) + line[len(lead[0]) :]
        message = "a no-break or wide space where YAML requires spaces"
        fault = Fault("E003", row + 1, 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, replaced(lines, row, new), True)
        return
    colon = _ANY_COLON.search(line)
    name = line[: colon.start()].rstrip() if colon else ""
    if not colon or not _WORDS.fullmatch(name.strip()):
        return
    after = _ANY_SPACES.match(line, colon.end()).end()  # type: ignore[union-attr]
    if set(line[len(name) : after]) - {":", " ", "\t"}:
        new = f"{name}: {line[after:]}"
        message = "a colon or space of another kind than YAML knows"
        fault = Fault("E003", row + 1, len(name) + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, replaced(lines, row, new), True)


def _bullet(lines: Lines, row: int) -> Iterator[Suspicion]:
    """An item with a typographic bullet."""
    found = re.match(r"(\s*)[*\u2022\u00b7\u2010-\u2015\u25aa\u25e6]\s+(\S.*)", lines[row])
    if found:
        new = f"{found[1]}- {found[2]}"
        message = "a bullet that is not YAML's"
        fault = Fault("E003", row + 1, found.end(1) + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, replaced(lines, row, new), True)


def no_space(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A colon or hyphen directly followed by the value."""
    line = lines[row]
    if row and SPACELESS.match(lines[row - 1]):
        return  # another fault keeps this one from being read
    found = SPACELESS.match(line)
    if found:
        new = f"{found[1]}: {found[2]}"
        message = "a space is missing after the colon"
        fault = Fault("E003", row + 1, len(found[1]) + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, replaced(lines, row, new), True)
    found = re.match(r"(\s*)-(?=[^\s-])(.*)", line)
    if found:
        new = f"{found[1]}- {found[2]}"
        message = "a space is missing after the hyphen"
        fault = Fault("E003", row + 1, len(found[1]) + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, replaced(lines, row, new), True)


def _two_values(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A field with a value, and a list or more fields below it."""
    line = line_of(lines[row])
    above = next((i for i in range(row - 1, -1, -1) if not line_of(lines[i]).is_blank), None)
    if above is None or not (line.is_item or line.key):
        return
    holder = line_of(lines[above])
    if not holder.key or not holder.value or line.start <= holder.start:
        return
    comments = [text for text in lines[above + 1 : row] if text.strip()]
    if comments and not line.is_item:
        return  # nothing continues below a comment
    start = lines[above].index(holder.value, holder.start)
    new = replaced(lines, above, lines[above][:start].rstrip())
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
    """A field or item in a column in which none may begin."""
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
    end = end_of_misplaced(lines, row)
    for column in sorted(open_at, key=lambda column: abs(column - here)):
        block = [shifted(text, column - here) for text in lines[row:end]]
        is_sure = len(open_at) == 1 and not is_no_field(lines[row - 1])
        yield Suspicion(fault, replaced(lines, row, *block), is_sure)


def _first_indented(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A first field that is indented, while those below it are not."""
    line = line_of(lines[row])
    if not line.key or not line.indent or any(map(str.strip, lines[:row])):
        return
    end = row + 1
    while end < len(lines) and (
        not lines[end].strip() or line_of(lines[end]).indent >= line.indent
    ):
        end += 1
    message = f"{line.key} is indented, and the fields below it are not"
    fault = Fault("E003", row + 1, line.indent + 1, message, "move it to column 1")
    block = [shifted(text, -line.indent) for text in lines[row:end]]
    yield Suspicion(fault, replaced(lines, row, *block), True)


def _quoted_name(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A quote before or after a name without a matching one."""
    found = _QUOTE_AT_NAME.match(lines[row])
    if found and bool(found[2]) != bool(found[4]):
        new = f"{found[1]}{found[3]}:{lines[row][found.end() :]}"
        message = f"a quote beside {found[3]} that has no other"
        column = found.start(2) if found[2] else found.start(4)
        fault = Fault("E003", row + 1, column + 1, message, f"write `{shown(new)}`")
        yield Suspicion(fault, replaced(lines, row, new), True)


def _no_colon(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A name of a field without its colon: alone above a list, or before its value."""
    line = line_of(lines[row])
    found = _NAME_AND_VALUE.fullmatch(line.text)
    if not found or line.is_item:
        return
    name, value = found[1], (found[2] or "").strip()
    is_ours = name.lower() in _OUR_FIELDS
    is_above_list = any(line_of(text).is_item for text in following(lines, row))
    if (not is_ours or _is_prose(lines, row)) if value else not (is_ours or is_above_list):
        return
    new = f"{' ' * line.indent}{name}: {value}".rstrip()
    message = f"a colon is missing after {name}"
    fault = Fault("E003", row + 1, line.start + len(name) + 1, message, f"write `{shown(new)}`")
    is_sure = is_ours and not value and is_above_list
    yield Suspicion(fault, replaced(lines, row, new), is_sure)


def _is_prose(lines: Lines, row: int) -> bool:
    """Whether the text may begin on a line: a blank line is above, and no field below."""
    return row > 0 and not lines[row - 1].strip() and not any(map(_is_field, lines[row:]))


def _no_field(lines: Lines, row: int) -> Iterator[Suspicion]:
    """A line with neither a field nor an item, where no value continues."""
    line = line_of(lines[row])
    goes_on = row > 0 and is_no_field(lines[row - 1])
    if not is_no_field(lines[row]) or (goes_on and line_of(lines[row - 1]).indent <= line.indent):
        return
    hint = "if the line goes on with the value above it, indent it; if not, delete it"
    if line.text.startswith(("{{", "{%", "<")):
        hint = "if it belongs to the text, move it below the closing ---"
    message = f"this line is not a field: `{shown(line.text, 50)}`"
    fault = Fault("E003", row + 1, line.indent + 1, message, hint)
    if is_near_delimiter(lines[row]):
        message = f"the last line of the frontmatter is not --- (got `{shown(line.text, 50)}`)"
        if line.text == "---":
            message = "the closing --- is indented"
        hint = "write --- alone, at the beginning of the line"
        fault = Fault("E002", row + 1, line.indent + 1, message, hint)
        yield Suspicion(fault, lines[:row], False)
    elif _is_prose(lines, row):
        message = "the text begins here, but the frontmatter is not closed above it"
        fault = Fault("E002", row + 1, 1, message, f"put a line --- before line {row + 1}")
        yield Suspicion(fault, lines[:row], False)
    else:
        yield Suspicion(fault, replaced(lines, row, ""), False)


def _is_field(text: str) -> bool:
    line = line_of(text)
    return bool(line.key) and line.indent == 0


Rule = Callable[[Lines, int], Iterator[Suspicion]]
#: Rules that need only the line itself come first, however far above the error it is.
PLAIN_RULES: tuple[Rule, ...] = (
    _merge,
    _tab,
    _first_indented,
    lookalike_characters,
    _quoted_name,
    _bullet,
    escape,
    unclosed_quote,
)
RULES: tuple[Rule, ...] = (
    no_space,
    bare_hyphen,
    bracket_items,
    dash,
    unquoted,
    _two_values,
    _indentation,
    _no_colon,
    _no_field,
)
