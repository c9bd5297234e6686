"""Values of a header: whether YAML reads them as text, and how they are quoted."""

from __future__ import annotations

import re

from dateline.content.frontmatter.header_lines import Lines

#: Characters with which no text begins in YAML, and within brackets.
_NO_TEXT = "@`%!|>{[]},?"
_NO_ITEM = "#@`%!&*|>?{"
_PAIRS = {"“": "”", "„": "“”", "”": "”", "‘": "’", "‚": "‘’", "«": "»", "»": "«", "‹": "›"}
_COLON = re.compile(r":(?:\s|$)")
_COLON_OR_HASH = re.compile(r":(?:\s|$)|\s#")


def is_reference(lines: Lines, value: str) -> bool:
    """Whether a value may be intended as a YAML type, or as an anchor with an alias elsewhere."""
    if value[0] == "!":
        return bool(re.match(r"!!|!\S* +[|>]", value))
    other = {"*": "&", "&": "*"}.get(value[0])
    name = re.match(r".([\w-]+)", value)
    return bool(other and name and any(f"{other}{name[1]}" in line for line in lines))


def reason_not_text(value: str) -> tuple[str, int]:
    """The reason why YAML does not read a value as text, and the position in it; empty if it
    does."""
    first = value[0]
    if first in "*&":
        return f"a value that begins with {first} is read as a YAML reference", 0
    if first in _NO_TEXT or value.startswith("- "):
        return f"a value that begins with {first} is not read as text", 0
    if first in "\"'":
        closing = value.find(first, 1)
        return ("text after the closing quote", closing + 1) if closing > 0 else ("", 0)
    colon = _COLON.search(value)
    return ("a colon within a value", colon.start()) if colon else ("", 0)


def is_quoted(value: str) -> bool:
    """Whether a value is correctly quoted."""
    return bool(re.fullmatch(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')(?:\s+#.*)?", value))


def quoted(value: str) -> str:
    """A value in the kind of quotes that needs the fewest escapes."""
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def unwrapped(value: str) -> str:
    """A value without surrounding quotes that YAML does not read as such: doubled ones (`''One''`),
    or typographic ones. The same value if it has none."""
    for sign in ("'", '"'):
        if value.startswith(sign * 2) and value.endswith(sign * 2) and value.strip(sign):
            return value.strip(sign).replace("''", "'") if sign == "'" else value.strip(sign)
    if len(value) > 2 and value[-1] in _PAIRS.get(value[0], "") + "\"'" and value[0] in _PAIRS:
        return value[1:-1]
    return value


def bracketed(value: str) -> tuple[list[str], str] | None:
    """The items of a list in brackets as written, and the text after the list.

    The closing bracket may be missing. None if the value is not a list of texts.
    """
    closing = value.rfind("]")
    inner, rest = (value[1:closing], value[closing + 1 :]) if closing > 0 else (value[1:], "")
    if rest.strip() and not rest.strip().startswith("#"):
        return None
    items, item, quote = [], "", ""
    for sign in f"{inner},":
        if sign == "," and not quote:
            items.append(item.strip())
            item = ""
            continue
        if not quote and not item.strip() and (sign in "\"'" or sign in _PAIRS):
            quote = _PAIRS.get(sign, sign)
        elif quote and sign in quote:
            quote = ""
        elif sign in "[]{}" and not quote:
            return None
        item += sign
    if quote:  # never closed: a comma separates items anyway
        items += [part.strip() for part in item[:-1].split(",")]
    return [item for item in items if item], rest.rstrip()


def reason_not_item(item: str) -> str:
    """The reason why YAML does not read an item within brackets as text; empty if it does."""
    if item[0] in "\"'":
        return "" if is_quoted(item) else f"the quotes of {item} do not match"
    if item[0] in _NO_ITEM:
        what = "begins a comment" if item[0] == "#" else "is not read as text"
        return f"{item[0]} at the beginning of an item {what}"
    found = _COLON_OR_HASH.search(item)
    return f"{found[0].strip()} within an item is not read as text" if found else ""


def item_text(item: str) -> str:
    """The text of an item, without its correct or intended quotes."""
    if is_quoted(item):
        inner = item[1:-1]
        return inner.replace("''", "'") if item[0] == "'" else inner
    item = unwrapped(item)
    if len(item) > 2 and item[0] == item[-1] and item[0] in "\"'":
        return item[1:-1]
    if item[0] in "\"'":
        item = item[1:]
    return item[:-1] if item[-1:] in ('"', "”") and item.count(item[-1]) == 1 else item


def in_brackets(texts: list[str]) -> str:
    """A list of texts in brackets, each in quotes."""
    quotes = (quoted(text) if set('"\\') & set(text) else f'"{text}"' for text in texts)
    return f"[{', '.join(quotes)}]"
