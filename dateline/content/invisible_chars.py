"""Finds and removes invisible characters, which hide text, change its order or break formats.

Every file passes through here, so a file without them must cost only one fast check.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from dateline.content.frontmatter.header import Data, Value
from dateline.content.markdown.references import NUMERIC, numeric_sign, unescape
from dateline.problems import Problem, problem

#: Embeddings and isolates set the direction of text, and can make it misleading.
_TURNING = "\u202a-\u202c\u2066-\u2069"
#: Overrides reverse letters, which no script needs.
_REVERSING = "\u202d\u202e"
#: Controls (C0, DEL, C1), surrogates, byte order marks, private delimiters, tag characters (they
#: spell hidden words), and Unicode noncharacters.
_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
)
#: The flags of England, Scotland and Wales contain tag characters.
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
_SAID = re.compile(f"{_FLAG}|[{_INVISIBLE}{_REVERSING}{_TURNING}]")
_TURNS_IN_PLACE = re.compile(f"[{_TURNING}]")
_NEVER_PUBLISHED = re.compile(f"{_FLAG}|[{_INVISIBLE}{_REVERSING}]")
#: A soft hyphen allows a line break; it would make two names of one.
_NOT_IN_LINES = re.compile(f"{_FLAG}|[{_INVISIBLE}{_REVERSING}{_TURNING}\u00ad]")


def without_invisible(text: str, path: str) -> tuple[str, list[Problem]]:
    """A file's text without characters that are never published, and a warning if it had any.

    The marks of Arabic, Persian and Hebrew are kept (LRM, RLM, ZWJ, ZWNJ). Embeddings and isolates
    are kept too, because their effect ends with the paragraph; they are removed only from fields.
    """
    if text.replace("\n", "").isprintable():
        return text, []
    found = [match for match in _NEVER_PUBLISHED.finditer(text) if len(match[0]) == 1]
    if not found:
        return text, []
    problems = [
        _problem(same, path, *_place(text, same[0].start()))
        for same in ([m for m in found if _is_bidi(m[0]) is kind] for kind in (True, False))
        if same
    ]
    return published(text), problems


def published(text: str) -> str:
    """A text without characters that are never published."""
    return _NEVER_PUBLISHED.sub(_replaced, text)


def plain_text(html: str) -> str:
    """The text of HTML without tags and without characters that are never published."""
    return published(unescape(html))


def one_line(text: str) -> str:
    """A text on one line, with white space folded and all invisible characters removed."""
    if not text.isprintable():
        text = _NOT_IN_LINES.sub(_replaced, text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def fields_without_invisible(
    fields: Mapping[str, Value], text: str, path: str
) -> tuple[dict[str, Value], list[Problem]]:
    """The fields of a header without invisible characters. Warnings are for those that escapes
    (`"\\u202e"`) brought in, because the file's text does not have them, and for those that are
    removed only from fields."""
    suspects = [name for name, value in fields.items() if any(_parts([name, value.data]))]
    if not suspects:
        return dict(fields), []
    clean: dict[str, Value] = dict(fields)
    problems: list[Problem] = []
    for name in suspects:
        value = clean.pop(name)
        found = [m for part in _parts([name, value.data]) for m in _SAID.finditer(part)]
        absent = {sign for sign in {m[0] for m in found} if sign not in text}
        escaped = [m for m in found if m[0] in absent or _TURNS_IN_PLACE.match(m[0])]
        if escaped:
            problems.append(_problem(escaped, path, value.line, value.column))
        clean[_plain(name)] = value._replace(data=_plain(value.data))
    return clean, problems


def without_invisible_references(
    html: str, body: str, path: str, first_line: int
) -> tuple[str, list[Problem]]:
    """Rendered HTML with numeric references decoded, without characters that are never published: a
    text can name one, as in `&#x202e;`.

    This runs before the sanitizer, because a removed character may change how a browser reads a
    tag.
    """
    if "&#" not in body:
        return html, []
    html = NUMERIC.sub(lambda found: escape(numeric_sign(found[0])), html)
    removed = [match for match in _NEVER_PUBLISHED.finditer(html) if len(match[0]) == 1]
    if not removed:  # code shows the reference itself
        return html, []
    named = (m for m in NUMERIC.finditer(body) if _NEVER_PUBLISHED.match(numeric_sign(m[0])))
    first = next(named, None)
    line, column = _place(body, first.start()) if first else (1, 1)
    return published(html), [_problem(removed, path, first_line + line - 1, column)]


def _parts(data: Data) -> Iterator[str]:
    """The texts of a field that need a closer check."""
    if isinstance(data, str):
        if not data.isprintable():
            yield data
    elif data:
        for part in data.values() if isinstance(data, dict) else data:
            yield from _parts(part)


def _plain(data: Any) -> Any:
    if isinstance(data, str):
        return data if data.isprintable() else _NOT_IN_LINES.sub(_replaced, data)
    if isinstance(data, dict):
        return {_plain(key): _plain(value) for key, value in data.items()}
    return [_plain(part) for part in data] if isinstance(data, list) else data


def _replaced(match: re.Match[str]) -> str:
    """A flag is kept; a control that separates words, such as a page break, becomes a space."""
    if len(match[0]) > 1:
        return match[0]
    return " " if match[0].isspace() else ""


def _is_bidi(sign: str) -> bool:
    return re.match(f"[{_TURNING}{_REVERSING}]", sign) is not None


def _place(text: str, start: int) -> tuple[int, int]:
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _problem(found: Sequence[re.Match[str]], path: str, line: int, column: int) -> Problem:
    sign = found[0][0]
    name = unicodedata.name(sign, "control character").lower()
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    what = f"U+{ord(sign):04X} ({name}){more}"
    if _is_bidi(sign):
        code, message = "W013", f"{what}: text reads in another order than it is written"
        hint = "delete it; titles and names are published without, and no text with an override"
    else:
        code, message = "W014", f"{what}: it is invisible, and it is not published"
        hint = "delete it"
    return problem(code, path, message, line=line, column=column, hint=hint)
