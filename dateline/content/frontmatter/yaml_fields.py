"""Parses a header in YAML into fields. It uses nodes instead of loaded values: nodes have positions
and show duplicate keys, and every scalar stays as typed (`NO`, `1.10`, `12:34`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from dateline.content.frontmatter.header import Data, Fault, Header, Value, shown
from dateline.content.frontmatter.header_lines import line_of
from dateline.content.frontmatter.header_values import quoted
from dateline.content.frontmatter.misread import Misread
from dateline.content.frontmatter.yaml_parser import (
    MAX_DEPTH,
    TooDeepError,
    Trials,
    compose,
    events,
    no_fields,
)

#: Text that may begin an anchor, an alias or a tag.
_SPECIAL = re.compile(r"(?:^|[\s\[{,:-])[&*!]\S", re.MULTILINE)
#: A list item without a space after its hyphen.
_TIGHT_ITEM = re.compile(r"^[ \t]+-[^\s-]", re.MULTILINE)
#: A field name with a no-break or other special space before or after it, which YAML does not
#: treat as a space.
_ODD_SPACE = re.compile(
    r"^ *[\xa0\u2000-\u200b\u3000\ufeff]|^[\w -]+[\xa0\u2000-\u200b\u3000\ufeff]+:", re.MULTILINE
)
#: The maximum faults of one header in a report; the others are reported after these are fixed.
_MOST_FAULTS = 20
#: YAML's other line breaks would shift all positions after them; a header folds white space anyway.
_OTHER_BREAKS = {ord(sign): " " for sign in "\x85\u2028\u2029"}


def read_yaml(lines: Sequence[str]) -> Header:
    """Reads the lines of a file up to the second delimiter, with those above the header blank.

    If a header cannot be read but has only one possible repair, the repair is assumed for finding
    further faults.
    """
    text = "\n".join(lines)
    if not text.isascii():
        lines = text.translate(_OTHER_BREAKS).split("\n")
    faults: list[Fault] = []
    trials = Trials()
    while len(faults) < _MOST_FAULTS:
        node, fault, fixed = _composed(lines, trials)
        if fault is None:
            return _header(node, faults, lines)
        faults.append(fault)
        if fixed is None:
            break
        lines = fixed
    return Header(None, faults, lines)


def _composed(
    lines: Sequence[str], trials: Trials
) -> tuple[Any, Fault | None, Sequence[str] | None]:
    """Parses the lines of a header once: node, fault, repaired lines.

    Without a fault the other two are None. With one, the lines are None unless only one repair is
    possible.
    """
    text = "\n".join(lines)
    try:
        reference = _reference(text) if _SPECIAL.search(text) else None
        node = None if reference else compose(text)
        is_odd = not text.isascii() and bool(_ODD_SPACE.search(text))
        tight = _tight_list(node) if _TIGHT_ITEM.search(text) else None
        if not reference and not tight and not is_odd and not isinstance(node, yaml.ScalarNode):
            return node, None, None
    except TooDeepError as error:
        return None, _depth_fault(error.row, error.column), None
    except (RecursionError, ValueError):
        return None, _too_deep(text), None
    except yaml.YAMLError as error:
        from dateline.content.frontmatter.diagnosis import explain  # only broken headers need it

        return None, *explain(lines, error, trials)
    from dateline.content.frontmatter.diagnosis import (
        explain_odd_lead,
        explain_reference,
        explain_text,
        explain_tight_list,
    )

    if is_odd:
        return None, *explain_odd_lead(lines)
    if reference:
        return None, *explain_reference(lines, *reference)
    if tight:
        return None, *explain_tight_list(lines, *tight)
    return node, *explain_text(lines, node)


def _header(node: Any, faults: list[Fault], lines: Sequence[str]) -> Header:
    if node is None:
        return Header({}, faults, lines)
    if not isinstance(node, yaml.MappingNode):
        return Header(None, [*faults, no_fields(node)], lines)
    reader = _Fields(node, lines)
    try:
        fields = {
            key.value: Value(
                reader.data(value), value.start_mark.line + 1, value.start_mark.column + 1
            )
            for key, value in reader.pairs(node)
        }
    except _UnreadableError as error:
        return Header(None, [*faults, error.fault], lines)
    kept = [line for i, line in enumerate(lines) if i not in reader.repeated]
    return Header(fields, [*faults, *reader.faults], kept)


class _UnreadableError(Exception):
    """A header contains something that fields cannot hold."""

    def __init__(self, fault: Fault):
        super().__init__(fault.message)
        self.fault = fault


class _Fields:
    """Converts nodes to data.

    Of a repeated field the first is used, and a fault is added to `faults`. `repeated` are the
    lines, from 0, that repeat an earlier line exactly.
    """

    def __init__(self, root: yaml.MappingNode, lines: Sequence[str]):
        self._root = root
        self._lines = lines
        self._misread = Misread(lines)
        self.faults: list[Fault] = self._misread.faults
        self.repeated: set[int] = set()

    def pairs(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """The names and values of a mapping, each name once."""
        seen: dict[str, tuple[Any, Any]] = {}
        for key, value in node.value:
            mark = key.start_mark
            if not isinstance(key, yaml.ScalarNode):
                raise _UnreadableError(_no_name(self._lines, mark.line, mark.column))
            name = key.value.lower() if node is self._root else key.value  # `Title` is our `title`
            if name in seen:
                self._report_repeated(seen[name], (key, value))
                continue
            seen[name] = (key, value)
            yield key, value

    def data(self, node: Any, depth: int = 0) -> Data:
        """The data of a node: text, a list or a dictionary."""
        if depth > MAX_DEPTH:
            raise _UnreadableError(_depth_fault(node.start_mark.line, node.start_mark.column))
        if isinstance(node, yaml.CollectionNode) and node.flow_style:
            self._misread.note_brackets(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.data(item, depth + 1) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return {key.value: self.data(value, depth + 1) for key, value in self.pairs(node)}
        if self._misread.has_hashes or node.end_mark.line > node.start_mark.line:
            self._misread.note_text(node)
        is_null = not node.style and node.value in ("", "~", "null", "Null", "NULL")
        return None if is_null else str(node.value)

    def _report_repeated(self, first: tuple[Any, Any], second: tuple[Any, Any]) -> None:
        mark = second[0].start_mark
        where = first[0].start_mark.line
        message = f"{second[0].value} stands twice; first on line {where + 1}"
        is_same = self._line_of(first) == self._line_of(second) != ""
        if is_same:
            self.repeated.add(mark.line)
        hint = "remove one, for they are the same" if is_same else "keep one of the two"
        self.faults.append(Fault("E004", mark.line + 1, mark.column + 1, message, hint))

    def _line_of(self, pair: tuple[Any, Any]) -> str:
        """The line of a field; empty if the field has more than one line, or shares it."""
        key, value = pair
        line = key.start_mark.line
        text = self._lines[line]
        is_alone = value.end_mark.line == line and not text[: key.start_mark.column].strip()
        return text.strip() if is_alone else ""


def _reference(text: str) -> tuple[int, int, bool] | None:
    """Line and column, from 0, of the first anchor, alias or tag, and whether one is used."""
    first: tuple[int, int] | None = None
    anchors: set[str] = set()
    is_used = False
    for event in events(text):
        anchor = getattr(event, "anchor", None)
        is_alias = isinstance(event, yaml.AliasEvent)
        is_used = is_used or (is_alias and anchor in anchors)
        if anchor and not is_alias:
            anchors.add(anchor)
        mark: Any = event.start_mark
        if first is None and (is_alias or anchor or getattr(event, "tag", None)):
            first = (mark.line, mark.column)
    return (*first, is_used) if first else None


def _tight_list(node: Any) -> tuple[int, int] | None:
    """First and last line, from 0, of a list that YAML reads as text: `-one` needs a space."""
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in node.value:
        first, last = value.start_mark.line, value.end_mark.line
        is_text = isinstance(value, yaml.ScalarNode) and not value.style
        if is_text and first > key.end_mark.line and re.match(r"-[^\s-]", value.value):
            return first, last
    return None


def _too_deep(text: str) -> Fault:
    """The fault of a header that is nested too deeply, at its position."""
    depth = 0
    for event in events(text):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            mark: Any = event.start_mark
            return _depth_fault(mark.line, mark.column)
    return Fault("E007", 1, None, "nested too deeply")


def _no_name(lines: Sequence[str], row: int, column: int) -> Fault:
    """The fault of a name that is not text, such as the braces in `title: {{ x }}`."""
    content = line_of(lines[row]).content.rstrip()
    hint = "put the value in quotes"
    if content and content == lines[row].rstrip()[-len(content) :]:
        hint += f": `{shown(lines[row].rstrip()[: -len(content)] + quoted(content))}`"
    return Fault("E006", row + 1, column + 1, "a field's name must be text", hint)


def _depth_fault(row: int, column: int) -> Fault:
    message = f"nested more than {MAX_DEPTH} deep"
    return Fault("E007", row + 1, column + 1, message, "fields hold text or lists")
