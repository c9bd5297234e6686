"""The pages of every listing: of tags and other names, of years and of months."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Mapping, Sequence

from dateline.model import Archive, Article, Listing, PartialDate, StaticPage
from dateline.names import KINDS
from dateline.pages.archive_dates import ArchiveDates
from dateline.pages.calendars import year_calendar
from dateline.pages.cards import card_of, copy_of
from dateline.pages.chart import span_chart
from dateline.pages.overview import Cooccurrence
from dateline.pages.paging import sheets
from dateline.pages.views import Card, Day, ListingView, Overview, Page
from dateline.urls import FEED

#: A silence within a story is told when it is as long as this, and so many times the usual one.
_GAP_DAYS, _GAP_TIMES = 14, 3


class Listings:
    """Makes the pages of listings; what they share is made once."""

    def __init__(
        self,
        archive: Archive,
        intros: dict[str, StaticPage],
        dates: ArchiveDates,
        cooccurrence: Cooccurrence,
        first_weekday: int,
    ):
        self._archive = archive
        self._intros = intros
        self._dates = dates
        self._cooccurrence = cooccurrence
        self._first_weekday = first_weekday
        self._cards = {article.path: card_of(article) for article in archive.articles}

    def pages(self) -> Iterator[Page]:
        """Every page of every listing."""
        named = itertools.chain.from_iterable(self._archive.listings.values())
        for listing in itertools.chain(named, self._archive.years, self._archive.months):
            yield from self._pages_of(listing)

    def _pages_of(self, listing: Listing) -> Iterator[Page]:
        kind = KINDS.get(listing.kind)
        is_narrative = bool(kind and kind.is_narrative)
        by_day = is_narrative or listing.kind == "month"
        all_cards = self._story_cards(listing) if is_narrative else self._cards
        template = "story.html" if is_narrative else "listing.html"
        for sheet in sheets(listing):
            cards = () if by_day else tuple(self._cards[a.path] for a in reversed(sheet.articles))
            view = ListingView(
                kind=listing.kind,
                name=listing.name,
                address=listing.address,
                number=sheet.number,
                cards=cards,
                days=_days(sheet.articles, all_cards) if by_day else (),
                older=sheet.older,
                newer=sheet.newer,
                feed=f"{listing.address}{FEED}" if kind and kind.has_feed else "",
                overview=None if sheet.number else self._overview(listing),
                intro=None if sheet.number else self._intros.get(listing.address),
            )
            yield Page(sheet.address, template, view)

    def _story_cards(self, story: Listing) -> Mapping[str, Card]:
        """The cards of a story, in which a text stands in full once, however many published it."""
        told: set[str] = set()
        cards = {}
        for article in story.articles:
            group = self._archive.duplicates.get(article.path, ())
            is_copy = any(other.path in told for other in group)
            cards[article.path] = copy_of(article) if is_copy else self._cards[article.path]
            told.add(article.path)
        return cards

    def _overview(self, listing: Listing) -> Overview:
        is_year, is_time = listing.kind == "year", listing.kind in ("year", "month")
        first, last = listing.articles[0], listing.articles[-1]
        return Overview(
            total=len(listing.articles),
            first=card_of(first, brief=True),
            last=card_of(last, brief=True),
            beside=self._cooccurrence.of(listing),
            chart=None if is_year else span_chart(listing.articles, self._dates),
            calendar=year_calendar(listing, self._dates, self._first_weekday) if is_year else (),
            dates="" if is_time else self._dates.encoded(listing.articles),
            is_brief=not is_time and len(listing.articles) == 1 and first.is_crowded,
        )


def _days(articles: Sequence[Article], cards: Mapping[str, Card]) -> tuple[Day, ...]:
    """Articles by date, first day first; those of month precision come before its days."""
    days = []
    for _, group in itertools.groupby(articles, key=lambda article: article.date.day_text):
        members = list(group)
        date = members[0].date
        shown = tuple(cards[article.path] for article in members)
        days.append((PartialDate(date.year, date.month, date.day), shown))
    gaps = _gaps([date for date, _ in days])
    return tuple(Day(date, shown, gap) for (date, shown), gap in zip(days, gaps, strict=True))


def _gaps(dates: Sequence[PartialDate]) -> list[int]:
    """For each date the days that passed since the one before, 0 where that is no silence."""
    passed = [
        later.day_number - earlier.last_day_number for earlier, later in itertools.pairwise(dates)
    ]
    if not passed:
        return [0] * len(dates)
    long = max(_GAP_DAYS, _GAP_TIMES * statistics.median_low(passed))
    return [0, *(days if days >= long else 0 for days in passed)]
