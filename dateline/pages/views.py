"""What each kind of page shows: all that its template is given, and nothing else.

A view is the whole input of a page besides the site's own frame, so its digest says whether the
page is stale. `docs/templates.md` describes the same for people who write templates.
"""

from __future__ import annotations

import msgspec

from dateline.model import Article, PartialDate, Text
from dateline.urls import BaseUrl


class Link(msgspec.Struct, frozen=True):
    """A name and where it leads; `count` is the number of articles, 0 where it does not matter."""

    name: str
    address: str
    count: int = 0


class Site(msgspec.Struct, frozen=True):
    """The frame that every page has: the archive's name, its language and its ways in."""

    title: str
    description: str
    language: str
    timezone: str
    base_url: BaseUrl
    navigation: tuple[Link, ...]
    pages: tuple[Link, ...]
    has_search: bool


class Card(msgspec.Struct, frozen=True):
    """An article as it stands in a list."""

    address: str
    title: str
    date: PartialDate
    lang: str
    source: str = ""
    summary: str = ""
    reason: str = ""


class Bar(msgspec.Struct, frozen=True):
    """One span of time in a chart: its name, the page it opens, and how much it holds."""

    name: str
    address: str
    count: int
    x: float
    height: float
    show_name: bool


class Chart(msgspec.Struct, frozen=True):
    """Counts over time, in the units of the SVG's view box; bars of nothing are left out."""

    width: int
    height: int
    bar_width: float
    bars: tuple[Bar, ...]
    label: str


class Day(msgspec.Struct, frozen=True):
    """The articles of one date within a month, at the precision the date was given."""

    date: PartialDate
    cards: tuple[Card, ...]


class HomeView(msgspec.Struct, frozen=True, tag=True):
    """The front page."""

    intro: Text | None
    newest: tuple[Card, ...]
    total: int
    first: PartialDate | None
    last: PartialDate | None
    chart: Chart | None
    ways_in: tuple[tuple[str, tuple[Link, ...]], ...]


class ArticleView(msgspec.Struct, frozen=True, tag=True):
    """An article, its neighbours in time, and where its names lead; `names` is by kind."""

    article: Article
    names: tuple[tuple[str, tuple[Link, ...]], ...]
    links: dict[str, str]
    image: str
    previous: Card | None
    next: Card | None
    related: tuple[Card, ...]


class TextView(msgspec.Struct, frozen=True, tag=True):
    """An undated page."""

    text: Text


class ListingView(msgspec.Struct, frozen=True, tag=True):
    """One page of a listing, newest article first.

    `number` is 0 on the listing's own page, which alone has the total, chart and intro. `days`
    groups the same articles on a month's page and is empty elsewhere.
    """

    kind: str
    name: str
    address: str
    number: int
    cards: tuple[Card, ...]
    days: tuple[Day, ...]
    older: str
    newer: str
    total: int
    first: PartialDate | None
    last: PartialDate | None
    chart: Chart | None
    intro: Text | None
    feed: str


class NamesView(msgspec.Struct, frozen=True, tag=True):
    """Every name of one kind with its count, by name."""

    kind: str
    links: tuple[Link, ...]
    intro: Text | None


class Year(msgspec.Struct, frozen=True):
    """A year on the timeline, with its months that hold something."""

    link: Link
    months: tuple[Link, ...]


class TimelineView(msgspec.Struct, frozen=True, tag=True):
    """Every year and month with counts, newest year first."""

    years: tuple[Year, ...]
    chart: Chart | None
    intro: Text | None


class RedirectView(msgspec.Struct, frozen=True, tag=True):
    """The page at an alias, which names the address to go to."""

    address: str
    title: str
    lang: str


class PlainView(msgspec.Struct, frozen=True, tag=True):
    """A page that shows nothing of the archive: the search page, and that for what is not found."""

    address: str


class FeedView(msgspec.Struct, frozen=True, tag=True):
    """A feed of the newest articles of the archive or of one listing."""

    title: str
    address: str
    page: str
    articles: tuple[Article, ...]


class SitemapView(msgspec.Struct, frozen=True, tag=True):
    """Addresses with the day of their last change (empty where it is not known)."""

    entries: tuple[tuple[str, str], ...]


View = (
    HomeView
    | ArticleView
    | TextView
    | ListingView
    | NamesView
    | TimelineView
    | RedirectView
    | PlainView
    | FeedView
    | SitemapView
)


class Page(msgspec.Struct, frozen=True):
    """One file of the site: its address, the template that writes it, and what it shows."""

    address: str
    template: str
    view: View
