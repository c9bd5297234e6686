"""Parses a header in TOML, as in Hugo and Zola, into fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from dateline.content.frontmatter.header import Data, Fault, Header, Value
from dateline.content.frontmatter.yaml_parser import is_mapping

#: A name with more parts is not parsed, because the parser takes quadratic time.
_LONG_NAME = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]{1,80}[ \t]{0,9}\.[ \t]{0,9}){30}")
_FIELD = re.compile(r"^[ \t]*\[?[\"']?([\w-]+)[\"']?[ \t]*[=\]][ \t]*", re.MULTILINE)
#: The maximum faults of one header in a report; the others are reported after these are fixed.
_MOST_FAULTS = 20


def read_toml(lines: Sequence[str]) -> Header:
    """Reads the lines of a file up to the second delimiter, with those above the header blank.

    Numbers with a decimal point stay as typed. If a header cannot be read but has only one possible
    repair, the repair is assumed for finding further faults.
    """
    faults: list[Fault] = []
    while len(faults) < _MOST_FAULTS:
        table, fault, fixed = _loaded(lines)
        if table is not None:
            return Header(_fields(table, "\n".join(lines)), faults, lines)
        if fault:
            faults.append(fault)
        if fixed is None:
            break
        lines = fixed
    return Header(None, faults, lines)


def _loaded(
    lines: Sequence[str],
) -> tuple[dict[str, Any] | None, Fault | None, Sequence[str] | None]:
    """The data of a header; or its first fault, and the repaired lines if only one repair is
    possible."""
    text = "\n".join(lines)
    if found := _LONG_NAME.search(text):
        return None, _too_deep(text.count("\n", 0, found.start()) + 1), None
    try:
        # With a line end; without it a fault in the last line has no position.
        return tomllib.loads(f"{text}\n", parse_float=str), None, None
    except tomllib.TOMLDecodeError as error:
        from dateline.content.frontmatter.toml_rules import (  # broken headers alone
            explain_toml,
            toml_error,
        )

        if not is_mapping(lines):
            return None, *explain_toml(lines, error)
        line, column = toml_error(error)[1] or (1, 1)
        hint = "write --- in place of both +++"
        return None, Fault("E008", line, column, "the fields are written as in YAML", hint), None
    except ValueError:  # Python limits whole numbers to 4300 digits
        return None, _giant_number(lines), None
    except RecursionError:
        return None, _too_deep(1), None


def _too_deep(line: int) -> Fault:
    return Fault("E007", line, None, "nested too deeply", "fields hold text or lists")


def _fields(table: dict[str, Any], text: str) -> dict[str, Value]:
    """The fields of a header with their positions."""
    places: dict[str, tuple[int, int]] = {}
    line = last = 0
    for found in _FIELD.finditer(text):
        line += text.count("\n", last, found.start())
        last = found.start()
        column = found.end() - text.rfind("\n", 0, found.end())
        places.setdefault(found[1], (line + 1, column))
    # Zola keeps the names of listings in a table of their own.
    taxonomies = table.pop("taxonomies", {})
    if not isinstance(taxonomies, dict):
        taxonomies = {"taxonomies": taxonomies}
    return {
        key: Value(_data(value), *places.get(key, (1, 1)))
        for key, value in [*table.items(), *taxonomies.items()]
    }


def _giant_number(lines: Sequence[str]) -> Fault:
    line = next((i for i, text in enumerate(lines, 1) if re.search(r"\d[\d_]{999}", text)), 1)
    return Fault("E008", line, None, "a number of more than 4300 digits", "put it in quotes")


def _data(value: Any) -> Data:
    if isinstance(value, dict):
        return {key: _data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_data(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
