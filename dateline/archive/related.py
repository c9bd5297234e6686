"""Articles that belong together: near in time, with a name or a telling word in common."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from dateline.model import Arranged, Article, PartialDate, Reason, TextSketch
from dateline.names import KINDS

_SHOWN = 4
#: How much a shared word of the texts says; a name has the weight of its kind. A word that some
#: text writes small is seldom a name.
_TERM_WEIGHT, _SMALL_TERM_WEIGHT = 600, 200
#: The most telling names and terms of an article that others are looked for by.
_BONDS = 12
#: How many of those that share a name or a term are looked at, before and after an article.
_REACH, _TERM_REACH = 5, 3


class _Bond(NamedTuple):
    """What some articles share: their places in order of time, how many of them an article has to
    do with before and after it, and what it is worth."""

    kind: str
    name: str
    members: Sequence[int]
    reach: int
    worth: int


def related(
    archive: Arranged, duplicates: Mapping[str, tuple[Article, ...]]
) -> tuple[tuple[tuple[Article, Reason], ...], ...]:
    """For each article up to four related ones, best first, each with the reason.

    Candidates are an article's nearest neighbours in time for each name and term it has, so that
    the work grows with the number of articles and a new one changes its neighbours alone. What is
    shared weighs less the more articles share it, in steps of powers of two for the same reason.
    Of `duplicates` of one story the first stands for all, beside none of its own.
    """
    articles = archive.articles
    firsts = _first_duplicates(articles, duplicates)
    bonds = sorted([*_names(archive), *_terms(archive.sketches)], key=lambda bond: -bond.worth)
    of_article = _by_article(bonds, len(articles))
    for number in {number for place in firsts for number in of_article[place]}:
        members = [place for place in bonds[number].members if place not in firsts]
        bonds[number] = bonds[number]._replace(members=members)
    days = [article.date.day_number for article in articles]
    found = []
    for place, article in enumerate(articles):
        scores = _scores(place, map(bonds.__getitem__, of_article[place][:_BONDS]))
        for own in {place, firsts.get(place, place)}:
            scores.pop(own, None)
        mine, belonging = set(of_article[place]), []
        for other in _best(scores, days, days[place]):
            bond = bonds[min(mine.intersection(of_article[other]))]
            period = _period(article.date, articles[other].date, abs(days[other] - days[place]))
            belonging.append((articles[other], Reason(bond.kind, bond.name, period)))
        found.append(tuple(belonging))
    return tuple(found)


def _by_article(bonds: Sequence[_Bond], count: int) -> list[list[int]]:
    """The numbers of the bonds that each article has, the most telling first."""
    numbers: list[list[int]] = [[] for _ in range(count)]
    for number, bond in enumerate(bonds):
        for place in bond.members:
            numbers[place].append(number)
    return numbers


def _first_duplicates(
    articles: Sequence[Article], duplicates: Mapping[str, tuple[Article, ...]]
) -> dict[int, int]:
    """Every later duplicate of an article → the first, as places in order of time."""
    if not duplicates:
        return {}
    places = {article.path: place for place, article in enumerate(articles)}
    return {
        places[later.path]: places[group[0].path]
        for group in duplicates.values()
        for later in group[1:]
    }


class _Keys(dict[str, str]):
    """Words → what they are compared by: without case and without marks on letters."""

    def __init__(self) -> None:
        super().__init__()
        self.small: set[str] = set()
        self.written: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        key = word.casefold()
        if not key.isascii():
            parts = unicodedata.normalize("NFD", key)
            key = "".join(part for part in parts if not unicodedata.combining(part))
        if word.islower():
            self.small.add(key)
        self.written.setdefault(key, word)
        self[word] = key
        return key


def _names(archive: Arranged) -> Iterator[_Bond]:
    places = {article.path: place for place, article in enumerate(archive.articles)}
    # Of bonds of the same worth, the first is the reason that is given.
    for kind in sorted(KINDS.values(), key=lambda kind: (-kind.weight, -kind.beside)):
        for listing in archive.listings[kind.folder] if kind.weight else ():
            members = [places[article.path] for article in listing.articles]
            worth = kind.weight // len(members).bit_length()
            yield _Bond(listing.kind, listing.name, members, _REACH, worth)


def _terms(sketches: Sequence[TextSketch]) -> Iterator[_Bond]:
    """The words of texts that are rare enough to tell something: in one of eight to sixteen at
    most, the share between being that at which the limit is a power of two."""
    keys = _Keys()
    members: dict[str, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        for key in dict.fromkeys(map(keys.__getitem__, sketch.terms.split())):
            members[key].append(place)
    most = max(4, 1 << len(sketches).bit_length() >> 4)
    for key, places in members.items():
        if 1 < len(places) <= most:
            weight = _SMALL_TERM_WEIGHT if key in keys.small else _TERM_WEIGHT
            worth = weight // len(places).bit_length()
            yield _Bond("terms", keys.written[key], places, _TERM_REACH, worth)


def _scores(place: int, bonds: Iterable[_Bond]) -> dict[int, int]:
    """What the neighbours of an article share with it; itself is among them."""
    scores: dict[int, int] = defaultdict(int)
    for _, _, members, reach, worth in bonds:
        if len(members) > reach + 1:
            at = bisect_left(members, place)
            members = members[max(0, at - reach) : at + reach + 1]
        for other in members:
            scores[other] += worth
    return scores


def _best(scores: dict[int, int], days: Sequence[int], day: int) -> list[int]:
    """Those with the highest scores, the nearest in time first among equals."""
    least = min(sorted(scores.values())[-_SHOWN:], default=0)
    candidates = [place for place, score in scores.items() if score >= least]
    return sorted(candidates, key=lambda c: (-scores[c], abs(days[c] - day), c))[:_SHOWN]


def _period(
    one: PartialDate, other: PartialDate, apart: int
) -> Literal["day", "week", "month", ""]:
    if one.day and other.day and apart < 7:
        return "week" if apart else "day"
    is_month = one.month and (one.year, one.month) == (other.year, other.month)
    return "month" if is_month else ""
