"""How listings are cut into pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.model import Article, Listing

PER_PAGE = 50


class Sheet(NamedTuple):
    """One page of a listing; `older` and `newer` are the addresses beside it, empty at the ends.

    `number` is 0 on the listing's own page.
    """

    number: int
    address: str
    articles: Sequence[Article]
    older: str
    newer: str


def sheets(listing: Listing) -> Iterator[Sheet]:
    """Cuts a listing into pages, its own first.

    Page 1 has the oldest articles and is full for good, so news at the newest end leaves all but
    the listing's own page (0) as it was. That one holds between one and two pages' worth.
    """
    articles = listing.articles
    full = max(0, len(articles) // PER_PAGE - 1)

    def address(number: int) -> str:
        return f"{listing.address}page/{number}/" if number else ""

    yield Sheet(0, listing.address, articles[full * PER_PAGE :], address(full), "")
    for number in range(1, full + 1):
        newer = address(number + 1) if number < full else listing.address
        start = (number - 1) * PER_PAGE
        some = articles[start : start + PER_PAGE]
        yield Sheet(number, address(number), some, address(number - 1), newer)
