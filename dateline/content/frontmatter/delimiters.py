"""Finds the two lines that delimit a header, and their faults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from dateline.content.frontmatter.header import Fault, shown
from dateline.content.frontmatter.header_lines import is_near_delimiter
from dateline.content.frontmatter.toml_fields import read_toml
from dateline.content.frontmatter.yaml_fields import read_yaml
from dateline.names import FIELD_NAMES

#: A delimiter of TOML is exact. One of YAML may have more dashes, as in Pelican; the closing one
#: may be YAML's own end of a document.
_TOML_DELIMITER = re.compile(r"^\+\+\+[ \t]*$", re.M)
_YAML_DELIMITER = re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*$", re.M)
_LONG_DELIMITER = re.compile(r"-{4,80}")
_INDENTED_DELIMITER = re.compile(r"^[ \t]+(?:---|\+\+\+)[ \t]*$", re.M)
#: White space, and invisible characters that some editors leave at the beginning of a file.
_INVISIBLE = re.compile(r"[\s\ufeff\u200b\u200e\u200f\u2060\0]*")
_FIELD = re.compile(r"(\w[\w -]*)[:=](?:[ \t]|$)")
_YAML_FIELD_LIKE = re.compile(r"\s*$|\s*#|\s+\S|-\s|[^\s:#][^:]*:(?:\s|$)")
_TOML_FIELD_LIKE = re.compile(r"\s*$|\s*#|\s+\S|[\[\]}\"']|[^\s=#][^=]*=")
_FIELD_OR_COMMENT = re.compile(r"#|[^\s:#-][^:]*:(?:\s|$)")
_TOML_FIELD_OR_COMMENT = re.compile(r"#|\[|[\w\"'-][^=]*=")
_OUR_FIELDS = {name for names in FIELD_NAMES.values() for name in names}
#: A header with more lines or characters is not read. Real ones have under 200 lines, and the
#: diagnosis of faults takes time.
MOST_LINES = 2_000
MOST_SIGNS = 65_536


class HeaderBlock(NamedTuple):
    """A header between two delimiters. `above` are the lines up to the first delimiter, inclusive;
    `header` are the lines up to the second, with all lines above it blank; `rest` is the text after
    it.

    `first` is the line, from 0, on which the header begins. `is_unsure`: its end is a guess, so no
    further faults are reported. `is_pelican`: the delimiters are Pelican's, between which values
    need no quotes.
    """

    is_toml: bool
    above: Sequence[str]
    first: int
    header: Sequence[str]
    rest: str
    body_line: int
    faults: Sequence[Fault] = ()
    is_unsure: bool = False
    is_pelican: bool = False

    @property
    def body(self) -> str:
        """The text below the header."""
        return self.rest.removeprefix("\n")

    def fixed(self, lines: Sequence[str]) -> str:
        """The whole file with these lines as its header, and with correct delimiters."""
        delimiter = "+++" if self.is_toml else "---"
        return "\n".join([*self.above, *lines[self.first :], delimiter]) + self.rest


def find_header(text: str) -> HeaderBlock | Fault | None:
    """The header of a file; None if there is none, a fault if it cannot be read.

    Wrong delimiters that can be repaired are in `faults` of the header.
    """
    start = _INVISIBLE.match(text).end()  # type: ignore[union-attr]  # it also matches nothing
    end = text.find("\n", start)
    opening = text[start : end if end >= 0 else len(text)].rstrip()
    at = text.count("\n", 0, start)
    closing = _closing(text, opening, end) if end >= 0 else None
    if closing is not None:
        return _between(text, end, closing)
    found = _nearly(text, at, opening)
    if isinstance(found, HeaderBlock) and _is_large(found.header[found.first :]):
        return too_large(at)
    return found


def _is_large(header: Sequence[str]) -> bool:
    return len(header) > MOST_LINES or sum(map(len, header)) > MOST_SIGNS


def _between(text: str, end: int, closing: re.Match[str]) -> HeaderBlock | Fault:
    """A header from the end of its first line to the line that closes it."""
    above = text[:end].split("\n")
    opening = above[-1].strip()
    inner = text[end + 1 : max(closing.start() - 1, end + 1)]
    if len(inner) > MOST_SIGNS or inner.count("\n") >= MOST_LINES:
        return too_large(len(above) - 1)
    lines = inner.split("\n") if closing.start() > end + 1 else []
    found = HeaderBlock(
        is_toml=opening == "+++",
        above=above,
        first=len(above),
        header=[*[""] * len(above), *lines],
        rest=text[closing.end() :],
        body_line=text.count("\n", 0, closing.start()) + 2,
        is_pelican=len(opening) > 3,
    )
    is_likely = any(sign in inner for sign in (" ---", "\t---", " +++", "\t+++"))
    indented = _indented_closing(lines, is_toml=found.is_toml) if is_likely else None
    if indented is None:
        return found
    at = len(above) + indented
    whole = text.split("\n")
    faults = [_wrong_delimiter("closing", opening[:3], whole[at], at)]
    return _header_block(whole, found.first, at, at + 1, faults, [*above])


def too_large(at: int) -> Fault:
    """The fault of a header that is too large to be read; `at` is its line, from 0."""
    message = f"the frontmatter has more than {MOST_LINES:,} lines or {MOST_SIGNS:,} characters"
    hint = "put a line --- below the last field, and what is text below that"
    return Fault("E022", at + 1, 1, message, hint)


def _closing(text: str, opening: str, end: int) -> re.Match[str] | None:
    """The line that closes a header. A line of more dashes, or of dots, may also be part of the
    text: it closes the header only if all lines above it are fields."""
    if opening == "+++":
        return _TOML_DELIMITER.search(text, end)
    is_long = bool(_LONG_DELIMITER.fullmatch(opening))
    if opening != "---" and not (is_long and _FIELD.match(_line_at(text, end + 1))):
        return None
    first = _YAML_DELIMITER.search(text, end)
    if first is None or first[0].rstrip() == opening or _holds_fields(text, end, first.start()):
        return first
    return re.compile(rf"^{opening}[ \t]*$", re.M).search(text, first.end())


def _line_at(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _holds_fields(text: str, start: int, end: int) -> bool:
    return end - start <= MOST_SIGNS and all(
        map(_YAML_FIELD_LIKE.match, text[start + 1 : end].split("\n"))
    )


def _indented_closing(lines: Sequence[str], *, is_toml: bool) -> int | None:
    """The line, from 0, of an indented closing delimiter, if no header follows. In a value of
    several lines such a line is text."""
    at = next((i for i, line in enumerate(lines) if _INDENTED_DELIMITER.fullmatch(line)), None)
    if at is None:
        return None
    if is_toml:
        is_header = bool(read_toml(lines).fields) or not read_toml(lines[:at]).fields
    else:
        is_header = all(map(_YAML_FIELD_LIKE.match, lines[at + 1 :]))
    return None if is_header else at


def _nearly(text: str, at: int, opening: str) -> HeaderBlock | Fault | None:
    """A header with faulty delimiters; `opening` is line `at`, from 0."""
    if re.fullmatch(r'\{(?:\s*".*)?', opening):
        hint = "write it as YAML between two lines ---; JSON may stand there as it is"
        return Fault("E006", at + 1, 1, "frontmatter in JSON needs a line --- on each side", hint)
    if opening.startswith("---") and _FIELD.match(opening[3:].strip()):
        message = "the first field is on the same line as the opening ---"
        return Fault("E002", at + 1, 4, message, "put it on the line below the ---")
    field = _FIELD.match(opening)
    is_delimiter = opening in ("---", "+++")
    if not is_delimiter and not is_near_delimiter(opening) and not field:
        return None
    lines = text.split("\n")
    if field:
        return _unopened(lines, at) if field[1].strip().lower() in _OUR_FIELDS else None
    if not is_delimiter and not _FIELD.match("".join(lines[at + 1 : at + 2])):
        return None  # a thematic break, or the underline of a heading
    delimiter = opening.strip() if opening.strip() in ("---", "+++") else "---"
    is_right = is_delimiter or bool(_LONG_DELIMITER.fullmatch(opening))
    faults = [] if is_right else [_wrong_delimiter("first", delimiter, lines[at], at)]
    closing = _near_closing(lines, at + 1, is_toml=delimiter == "+++")
    if closing is None:
        return _unclosed(lines, at, faults)
    if lines[closing].rstrip() != delimiter:
        faults.append(_wrong_delimiter("last", delimiter, lines[closing], closing))
    return _header_block(lines, at + 1, closing, closing + 1, faults, [*lines[:at], delimiter])


def _unopened(lines: Sequence[str], at: int) -> HeaderBlock | None:
    """A header that begins with its first field. It needs two fields, because one may be a
    heading."""
    closing = _near_closing(lines, at)
    if closing is None or closing < at + 2 or not all(map(str.strip, lines[at:closing])):
        return None
    message = "a line --- is missing before the first field"
    fault = Fault("E002", at + 1, 1, message, "put a line --- above this one")
    return _header_block(lines, at, closing, closing + 1, [fault], [*lines[:at], "---"])


def _unclosed(lines: Sequence[str], at: int, faults: list[Fault]) -> HeaderBlock:
    """A header without an end: it ends before the first lines that are not fields."""
    delimiter = lines[at].strip() if lines[at].strip() in ("---", "+++") else "---"
    is_toml = delimiter == "+++"
    field_like = _TOML_FIELD_LIKE if is_toml else _YAML_FIELD_LIKE
    field = _TOML_FIELD_OR_COMMENT if is_toml else _FIELD_OR_COMMENT
    end = at + 1
    while end < len(lines) and end - at <= MOST_LINES and field_like.match(lines[end]):
        if not lines[end].strip() and not field.match(_following(lines, end)):
            break
        end += 1
    while end > at + 1 and not lines[end - 1].strip():
        end -= 1
    header = lines[at + 1 : end]
    # The text may also begin below a blank line or a comment: `# A heading` is a comment too.
    is_plain = all(line.strip() and line[0] != "#" for line in header)
    is_sure = is_plain and not "".join(lines[end : end + 1]).strip()
    message = f"the frontmatter that begins here is not closed by a line {delimiter}"
    where = f"before line {end + 1}" if is_plain else "below the last field"
    fault = Fault("E002", at + 1, 1, message, f"put a line {delimiter} {where}")
    found = _header_block(lines, at + 1, end, end, [*faults, fault], [*lines[:at], delimiter])
    is_sure = is_sure and sum(map(len, header)) <= MOST_SIGNS
    is_sure = is_sure and bool((read_toml if is_toml else read_yaml)(found.header).fields)
    return found._replace(is_unsure=not is_sure)


def _following(lines: Sequence[str], row: int) -> str:
    """The next line that is not blank. Only the first thousands are tried, because all may be
    blank."""
    return next((line for line in islice(lines, row, row + MOST_LINES) if line.strip()), "")


def _near_closing(lines: Sequence[str], first: int, *, is_toml: bool = False) -> int | None:
    """The line that closes a header, correctly or nearly, if all lines above it may be fields."""
    field_like = _TOML_FIELD_LIKE if is_toml else _YAML_FIELD_LIKE
    for i in range(first, min(len(lines), first + MOST_LINES)):
        if is_near_delimiter(lines[i]):
            return i
        if not field_like.match(lines[i]):
            return None
    return None


def _header_block(
    lines: Sequence[str], first: int, end: int, rest: int, faults: list[Fault], above: list[str]
) -> HeaderBlock:
    is_toml = above[-1] == "+++"
    after = "\n".join(lines[rest:])
    return HeaderBlock(
        is_toml=is_toml,
        above=above,
        first=first,
        header=[*[""] * first, *lines[first:end]],
        rest=f"\n{after}" if rest < len(lines) else "",
        body_line=rest + 1,
        faults=faults,
    )


def _wrong_delimiter(which: str, delimiter: str, line: str, at: int) -> Fault:
    column = len(line) - len(line.lstrip()) + 1
    message = f'the {which} line of the frontmatter is not {delimiter} (got "{shown(line)}")'
    hint = f"write {delimiter} alone, at the beginning of the line"
    if line.strip() == delimiter and column > 1:
        message = f"the {'opening' if which == 'first' else 'closing'} {delimiter} is indented"
    return Fault("E002", at + 1, column, message, hint)
