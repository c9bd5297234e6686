"""The two lines that a header stands between: where they are, and where they were meant to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dateline.names import FIELD_NAMES
from dateline.reading.header import Fault, shown
from dateline.reading.header_lines import NEAR_FENCE
from dateline.reading.toml_fields import read_toml
from dateline.reading.yaml_fields import read_yaml

_FENCES = {"---": re.compile(r"^---[ \t]*$", re.M), "+++": re.compile(r"^\+\+\+[ \t]*$", re.M)}
#: White space, and signs that nobody sees and some editors leave at the beginning of a file.
_UNSEEN = re.compile(r"[\s\ufeff\u200b\u200e\u200f\u2060\0]*")
_FIELD = re.compile(r"(\w[\w -]*?)[ \t]*[:=](?:[ \t]|$)")
_YAML_FIELD_LIKE = re.compile(r"\s*$|\s*#|\s+\S|-\s|[^\s:#][^:]*:(?:\s|$)")
_OUR_FIELDS = {name for names in FIELD_NAMES.values() for name in names}


class Fences(NamedTuple):
    """A header between two fences. `above` are the lines up to the first fence and with it;
    `header` those up to the second, with all that stands above it blank; `rest` is what follows.

    `first` is the line, from 0, on which the header begins. `is_unsure` says that where it ends is
    a guess, so that no more is told of it.
    """

    is_toml: bool
    above: Sequence[str]
    first: int
    header: Sequence[str]
    rest: str
    body_line: int
    faults: Sequence[Fault] = ()
    is_unsure: bool = False

    @property
    def body(self) -> str:
        """The text below the header."""
        return self.rest.removeprefix("\n")

    def mended(self, lines: Sequence[str]) -> str:
        """The whole file with these lines for its header, and fences where they belong."""
        fence = "+++" if self.is_toml else "---"
        return "\n".join([*self.above, *lines[self.first :], fence]) + self.rest


def find_fences(text: str) -> Fences | Fault | None:
    """The header of a file; None where it has none between fences, a fault where it seems to."""
    start = _UNSEEN.match(text).end()  # type: ignore[union-attr]  # it matches nothing as well
    end = text.find("\n", start)
    opening = text[start : end if end >= 0 else len(text)].rstrip()
    fence = _FENCES.get(opening)
    closing = fence.search(text, end) if fence and end >= 0 else None
    if closing is None:
        return _nearly(text, text.count("\n", 0, start), opening)
    above = text[:end].split("\n")
    header = text[end + 1 : max(closing.start() - 1, end + 1)].split("\n")
    return Fences(
        is_toml=opening == "+++",
        above=above,
        first=len(above),
        header=[*[""] * len(above), *(header if closing.start() > end + 1 else ())],
        rest=text[closing.end() :],
        body_line=text.count("\n", 0, closing.start()) + 2,
    )


def _nearly(text: str, at: int, opening: str) -> Fences | Fault | None:
    """A header whose fences are not what they should be; `opening` is line `at`, from 0."""
    if re.fullmatch(r'\{(?:\s*".*)?', opening):
        hint = "write it as YAML between two lines ---; JSON may stand there as it is"
        return Fault("E006", at + 1, 1, "frontmatter in JSON needs a line --- on each side", hint)
    if opening.startswith("---") and _FIELD.match(opening[3:].strip()):
        message = "the first field stands on the line of the fence"
        return Fault("E002", at + 1, 4, message, "put it on the line below the ---")
    field = _FIELD.match(opening)
    is_fenced = opening in _FENCES
    if not is_fenced and not NEAR_FENCE.match(opening) and not field:
        return None
    lines = text.split("\n")
    if field:
        return _unopened(lines, at) if field[1].lower() in _OUR_FIELDS else None
    if not is_fenced and not _FIELD.match("".join(lines[at + 1 : at + 2])):
        return None  # a rule, or a line under a heading
    fence = opening if is_fenced else "---"
    faults = [] if is_fenced else [_wrong_fence("first", fence, lines[at], at)]
    closing = _near_closing(lines, at + 1)
    if closing is None:
        return _unclosed(lines, at, faults)
    if lines[closing].rstrip() != fence:
        faults.append(_wrong_fence("last", fence, lines[closing], closing))
    return _fences(lines, at + 1, closing, closing + 1, faults, [*lines[:at], fence])


def _unopened(lines: Sequence[str], at: int) -> Fences | None:
    """A header that begins with its first field; two fields at least, or a heading may be meant."""
    closing = _near_closing(lines, at)
    if closing is None or closing < at + 2 or not all(map(str.strip, lines[at:closing])):
        return None
    message = "a line --- is missing before the first field"
    fault = Fault("E002", at + 1, 1, message, "put a line --- above this one")
    return _fences(lines, at, closing, closing + 1, [fault], [*lines[:at], "---"])


def _unclosed(lines: Sequence[str], at: int, faults: list[Fault]) -> Fences:
    """A header without an end: it ends where lines begin that are no fields."""
    end = at + 1
    while end < len(lines) and _YAML_FIELD_LIKE.match(lines[end]):
        following = next((line for line in lines[end:] if line.strip()), "")
        if not lines[end].strip() and not re.match(r"#|[^\s:#-][^:]*:(?:\s|$)", following):
            break
        end += 1
    while end > at + 1 and not lines[end - 1].strip():
        end -= 1
    header = lines[at + 1 : end]
    # Below a blank line, or a comment, the text may have begun: `# A heading` is a comment too.
    is_plain = all(line.strip() and line[0] != "#" for line in header)
    is_sure = is_plain and not "".join(lines[end : end + 1]).strip()
    fence = lines[at].strip() if lines[at].strip() in _FENCES else "---"
    message = f"the frontmatter that begins here is not closed by a line {fence}"
    where = f"before line {end + 1}" if is_plain else "below the last field"
    fault = Fault("E002", at + 1, 1, message, f"put a line {fence} {where}")
    found = _fences(lines, at + 1, end, end, [*faults, fault], [*lines[:at], fence])
    is_sure = is_sure and bool((read_toml if found.is_toml else read_yaml)(found.header).fields)
    return found._replace(is_unsure=not is_sure)


def _near_closing(lines: Sequence[str], first: int) -> int | None:
    """The line that closes a header, well or nearly so, if all above it may be fields."""
    for i in range(first, len(lines)):
        if NEAR_FENCE.match(lines[i]):
            return i
        if not _YAML_FIELD_LIKE.match(lines[i]):
            return None
    return None


def _fences(
    lines: Sequence[str], first: int, end: int, rest: int, faults: list[Fault], above: list[str]
) -> Fences:
    is_toml = above[-1] == "+++"
    after = "\n".join(lines[rest:])
    return Fences(
        is_toml=is_toml,
        above=above,
        first=first,
        header=[*[""] * first, *lines[first:end]],
        rest=f"\n{after}" if rest < len(lines) else "",
        body_line=rest + 1,
        faults=faults,
    )


def _wrong_fence(which: str, fence: str, line: str, at: int) -> Fault:
    column = len(line) - len(line.lstrip()) + 1
    message = f'the {which} line of the frontmatter is not {fence} (got "{shown(line)}")'
    hint = f"write {fence} alone, at the beginning of the line"
    return Fault("E002", at + 1, column, message, hint)
