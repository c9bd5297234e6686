"""The header of a content file → fields with their places, whatever tool wrote it.

YAML between `---`, TOML between `+++`, and Pelican's header without either. YAML is composed, not
loaded: nodes keep line and column and show duplicate keys, and every scalar stays the text that
was written (`NO`, `1.10`, `12:34`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

Data = str | None | list[Any] | dict[str, Any]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PELICAN_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ \t]+(.*))?$")
_YAML_FIELD_LIKE = re.compile(r"\s*$|\s*#|\s+\S|-\s|[^\s:#][^:]*:(?:\s|$)")
_SPECIAL = re.compile(r"(?:^|[\s\[,:-])[&*!]\S", re.MULTILINE)
_MAX_DEPTH = 20


class Value(NamedTuple):
    """What a field holds, and where: `line` and `column` count from 1 in the whole file."""

    data: Data
    line: int
    column: int


class Front(NamedTuple):
    """The fields of a header, the text below it, and the line on which that text begins."""

    fields: dict[str, Value]
    body: str
    body_line: int


class FrontmatterError(Exception):
    """A header that cannot be read: a problem code, the place, what is wrong and the cure."""

    def __init__(self, code: str, line: int, column: int | None, message: str, hint: str = ""):
        super().__init__(message)
        self.code, self.line, self.column, self.message, self.hint = (
            code,
            line,
            column,
            message,
            hint,
        )


def read_front(text: str) -> Front:
    """Splits a file's text and reads its header.

    Line ends must be `\\n`. Blank lines before the header are allowed. Raises FrontmatterError.
    """
    start = len(text) - len(text.lstrip())
    first_line = text.count("\n", 0, start) + 1
    opening = text[start:].split("\n", 1)[0].rstrip()
    if opening in ("---", "+++"):
        handler = _FencedHandler(opening, first_line)
        fields: dict[str, Any] = frontmatter.parse(text, handler=handler)[0]
        return Front(fields, handler.body, handler.body_line)
    return _read_pelican(text[start:], first_line) or Front({}, text, 1)


class _FencedHandler(BaseHandler):
    """Reads a header between two fences, and keeps the body with its indentation, which the
    package strips."""

    FM_BOUNDARY = re.compile(r"(?!)")  # never searched for: `split` is ours

    def __init__(self, fence: str, first_line: int):
        super().__init__()
        self._fence = fence
        self._first_line = first_line
        self.body = ""
        self.body_line = 1

    def split(self, text: str) -> tuple[str, str]:
        lines = text.split("\n")
        closing = next((i for i, t in enumerate(lines) if i and t.rstrip() == self._fence), None)
        if closing is None:
            raise self._unclosed(lines)
        self.body = "\n".join(lines[closing + 1 :])
        self.body_line = self._first_line + closing + 1
        return "\n".join(lines[1:closing]), self.body

    def load(self, fm: str) -> dict[str, Value]:
        line = self._first_line + 1
        return _read_yaml(fm, line) if self._fence == "---" else _read_toml(fm, line)

    def _unclosed(self, lines: list[str]) -> FrontmatterError:
        end = next(
            (i for i, t in enumerate(lines) if i and not _YAML_FIELD_LIKE.match(t)), len(lines)
        )
        return FrontmatterError(
            "E002",
            self._first_line,
            1,
            f"the frontmatter that begins here is not closed by a line {self._fence}",
            f"put a line {self._fence} before line {self._first_line + end}",
        )


def _read_yaml(text: str, first_line: int) -> dict[str, Value]:
    try:
        if _SPECIAL.search(text):
            _refuse_references(text, first_line)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _yaml_error(error, text, first_line) from None
    except yaml.YAMLError as error:
        raise FrontmatterError("E003", first_line, None, _one_line(error)) from None
    except RecursionError:
        raise FrontmatterError("E007", first_line, None, "nested too deeply") from None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise FrontmatterError(
            "E006",
            node.start_mark.line + first_line,
            node.start_mark.column + 1,
            "the frontmatter must be a list of fields",
            "write a field a line, as in `title: A headline`",
        )
    return {
        key.value: Value(
            _data(value, first_line),
            value.start_mark.line + first_line,
            value.start_mark.column + 1,
        )
        for key, value in _pairs(node, first_line)
    }


def _pairs(node: Any, first_line: int) -> Iterator[tuple[Any, Any]]:
    seen: dict[str, int] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + first_line, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            raise FrontmatterError(
                "E006", line, column, "a field's name must be text", "put the value in quotes"
            )
        if key.value in seen:
            raise FrontmatterError(
                "E004",
                line,
                column,
                f"{key.value} stands twice; first on line {seen[key.value]}",
                "keep one of the two",
            )
        seen[key.value] = line
        yield key, value


def _data(node: Any, first_line: int, depth: int = 0) -> Data:
    if depth > _MAX_DEPTH:
        mark = node.start_mark
        raise FrontmatterError(
            "E007",
            mark.line + first_line,
            mark.column + 1,
            f"nested more than {_MAX_DEPTH} deep",
        )
    if isinstance(node, yaml.SequenceNode):
        return [_data(item, first_line, depth + 1) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {
            key.value: _data(value, first_line, depth + 1)
            for key, value in _pairs(node, first_line)
        }
    is_null = not node.style and node.value in ("", "~", "null", "Null", "NULL")
    return None if is_null else str(node.value)


def _refuse_references(text: str, first_line: int) -> None:
    for event in yaml.parse(text, Loader=_LOADER):
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or tag:
            mark: Any = event.start_mark
            sign = text.split("\n")[mark.line][mark.column : mark.column + 1]
            raise FrontmatterError(
                "E005",
                mark.line + first_line,
                mark.column + 1,
                f"a value that begins with {sign} is a YAML reference or tag, which is not read",
                "put the value in quotes",
            )


def _yaml_error(error: yaml.MarkedYAMLError, text: str, first_line: int) -> FrontmatterError:
    is_reference = "alias" in (error.context or "") or "anchor" in (error.context or "")
    mark = (error.context_mark if is_reference else error.problem_mark) or error.context_mark
    line, column = (mark.line, mark.column + 1) if mark else (0, None)
    reason = error.problem or error.context or "not valid YAML"
    source = text.split("\n")[line] if line < text.count("\n") + 1 else ""
    if "mapping values are not allowed" in reason:
        reason = "a colon within a value"
    elif is_reference:
        reason = "a value that begins with * or & is read as a YAML reference"
    elif "cannot start any token" in reason and "\t" in source:
        reason = "a tab where YAML wants spaces"
        return FrontmatterError(
            "E003", line + first_line, column, reason, "replace the tab by two spaces"
        )
    return FrontmatterError(
        "E003", line + first_line, column, reason, "put the whole value in quotes"
    )


def _read_toml(text: str, first_line: int) -> dict[str, Value]:
    try:
        table = tomllib.loads(f"{text}\n")  # else a fault in the last line has no place
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, None)
        message = re.sub(r" \(at .*\)$", "", str(error))
        code = "E004" if "overwrite" in message else "E008"
        raise FrontmatterError(code, line + first_line - 1, column, message) from None
    except RecursionError:
        raise FrontmatterError("E007", first_line, None, "nested too deeply") from None
    fields = {}
    # Zola keeps the names of its listings in a table of their own.
    taxonomies = table.pop("taxonomies", {})
    for key, value in [*table.items(), *taxonomies.items()]:
        place = re.search(rf"^[ \t]*\[?\"?{re.escape(key)}\b[\"\s]*[=\]]\s*", text, re.MULTILINE)
        line = text.count("\n", 0, place.start()) + first_line if place else first_line
        column = place.end() - text.rfind("\n", 0, place.end()) if place else 1
        fields[key] = Value(_toml_data(value), line, column)
    return fields


def _toml_data(value: Any) -> Data:
    if isinstance(value, dict):
        return {key: _toml_data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_toml_data(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _read_pelican(text: str, first_line: int) -> Front | None:
    """A header of `Name: value` lines that ends at a blank one; None where there is none."""
    lines = text.split("\n")
    fields: dict[str, Value] = {}
    last = ""
    count = 0
    for count, line in enumerate(lines):  # the count is wanted after the loop
        match = _PELICAN_FIELD.match(line)
        if match:
            last = match[1].lower()
            if last in fields:
                raise FrontmatterError(
                    "E004", first_line + count, 1, f"{last} stands twice", "keep one of the two"
                )
            fields[last] = Value((match[2] or "").strip(), first_line + count, match.start(2) + 1)
        elif last and line[:1] in (" ", "\t") and line.strip():
            held = fields[last]
            fields[last] = held._replace(data=f"{held.data} {line.strip()}")
        else:
            break
    if "title" not in fields or "".join(lines[count : count + 1]).strip():
        return None
    return Front(fields, "\n".join(lines[count:]), first_line + count)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
