"""Finds faults in HTML because of which browsers hide text: unclosed tags, comments and elements.

The rules are those of the HTML standard ("Tokenization"). Each function goes through its text once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

#: Elements whose content is plain text up to their end tag, or is not shown.
_TEXT_ELEMENTS = (
    *("title", "textarea", "xmp", "plaintext", "iframe", "noembed", "noframes"),
    *("script", "style", "svg", "math", "template", "select", "object", "video", "audio", "canvas"),
)
_ELEMENT = re.compile(rf"<(/?)({'|'.join(_TEXT_ELEMENTS)})(?=[\s/>])", re.IGNORECASE)
_BEGIN = re.compile(
    r"<(?:(?P<note>!--)|(?P<sign>!\[CDATA\[|[?!])|(?P<tag>/?[a-zA-Z][^\s/>]*+)|(?P<bogus>/))",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(script|style|svg|math|template)\b", re.IGNORECASE)
#: The rest of a tag: only a quotation mark after `=` may contain a `>`.
_TAG_REST = re.compile(r"(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')|[^>])*+>")
#: One attribute: its name, and the sign before its value.
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>=][^\s/>=]*+)?(\s*+=\s*+)?(?:([\"'])|([^\s>]*+))")
_COMMENT_END = re.compile(r"--!?>")
_TAG_NAME = re.compile(r"/?[A-Za-z][\w:.-]*+")
_WORD = re.compile(r"\w")
_CLOSERS = {"?": "?>", "![cdata[": "]]>", "!": ">"}


class Fault(NamedTuple):
    """A position in HTML from which text is lost, and the reason."""

    place: int
    message: str
    hint: str


class Visible(NamedTuple):
    """The visible text of HTML, and the text of an unclosed comment."""

    text: str
    unclosed: str


def visible_text(html: str) -> Visible:
    """HTML without tags, comments, and elements that are not shown. A tag without an end counts as
    text, because its writer meant it as text."""
    parts: list[str] = []
    missing: set[str] = set()
    place = 0
    while begun := _BEGIN.search(html, place):
        parts.append(html[place : begun.start()])
        if begun["note"]:
            end = _comment_end(html, begun.end())
            if end < 0:
                return Visible(" ".join(parts), html[begun.end() :])
        else:
            end = _hidden_end(html, begun, missing) if begun["tag"] else -1
            rest = _TAG_REST.match(html, begun.end()) if end < 0 else None
            end = rest.end() if rest else end
        if end < 0:
            return Visible(" ".join([*parts, html[begun.start() :]]), "")
        place = end
    return Visible(" ".join([*parts, html[place:]]), "")


def _comment_end(html: str, start: int) -> int:
    """The end of a comment whose text begins at `start`; -1 if there is none."""
    for short in (">", "->"):
        if html.startswith(short, start):
            return start + len(short)
    found = _COMMENT_END.search(html, start)
    return found.end() if found else -1


def _hidden_end(html: str, begun: re.Match[str], missing: set[str]) -> int:
    """The end of an element that is not shown; -1 for others, and if it has none."""
    name = begun["tag"].lower()
    if not _HIDDEN.fullmatch(name) or name in missing:
        return -1
    found = re.compile(rf"</{name}\s*+>", re.IGNORECASE).search(html, begun.end())
    if found is None:
        missing.add(name)
        return -1
    return found.end()


def block_fault(html: str) -> Fault | None:
    """The first position in a block of HTML where a tag hides text."""
    place = 0
    while begun := _BEGIN.search(html, place):
        if begun["note"]:
            place = _comment_end(html, begun.end())
            if place < 0:
                return None  # it is reported separately
            continue
        if begun["sign"]:
            closer = _CLOSERS[begun["sign"].lower()]
            place = html.find(closer, begun.end())
            if place < 0:
                return _unclosed_sign(html, begun, closer)
            place += len(closer)
            continue
        found = _read_tag(html, begun)
        if isinstance(found, Fault):
            return found
        place = found
    return None


def _unclosed_sign(html: str, begun: re.Match[str], closer: str) -> Fault | None:
    if not _WORD.search(html, begun.end()):
        return None
    message = f"{begun[0]} is not closed, and would swallow what follows"
    return Fault(begun.start(), message, f"close it with {closer}, or write &lt; for <")


def _read_tag(html: str, begun: re.Match[str]) -> int | Fault:
    """The end of a tag, or its fault."""
    place, is_prose = begun.end(), False
    if begun["tag"] and not _TAG_NAME.fullmatch(begun["tag"]):
        end = html.find(">", place)
        within = html[place : end if end >= 0 else len(html)]
        return _no_tag(begun.start()) if _WORD.search(within) else max(end + 1, place)
    while place < len(html):
        found = _ATTRIBUTE.match(html, place)
        if found is None or found.end() == place:
            return place + 1  # the sign that ends the tag
        name = found[1] or ""
        if "<" in name and (is_prose or _WORD.search(name.partition("<")[0])):
            return _no_tag(begun.start())
        is_prose = is_prose or (bool(_WORD.search(name)) and not found[2])
        place = found.end()
        if found[3] and found[2]:
            end = html.find(found[3], place)
            if end < 0 or _runs_on(html, place, end):
                return _unclosed_quote(found.start(3), found[3])
            place = end + 1
    return place


def _runs_on(html: str, start: int, end: int) -> bool:
    """Whether a value seems to end at the quotation mark of another one: it contains a tag, and
    more text follows directly."""
    after = html[end + 1 : end + 2]
    return ">" in html[start:end] and bool(after) and (after.isalnum() or after in "_#.:")


def _no_tag(place: int) -> Fault:
    message = "a < that begins no tag would swallow what follows"
    return Fault(place, message, "write &lt; for <, or close the tag with >")


def _unclosed_quote(place: int, sign: str) -> Fault:
    message = f"a quotation mark ({sign}) that begins here is not closed, and would swallow text"
    return Fault(place, message, f"close it with another {sign}")


def unclosed_element(pieces: Iterable[tuple[int, str]]) -> tuple[int, str] | None:
    """The line and the name of the first element in pieces of HTML, each with its line, that
    contains plain text and does not end."""
    found: tuple[int, str] | None = None
    for line, name, is_end in _elements(pieces):
        if found is None and not is_end:
            found = line, name
        elif found and is_end and name == found[1] and name != "plaintext":
            found = None
    return found


def _elements(pieces: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, bool]]:
    for line, html in pieces:
        last = 0
        for tag in _ELEMENT.finditer(html):
            line += html.count("\n", last, tag.start())
            last = tag.start()
            yield line, tag[2].lower(), bool(tag[1])
