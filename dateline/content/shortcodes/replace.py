"""Replaces shortcodes and template tags of other generators in a text before it is parsed.

The parsed text has a mark in place of each, and as many lines as before, so that problems have the
right lines. `tokens` replaces each mark by the content of the shortcode.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.content.shortcodes.kinds import (
    Code,
    Figure,
    LeftOut,
    Link,
    Meaning,
    Quotation,
    Root,
    Words,
)
from dateline.content.shortcodes.meaning import holds_text, meaning_of
from dateline.content.shortcodes.syntax import Tag, may_have_tags
from dateline.content.shortcodes.tags import find_tags
from dateline.problems import Problem, problem

#: Delimiters of a shortcode's number. \ufdd0 and \ufdd1 are Unicode noncharacters, so no text has
#: them. The braces are punctuation, as in a shortcode, so emphasis may begin beside them.
MARK, END = "{\ufdd0", "\ufdd1}"
#: Marks a line that a shortcode took, until it is known where an empty line does no harm.
_LINE = "\ufdd2"
_SIGNS = str.maketrans("", "", "\ufdd0\ufdd1\ufdd2")
_LINES = re.compile(f"({_LINE}+)")
_BLANK = re.compile(r"\n(?=[ \t>]*(?:\n|\Z))")
_ALONE_AFTER = re.compile(r"[ \t]*(?:\n|\Z)")
_ALONE_BEFORE = re.compile(
    rf"(?:[ \t>]|[-*+] |\d{{1,9}}[.)] |{re.escape(MARK)}\d+{re.escape(END)})*"
)
#: The maximum nesting of shortcodes with text; deeper ones are left out.
_MAX_NESTING = 8
_ASSIGNED = re.compile(r"\s*([\w.-]+)\s*=\s*([\"'])([^\"']*)\2\s*")
_QUOTE_PREFIX = re.compile(r"[ ]{0,3}(?:>[ ]?)+[ ]*")
_EMPTY_LINES = re.compile(r"(?:[ \t]*+\n)*+")
_LONGEST_PREFIX = 100

#: Replacements to suggest for a shortcode, and parts of the names of such shortcodes.
_INSTEAD = {
    "![what it shows](photo.jpg)": ("img", "image", "figure", "caption", "gallery", "picture"),
    "[words](https://…)": ("youtube", "vimeo", "tweet", "video", "audio", "embed", "link"),
    "[words](other-article.md)": ("ref", "post_url"),
    "lines between two of ```": ("highlight",),
    "nothing": ("comment", "raw", "assign"),
}
_KINDS = {
    "Hugo": "shortcodes of Hugo",
    "Liquid": "tags of Liquid",
    "WordPress": "shortcodes of WordPress",
}
_ENDINGS = {"Hugo": ">}}", "Liquid": "%}"}
_MOST_NAMED = 5


class Piece(NamedTuple):
    """A shortcode that was replaced: its meaning, its source, and its form in code."""

    tag: Tag
    meaning: Meaning
    written: str
    in_code: str


class Hidden(NamedTuple):
    """A text as written; with marks in place of its shortcodes, in `body`; and with their
    addresses, in `shown`. All have the same lines."""

    written: str
    body: str
    shown: str
    pieces: list[Piece]


def hide_shortcodes(body: str, path: str) -> Hidden | None:
    """Replaces the shortcodes in the text of the file `path`; None if there are none."""
    if not may_have_tags(body):
        return None
    if any(sign in body for sign in "\ufdd0\ufdd1\ufdd2"):
        body = body.translate(_SIGNS)
    tags = find_tags(body)
    if not tags:
        return None
    hiding = _Hiding(body, path, tags)
    hidden, shown = hiding.range(0, len(tags), 0, len(body), 0)
    return Hidden(body, _settled(hidden), shown, hiding.pieces)


def _settled(text: str) -> str:
    """A text with empty lines for the lines that shortcodes took: after a shortcode that is alone,
    else after the paragraph, so that they split nothing."""
    if _LINE not in text:
        return text
    found: list[str] = []
    parts, owed = _LINES.split(text), 0
    for place, part in enumerate(parts):
        if place % 2:
            before, after = parts[place - 1], parts[place + 1]
            line = before[before.rfind("\n") + 1 :]
            is_alone = _ALONE_AFTER.match(after) and _ALONE_BEFORE.fullmatch(line)
            found += ["\n" * len(part)] if is_alone else []
            owed += 0 if is_alone else len(part)
        else:
            blank = _BLANK.search(part) if owed else None
            at = blank.end() if blank else 0
            found += [part[:at], "\n" * owed, part[at:]] if blank else [part]
            owed = 0 if blank else owed
    return "".join([*found, "\n" * owed])


class _Hiding:
    def __init__(self, body: str, path: str, tags: list[Tag]):
        self._body, self._path, self._tags = body, path, tags
        self._closings = _closings(tags)
        self._values: dict[str, str] = {}
        self.pieces: list[Piece] = []

    def range(self, first: int, last: int, start: int, end: int, depth: int) -> tuple[str, str]:
        """The text from `start` to `end`, with the tags from `first` to `last`: with marks, and
        with addresses."""
        hidden, shown = [], []
        number = first
        while number < last:
            tag = self._tags[number]
            before = self._body[start : tag.start]
            closing = self._closings.get(number, last)
            if closing < last and depth < _MAX_NESTING and holds_text(tag):
                mark, address = self._pair(number, closing, depth)
                number = closing
            else:
                mark, address = self._one(tag)
            hidden += [before, mark]
            shown += [before, address]
            start = self._tags[number].end
            number += 1
        rest = self._body[start:end]
        return "".join([*hidden, rest]), "".join([*shown, rest])

    def _one(self, tag: Tag) -> tuple[str, str]:
        """The mark and the addresses of a shortcode without a closing tag."""
        written = self._body[tag.start : tag.end]
        meaning: Meaning
        if tag.role == "unclosed":
            meaning = Words(written)
        elif tag.role == "close":
            meaning = LeftOut()
        else:
            if tag.name in ("assign", "set") and (given := _ASSIGNED.fullmatch(tag.arguments)):
                self._values[given[1]] = given[3]
            meaning = meaning_of(tag, None, self._path, self._values)
        if isinstance(meaning, Code):
            text, _ = _inner(self._body, tag.start, meaning.text)
            meaning = meaning._replace(text=text)
        lines = written.count("\n")
        mark = self._mark(tag, meaning, written) + _LINE * lines
        if isinstance(meaning, Code):
            return mark, written
        is_home = isinstance(meaning, Root) and not self._body.startswith("/", tag.end)
        return mark, ("/" if is_home else _addresses(meaning)) + "\n" * lines

    def _pair(self, number: int, closing: int, depth: int) -> tuple[str, str]:
        """The mark and the addresses of a shortcode with text up to its closing tag."""
        tag, close = self._tags[number], self._tags[closing]
        written = self._body[tag.start : close.end]
        mark = self._mark(tag, LeftOut(), written)
        place = len(self.pieces) - 1
        inner, shown = self.range(number + 1, closing, tag.end, close.start, depth + 1)
        meaning = meaning_of(tag, inner, self._path, self._values)
        opened = "\n" * self._body.count("\n", tag.start, tag.end)
        closed = "\n" * self._body.count("\n", close.start, close.end)
        if isinstance(meaning, (LeftOut, Root)):
            alone = Piece(tag, meaning, self._body[tag.start : tag.end], "")
            self.pieces[place] = alone._replace(in_code=alone.written)
            end, _ = self._one(close)
            return mark + _LINE * len(opened) + inner + end, opened + shown + closed
        if isinstance(meaning, (Quotation, Figure)):
            text, lines = _inner(self._body, tag.start, _settled(meaning.inner))
            meaning = meaning._replace(inner=text.strip(), line=lines + len(opened))
        self.pieces[place] = self.pieces[place]._replace(meaning=meaning)
        return mark + _LINE * written.count("\n"), _addresses(meaning) + opened + shown + closed

    def _mark(self, tag: Tag, meaning: Meaning, written: str) -> str:
        """The mark of a new piece."""
        in_code = tag.text if tag.role == "shown" else written
        if tag.role == "nothing" and tag.name == "raw":
            in_code = ""
        self.pieces.append(Piece(tag, meaning, written, in_code))
        return f"{MARK}{len(self.pieces) - 1}{END}"


def _closings(tags: Sequence[Tag]) -> dict[int, int]:
    """The number of each opening tag → that of the tag that closes it."""
    found: dict[int, int] = {}
    opened: dict[tuple[str, str], list[int]] = {}
    calls: list[int] = []
    for number, tag in enumerate(tags):
        name = tag.name.lower()
        if tag.in_code:
            continue
        if tag.role == "open" and tag.tool != "value":
            opened.setdefault((tag.tool, name), []).append(number)
            if tag.arguments.lstrip().startswith("("):
                calls.append(number)  # Zola closes `{% quote(…) %}` with `{% end %}`
        elif tag.role == "close":
            waiting = opened.get((tag.tool, name)) if name else calls
            while waiting and waiting[-1] in found:
                waiting.pop()
            if waiting:
                found[waiting.pop()] = number
    return found


def _inner(body: str, start: int, text: str) -> tuple[str, int]:
    """The text between two tags, the first of which begins at `start`, without the indentation and
    the `>` before its lines; and the number of empty lines at its beginning."""
    line_start = max(body.rfind("\n", 0, start) + 1, start - _LONGEST_PREFIX)
    if quoted := _QUOTE_PREFIX.fullmatch(body, line_start, start):
        text = re.sub(rf"(?m)^(?:[ ]{{0,3}}>[ ]?){{1,{quoted[0].count('>')}}}", "", text)
    empty = _EMPTY_LINES.match(text)
    begun = empty.end() if empty else 0
    lines = text.count("\n", 0, begun)
    if begun:
        return textwrap.dedent(text[begun:]).rstrip(), lines
    first, sign, rest = text.partition("\n")
    return (first + sign + textwrap.dedent(rest)).rstrip(), 0


def _addresses(meaning: Meaning) -> str:
    """The addresses of a shortcode, as text in which lines can be found."""
    if isinstance(meaning, Figure):
        return f"{meaning.src} {meaning.link} {meaning.credit_link}".strip()
    if isinstance(meaning, (Link, LeftOut)):
        return meaning.target
    if isinstance(meaning, Quotation):
        return meaning.link
    return meaning.text.replace("\n", " ") if isinstance(meaning, Words) else ""


def shortcode_problems(
    hidden: Hidden, used: set[int], path: str, first_line: int
) -> Iterator[Problem]:
    """A warning for each kind of shortcode that is left out of a text, at its first position, and
    one for unclosed tags. `used` are the numbers of those that code or links show."""
    found: dict[str, list[Tag]] = {}
    unclosed: list[Tag] = []
    for number, (tag, meaning, _, _) in enumerate(hidden.pieces):
        if number in used or tag.role == "nothing":
            continue
        if tag.role in ("unclosed", "unended"):
            unclosed.append(tag)
        if isinstance(meaning, (LeftOut, Root)) and tag.role != "close":
            found.setdefault("Liquid" if tag.tool == "value" else tag.tool, []).append(tag)

    def report(tag: Tag, message: str, hint: str) -> Problem:
        line, column = place_of(hidden, tag)
        return problem("W015", path, message, line=first_line + line, column=column, hint=hint)

    for kind, tags in found.items():
        names = Counter(tag.name or "(without a name)" for tag in tags)
        yield report(tags[0], f"{_KINDS[kind]} are left out: {_listed(names)}", _hint(names))
    for tag in unclosed[:1]:
        sign = f"{{% {tag.name} %}}" if tag.name else "{{<" if tag.tool == "Hugo" else "{%"
        what = f"{sign} is not closed, so that what follows is text"
        end = f"end{tag.name}" if tag.name else _ENDINGS[tag.tool]
        yield report(tag, what, f"write its end, {end}, or put `{sign}` in backquotes to show it")


def place_of(hidden: Hidden, tag: Tag) -> tuple[int, int]:
    """The line of a shortcode, from 0, and its column, from 1."""
    written = hidden.written
    return written.count("\n", 0, tag.start), tag.start - written.rfind("\n", 0, tag.start)


def _listed(names: Counter[str]) -> str:
    most = [f"{name[:40]} ({n})" if n > 1 else name[:40] for name, n in names.items()]
    more = len(most) - _MOST_NAMED
    return ", ".join(most[:_MOST_NAMED]) + (f" and {more} others" if more > 0 else "")


def _hint(names: Counter[str]) -> str:
    """What to write instead, for known names."""
    hints = []
    for instead, parts in _INSTEAD.items():
        known = next((name for name in names if any(part in name.lower() for part in parts)), "")
        hints += [f"{instead} for {known[:40]}"] if known else []
    return f"write {', '.join(hints)}" if hints else "write Markdown in its place, or delete it"
