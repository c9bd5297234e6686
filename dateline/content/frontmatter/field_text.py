"""The text of a field for readers: HTML character references are decoded, and formatting tags are
removed. Lines are kept; `one_line` comes last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from dateline.content.frontmatter.header import Value
from dateline.content.invisible_chars import fields_without_invisible, one_line
from dateline.problems import Problem

#: `&copy` without its semicolon may be part of an address or name; a numeric reference may not.
_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,7}(?![0-9]);?|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F]);?|[A-Za-z][A-Za-z0-9]{1,31};)"
)
#: References that programs often escape twice, and that nobody writes about in a headline.
_ESCAPED_TWICE = re.compile(
    r"&(?:#(?:[0-9]{1,7}|x[0-9a-f]{1,6})|amp|quot|apos|nbsp|hellip|[lrsb][sd]quo|[nm]dash);",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,9})(?:\s[^<>]*)?/?>|<!--[^<>]*-->")
_BREAKS = {"br", "hr"}
#: These are removed even if nothing closes them; the empty name is that of a comment.
_ALWAYS = _BREAKS | {"wbr", ""}
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "center", "blockquote"}
_FORMATTING = _BLOCKS | {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font"),
    *("i", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span"),
    *("strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
}


def prose(text: str) -> str:
    """A text on one line, without tags and references."""
    return one_line(plain(text))


def plain(text: str) -> str:
    """A text without formatting tags, with references decoded once. Its lines are kept."""
    if "<" in text:
        text = _without_tags(text)
    return signs(text) if "&" in text else text


def signs(text: str) -> str:
    """A text with HTML character references decoded."""
    if "&" not in text:
        return text
    found = _REFERENCE.sub(_sign, text)
    return _ESCAPED_TWICE.sub(_sign, found) if "&amp;" in text.lower() else found


def signs_by_reference(fields: Mapping[str, Value], text: str, path: str) -> list[Problem]:
    """Warnings about invisible characters that references in a field stand for. The text of the
    file does not have them, and they are removed from the value."""
    suspects = {name: value for name, value in fields.items() if _has_reference(value.data)}
    if not suspects:
        return []
    read = {name: value._replace(data=_read(value.data)) for name, value in suspects.items()}
    return fields_without_invisible(read, text, path)[1]


def _sign(match: re.Match[str]) -> str:
    return unescape(match[0])


def _has_reference(data: Any) -> bool:
    if isinstance(data, str):
        return "&" in data
    return any(map(_has_reference, data.values() if isinstance(data, dict) else data or ()))


def _read(data: Any) -> Any:
    if isinstance(data, str):
        return signs(data)
    if isinstance(data, dict):
        return {key: _read(value) for key, value in data.items()}
    return [_read(item) for item in data or ()]


def _without_tags(text: str) -> str:
    """A text without formatting tags: breaks, and tags that open and close. A tag without its
    partner is part of the text: `The <b> tag`."""
    found = list(_TAG.finditer(text))
    paired = _paired(found)
    parts, last = [], 0
    for i, match in enumerate(found):
        name = (match[2] or "").lower()
        if name in _ALWAYS or i in paired:
            gap = " " if name in _BREAKS or name in _BLOCKS else ""
            parts += [text[last : match.start()], gap]
            last = match.end()
    return "".join(parts) + text[last:]


def _paired(tags: list[re.Match[str]]) -> set[int]:
    """The indices of formatting tags that open and close each other."""
    opened: dict[str, list[int]] = {}
    paired: set[int] = set()
    for i, match in enumerate(tags):
        name = (match[2] or "").lower()
        if name not in _FORMATTING:
            continue
        if not match[1]:
            opened.setdefault(name, []).append(i)
        elif opened.get(name):
            paired |= {opened[name].pop(), i}
    return paired
