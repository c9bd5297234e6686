"""Archive → the pages it takes, each with all that it shows."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

import msgspec

from dateline.archive.links import LinkMap
from dateline.config import Config
from dateline.model import Archive, Arranged, Article, Listing, StaticPage
from dateline.names import KINDS
from dateline.pages.archive_dates import ArchiveDates
from dateline.pages.calendars import level
from dateline.pages.cards import card_of, copy_of, headline, shortened
from dateline.pages.chart import span_chart
from dateline.pages.dates import first_weekday
from dateline.pages.listings import Listings
from dateline.pages.overview import Cooccurrence
from dateline.pages.views import (
    LANGUAGE_FACET,
    SEARCH_FIELDS,
    ArticleView,
    Chart,
    HomeView,
    Link,
    NamesView,
    Page,
    PlainView,
    RedirectView,
    SearchView,
    Site,
    TextView,
    TimelineMonth,
    TimelineView,
    Year,
)
from dateline.problems import ArticleError, Problem, problem
from dateline.urls import HOME, NOT_FOUND, SEARCH, TIMELINE

_ON_HOME = 12
_WAYS_IN = 12
_IN_FILTER = 100
#: Characters of the title of an undated page, which every page of the site repeats.
_IN_MASTHEAD = 80
#: Beyond, the timeline lists years alone; their own pages have the months.
_YEARS_WITH_MONTHS = 60


def plan_site(archive: Arranged, config: Config, *, has_search: bool) -> Site:
    """The frame of every page. It changes when a first or last name of a kind comes or goes."""
    kinds = [kind for kind in KINDS if archive.listings[kind]]
    navigation = [Link("timeline", TIMELINE)] if archive.articles else []
    navigation += [Link(kind, f"{kind}/") for kind in kinds]
    return Site(
        title=config.title,
        description=config.description,
        language=config.language,
        timezone=config.timezone,
        base_url=config.base_url,
        navigation=tuple(navigation),
        pages=tuple(Link(shortened(p.title, _IN_MASTHEAD), p.address) for p in archive.pages),
        has_search=has_search,
    )


def plan_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """Every page that people read, one at a time: together they hold more than the archive does.

    Raises ArticleError.
    """
    link_map = LinkMap(archive, site.base_url.href)
    intros = {address: link_map.resolved(text) for address, text in archive.sections.items()}
    dates, cooccurrence = ArchiveDates(archive), Cooccurrence(archive)
    chart = span_chart(archive.articles, dates, cooccurrence.about)
    yield from _own_pages(archive, site, intros, dates, chart)
    yield from _undated(archive, link_map)
    listings = Listings(archive, intros, dates, cooccurrence, first_weekday(site.language))
    yield from listings.pages()
    yield from _articles(archive, link_map)
    yield Page(NOT_FOUND, "404.html", PlainView(NOT_FOUND))
    for address, item in archive.aliases.items():
        yield Page(address, "redirect.html", _redirect(item, site))


def _redirect(item: Article | StaticPage | Listing, site: Site) -> RedirectView:
    if isinstance(item, Listing):
        return RedirectView(item.address, item.name, site.language)
    return RedirectView(item.address, headline(item), item.lang)


def link_problems(archive: Arranged) -> list[Problem]:
    """The warnings about links that lead nowhere and texts that stand nowhere.

    Raises ArticleError.
    """
    link_map = LinkMap(archive, str)
    problems: list[Problem] = []
    for item in archive.texts:
        try:
            problems += link_map.problems(item)
        except Exception as error:
            raise ArticleError(item.path, error) from error
    return problems + _homeless(archive)


def _own_pages(
    archive: Archive,
    site: Site,
    intros: dict[str, StaticPage],
    dates: ArchiveDates,
    chart: Chart | None,
) -> Iterator[Page]:
    yield _home(archive, intros.get(HOME), chart)
    yield from _names_pages(archive, intros)
    yield _timeline(archive, intros.get(TIMELINE), dates, chart)
    if site.has_search:
        yield Page(SEARCH, "search.html", SearchView(SEARCH, _facets(archive)))


def _undated(archive: Archive, link_map: LinkMap) -> Iterator[Page]:
    for text in archive.pages:
        yield Page(text.address, "text.html", TextView(link_map.resolved(text)))


def _homeless(archive: Arranged) -> list[Problem]:
    """Texts of sections for which there is no page."""
    listings = itertools.chain(*archive.listings.values(), archive.years, archive.months)
    shown = {HOME, TIMELINE, *(listing.address for listing in listings)}
    shown |= {f"{kind}/" for kind, named in archive.listings.items() if _has_page(kind, named)}
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


def _home(archive: Archive, intro: StaticPage | None, chart: Chart | None) -> Page:
    articles = archive.articles
    view = HomeView(
        intro=intro,
        newest=tuple(card_of(article) for article in reversed(articles[-_ON_HOME:])),
        total=len(articles),
        first=articles[0].date if articles else None,
        last=articles[-1].date if articles else None,
        chart=msgspec.structs.replace(chart, peaks=()) if chart else None,
        ways_in=_largest(archive, archive.listings, _WAYS_IN),
    )
    return Page(HOME, "home.html", view)


def _facets(archive: Archive) -> tuple[str, ...]:
    """The fields of the query language that the archive has names for."""
    found = [facet for kind, facet in SEARCH_FIELDS.items() if archive.listings[kind]]
    has_languages = len({article.language for article in archive.articles}) > 1
    return (*found, LANGUAGE_FACET) if has_languages else tuple(found)


def _has_page(kind: str, listings: Sequence[Listing]) -> bool:
    """Whether a kind has a page of all its names."""
    return bool(listings) or KINDS[kind].is_permanent


def _names_pages(archive: Archive, intros: dict[str, StaticPage]) -> Iterator[Page]:
    for kind, listings in archive.listings.items():
        if _has_page(kind, listings):
            links = tuple(Link(li.name, li.address, len(li.articles)) for li in listings)
            view = NamesView(kind, links, intros.get(f"{kind}/"))
            yield Page(f"{kind}/", "names.html", view)


def _timeline(
    archive: Archive, intro: StaticPage | None, dates: ArchiveDates, chart: Chart | None
) -> Page:
    months = archive.months if len(archive.years) <= _YEARS_WITH_MONTHS else ()
    most = max((len(month.articles) for month in months), default=0)
    by_year: dict[str, list[TimelineMonth]] = {}
    for month in months:
        count = len(month.articles)
        link = Link(month.name, month.address, count)
        shown = TimelineMonth(int(month.name[5:]), link, level(count, most))
        by_year.setdefault(month.name[:4], []).append(shown)
    years = tuple(
        Year(Link(y.name, y.address, len(y.articles)), tuple(by_year.get(y.name, ())))
        for y in reversed(archive.years)
    )
    filters = _largest(archive, (k for k in KINDS if KINDS[k].is_filter), _IN_FILTER)
    view = TimelineView(
        years=years,
        first=archive.articles[0].date if archive.articles else None,
        last=archive.articles[-1].date if archive.articles else None,
        chart=chart,
        filters=filters,
        dates=dates.encoded(archive.articles),
        intro=intro,
    )
    return Page(TIMELINE, "timeline.html", view)


def _largest(
    archive: Archive, kinds: Iterable[str], most: int
) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """The names with the most articles, by kind."""
    found = []
    for kind in kinds:
        listings = archive.listings[kind]
        largest = nsmallest(most, listings, key=lambda li: (-len(li.articles), li.name))
        if largest:
            links = (Link(li.name, li.address, len(li.articles)) for li in largest)
            found.append((kind, tuple(links)))
    return tuple(found)


def _articles(archive: Archive, link_map: LinkMap) -> Iterator[Page]:
    links = {
        kind: {listing.name.casefold(): listing.address for listing in listings}
        for kind, listings in archive.listings.items()
        if listings
    }
    articles = archive.articles
    brief = [card_of(article, brief=True) for article in articles]
    for i, (article, related) in enumerate(zip(articles, archive.related, strict=True)):
        duplicates = archive.duplicates.get(article.path, ())
        try:
            inner = link_map.links(article) if article.references else {}
            pictures = link_map.pictures(article) if article.references else {}
        except Exception as error:
            raise ArticleError(article.path, error) from error
        view = ArticleView(
            article=article,
            names=_names(article, links),
            links=inner,
            pictures=pictures,
            image=pictures.get(article.image.src) if article.image else None,
            previous=brief[i - 1] if i else None,
            next=brief[i + 1] if i + 1 < len(articles) else None,
            related=tuple(card_of(other, reason, brief=True) for other, reason in related),
            copies=tuple(copy_of(other) for other in duplicates if other is not article),
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
