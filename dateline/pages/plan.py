"""Archive → the pages it takes, each with all that it shows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import msgspec

from dateline.archive.links import LinkMap
from dateline.archive.related import related
from dateline.config import Config
from dateline.model import LISTED_FIELDS, Archive, Article, Listing, PartialDate, Text
from dateline.pages.chart import month_chart, span_chart, year_chart
from dateline.pages.views import (
    ArticleView,
    Card,
    Chart,
    Day,
    FeedView,
    HomeView,
    Link,
    ListingView,
    NamesView,
    Page,
    PlainView,
    RedirectView,
    Site,
    SitemapView,
    TextView,
    TimelineView,
    Year,
)
from dateline.problems import Problem, problem

PER_PAGE = 50
_ON_HOME = 12
_IN_FEED = 30
_WAYS_IN = 12
_SITEMAP_LIMIT = 50_000  # sitemaps.org: addresses in one file


def plan_site(archive: Archive, config: Config, *, has_search: bool) -> Site:
    """The frame of every page. It changes when a first or last name of a kind comes or goes."""
    kinds = [kind for kind in LISTED_FIELDS if archive.listings[kind]]
    navigation = [Link("timeline", "timeline/")] if archive.articles else []
    navigation += [Link(kind, f"{kind}/") for kind in kinds]
    return Site(
        title=config.title,
        description=config.description,
        language=config.language,
        timezone=config.timezone,
        base_url=config.base_url,
        navigation=tuple(navigation),
        pages=tuple(Link(page.title, page.address) for page in archive.pages),
        has_search=has_search,
    )


def plan_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Every page of the site, one at a time: together they hold more than the archive does."""
    link_map = LinkMap(archive, site.base_url.href)
    intros = {address: link_map.resolved(text) for address, text in archive.sections.items()}
    entries: list[tuple[str, str]] = []
    for page in (*_own_pages(archive, site, intros), *_undated(archive, link_map)):
        entries.append((page.address, ""))
        yield page
    cards = {article.path: _card(article) for article in archive.articles}
    for page in itertools.chain(
        _listing_pages(archive, intros, cards), _articles(archive, link_map)
    ):
        entries.append((page.address, _changed(page)))
        yield page
    yield Page("404.html", "404.html", PlainView("404.html"))
    for address, item in archive.aliases.items():
        yield Page(address, "redirect.html", RedirectView(item.address, item.title, item.lang))
    if site.base_url.origin:
        yield from _feeds(archive, site)
        yield from _sitemaps(entries)
    yield Page("robots.txt", "robots.txt", PlainView("robots.txt"))


def link_problems(archive: Archive) -> list[Problem]:
    """The warnings about links that lead nowhere and texts that stand nowhere."""
    link_map = LinkMap(archive, str)
    texts: tuple[Article | Text, ...]
    texts = (*archive.articles, *archive.pages, *archive.sections.values())
    problems = [found for item in texts for found in link_map.problems(item)]
    return problems + _homeless(archive)


def _own_pages(archive: Archive, site: Site, intros: dict[str, Text]) -> Iterator[Page]:
    yield _home(archive, intros.get(""))
    yield from _names_pages(archive, intros)
    yield _timeline(archive, intros.get("timeline/"))
    if site.has_search:
        yield Page("search/", "search.html", PlainView("search/"))


def _undated(archive: Archive, link_map: LinkMap) -> Iterator[Page]:
    for text in archive.pages:
        yield Page(text.address, "text.html", TextView(link_map.resolved(text)))


def _homeless(archive: Archive) -> list[Problem]:
    """Texts of sections for which there is no page."""
    listings = itertools.chain(*archive.listings.values(), archive.years, archive.months)
    shown = {"", "timeline/", "tags/", *(listing.address for listing in listings)}
    shown |= {f"{kind}/" for kind, named in archive.listings.items() if named}
    return [
        problem(
            "W008",
            text.path,
            f"there is no page /{address} for this text to stand on",
            hint="a section's text stands on a listing, as in content/tags/syria/_index.md",
        )
        for address, text in archive.sections.items()
        if address not in shown
    ]


def _card(article: Article, reason: str = "", *, brief: bool = False) -> Card:
    return Card(
        address=article.address,
        title=article.title,
        date=article.date,
        lang=article.lang,
        source="" if brief else article.source,
        summary="" if brief else article.summary,
        reason=reason,
    )


def _home(archive: Archive, intro: Text | None) -> Page:
    articles = archive.articles
    ways_in = []
    for kind, listings in archive.listings.items():
        largest = sorted(listings, key=lambda li: (-len(li.articles), li.name))[:_WAYS_IN]
        if largest:
            links = (Link(li.name, li.address, len(li.articles)) for li in largest)
            ways_in.append((kind, tuple(links)))
    view = HomeView(
        intro=intro,
        newest=tuple(_card(article) for article in reversed(articles[-_ON_HOME:])),
        total=len(articles),
        first=articles[0].date if articles else None,
        last=articles[-1].date if articles else None,
        chart=span_chart(articles, "years"),
        ways_in=tuple(ways_in),
    )
    return Page("", "home.html", view)


def _names_pages(archive: Archive, intros: dict[str, Text]) -> Iterator[Page]:
    for kind, listings in archive.listings.items():
        if listings or kind == "tags":
            links = tuple(Link(li.name, li.address, len(li.articles)) for li in listings)
            view = NamesView(kind, links, intros.get(f"{kind}/"))
            yield Page(f"{kind}/", "names.html", view)


