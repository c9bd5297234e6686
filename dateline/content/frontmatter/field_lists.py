"""Splits lists that are written as text, by the rules of each tool."""

from __future__ import annotations

import re

#: Commas and semicolons of other scripts, which are equivalent to ours.
_COMMAS = re.compile(r"[,，、،]")
_SEMICOLONS = re.compile("[;；؛\n]")
#: A comma of these scripts never occurs within a name such as `Smith, Jane`.
_BETWEEN_PEOPLE = re.compile("[;；؛\n，、،]")
_AND = re.compile(r" (?:and|&|und) ", re.IGNORECASE)
_ITEM_MARK = re.compile(r"^[ \t]*[-*•][ \t]+")
#: Suffixes after a name and a comma that belong to the name.
_SUFFIX = re.compile(
    r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|m\.?p|esq|cpa|rn|dds|j\.?d)\.?", re.IGNORECASE
)
#: Words of names that are written in lower case.
_PARTICLES = {
    *("de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der"),
    *("den", "ter", "ten", "zu", "af", "av", "el", "al", "bin", "ibn", "bint", "ben", "y", "e"),
}
_BYLINE = re.compile(r"by[: ]\s*(?=\S)", re.IGNORECASE)
#: The maximum words of a person's name.
_LONGEST_NAME = 5


def split_names(text: str, *, at_spaces: bool = False) -> list[str]:
    """The names in a text. It is split at semicolons and line ends if it has any, else at commas,
    else at spaces if `at_spaces`. Text in quotes is not split; brackets around the whole are
    removed."""
    text = _unwrapped(text)
    if _SEMICOLONS.search(text):
        return _clean(_SEMICOLONS.split(text))
    if _COMMAS.search(text):
        return _clean(_commas(text))
    words = text.split()
    is_hashed = len(words) > 1 and all(word.startswith("#") for word in words)
    return words if at_spaces or is_hashed else _clean([text])


def split_people(text: str, *, is_plural: bool) -> list[str]:
    """The people in a text: `Ann A, Ben B and Cleo C`. `Smith, Jane` is one person, and a ministry
    with an "and" in its name is one too. `is_plural`: the field's name allows several."""
    text = _BYLINE.sub("", _unwrapped(text).strip(), count=1)
    if _BETWEEN_PEOPLE.search(text):
        return _clean(_BETWEEN_PEOPLE.split(text))
    joined = _with_suffixes(_commas(text))
    parts = [person for part in joined for person in _at_and(part)]
    is_quoted = all(part[:1] == part[-1:] == '"' for part in parts)
    if len(joined) == 1 or is_quoted or all(map(_is_full_name, parts)):
        return _clean(parts)
    singles = [single for part in joined for single in _AND.split(part)]
    is_list = all(" " not in single for single in singles) and (is_plural or len(singles) > 2)
    return _clean(singles if is_list else [text])


def _unwrapped(text: str) -> str:
    """A text without the brackets of a list around it; those of a wikilink are kept."""
    inner = text.strip()
    is_list = inner[:1] == "[" and inner[-1:] == "]" and inner.count("[") == inner.count("]") == 1
    return inner[1:-1] if is_list else text


def _commas(text: str) -> list[str]:
    """The parts between commas that are not in quotes."""
    if '"' not in text or text.count('"') % 2:
        return _COMMAS.split(text)
    quoted = text.split('"')
    hidden = '"'.join(p if i % 2 == 0 else _COMMAS.sub("\0", p) for i, p in enumerate(quoted))
    return [part.replace("\0", ",") for part in _COMMAS.split(hidden)]


def _clean(parts: list[str]) -> list[str]:
    """Names without the marks of a list, and without quotes around them."""
    names = (_ITEM_MARK.sub("", part).strip() for part in parts)
    return [n[1:-1] if len(n) > 1 and n[0] == n[-1] and n[0] in "\"'" else n for n in names]


def _with_suffixes(parts: list[str]) -> list[str]:
    """The parts of a list, with each `Jr.` joined to the name before it, and without `and` at the
    last."""
    joined: list[str] = []
    for part in parts:
        part = re.sub(r"^(?:and|&) ", "", part.strip())
        if joined and _SUFFIX.fullmatch(part):
            joined[-1] += f", {part}"
        elif part:
            joined.append(part)
    return joined


def _at_and(part: str) -> list[str]:
    """Two people joined by a word; one if either is not a full name."""
    people = _AND.split(part)
    return people if all(map(_is_full_name, people)) else [part]


def _is_full_name(text: str) -> bool:
    """Whether a text looks like a person's given name and surname, or an agency of two words."""
    words = text.partition(",")[0].split()
    return 2 <= len(words) <= _LONGEST_NAME and all(
        not word[0].islower() or word.lower() in _PARTICLES or "-" in word for word in words
    )
