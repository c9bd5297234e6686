"""Finds the ends of sentences, words and characters in every script, and the width of a text."""

from __future__ import annotations

import re
import unicodedata

#: A sentence that ends before this part of the length is too short to cut after it.
_REACH = 0.35
#: The number of following characters that are examined for the end of a sentence.
_AHEAD = 100
#: After these, and after a single letter, a full stop does not end a sentence. Titles, months and
#: the like count only with a capital.
_TITLES = """
Abs Adm Apr Art Aug Ave Bros Capt Cmdr Col Corp Cpl Dec Dept Dr Feb Ft Gen Gov Hon Hr Hrsg Inc Jan
Jr Lt Ltd Maj Mar Mio Mlle Mme Mr Mrd Mrs Ms Mt Nov Nr No Oct Prof Pvt Rep Rev Sen Sep Sept Sgt Sr
Sra Srta St
"""
_OTHERS = "al bzw ca cf ed eds etc fig figs pp str tel usw vgl vol vs"
_ABBREVIATIONS = frozenset([*_TITLES.split(), *_OTHERS.split(), *_OTHERS.title().split()])
_CLOSING = "\"'”’»›)\\]“』」）》〉】"
#: Signs at the end of a sentence: those of scripts with spaces, and those that need none.
_SPACED, _UNSPACED = ".!?…", "。！？．｡।॥؟۔።፧།༎။។៕։᠃‼⁇⁈⁉"
_END = re.compile(f"([{_SPACED}{_UNSPACED}]+)[{_CLOSING}]*")
_WORD_BEFORE = re.compile(r"[^\W_]{1,30}$")
_ORDINAL = re.compile(r"\d{1,2}")
#: Characters whose width must be looked up: not Latin, Greek, Cyrillic or quotation marks.
_NOT_ONE_WIDE = re.compile("[^\x00-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e]")
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]*$")
_DANGLING = " \t,;:，、；：—–-([{«“„‘（「『《·•|/"
#: The combining class of the sign that joins two consonants of an Indic script.
_VIRAMA = 9


def shorten(text: str, length: int) -> str:
    """The beginning of a text, at most `length` wide: up to the end of a sentence if one is near,
    else up to a word, with an ellipsis. East Asian characters are two wide."""
    if len(text) <= length // 2 or (len(text) <= length and text.isascii()):
        return text
    end = _fitting(text, length)
    if end == len(text):
        return text
    ends = [at for at in sentence_ends(text, end) if at >= end * _REACH]
    whole = next((at for at in reversed(ends) if not _is_in_link(text, at)), 0)
    if whole:
        return text[:whole]
    cut = _word_end(text, end)
    if _is_in_link(text, cut):
        cut = text.rfind("[[", 0, cut) or cut
    return (text[:cut].rstrip(_DANGLING) or text[:cut]) + "…"


def sentence_ends(text: str, end: int) -> list[int]:
    """The positions up to `end` where a sentence ends, in order."""
    found: list[int] = []
    for match in _END.finditer(text[: end + _AHEAD]):
        if match.end() > end:
            break
        if match[1][-1] in _UNSPACED or _is_end(text, match):
            found.append(match.end())
    return found


def ends_as_sentence(text: str) -> bool:
    """Whether a text ends with the end of a sentence."""
    text = text.rstrip()[-_AHEAD:]
    return sentence_ends(text, len(text))[-1:] == [len(text)]


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop of a script with spaces ends a sentence and not an abbreviation."""
    after = text[match.end() : match.end() + 2]
    if not after.strip():
        return True
    if not after[0].isspace() or after[1:].islower():
        return False
    if match[1] != ".":
        return True
    word = _WORD_BEFORE.search(text[max(0, match.start() - 30) : match.start()])
    if not word:
        return True
    is_initial = len(word[0]) == 1 and not _is_wide(word[0])
    return not (is_initial or word[0] in _ABBREVIATIONS or _ORDINAL.fullmatch(word[0]))


def _fitting(text: str, length: int) -> int:
    """How many characters of a text are at most `length` wide. Marks have no width, but their
    number is limited."""
    if not _NOT_ONE_WIDE.search(text, 0, length):
        return min(len(text), length)
    width = 0
    for at, sign in enumerate(text[: 2 * length]):
        width += _sign_width(sign)
        if width > length:
            return at
    return min(len(text), 2 * length)


def width_of(text: str) -> int:
    """The width of a text: East Asian characters count two, marks nothing."""
    return len(text) if text.isascii() else sum(map(_sign_width, text))


def _sign_width(sign: str) -> int:
    if sign < "\u0300":
        return 1
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if _is_wide(sign) else 1


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in ("W", "F")


def _is_in_link(text: str, at: int) -> bool:
    """Whether a position is within a link to a note."""
    return text.rfind("[[", 0, at) > text.rfind("]]", 0, at)


def _word_end(text: str, end: int) -> int:
    """The last position up to `end` where a word ends, or else one that splits no character."""
    for at in range(end, max(end // 2 - 1, 0), -1):
        is_between = text[at].isspace() or _is_wide(text[at - 1]) or _is_wide(text[at])
        if is_between and not _is_within_character(text, at):
            return at
    while end > 1 and _is_within_character(text, end):
        end -= 1
    return end


def _is_within_character(text: str, at: int) -> bool:
    """Whether a position splits what readers see as one character: a letter and its marks, a
    conjunct, a syllable of Hangul, an emoji."""
    before, after = text[at - 1], text[at]
    if unicodedata.category(after) in ("Mn", "Me", "Mc", "Cf") or before == "\u200d":
        return True
    if after in "\u0e33\u0eb3" or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if "\u1160" <= after <= "\u11ff" or "\ud7b0" <= after <= "\ud7ff":
        return True
    if "\U0001f1e6" <= after <= "\U0001f1ff":  # a flag is a pair of these
        run = _FLAG_LETTERS.search(text[max(0, at - 40) : at])
        return bool(run and len(run[0]) % 2)
    return unicodedata.combining(before) == _VIRAMA