def _timeline(archive: Archive, intro: Text | None) -> Page:
    months: dict[str, list[Link]] = {}
    for month in archive.months:
        link = Link(month.name, month.address, len(month.articles))
        months.setdefault(month.name[:4], []).append(link)
    years = tuple(
        Year(Link(y.name, y.address, len(y.articles)), tuple(months.get(y.name, ())))
        for y in reversed(archive.years)
    )
    view = TimelineView(years, span_chart(archive.articles, "years"), intro)
    return Page("timeline/", "timeline.html", view)


def _listing_pages(
    archive: Archive, intros: dict[str, Text], cards: dict[str, Card]
) -> Iterator[Page]:
    named = itertools.chain.from_iterable(archive.listings.values())
    for listing in itertools.chain(named, archive.years, archive.months):
        intro = intros.get(listing.address)
        for number, articles, older, newer in _cut(listing):
            own = number == 0
            first, last = listing.articles[0].date, listing.articles[-1].date
            view = ListingView(
                kind=listing.kind,
                name=listing.name,
                address=listing.address,
                number=number,
                cards=tuple(cards[article.path] for article in reversed(articles))
                if listing.kind != "month"
                else (),
                days=_days(articles, cards) if listing.kind == "month" else (),
                older=older,
                newer=newer,
                total=len(listing.articles) if own else 0,
                first=first if own else None,
                last=last if own else None,
                chart=_listing_chart(listing) if own else None,
                intro=intro if own else None,
                feed=f"{listing.address}feed.xml" if listing.kind == "tags" else "",
            )
            address = listing.address if own else f"{listing.address}page/{number}/"
            yield Page(address, "listing.html", view)


def _cut(listing: Listing) -> Iterator[tuple[int, Sequence[Article], str, str]]:
    """Cuts a listing into pages: number, articles, and the addresses of the older and newer page.

    Page 1 has the oldest articles and is full for good, so news at the newest end leaves all but
    the listing's own page (0) as it was. That one holds between one and two pages' worth.
    """
    articles = listing.articles
    full = max(0, len(articles) // PER_PAGE - 1)

    def address(number: int) -> str:
        return f"{listing.address}page/{number}/" if number else ""

    yield 0, articles[full * PER_PAGE :], address(full), ""
    for number in range(1, full + 1):
        newer = address(number + 1) if number < full else listing.address
        start = (number - 1) * PER_PAGE
        yield number, articles[start : start + PER_PAGE], address(number - 1), newer


def _days(articles: Sequence[Article], known: dict[str, Card]) -> tuple[Day, ...]:
    """A month's articles by day, first day first; those of month precision come before."""
    groups = itertools.groupby(articles, key=lambda article: article.date.day_text)
    days = []
    for _, group in groups:
        members = list(group)
        date = members[0].date
        cards = tuple(known[article.path] for article in members)
        days.append(Day(PartialDate(date.year, date.month, date.day), cards))
    return tuple(days)


def _listing_chart(listing: Listing) -> Chart | None:
    date = listing.articles[-1].date
    if listing.kind == "year":
        return year_chart(date.year, listing.articles, "months")
    if listing.kind == "month":
        return month_chart(date, listing.articles, "days")
    return span_chart(listing.articles, "years")


def _articles(archive: Archive, link_map: LinkMap) -> Iterator[Page]:
    links = {
        kind: {listing.name.casefold(): listing.address for listing in listings}
        for kind, listings in archive.listings.items()
        if listings
    }
    articles = archive.articles
    belonging = related(articles, archive.listings)
    brief = [_card(article, brief=True) for article in articles]
    for i, article in enumerate(articles):
        inner = link_map.links(article) if article.references else {}
        view = ArticleView(
            article=article,
            names=_names(article, links),
            links=inner,
            image=inner.get(article.image.src, "") if article.image else "",
            previous=brief[i - 1] if i else None,
            next=brief[i + 1] if i + 1 < len(articles) else None,
            related=tuple(_card(other, reason, brief=True) for other, reason in belonging[i]),
        )
        yield Page(article.address, "article.html", view)


def _names(
    article: Article, addresses: dict[str, dict[str, str]]
) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Where an article's names lead, by kind; kinds of which it has none are left out."""
    return tuple(
        (kind, tuple(Link(name, known[name.casefold()]) for name in names))
        for kind, known in addresses.items()
        if (names := article.names(kind))
    )


def _feeds(archive: Archive, site: Site) -> Iterator[Page]:
    whole = (site.title, "", archive.articles)
    tags = [(tag.name, tag.address, tag.articles) for tag in archive.listings["tags"]]
    for name, address, articles in (whole, *tags):
        newest = tuple(map(_without_text, reversed(articles[-_IN_FEED:])))
        title = f"{name} – {site.title}" if address else name
        feed = f"{address}feed.xml"
        yield Page(feed, "feed.xml", FeedView(title, feed, address, newest))
        if not address:
            yield Page("feed.json", "feed.json", FeedView(title, "feed.json", "", newest))


def _without_text(article: Article) -> Article:
    """What a feed shows of an article: a change of its text alone does not change the feed."""
    return msgspec.structs.replace(article, digest="", references=(), extra={})


def _sitemaps(entries: Sequence[tuple[str, str]]) -> Iterator[Page]:
    """One sitemap, or several under an index where the protocol's limit is passed."""
    if len(entries) <= _SITEMAP_LIMIT:
        yield Page("sitemap.xml", "sitemap.xml", SitemapView(tuple(entries)))
        return
    parts = [entries[i : i + _SITEMAP_LIMIT] for i in range(0, len(entries), _SITEMAP_LIMIT)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield Page(name, "sitemap.xml", SitemapView(tuple(part)))
    index = SitemapView(tuple((name, "") for name in names))
    yield Page("sitemap.xml", "sitemapindex.xml", index)


def _changed(page: Page) -> str:
    if not isinstance(page.view, ArticleView):
        return ""
    article = page.view.article
    date = article.updated or article.captured or article.date
    return date.day_text
