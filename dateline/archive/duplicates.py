"""One story under several outlets: articles of the same days that share most of their clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dateline.model import Arranged, Article

#: Copies appear within so many days of each other.
_DAYS = 7
#: They share so many clauses, and this share of those of the shorter text.
_FEWEST, _SHARE = 4, 0.5
#: The lowest checksums of a text by which copies are looked for. Two texts of which the longer
#: has twice the clauses of the shorter share none of them once in 256 times.
_LOWEST = 8
#: A clause that stands in more articles, or in those of more weeks, is boilerplate of an outlet:
#: a disclaimer, a call to subscribe.
_MOST_ARTICLES, _MOST_WEEKS = 20, 3

_Pair = tuple[int, int]


def duplicates(archive: Arranged) -> dict[str, tuple[Article, ...]]:
    """Paths of articles that were published more than once → all of the group, oldest first.

    The work grows with the number of articles: each is compared with the last before it that has
    one of its lowest checksums. What is no copy of an article may be one of its copies' copy.
    """
    days = [article.date.day_number for article in archive.articles]
    shared = dict(_alike(archive))
    boilerplate = _boilerplate(shared, days)
    groups = {place: [place] for pair in shared for place in pair}
    for (one, other), clauses in sorted(shared.items()):
        fewer = min((_clauses(archive, place) - boilerplate for place in (one, other)), key=len)
        count = len(clauses - boilerplate)
        is_near = days[other] - days[one] <= _DAYS
        if is_near and count >= _FEWEST and count >= _SHARE * len(fewer):
            if groups[one] is not groups[other]:
                groups[one] += groups[other]
            for place in groups[one]:
                groups[place] = groups[one]
    return {
        archive.articles[place].path: tuple(archive.articles[member] for member in sorted(group))
        for place, group in groups.items()
        if len(group) > 1
    }


def _alike(archive: Arranged) -> Iterator[tuple[_Pair, set[int]]]:
    """Pairs that might be copies, boilerplate or not, with the clauses that they share."""
    last: dict[int, int] = {}
    for place, sketch in enumerate(archive.sketches):
        candidates = set()
        for clause in memoryview(sketch.clauses[: 4 * _LOWEST]).cast("I"):
            if clause in last:
                candidates.add(last[clause])
            last[clause] = place
        for other in candidates:
            mine, theirs = _clauses(archive, place), _clauses(archive, other)
            both = mine & theirs
            if len(both) >= _FEWEST and len(both) >= _SHARE * min(len(mine), len(theirs)):
                yield (other, place), both


def _clauses(archive: Arranged, place: int) -> set[int]:
    return {*memoryview(archive.sketches[place].clauses).cast("I")}


def _boilerplate(shared: Mapping[_Pair, set[int]], days: Sequence[int]) -> set[int]:
    """The clauses that stand in too many articles to say anything of one."""
    holders: dict[int, set[int]] = defaultdict(set)
    for pair, clauses in shared.items():
        for clause in clauses:
            holders[clause].update(pair)
    return {
        clause
        for clause, places in holders.items()
        if len(places) > _MOST_ARTICLES or len({days[p] // 7 for p in places}) > _MOST_WEEKS
    }
