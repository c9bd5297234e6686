"""Finds tags in a text in linear time.

An expression for a tag searches for the `>` that ends it. Without one, it searches to the end of
the text, and again from every `<`, which takes quadratic time. Here every part is searched once.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_ANY_TAG = re.compile(r"<[^>]*>")


def without_tags(text: str, instead: str = "") -> str:
    """A text without the parts between `<` and the next `>`."""
    end = text.rfind(">") + 1  # after the last `>` no tag ends
    return _ANY_TAG.sub(instead, text[:end]) + text[end:]


def sub_tags(
    pattern: re.Pattern[str], replace: str | Callable[[re.Match[str]], str], text: str
) -> str:
    """The result of `pattern.sub` for the part of a text in which tags may end; each match must
    reach the next `>`."""
    end = text.rfind(">") + 1
    return pattern.sub(replace, text[:end]) + text[end:]
