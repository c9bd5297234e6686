"""Feeds, sitemaps and robots.txt: the pages that are read by programs."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

from dateline.model import Article
from dateline.pages.dates import rfc3339
from dateline.pages.views import FeedView, Site, SitemapView
from dateline.problems import ArticleError

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# XML 1.0 has no place for these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(view: FeedView, site: Site) -> bytes:
    """An Atom feed (RFC 4287) with the summaries of the newest articles."""
    absolute = site.base_url.absolute
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    _element(feed, "title", view.title)
    _element(feed, "id", absolute(view.address))
    _element(feed, "link", rel="self", href=absolute(view.address))
    _element(feed, "link", rel="alternate", type="text/html", href=absolute(view.page))
    _element(feed, "updated", _latest(view, site))
    _element(_element(feed, "author"), "name", site.title)
    for article in view.articles:
        with _blaming(article):
            _atom_entry(feed, article, site)
    return _xml(feed)


def json_feed(view: FeedView, site: Site) -> bytes:
    """A JSON Feed (version 1.1) with the summaries of the newest articles."""
    absolute = site.base_url.absolute
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": absolute(view.page),
        "feed_url": absolute(view.address),
        "language": site.language,
        "items": [],
    }
    for article in view.articles:
        with _blaming(article):
            feed["items"].append(_json_item(article, site))
    if site.description:
        feed["description"] = site.description
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def sitemap(view: SitemapView, site: Site) -> bytes:
    """A sitemap (sitemaps.org 0.9)."""
    return _sitemap("urlset", "url", view, site)


def sitemap_index(view: SitemapView, site: Site) -> bytes:
    """The list of sitemaps of a site with more addresses than one file may hold."""
    return _sitemap("sitemapindex", "sitemap", view, site)


def robots(site: Site) -> bytes:
    """Everything may be read; the sitemap is named where there is one."""
    lines = ["User-agent: *", "Allow: /"]
    if site.base_url.origin:
        lines.append(f"Sitemap: {site.base_url.absolute('sitemap.xml')}")
    return ("\n".join(lines) + "\n").encode()


_NEVER = "1970-01-01T00:00:00+00:00"


@contextmanager
def _blaming(article: Article) -> Iterator[None]:
    """Raises ArticleError for whatever fails within."""
    try:
        yield
    except Exception as error:
        raise ArticleError(article.path, error) from error


def _atom_entry(feed: ElementTree.Element, article: Article, site: Site) -> None:
    entry = _element(feed, "entry", **({"xml:lang": article.lang}))
    url = site.base_url.absolute(article.address)
    _element(entry, "title", article.title)
    _element(entry, "id", url)
    _element(entry, "link", rel="alternate", type="text/html", href=url)
    if article.source_url:
        _element(entry, "link", rel="via", href=article.source_url)
    if not article.is_dated_by_capture:
        _element(entry, "published", _published(article, site))
    _element(entry, "updated", _changed(article, site))
    for name in article.authors or ((article.source,) if article.source else ()):
        _element(_element(entry, "author"), "name", name)
    for tag in article.tags:
        _element(entry, "category", term=tag)
    if article.summary:
        _element(entry, "summary", article.summary)


def _json_item(article: Article, site: Site) -> dict[str, Any]:
    url = site.base_url.absolute(article.address)
    item: dict[str, Any] = {
        "id": url,
        "url": url,
        "title": article.title,
        **({} if article.is_dated_by_capture else {"date_published": _published(article, site)}),
        "language": article.lang,
        # The format wants a content; ours is the summary, for the text belongs to its source.
        "content_text": article.summary or article.title,
    }
    if article.source_url:
        item["external_url"] = article.source_url
    if article.updated:
        item["date_modified"] = rfc3339(article.updated, site.timezone)
    if article.authors:
        item["authors"] = [{"name": name} for name in article.authors]
    if article.tags:
        item["tags"] = list(article.tags)
    return item


def _published(article: Article, site: Site) -> str:
    return rfc3339(article.date, site.timezone)


def _changed(article: Article, site: Site) -> str:
    return rfc3339(article.updated or article.captured or article.date, site.timezone)


def _latest(view: FeedView, site: Site) -> str:
    changes = (_changed(article, site) for article in view.articles)
    return max(changes, key=datetime.datetime.fromisoformat, default=_NEVER)


def _sitemap(root: str, item: str, view: SitemapView, site: Site) -> bytes:
    urls = ElementTree.Element(root, {"xmlns": _SITEMAP})
    for address, changed in view.entries:
        url = _element(urls, item)
        _element(url, "loc", site.base_url.absolute(address))
        if changed:
            _element(url, "lastmod", changed)
    return _xml(urls)


def _element(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    clean = {key: _NOT_XML.sub("", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, name, clean)
    element.text = _NOT_XML.sub("", text) or None
    return element


def _xml(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, space=" ")
    data: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return data + b"\n"
