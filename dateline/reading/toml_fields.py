"""A header in TOML, as Hugo and Zola have it → fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from dateline.reading.header import Data, Fault, Header, Value
from dateline.reading.yaml_parser import is_mapping

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")


def read_toml(lines: Sequence[str]) -> Header:
    """Reads the lines of a file up to the second fence, with those above the header blank.

    Numbers with a point stay as they were typed.
    """
    text = "\n".join(lines)
    try:
        # With a line end, or a fault in the last line has no place.
        table = tomllib.loads(f"{text}\n", parse_float=str)
    except tomllib.TOMLDecodeError as error:
        fault = _fault(error)
        if is_mapping(lines):
            fault = fault._replace(hint="the fields are YAML's: write --- in place of both +++")
        return Header(None, [fault], lines)
    except ValueError:  # Python's own bound for a whole number: 4300 digits
        return Header(None, [_giant_number(lines)], lines)
    except RecursionError:
        return Header(None, [Fault("E007", 1, None, "nested too deeply")], lines)
    # Zola keeps the names of its listings in a table of their own.
    taxonomies = table.pop("taxonomies", {})
    if not isinstance(taxonomies, dict):
        taxonomies = {"taxonomies": taxonomies}
    fields = {
        key: Value(_data(value), *_place(key, text))
        for key, value in [*table.items(), *taxonomies.items()]
    }
    return Header(fields, [], lines)


def toml_error(error: tomllib.TOMLDecodeError) -> tuple[str, tuple[int, int] | None]:
    """What the parser said, and line and column of the place if it has one."""
    place = _PLACE.search(str(error))
    return _PLACE.sub("", str(error)), (int(place[1]), int(place[2])) if place else None


def _fault(error: tomllib.TOMLDecodeError) -> Fault:
    message, place = toml_error(error)
    line, column = place or (1, None)
    if "overwrite" in message or "twice" in message:
        return Fault("E004", line, column, "a field stands twice", "keep one of the two")
    return Fault("E008", line, column, message, 'put text in quotes: `title = "A headline"`')


def _giant_number(lines: Sequence[str]) -> Fault:
    line = next((i for i, text in enumerate(lines, 1) if re.search(r"\d[\d_]{999}", text)), 1)
    return Fault("E008", line, None, "a number of more than 4300 digits", "put it in quotes")


def _place(key: str, text: str) -> tuple[int, int]:
    """Line and column of a field's value."""
    found = re.search(rf"^[ \t]*\[?\"?{re.escape(key)}\b[\"\s]*[=\]]\s*", text, re.MULTILINE)
    if not found:
        return 1, 1
    return text.count("\n", 0, found.start()) + 1, found.end() - text.rfind("\n", 0, found.end())


def _data(value: Any) -> Data:
    if isinstance(value, dict):
        return {key: _data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_data(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
