"""Finds where code begins and ends in Markdown, without parsing it.

The search for shortcodes skips these regions. They need not be exact, because the parser decides
what is code.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_PARAGRAPH_END = re.compile(r"\n(?=[ \t>]*(?:\n|[-*+] |\d{1,9}[.)] |#))|\Z")
_TICKS = re.compile("`+")
_LIST_MARKER = re.compile(r"[-*+] |\d[.)] ")
#: From this column on a line belongs to a list item, or is indented code.
_CODE_INDENT = 4


class CodeRegions:
    """The regions of one text. Results are cached, so that all calls together take linear time."""

    def __init__(self, text: str):
        self._text = text
        self._runs: dict[int, list[int]] = {}
        self._paragraph_end = -1
        self._missing: set[str] = set()

    def fence_end(self, start: int, prefix: str, mark: str) -> int:
        """The end of the fenced block that `mark` begins at `start`, on a line that begins with
        `prefix`; -1 if it is code within a line."""
        text = self._text
        line_end = _or_end(text.find("\n", start), text)
        if mark[0] == "`" and "`" in text[start + len(mark) : line_end]:
            return -1
        at = line_end
        while at < len(text):
            end = _or_end(text.find("\n", at + 1), text)
            line = text[at + 1 : end]
            if _leaves(line, prefix):
                return at
            if _closes(line, mark):
                return end
            at = end
        return len(text)

    def span_end(self, start: int, ticks: str) -> int:
        """The end of the code between backticks that begins at `start`; -1 if none closes it."""
        if start >= self._paragraph_end:
            found = _PARAGRAPH_END.search(self._text, start)
            self._paragraph_end = found.start() if found else len(self._text)
            self._runs = {}
            for run in _TICKS.finditer(self._text, start, self._paragraph_end):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        runs = self._runs.get(len(ticks), [])
        after = bisect_left(runs, start + len(ticks))
        return runs[after] + len(ticks) if after < len(runs) else -1

    def find(self, what: str, start: int) -> int:
        """The position after `what`, -1 if it does not follow; case does not matter."""
        if what in self._missing:
            return -1
        found = re.compile(re.escape(what), re.IGNORECASE).search(self._text, start)
        if found is None:
            self._missing.add(what)
            return -1
        return found.end()


def _or_end(place: int, text: str) -> int:
    return len(text) if place < 0 else place


def _closes(line: str, mark: str) -> bool:
    """Whether a line ends a fenced block: at least as many marks as began it, and nothing else."""
    bare = line.lstrip(" >").rstrip(" \t")
    return len(bare) >= len(mark) and bare == mark[0] * len(bare)


def _leaves(line: str, prefix: str) -> bool:
    """Whether a line is outside of the quote or the list item in which a fenced block began."""
    if ">" in prefix:
        return not line.lstrip(" ").startswith(">")
    is_listed = len(prefix) >= _CODE_INDENT or _LIST_MARKER.search(prefix) is not None
    return is_listed and bool(line.strip()) and len(line) - len(line.lstrip(" ")) < len(prefix) - 3
