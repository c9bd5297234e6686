"""Decodes HTML character references as browsers do: `&#8217;`, `&#x2019;`, `&rsquo;`."""

from __future__ import annotations

import html
import re

#: HTML standard, "numeric character reference state"; the semicolon may be missing.
NUMERIC = re.compile(r"&#(?:[xX][0-9a-fA-F]+|[0-9]+);?")
_REPLACEMENT = "\ufffd"
_LAST = 0x10FFFF
_DIGITS = 7


def numeric_sign(reference: str) -> str:
    """The character of a numeric reference, including control characters; U+FFFD if the number is
    invalid. 0x80 to 0x9F mean Windows-1252, as everywhere on the web."""
    digits = reference[2:].rstrip(";")
    base = 16 if digits[0] in "xX" else 10
    digits = digits.lstrip("xX").lstrip("0") or "0"
    number = int(digits, base) if len(digits) <= _DIGITS else _LAST + 1
    if number == 0 or number > _LAST or 0xD800 <= number <= 0xDFFF:
        return _REPLACEMENT
    return html.unescape(f"&#{number};") or chr(number)


def unescape(text: str) -> str:
    """The decoded text of HTML. Unlike the standard library's function, it accepts numbers of any
    length."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = NUMERIC.sub(lambda found: html.escape(numeric_sign(found[0])), text)
    return html.unescape(text)
