"""Names of months and weekdays in the languages of CLDR, from Babel."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from babel import localedata
from babel.core import get_global
from babel.localedata import Alias

Words = tuple[str, ...]

_WORDS = re.compile(r"\d+|[^\s\d,./\\()|@'’:;،、。·-]+")
_LITERAL = re.compile(r"'([^']*)'|[^\W\d_]+")
_FIELDS = re.compile("[yMLdEGcrQ]+")
_PREFIX = re.compile(r"(?:'([^' ]+)'|([^\W\d_yMLdEGcrQ' ]))M{3,4}")
#: Signs of ordinal numbers, and words between a day and a time.
_FILLERS = (
    *("st", "nd", "rd", "th", "of", "the", "at", "on", "er", "o", "a", "e", "º", "ª", "°"),
    *("um", "uhr", "den", "le", "el", "alle", "las", "ore", "kl", "года", "року", "号", "號"),
    *("ngày", "năm", "de", "del"),
)
#: Languages whose months have other names in other countries.
_REGIONAL = ("ar_", "de_AT")


class Names(NamedTuple):
    """The meanings of words: months by number, weekdays from 0 (Monday), and words without a
    meaning of their own, such as the `de` of `8 de octubre de 2017`."""

    months: dict[Words, frozenset[int]]
    weekdays: dict[Words, frozenset[int]]
    fillers: frozenset[str]

    def month(self, words: Words) -> frozenset[int]:
        """The months that a name, or its beginning of at least three letters, may mean."""
        return _begun(self.months, words)

    def weekday(self, words: Words) -> frozenset[int]:
        """The weekdays that a name, or its beginning of at least three letters, may mean."""
        return _begun(self.weekdays, words)


def _begun(names: dict[Words, frozenset[int]], words: Words) -> frozenset[int]:
    if words in names or len(words) != 1 or len(words[0]) < 3:
        return names.get(words, frozenset())
    begun = (which for name, which in names.items() if name[0].startswith(words[0]))
    return frozenset[int]().union(*begun)


def words_of(text: str) -> Words:
    """The words and numbers of a text, without accents and case."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
    return tuple(_WORDS.findall(plain))


@functools.lru_cache(maxsize=8)
def names_of(language: str) -> Names:
    """The names in one language, with its regions; none if CLDR does not know it."""
    found = [tag for tag in localedata.locale_identifiers() if tag.partition("_")[0] == language]
    # There are a hundred English regions, whose names are the same or begin in the same way.
    return _gathered([language] if language == "en" and found else found)


@functools.cache
def names_of_all() -> Names:
    """The names in every language that is official somewhere, and those of all Arabic countries.

    Loading them takes half a second and 75 MB.
    """
    spoken = get_global("territory_languages").values()
    official = {
        tag
        for languages in spoken
        for tag, of in languages.items()
        if of["official_status"] in ("official", "de_facto_official")
    }
    tags = localedata.locale_identifiers()
    return _gathered(tag for tag in sorted(tags) if tag in official or tag.startswith(_REGIONAL))


def _gathered(tags: Iterable[str]) -> Names:
    months: dict[Words, set[int]] = {}
    weekdays: dict[Words, set[int]] = {}
    fillers: set[str] = {word for text in _FILLERS for word in words_of(text)}
    for tag in tags:
        data: Any = localedata.load(tag)
        patterns = [str(_at(data, "date_formats", length).pattern) for length in ("full", "long")]
        prefixes = {a or b for pattern in patterns for a, b in _PREFIX.findall(pattern)}
        for number, name in _forms(data, "months"):
            for form in (name, *(prefix + name for prefix in prefixes)):
                months.setdefault(words_of(form), set()).add(number)
        for number, name in _forms(data, "days"):
            if name.isascii() and len(name) == 1:
                continue  # the `T` between a day and a time is not a weekday
            weekdays.setdefault(words_of(name), set()).add(number)
        fillers.update(word for pattern in patterns for word in _literals(pattern))
    return Names(
        {name: frozenset(which) for name, which in months.items() if name},
        {name: frozenset(which) for name, which in weekdays.items() if name},
        frozenset(fillers),
    )


def _forms(data: Any, what: str) -> Iterator[tuple[int, str]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            yield from _at(data, what, context, width).items()


def _at(data: Any, *keys: str) -> Any:
    """A part of a language's data. Babel's own access would write into data that languages
    share."""
    found: Any = data
    for key in keys:
        found = found[key]
        if isinstance(found, tuple):  # a reference to another part, and the differences
            alias, others = found
            found = {**alias.resolve(data), **others}
        elif isinstance(found, Alias):
            found = found.resolve(data)
    return found


def _literals(pattern: str) -> Iterator[str]:
    """The words of a pattern such as `d 'de' MMMM 'de' y` or `y年M月d日`."""
    for part in _LITERAL.finditer(pattern):
        yield from words_of(part[1] if part[1] is not None else _FIELDS.sub(" ", part[0]))


def sequences(words: Sequence[str], start: int) -> Iterator[Words]:
    """The sequences that begin at a word, the longest first: names in CLDR have at most three
    words."""
    for length in (3, 2, 1):
        if start + length <= len(words):
            yield tuple(words[start : start + length])
