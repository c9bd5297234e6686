"""Normalizes text for the index and restores it: letters with several spellings, and scripts
without spaces between words.

**Arabic script.** Queries often differ from printed text: hamza on alef is left out, final ya and
ta marbuta are replaced by similar letters, Persian and Arabic keyboards have different kaf and ya,
vowel signs and tatweel are optional, and Persian's half-space is written, omitted or replaced by a
space. The rules are the light normalization that is usual in retrieval (L. Larkey et al.,
"Improving stemming for Arabic information retrieval", SIGIR 2002).

**Chinese and Japanese.** Each character is a word of the index, and the search page queries
consecutive characters. Splitting words would have to give the same result here and in every
browser, which it does not.

The search page normalizes queries in the same way (`indexedWord` in `assets/search/text.js`).
Pagefind removes the diacritics of other scripts.
"""

from __future__ import annotations

import collections
import functools
import html
import re

_SAME = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیئ", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    "ؤ": "و",
    "ة": "ه",
    "ۀ": "ه",
    **{chr(0x660 + digit): str(digit) for digit in range(10)},
    **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
}
_DROPPED = (0x640, 0x670, *range(0x610, 0x61B), *range(0x64B, 0x660), *range(0x6D6, 0x6EE))
_TABLE = str.maketrans({**_SAME, **{chr(code): "" for code in _DROPPED}})
_HALF_SPACE = re.compile(r"(?<=[\u0610-\u06ff])\u200c")
_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHARACTER = re.compile(f"(?<=[{_UNSPACED}])(?!\\s)|(?<=[^\\s{_UNSPACED}])(?=[{_UNSPACED}])")
_INSERTED = re.compile(f"(?<=[{_UNSPACED}]) | (?=[{_UNSPACED}])")
#: A zero-width space, at which Pagefind splits words.
_UNSEEN_SPACE = "\u200b"


def fold_letters(text: str) -> str:
    """The text, or HTML, with one form of each letter, and with each character as a word in scripts
    without spaces."""
    if text.isascii():
        return text
    # Pagefind indexes a word with a hyphen both as a whole and by its parts.
    folded = _HALF_SPACE.sub("-", text).translate(_TABLE)
    return _CHARACTER.sub(" ", folded)


def restore_letters(folded: str, written: str) -> str:
    """A normalized text with its original letters. `written` is HTML with the same words in the
    same order. A word that it does not have stays normalized."""
    if written.isascii():
        return folded
    originals = _words_by_form(written)
    used: collections.Counter[str] = collections.Counter()
    words = []
    for word in folded.split(" "):
        # Pagefind adds a full stop to a heading or an item without one.
        for known in (word, word.removesuffix(".")):
            if used[known] < len(originals.get(known, ())):
                words.append(originals[known][used[known]] + word[len(known) :])
                used[known] += 1
                break
        else:
            words.append(word)
    return _INSERTED.sub(_UNSEEN_SPACE, " ".join(words))


@functools.lru_cache(maxsize=1)
def _words_by_form(written: str) -> dict[str, list[str]]:
    """The words of a text by their normalized form, in order. Its headings are queried after it."""
    found: dict[str, list[str]] = collections.defaultdict(list)
    for word in html.unescape(re.sub(r"<[^>]*>", " ", written)).split():
        found[fold_letters(word)].append(word)
    return dict(found)
