"""Finds parts of a YAML header that are valid but mean something else than they seem to mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

from dateline.content.frontmatter.header import Fault, shown
from dateline.content.frontmatter.header_lines import line_of
from dateline.content.frontmatter.header_values import quoted

#: A comment that is probably meant as text: `#1`, `#SharkWeek`.
_HASH = re.compile(r"[ \t](#\S)")
_HASHES = re.compile(r"(?:^|[\s\[,])#\S")
_HASH_ITEM = re.compile(r"[\s\[,](#\S[^,\]]*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_FIELD = re.compile(r"([\w-]+):(?:\s|$)")
_ITEM = re.compile(r"\s*(- \S.*)")
_COMMENT_HINT = "or put a space after the #, if it is a comment"


class Misread:
    """Examines the nodes of a header, and collects faults in `faults`."""

    def __init__(self, lines: Sequence[str]):
        self._lines = lines
        self.has_hashes = "#" in "".join(lines) and any(map(_HASHES.search, lines))
        self.faults: list[Fault] = []

    def note_brackets(self, node: Any) -> None:
        """Examines a list or names in brackets."""
        self._note_swallowed(node)
        if self.has_hashes:
            self._note_lost_items(node)

    def note_text(self, node: Any) -> None:
        """Examines a text of several lines, or an unquoted text in a header with a `#`."""
        if node.end_mark.line > node.start_mark.line:
            self._note_swallowed(node)
        if self.has_hashes and not node.style:
            self._note_hash(node)

    def _note_hash(self, value: Any) -> None:
        mark = value.end_mark
        text = self._lines[mark.line]
        start = len(text) - len(text[mark.column :].lstrip())
        if not (start > mark.column and _HASH.match(text, start - 1)):
            return
        message = f"`{shown(text[start:], 40)}` is a comment to YAML, and not published"
        content = line_of(text).content
        whole = f"{text.removesuffix(content)}{quoted(content)}"
        is_alone = content and text.endswith(content) and value.start_mark.line == mark.line
        what = f": `{shown(whole)}`" if is_alone and content[0] not in "[{" else ""
        hint = f"put the whole value in quotes{what}; {_COMMENT_HINT}"
        self.faults.append(Fault("W021", mark.line + 1, start + 1, message, hint))

    def _note_lost_items(self, node: Any) -> None:
        """Items that begin with a `#`, in a list in brackets over several lines."""
        for row in range(node.start_mark.line, node.end_mark.line):
            text = self._lines[row]
            first = node.start_mark.column if row == node.start_mark.line else 0
            blank = _QUOTED.sub(lambda found: "x" * len(found[0]), f" {text}")
            if found := _HASH_ITEM.search(blank, first):
                item = text[found.start(1) - 1 : found.end(1) - 1].rstrip()
                message = f"`{shown(item, 40)}` is a comment to YAML, and not published"
                hint = f'write `"{shown(item)}"` in its place; {_COMMENT_HINT}'
                self.faults.append(Fault("W021", row + 1, found.start(1), message, hint))

    def _note_swallowed(self, value: Any) -> None:
        """A value that includes fields or items below it as text."""
        start = value.start_mark
        below = self._lines[start.line + 1 : value.end_mark.line + 1]
        style = value.style if isinstance(value, yaml.ScalarNode) else "["
        if not style:
            self._note_no_list(below, start.line)
        elif style in "'\"[" and (field := next(filter(None, map(_FIELD.match, below)), None)):
            sign = self._lines[start.line][start.column]
            message = f"the {sign} opened here is not closed before {field[1]}"
            hint = f"close it on this line, or indent {field[1]} if it belongs to the value"
            self.faults.append(Fault("E003", start.line + 1, start.column + 1, message, hint))

    def _note_no_list(self, below: Sequence[str], first: int) -> None:
        """Lines that look like items but continue the text of the line `first`, from 0."""
        above = line_of(self._lines[first])
        cure = "leave nothing after the colon"
        if above.is_item and not above.key:
            cure = f"move it to column {above.indent + 1}"
        for row, line in enumerate(below, first + 2):
            if found := _ITEM.match(line):
                message = f"`{shown(found[1], 40)}` goes on with the text above, and begins no list"
                hint = f"for a list, {cure}; for text, put all in quotes"
                self.faults.append(Fault("W021", row, found.start(1) + 1, message, hint))
                return
