"""Diagnoses a YAML header that cannot be read: the probable cause, a message and a repair.

The parser reports where it stopped, often one or more lines below the cause. So each line from
there upwards is tested against rules for common mistakes. A suspicion counts only if the parser
gets further without the mistake. If only one repair is sensible, the repaired lines are returned.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

import yaml

from dateline.content.frontmatter.header import Fault, shown
from dateline.content.frontmatter.header_lines import Lines, line_of
from dateline.content.frontmatter.header_rules import (
    PLAIN_RULES,
    RULES,
    lookalike_characters,
    no_space,
)
from dateline.content.frontmatter.toml_fields import read_toml
from dateline.content.frontmatter.value_rules import unquoted
from dateline.content.frontmatter.yaml_parser import (
    TooDeepError,
    Trials,
    is_mapping,
    no_fields,
    yaml_error,
)

Fixed = Sequence[str] | None

#: The number of lines above the parser's position that are searched for a cause.
_REACH = 30


def explain(lines: Lines, error: yaml.YAMLError, trials: Trials) -> tuple[Fault, Fixed]:
    """The fault behind a parser error, and the repaired lines if only one repair is possible."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _invisible_char(lines)
    at = _stopped_at(error)[0]
    rows = range(min(at, len(lines) - 1), max(at - _REACH, -1), -1)
    for rules in (PLAIN_RULES, RULES):
        for row, rule in itertools.product(rows, rules):
            held = [
                each
                for each in rule(lines, row)
                if trials.allow(each.lines) and _comes_further(each.lines, error, row)
            ]
            if held:
                is_sure = held[0].is_sure and len(held) == 1
                return held[0].fault, held[0].lines if is_sure else None
    return _parser_fault(lines, error), None


def explain_reference(lines: Lines, row: int, column: int, is_used: bool) -> tuple[Fault, Fixed]:
    """The fault of an anchor, alias or tag. One that is referred to may be intended."""
    sign = lines[row][column : column + 1]
    message = f"a value that begins with {sign} is a YAML reference or tag, which is not read"
    meant = None if is_used else next(unquoted(lines, row), None)
    if meant:
        fault = meant.fault._replace(code="E005", column=column + 1, message=message)
        return fault, meant.lines if meant.is_sure else None
    hint = "write out what it stands for" if is_used else f"delete the {sign}"
    return Fault("E005", row + 1, column + 1, message, hint), None


def _invisible_char(lines: Lines) -> tuple[Fault, Fixed]:
    """The fault of an invisible character that YAML does not allow and that can be removed."""
    for row, line in enumerate(lines):
        if found := _SIGNS.search(line):
            message = f"a sign that cannot be seen (U+{ord(found[0]):04X})"
            fault = Fault("E003", row + 1, found.start() + 1, message, "delete it")
            return fault, [_SIGNS.sub("", text) for text in lines]
    return Fault("E003", 1, None, "a sign that YAML does not allow"), None


def explain_text(lines: Lines, node: Any) -> tuple[Fault, Fixed]:
    """The fault of a header that YAML reads as a single text instead of fields."""
    for rule in (lookalike_characters, no_space):
        first, fixed = None, list(lines)
        for row in range(len(lines)):
            for each in rule(["", lines[row]], 1):  # on its own: each line may have the fault
                first = first or each.fault._replace(line=row + 1)
                fixed[row] = each.lines[1]
        if first and is_mapping(fixed):
            return first, fixed
    fault = no_fields(node)
    if read_toml(lines).fields:
        fault = fault._replace(
            message="the fields are written as in TOML, between lines as for YAML",
            hint="write `title: A headline`, or +++ in place of both ---",
        )
    return fault, None


def explain_odd_lead(lines: Lines) -> tuple[Fault, Fixed]:
    """The fault of a field name that begins or ends with a kind of space that YAML does not
    know."""
    found = [(row, each) for row in range(len(lines)) for each in lookalike_characters(lines, row)]
    (_, first), *_ = found
    fixed = list(lines)
    for row, each in found:
        fixed[row] = each.lines[row]
    return first.fault, fixed


def explain_tight_list(lines: Lines, first: int, last: int) -> tuple[Fault, Fixed]:
    """The fault of a list without spaces after its hyphens, which YAML reads as text."""
    block = [re.sub(r"^(\s*)-(?=[^\s-])", r"\1- ", line) for line in lines[first : last + 1]]
    column = len(lines[first]) - len(lines[first].lstrip()) + 1
    message = "a space is missing after the hyphen"
    hint = f"write `{shown(block[0])}`" + (", and so below" if first < last else "")
    fault = Fault("E003", first + 1, column, message, hint)
    return fault, [*lines[:first], *block, *lines[last + 1 :]]


def _comes_further(lines: Lines, before: yaml.MarkedYAMLError, row: int) -> bool:
    """Whether the parser gets further in these lines, which differ in a row, than before, or
    reports another error for the same row, because the lines above it are repaired."""
    try:
        now = yaml_error(lines)
    except TooDeepError:
        return False
    if now is None:
        return True
    (here, *said), (there, *had) = _stopped_at(now), _stopped_at(before)
    return here > there or (here == there and row < there and said != had)


def _stopped_at(error: yaml.MarkedYAMLError) -> tuple[int, int, str | None]:
    """Line and column, from 0, where the parser stopped, and the reason."""
    mark = error.problem_mark or error.context_mark
    return (mark.line, mark.column, error.problem) if mark else (0, 0, error.problem)


_SIGNS = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
#: Messages of the parser: a part of the original, our text, and the hint.
_WORDS = (
    ("mapping values are not allowed", "a colon within a value", "put the whole value in quotes"),
    ("could not find expected ':'", "this line is not a field",
     "write a name, a colon, a space and a value; or delete it"),
    ("block sequence entries", "a list begins in a wrong place", "put it on the next line"),
    ("expected <block end>", "the indentation does not fit", "begin fields at column 1"),
    ("did not find expected key", "this does not fit the lines above it",
     "begin fields at column 1, and put values with special signs in quotes"),
    ("did not find expected '-'", "this is not an item of the list above it",
     "move it to the column of the field that it is"),
    ("expected ',' or", "a list in brackets is not closed", "close it with ]"),
    ("unexpected end of stream", "a quote is never closed", "close it, or delete it"),
    ("document start", "a second document begins here", "keep one header"),
    ("escape", "a backslash within double quotes", "use single quotes"),
    ("alias", "a value that begins with * is read as a YAML reference", "put it in quotes"),
)  # fmt: skip


def _parser_fault(lines: Lines, error: yaml.MarkedYAMLError) -> Fault:
    """The parser's own position, with our text if the message is known."""
    row, column, problem = _stopped_at(error)
    said = problem or error.context or "not valid YAML"
    known = ((ours, cure) for piece, ours, cure in _WORDS if piece in said)
    message, hint = next(known, (said, "put the whole value in quotes"))
    row = min(row, len(lines) - 1)
    if "expected ':'" in said and "plain" not in said:  # noticed one line below
        row = next((i for i in range(row - 1, -1, -1) if not line_of(lines[i]).is_blank), row)
        column = 0
    if column and lines[row][:column].rstrip()[-1:] in ('"', "'"):
        message = "text after the closing quote"
        hint = "within double quotes, put a backslash before each further one"
    return Fault("E003", row + 1, column + 1, message, hint)
