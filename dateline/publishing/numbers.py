"""Whole numbers as text: small ones take one character, and there is no largest.

A number is written in digits of two kinds, so that no separator is needed: any number of leading
digits (base 12), then one last digit (base 80). Each is a printable ASCII character that JSON does
not escape. `search-numbers.js` reads them.
"""

from __future__ import annotations

_DIGITS = "".join(chr(code) for code in range(ord("!"), ord("~") + 1) if chr(code) not in '"\\')
_LAST, _LEADING = _DIGITS[:80], _DIGITS[80:]


def number_text(number: int) -> str:
    """A number from 0 up as text; 0 to 79 take one character, up to 1039 two."""
    number, last = divmod(number, len(_LAST))
    text = _LAST[last]
    while number:
        # Without a zero (bijective numeration), so that no two texts mean the same number.
        number, leading = divmod(number - 1, len(_LEADING))
        text = _LEADING[leading] + text
    return text
