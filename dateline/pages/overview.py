"""What a listing tells of the whole: since when, how much, together with what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from heapq import nsmallest
from itertools import chain

from dateline.model import LISTED_FIELDS, Archive, Listing
from dateline.pages.views import Link

_SHOWN = 8
#: Kinds in the order in which a reader asks for them.
_KINDS = ("stories", "people", "places", "organisations", "tags", "sources")

#: A name: its kind and itself.
Name = tuple[str, str]


class Company:
    """Which names stand in the same articles: asked once for each listing."""

    def __init__(self, archive: Archive):
        self._names: dict[str, tuple[Name, ...]] = {
            article.path: tuple(
                (kind, name) for kind in LISTED_FIELDS for name in article.names(kind)
            )
            for article in archive.articles
        }
        self._addresses = {
            (kind, listing.name): listing.address
            for kind, listings in archive.listings.items()
            for listing in listings
        }
        self.counts: Mapping[Name, int] = {
            (kind, listing.name): len(listing.articles)
            for kind, listings in archive.listings.items()
            for listing in listings
        }

    def of(self, listing: Listing) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """The names beside a listing's own, by kind, those that stand with it most often first.

        Among names as often beside it, the one that is seldom elsewhere comes first: a tag that
        every article has says nothing. How seldom is told in powers of two, so that a new article
        elsewhere changes few pages.
        """
        own = (listing.kind, listing.name)
        together = Counter(chain.from_iterable(self._names[a.path] for a in listing.articles))
        together.pop(own, None)
        by_kind: dict[str, list[tuple[int, int, str]]] = {}
        for (kind, name), count in together.items():
            rarity = self.counts[kind, name].bit_length()
            by_kind.setdefault(kind, []).append((-count, rarity, name))
        return tuple(
            (kind, tuple(self._link(kind, *each) for each in nsmallest(_SHOWN, by_kind[kind])))
            for kind in _KINDS
            if kind in by_kind
        )

    def _link(self, kind: str, count: int, rarity: int, name: str) -> Link:
        return Link(name, self._addresses[kind, name], -count)
