"""Articles that belong together: those nearest in time among those that share a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dateline.model import Article, Listing

_REACH = 6
_SHOWN = 4
#: How much a shared name says, by kind. A running story says most, a publication nothing.
_WEIGHTS = {"stories": 3.0, "people": 2.0, "organisations": 1.5, "places": 1.5, "tags": 1.0}


def related(listings: dict[str, tuple[Listing, ...]]) -> dict[str, tuple[tuple[Article, str], ...]]:
    """For each article's path, up to four related ones, best first, each with the name shared.

    Candidates are an article's nearest neighbours in time within each of its listings, so that
    the work grows with the number of articles and a new one changes its neighbours alone. A name
    weighs less the more articles bear it, in steps of powers of two for the same reason.
    """
    scores: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    shared: dict[tuple[str, str], tuple[float, str]] = {}
    articles: dict[str, Article] = {}
    for kind, weight in _WEIGHTS.items():
        for listing in listings[kind]:
            members = listing.articles
            worth = weight / len(members).bit_length()
            for i, article in enumerate(members):
                articles[article.path] = article
                for other in members[i + 1 : i + 1 + _REACH]:
                    for one, two in ((article.path, other.path), (other.path, article.path)):
                        scores[one][two] += worth
                        if worth > shared.get((one, two), (0.0, ""))[0]:
                            shared[one, two] = (worth, listing.name)
    return {
        path: tuple(
            (articles[other], shared[path, other][1])
            for other in _best(articles[path], others, articles)
        )
        for path, others in scores.items()
    }


def _best(
    article: Article, others: dict[str, float], articles: dict[str, Article]
) -> Sequence[str]:
    def distance(path: str) -> int:
        date, other = article.date, articles[path].date
        return abs(
            (date.year - other.year) * 372 + (date.month - other.month) * 31 + date.day - other.day
        )

    return sorted(others, key=lambda path: (-others[path], distance(path), path))[:_SHOWN]
