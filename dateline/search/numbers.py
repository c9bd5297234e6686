"""Whole numbers as text: small ones take one character, and there is no maximum.

A number is written in two kinds of digits, so that no separator is needed: any number of leading
digits (base 14), then one last digit (base 80). Digits are the 94 printable characters of ASCII.
`assets/search/numbers.js` reads them.
"""

from __future__ import annotations

FIRST, LAST, LEADING = ord("!"), 80, 14


def number_text(number: int) -> str:
    """A number from 0 up as text; 0 to 79 take one character, up to 1199 two."""
    number, last = divmod(number, LAST)
    text = chr(FIRST + last)
    while number:
        # There is no zero (bijective numeration), so that each number has one form.
        number, leading = divmod(number - 1, LEADING)
        text = chr(FIRST + LAST + leading) + text
    return text
