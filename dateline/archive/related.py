"""Articles that belong together: those nearest in time among those that share a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dateline.model import Article, Listing

_REACH = 5
_SHOWN = 4
#: How much a shared name says, by kind. A running story says most, a publication nothing.
_WEIGHTS = {"stories": 6.0, "people": 4.0, "organisations": 3.0, "places": 3.0, "tags": 2.0}


def related(
    articles: Sequence[Article], listings: dict[str, tuple[Listing, ...]]
) -> list[tuple[tuple[Article, str], ...]]:
    """For each article up to four related ones, best first, each with the name shared.

    Candidates are an article's nearest neighbours in time within each of its listings, so that
    the work grows with the number of articles and a new one changes its neighbours alone. A name
    weighs less the more articles bear it, in steps of powers of two for the same reason.
    """
    places = {article.path: place for place, article in enumerate(articles)}
    days = [a.date.year * 372 + a.date.month * 31 + a.date.day for a in articles]
    scores: list[dict[int, float]] = [defaultdict(float) for _ in articles]
    worths: dict[tuple[str, str], float] = {}
    for kind, weight in _WEIGHTS.items():
        for listing in listings[kind]:
            worth = worths[kind, listing.name] = weight / len(listing.articles).bit_length()
            members = [places[article.path] for article in listing.articles]
            for i, one in enumerate(members):
                for other in members[i + 1 : i + 1 + _REACH]:
                    scores[one][other] += worth
                    scores[other][one] += worth
    found = []
    for place, candidates in enumerate(scores):
        day = days[place]
        ranked = sorted((-score, abs(days[c] - day), c) for c, score in candidates.items())[:_SHOWN]
        article = articles[place]
        found.append(
            tuple((articles[c], _reason(article, articles[c], worths)) for *_, c in ranked)
        )
    return found


def _reason(one: Article, other: Article, worths: dict[tuple[str, str], float]) -> str:
    """The name that says most of those that two articles share."""
    best, reason = 0.0, ""
    for kind in _WEIGHTS:
        theirs = other.names(kind)
        for name in one.names(kind) if theirs else ():
            if name in theirs and worths[kind, name] > best:
                best, reason = worths[kind, name], name
    return reason
