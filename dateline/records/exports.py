"""What programs read, in one table: the form, what it is of, and the function that writes it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from dateline.model import Archive, Article, Listing
from dateline.names import KINDS
from dateline.pages.cards import in_feed
from dateline.pages.views import ArticleView, FeedView, Page, PlainView, Site, SitemapView
from dateline.problems import Problem, made_or_problem
from dateline.records.feeds import atom_feed, json_feed
from dateline.records.json_ld import news_article
from dateline.records.sitemaps import robots, sitemap, sitemap_index
from dateline.urls import FEED, HOME, JSON_FEED, ROBOTS, SITEMAP

#: What an export is of: the newest articles of the archive, or of each name; the addresses of all
#: pages, or the list of several such files; the site; one article, on whose page it stands.
Kind = Literal["newest", "newest of a name", "addresses", "sitemaps", "site", "article"]


class Export(NamedTuple):
    """One form in which programs read something: the name of its file, and of what it is.

    `write` is given the view and the site, and returns the bytes of a file; for an article, the
    data that its page holds.
    """

    name: str
    kind: Kind
    write: Callable[[Any, Site], Any]


#: A new form is a row here, and the function that writes it.
EXPORTS = (
    Export(FEED, "newest", atom_feed),
    Export(JSON_FEED, "newest", json_feed),
    Export(FEED, "newest of a name", atom_feed),
    Export(SITEMAP, "addresses", sitemap),
    Export("sitemapindex.xml", "sitemaps", sitemap_index),
    Export(ROBOTS, "site", robots),
    Export("json_ld", "article", news_article),
)
_WRITERS = {export.name: export.write for export in EXPORTS if export.kind != "article"}
_IN_FEED = 30
_SITEMAP_LIMIT = 50_000  # sitemaps.org: addresses in one file
#: Pages that stand for no address of their own.
_UNLISTED = ("404.html", "redirect.html")


def with_exports(pages: Iterable[Page], archive: Archive, site: Site) -> Iterator[Page]:
    """The pages, one at a time, and after them the files for programs that go with them. Feeds and
    sitemaps need full addresses, so a site without an origin has none."""
    entries: list[tuple[str, str]] = []
    for page in pages:
        if page.template not in _UNLISTED:
            entries.append((page.address, _changed_day(page)))
        yield page
    if site.base_url.origin:
        yield from _feeds(archive, site)
        yield from _sitemaps(entries)
    for name in _named("site"):
        yield Page(name, name, PlainView(name))


def is_export(page: Page) -> bool:
    """Whether a page is written by a function of the table, and by no template."""
    return page.template in _WRITERS


def write_export(page: Page, site: Site) -> bytes | Problem:
    """The file of an export. What fails is a problem of the article at which it failed."""
    write = _WRITERS[page.template]
    return made_or_problem(page.address, lambda: write(page.view, site))


def embedded(view: ArticleView, site: Site) -> dict[str, Any]:
    """What the page of an article holds for programs, by the name of the export."""
    return {export.name: export.write(view, site) for export in EXPORTS if export.kind == "article"}


def _named(kind: Kind) -> list[str]:
    return [export.name for export in EXPORTS if export.kind == kind]


def _feeds(archive: Archive, site: Site) -> Iterator[Page]:
    """The feeds of the newest articles: of all, and of each name of the kinds that have feeds.

    A feed also stands where the page of its name was before, for feed readers follow no redirect
    that a page can make.
    """
    yield from _feeds_of("newest", HOME, (HOME,), site.title, archive.articles)
    former_addresses: dict[str, list[str]] = {}
    for alias, item in archive.aliases.items():
        if isinstance(item, Listing):
            former_addresses.setdefault(item.address, []).append(alias)
    with_feed = (archive.listings[kind] for kind in KINDS if KINDS[kind].has_feed)
    for listing in itertools.chain.from_iterable(with_feed):
        folders = (listing.address, *former_addresses.get(listing.address, ()))
        title = f"{listing.name} – {site.title}"
        yield from _feeds_of("newest of a name", folders[0], folders, title, listing.articles)


def _feeds_of(
    kind: Kind, page: str, folders: Sequence[str], title: str, articles: Sequence[Article]
) -> Iterator[Page]:
    """The feeds of some articles in each form, in each of the folders; `page` shows the same."""
    newest = tuple(map(in_feed, reversed(articles[-_IN_FEED:])))
    for name in _named(kind):
        view = FeedView(title, f"{page}{name}", page, newest)
        for folder in folders:
            yield Page(f"{folder}{name}", name, view)


def _sitemaps(entries: Sequence[tuple[str, str]]) -> Iterator[Page]:
    """One sitemap, or several under an index where the protocol's limit is passed."""
    [name], [index] = _named("addresses"), _named("sitemaps")
    if len(entries) <= _SITEMAP_LIMIT:
        yield Page(name, name, SitemapView(tuple(entries)))
        return
    parts = [entries[i : i + _SITEMAP_LIMIT] for i in range(0, len(entries), _SITEMAP_LIMIT)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for part_name, part in zip(names, parts, strict=True):
        yield Page(part_name, name, SitemapView(tuple(part)))
    yield Page(name, index, SitemapView(tuple((part_name, "") for part_name in names)))


def _changed_day(page: Page) -> str:
    """The day on which what an article's page shows last changed; empty for other pages."""
    if not isinstance(page.view, ArticleView):
        return ""
    article = page.view.article
    date = article.updated or article.captured or article.date
    return date.day_text
