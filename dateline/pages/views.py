"""What each kind of page shows: all that its template is given, and nothing else.

A view is the whole input of a page besides the site's own frame, so its digest says whether the
page is stale. `docs/templates.md` describes the same for people who write templates.
"""

from __future__ import annotations

import msgspec

from dateline.model import Article, PartialDate, Picture, Reason, StaticPage
from dateline.names import KINDS
from dateline.urls import BaseUrl

#: Kind of listing → the parameter by which the search page is narrowed to one of its names.
SEARCH_FIELDS = {kind.folder: kind.facet for kind in KINDS.values()}
#: The one field of the search page by which results are narrowed to something else than a name.
LANGUAGE_FACET = "language"


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
    """An article as it stands in a list; `is_copy` where its text stands there already, as another
    outlet published it."""

    address: str
    title: str
    date: PartialDate
    lang: str
    source: str = ""
    summary: str = ""
    reason: Reason | None = None
    is_copy: bool = False


class Bar(msgspec.Struct, frozen=True):
    """One span of time in a chart: its name, the link it is, and how much it holds.

    `name` is ISO 8601 (`2017-10-08`, `2017-10`, `2017`), or `1960s`.
    """

    name: str
    address: str
    count: int
    x: float
    height: float


class VagueBar(msgspec.Struct, frozen=True):
    """A span of which no more is known than that some articles lie in it; wider than a bar."""

    name: str
    address: str
    count: int
    x: float
    width: float
    height: float


class Peak(msgspec.Struct, frozen=True):
    """One of the busiest bars, and what it was about: the names that set it apart."""

    name: str
    address: str
    count: int
    about: tuple[str, ...]
    x: float
    row: int
    height: float


class Chart(msgspec.Struct, frozen=True):
    """Counts over time; places and widths in per cent, heights in pixels. Empty bars are left out.

    `unit` is `decade`, `year`, `month` or `day`; `ticks` are names below the axis with their place.
    `vague` are spans of articles whose dates are less precise than the bars.
    """

    unit: str
    height: int
    bar_width: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, float], ...]
    peaks: tuple[Peak, ...]
    vague: tuple[VagueBar, ...]


class Day(msgspec.Struct, frozen=True):
    """The articles of one date, at the precision it was given; `gap` is the number of days
    without an article before it, 0 where that is nothing to speak of."""

    date: PartialDate
    cards: tuple[Card, ...]
    gap: int = 0


class CalendarDay(msgspec.Struct, frozen=True):
    """A day of a calendar; `level` is 0 to 4, from no article to as many as any day of it has."""

    day: int
    address: str
    count: int
    level: int


class CalendarMonth(msgspec.Struct, frozen=True):
    """A month of a calendar, in weeks of seven days; None is a day of another month.

    `vague` counts the articles of which no more than the month is known.
    """

    date: PartialDate
    address: str
    count: int
    vague: int
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


class HomeView(msgspec.Struct, frozen=True, tag=True):
    """The front page."""

    intro: StaticPage | None
    newest: tuple[Card, ...]
    total: int
    first: PartialDate | None
    last: PartialDate | None
    chart: Chart | None
    ways_in: tuple[tuple[str, tuple[Link, ...]], ...]


class ArticleView(msgspec.Struct, frozen=True, tag=True):
    """An article, its neighbours in time, and where its names lead; `names` is by kind.

    `links` and `pictures` are by what stands in the text; `image` is the picture above it. `copies`
    are the same story in other outlets, oldest first.
    """

    article: Article
    names: tuple[tuple[str, tuple[Link, ...]], ...]
    links: dict[str, str]
    pictures: dict[str, Picture]
    image: Picture | None
    previous: Card | None
    next: Card | None
    related: tuple[Card, ...]
    copies: tuple[Card, ...] = ()


class TextView(msgspec.Struct, frozen=True, tag=True):
    """An undated page."""

    text: StaticPage


class Overview(msgspec.Struct, frozen=True):
    """What a listing's own page tells of the whole: how much, since when, together with what.

    `beside` is by kind: the names that stand most often in the same articles, with counts. `dates`
    is for the timeline's script (`ArchiveDates.encoded`), and empty where it has no use for it.
    `is_brief` is set where all there is to tell is one article with very many names, each of which
    has a page.
    """

    total: int
    first: Card
    last: Card
    beside: tuple[tuple[str, tuple[Link, ...]], ...]
    chart: Chart | None
    calendar: tuple[CalendarMonth, ...]
    dates: str
    is_brief: bool = False


class ListingView(msgspec.Struct, frozen=True, tag=True):
    """One page of a listing, newest article first.

    `number` is 0 on the listing's own page, which alone has overview and intro. `days` groups the
    articles of a month and of a story, first day first; `cards` is empty there.
    """

    kind: str
    name: str
    address: str
    number: int
    cards: tuple[Card, ...]
    days: tuple[Day, ...]
    older: str
    newer: str
    feed: str
    overview: Overview | None
    intro: StaticPage | None


class NamesView(msgspec.Struct, frozen=True, tag=True):
    """Every name of one kind with its count, by name."""

    kind: str
    links: tuple[Link, ...]
    intro: StaticPage | None


class TimelineMonth(msgspec.Struct, frozen=True):
    """A month on the timeline, 1 to 12; `level` is 1 to 4, as many as any month has."""

    number: int
    link: Link
    level: int


class Year(msgspec.Struct, frozen=True):
    """A year on the timeline, with its months that hold something."""

    link: Link
    months: tuple[TimelineMonth, ...]


class TimelineView(msgspec.Struct, frozen=True, tag=True):
    """Every year with counts, newest year first, and its months where the span is not too long.

    `filters` are by kind the names that the timeline can be narrowed to. `dates` is for scripts
    (`ArchiveDates.encoded`).
    """

    years: tuple[Year, ...]
    first: PartialDate | None
    last: PartialDate | None
    chart: Chart | None
    filters: tuple[tuple[str, tuple[Link, ...]], ...]
    dates: str
    intro: StaticPage | None


class RedirectView(msgspec.Struct, frozen=True, tag=True):
    """The page at an alias, which names the address to go to."""

    address: str
    title: str
    lang: str


class PlainView(msgspec.Struct, frozen=True, tag=True):
    """A page that shows nothing of the archive: that for what is not found."""

    address: str


class SearchView(msgspec.Struct, frozen=True, tag=True):
    """The search page; `facets` are the kinds of name by which results can be narrowed."""

    address: str
    facets: tuple[str, ...]


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
    | SearchView
    | FeedView
    | SitemapView
)


class Page(msgspec.Struct, frozen=True):
    """One file of the site: its address, the template that writes it, and what it shows."""

    address: str
    template: str
    view: View
