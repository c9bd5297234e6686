"""The YAML parser, asked what it makes of some lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from dateline.content.frontmatter.header import Fault

#: What a scalar may stand for besides its text (a number, a date) is not asked.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


#: Signs that are parsed again, at most, to find out what is wrong with one header: several hundred
#: trials for a real one, thirty for the largest.
_TRIED = 2_000_000
#: Brackets that are open at once, and items that begin on one line: what has more is not given to
#: the parser, whose time grows with the square of the one, and whose stack ends with the other.
_MOST_BRACKETS = 100
_BRACKET = re.compile(r"[\[\]{}]")
_RUN_OF_ITEMS = re.compile(r"(?:[-?:][ \t]{1,9}){50}")
#: How deep a header is read.
MAX_DEPTH = 20


class Trials:
    """How often a header may be parsed again to find the cause of its faults."""

    def __init__(self) -> None:
        self._left = _TRIED

    def allow(self, lines: Sequence[str]) -> bool:
        """Whether these lines may be parsed, which counts as done."""
        self._left -= sum(map(len, lines)) + len(lines)
        return self._left > 0


class TooDeepError(ValueError):
    """Something is nested so deeply that no parser is asked to read it: `row` and `column`, from 0,
    are its place."""

    def __init__(self, row: int, column: int):
        super().__init__("nested too deeply")
        self.row, self.column = row, column


def compose(text: str) -> Any:
    """The node of a header, with places. Raises yaml.YAMLError, TooDeepError, RecursionError."""
    _refuse_deep(text)
    return yaml.compose(text, Loader=LOADER)


def events(text: str) -> Iterator[Any]:
    """What the parser meets in a header, one by one. Raises as `compose` does."""
    _refuse_deep(text)
    yield from yaml.parse(text, Loader=LOADER)


def _refuse_deep(text: str) -> None:
    """Brackets within quotes count as well: no real header has so many."""
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
    """What the parser says to some lines; None where it can read them. Raises TooDeepError."""
    try:
        compose("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        return error
    except (yaml.YAMLError, RecursionError):
        pass
    return None


def no_fields(node: Any) -> Fault:
    """The fault of a header that is something else than fields."""
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
