"""What a listing tells of the whole: since when, how much, together with what."""

from __future__ import annotations

from collections import Counter
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
        self._listings: list[Listing] = [
            listing for kind in LISTED_FIELDS for listing in archive.listings[kind]
        ]
        numbers = {(li.kind, li.name): number for number, li in enumerate(self._listings)}
        self._names: dict[str, tuple[int, ...]] = {
            article.path: tuple(
                numbers[kind, name] for kind in LISTED_FIELDS for name in article.names(kind)
            )
            for article in archive.articles
        }

    def counts(self) -> dict[Name, int]:
        """How many articles bear each name."""
        return {(li.kind, li.name): len(li.articles) for li in self._listings}

    def of(self, listing: Listing) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """The names beside a listing's own, by kind, those that stand with it most often first.

        Among names as often beside it, the one that is seldom elsewhere comes first: a tag that
        every article has says nothing. How seldom is told in powers of two, so that a new article
        elsewhere changes few pages.
        """
        together = Counter(chain.from_iterable(self._names[a.path] for a in listing.articles))
        by_kind: dict[str, list[tuple[int, int, str, str]]] = {}
        for number, count in together.items():
            other = self._listings[number]
            if (other.kind, other.name) != (listing.kind, listing.name):
                rarity = len(other.articles).bit_length()
                found = (-count, rarity, other.name, other.address)
                by_kind.setdefault(other.kind, []).append(found)
        return tuple(
            (
                kind,
                tuple(
                    Link(name, address, -count)
                    for count, _, name, address in nsmallest(_SHOWN, by_kind[kind])
                ),
            )
            for kind in _KINDS
            if kind in by_kind
        )
