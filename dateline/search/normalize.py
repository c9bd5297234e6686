"""Text as the index has it, and back: letters that are written in several ways, and scripts that
put no space between words.

**Arabic script.** What people type differs from what was printed: hamza on alef is often left out,
final ya and ta marbuta are swapped for their undotted or looped neighbours, keyboards of Persian
and Arabic have different kaf and ya, vowel signs and tatweel are ornament, and Persian's half-space
stands, or is missing, or is a space. The folding is the light normalisation customary for
retrieval (L. Larkey et al., "Improving stemming for Arabic information retrieval", SIGIR 2002).

**Chinese and Japanese.** Each character is a word of the index, and the search page asks for
characters that follow one another. Words would have to be told apart in the same way here and in
every browser, and are not.

The search page folds queries alike (`indexedWord` in `assets/search/text.js`). Pagefind takes care
of the diacritics of other scripts.
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
#: Parts words, as Pagefind has it, and is not seen.
_UNSEEN_SPACE = "\u200b"


def fold_letters(text: str) -> str:
    """The text, or HTML, with one way of writing each letter and one character a word where there
    are no spaces."""
    if text.isascii():
        return text
    # Pagefind indexes a word with a hyphen as a whole and in its parts.
    folded = _HALF_SPACE.sub("-", text).translate(_TABLE)
    return _CHARACTER.sub(" ", folded)


def restore_letters(folded: str, written: str) -> str:
    """A folded text as it was written, of as many words; `written` is HTML that holds the same
    words in the same order. A word that it does not hold stays as it is."""
    if written.isascii():
        return folded
    spellings = _spellings(written)
    used: collections.Counter[str] = collections.Counter()
    words = []
    for word in folded.split(" "):
        # Pagefind ends a heading or an item with a full stop where it has none.
        for known in (word, word.removesuffix(".")):
            if used[known] < len(spellings.get(known, ())):
                words.append(spellings[known][used[known]] + word[len(known) :])
                used[known] += 1
                break
        else:
            words.append(word)
    return _INSERTED.sub(_UNSEEN_SPACE, " ".join(words))


@functools.lru_cache(maxsize=1)
def _spellings(written: str) -> dict[str, list[str]]:
    """The words of a text by their folded form, in order; its headings are asked for after it."""
    found: dict[str, list[str]] = collections.defaultdict(list)
    for word in html.unescape(re.sub(r"<[^>]*>", " ", written)).split():
        found[fold_letters(word)].append(word)
    return dict(found)
