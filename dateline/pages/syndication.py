"""The pages that are read by programs, planned: feeds of the archive and of tags, sitemaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.model import Archive, Listing
from dateline.pages.cards import in_feed
from dateline.pages.views import ArticleView, FeedView, Page, Site, SitemapView

_IN_FEED = 30
_SITEMAP_LIMIT = 50_000  # sitemaps.org: addresses in one file


def feed_pages(archive: Archive, site: Site) -> Iterator[Page]:
    """The feeds of the newest articles: of all, and of each tag, also where the tag was before, for
    feed readers follow no redirect that a page can make."""
    whole = (site.title, "", archive.articles)
    tags = [(tag.name, tag.address, tag.articles) for tag in archive.listings["tags"]]
    former_addresses: dict[str, list[str]] = {}
    for alias, item in archive.aliases.items():
        if isinstance(item, Listing):
            former_addresses.setdefault(item.address, []).append(alias)
    for name, address, articles in (whole, *tags):
        newest = tuple(map(in_feed, reversed(articles[-_IN_FEED:])))
        title = f"{name} – {site.title}" if address else name
        feed = f"{address}feed.xml"
        yield Page(feed, "feed.xml", FeedView(title, feed, address, newest))
        if not address:
            yield Page("feed.json", "feed.json", FeedView(title, "feed.json", "", newest))
        for former in former_addresses.get(address, ()):
            yield Page(f"{former}feed.xml", "feed.xml", FeedView(title, feed, address, newest))


def sitemap_pages(entries: Sequence[tuple[str, str]]) -> Iterator[Page]:
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


def changed_day(page: Page) -> str:
    """The day on which what an article's page shows last changed; empty for other pages."""
    if not isinstance(page.view, ArticleView):
        return ""
    article = page.view.article
    date = article.updated or article.captured or article.date
    return date.day_text
