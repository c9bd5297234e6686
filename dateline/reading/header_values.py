"""A value as it stands in a header: whether YAML takes it for text, and how it is quoted."""

from __future__ import annotations

import re

from dateline.reading.header_lines import Lines


def is_reference(lines: Lines, value: str) -> bool:
    """Whether a value may be meant as YAML's: a type, or an anchor with its alias elsewhere."""
    if value[0] == "!":
        return bool(re.match(r"!!|!\S* +[|>]", value))
    other = {"*": "&", "&": "*"}.get(value[0])
    name = re.match(r".([\w-]+)", value)
    return bool(other and name and any(f"{other}{name[1]}" in line for line in lines))


def why_no_text(value: str) -> tuple[str, int]:
    """Why YAML does not take a value for text, and where in it; empty where it does."""
    first = value[0]
    if first in "*&":
        return f"a value that begins with {first} is read as a YAML reference", 0
    if first in "@`%!|>{[]},?" or value.startswith("- "):
        return f"a value that begins with {first} is not read as text", 0
    if first in "\"'":
        closing = value.find(first, 1)
        return ("text after the closing quote", closing + 1) if closing > 0 else ("", 0)
    colon = re.search(r":(?:\s|$)", value)
    return ("a colon within a value", colon.start()) if colon else ("", 0)


def is_quoted(value: str) -> bool:
    """Whether a value stands in quotes as it should."""
    return bool(re.fullmatch(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')(?:\s+#.*)?", value))


def quoted(value: str) -> str:
    """A value in the quotes that need the least within them."""
    if "'" in value and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
