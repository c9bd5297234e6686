"""Tags in text, found in a time that grows with its length alone, whatever stands in it.

An expression for a tag looks for the `>` that ends it. Where there is none, it looks to the end of
the text, and does so again from every `<`: a text of such beginnings would take the square of its
length. Here every stretch is looked through once.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_ANY_TAG = re.compile(r"<[^>]*>")


def without_tags(text: str, instead: str = "") -> str:
    """A text without what stands between `<` and the next `>`."""
    end = text.rfind(">") + 1  # after the last one no tag ends
    return _ANY_TAG.sub(instead, text[:end]) + text[end:]


def sub_tags(
    pattern: re.Pattern[str], replace: str | Callable[[re.Match[str]], str], text: str
) -> str:
    """What `pattern.sub` makes of the part of a text in which tags may end; each match must reach
    to the next `>`."""
    end = text.rfind(">") + 1
    return pattern.sub(replace, text[:end]) + text[end:]
