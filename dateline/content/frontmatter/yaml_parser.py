"""Calls the YAML parser, within limits of nesting and of trials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from dateline.content.frontmatter.header import Fault

#: The parser must not resolve scalars to other types (a number, a date).
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


#: The maximum characters that are parsed again for the diagnosis of one header: several hundred
#: trials for a real one, thirty for the largest.
_TRIED = 2_000_000
#: The maximum open brackets, and the maximum items begun on one line. Beyond these, the header is
#: not parsed: the time of the parser is quadratic in the brackets, and its stack overflows with the
#: items.
_MOST_BRACKETS = 100
_BRACKET = re.compile(r"[\[\]{}]")
_RUN_OF_ITEMS = re.compile(r"(?:[-?:][ \t]{1,9}){50}")
#: The maximum nesting of a header.
MAX_DEPTH = 20


class Trials:
    """Limits how often a header may be parsed again to find the cause of its faults."""

    def __init__(self) -> None:
        self._left = _TRIED

    def allow(self, lines: Sequence[str]) -> bool:
        """Whether these lines may be parsed; if so, they are counted."""
        self._left -= sum(map(len, lines)) + len(lines)
        return self._left > 0


class TooDeepError(ValueError):
    """Something is nested too deeply to be parsed; `row` and `column` are its position, from 0."""

    def __init__(self, row: int, column: int):
        super().__init__("nested too deeply")
        self.row, self.column = row, column


def compose(text: str) -> Any:
    """The node of a header, with positions. Raises yaml.YAMLError, TooDeepError, RecursionError."""
    _refuse_deep(text)
    return yaml.compose(text, Loader=LOADER)


def events(text: str) -> Iterator[Any]:
    """The parser's events for a header, one by one. Raises as `compose` does."""
    _refuse_deep(text)
    yield from yaml.parse(text, Loader=LOADER)


def _refuse_deep(text: str) -> None:
    """Raises TooDeepError. Brackets within quotes count too: no real header has so many."""
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        depth = place = 0
        for found in _BRACKET.finditer(text):
            if found[0] in "]}":
                depth = max(0, depth - 1)
                continue
            depth += 1
            if depth == MAX_DEPTH + 2:
                place = found.start()
            if depth > _MOST_BRACKETS:
                raise TooDeepError(*_place(text, place))
    run = _RUN_OF_ITEMS.search(text) if "- - " in text or "? ? " in text else None
    if run:
        raise TooDeepError(*_place(text, run.start()))


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1


def yaml_error(lines: Sequence[str]) -> yaml.MarkedYAMLError | None:
    """The parser's error for some lines; None if it can read them. Raises TooDeepError."""
    try:
        compose("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        return error
    except (yaml.YAMLError, RecursionError):
        pass
    return None


def no_fields(node: Any) -> Fault:
    """The fault of a header that is not a mapping of fields."""
    mark = node.start_mark
    message = "the frontmatter must be a list of fields"
    hint = "write a field a line, as in `title: A headline`"
    return Fault("E006", mark.line + 1, mark.column + 1, message, hint)


def is_mapping(lines: Sequence[str]) -> bool:
    """Whether lines are fields that the parser can read."""
    try:
        return isinstance(compose("\n".join(lines)), yaml.MappingNode)
    except (yaml.YAMLError, RecursionError, ValueError):
        return False
