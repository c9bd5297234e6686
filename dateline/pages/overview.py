"""What a listing tells of the whole: since when, how much, together with what."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest
from itertools import chain

from dateline.model import Archive, Article, Listing
from dateline.names import KINDS
from dateline.pages.views import Link

_SHOWN = 8
#: Of all names that a listing shows beside its own: each stands so on as many pages.
_CHARACTERS = 1_000
#: Kinds in the order in which a reader asks for them.
_ORDER = sorted(KINDS, key=lambda kind: KINDS[kind].beside)


class Cooccurrence:
    """Which names stand in the same articles: asked once for each listing."""

    def __init__(self, archive: Archive):
        self._listings: list[Listing] = [
            listing for kind in KINDS for listing in archive.listings[kind]
        ]
        numbers = {(li.kind, li.name): number for number, li in enumerate(self._listings)}
        self._articles = len(archive.articles)
        self._names: dict[str, tuple[int, ...]] = {
            article.path: tuple(
                numbers[kind, name] for kind in KINDS for name in article.names(kind)
            )
            for article in archive.articles
            if not article.is_crowded
        }

    def of(self, listing: Listing) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """The names beside a listing's own, by kind, those that stand with it most often first.

        Among names as often beside it, the one that is seldom elsewhere comes first: a tag that
        every article has says nothing. How seldom is told in powers of two, so that a new article
        elsewhere changes few pages.
        """
        by_kind: dict[str, list[tuple[int, int, str, str]]] = {}
        for number, count in self._together(listing.articles).items():
            other = self._listings[number]
            if (other.kind, other.name) != (listing.kind, listing.name):
                rarity = len(other.articles).bit_length()
                place = (-count, rarity, other.name, other.address)
                by_kind.setdefault(other.kind, []).append(place)
        left, found = _CHARACTERS, []
        for kind in _ORDER:
            links = []
            for count, _, name, address in nsmallest(_SHOWN, by_kind.get(kind, ())):
                left -= len(name)
                if left >= 0:
                    links.append(Link(name, address, -count))
            if links:
                found.append((kind, tuple(links)))
        return tuple(found)

    def about(self, articles: Sequence[Article]) -> tuple[str, ...]:
        """What some articles are about: the one or two names that set them apart from all others.

        A name is worth what it adds to the log-likelihood of the group over the archive (T.
        Dunning, "Accurate methods for the statistics of surprise and coincidence", 1993): often
        here, and seldom elsewhere.
        """
        worths: dict[str, float] = {}
        for number, count in self._together(articles).items():
            listing = self._listings[number]
            lift = count * self._articles / (len(articles) * len(listing.articles))
            is_common = count > 1 and 6 * count >= len(articles)
            if KINDS[listing.kind].weight and is_common and lift > 1.5:
                worth = count * math.log(lift)
                worths[listing.name] = max(worths.get(listing.name, 0.0), worth)
        return tuple(sorted(worths, key=lambda name: (-worths[name], name))[:2])

    def _together(self, articles: Sequence[Article]) -> Counter[int]:
        """How many of the articles bear each name, by its number."""
        names = (self._names.get(article.path, ()) for article in articles)
        return Counter(chain.from_iterable(names))
