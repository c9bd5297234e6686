"""Feeds: Atom (RFC 4287) and JSON Feed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

from dateline.model import Article
from dateline.pages.dates import rfc3339
from dateline.pages.views import FeedView, Site
from dateline.problems import ArticleError
from dateline.records.xml import element, xml_bytes

_ATOM = "http://www.w3.org/2005/Atom"


def atom_feed(view: FeedView, site: Site) -> bytes:
    """An Atom feed (RFC 4287) with the summaries of the newest articles."""
    absolute = site.base_url.absolute
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    element(feed, "title", view.title)
    element(feed, "id", absolute(view.address))
    element(feed, "link", rel="self", href=absolute(view.address))
    element(feed, "link", rel="alternate", type="text/html", href=absolute(view.page))
    element(feed, "updated", _latest(view, site))
    element(element(feed, "author"), "name", site.title)
    for article in view.articles:
        with _blaming(article):
            _atom_entry(feed, article, site)
    return xml_bytes(feed)


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


_NEVER = "1970-01-01T00:00:00+00:00"


@contextmanager
def _blaming(article: Article) -> Iterator[None]:
    """Raises ArticleError for whatever fails within."""
    try:
        yield
    except Exception as error:
        raise ArticleError(article.path, error) from error


def _atom_entry(feed: ElementTree.Element, article: Article, site: Site) -> None:
    entry = element(feed, "entry", **({"xml:lang": article.lang}))
    url = site.base_url.absolute(article.address)
    element(entry, "title", article.title)
    element(entry, "id", url)
    element(entry, "link", rel="alternate", type="text/html", href=url)
    if article.source_url:
        element(entry, "link", rel="via", href=article.source_url)
    if not article.is_dated_by_capture:
        element(entry, "published", _published(article, site))
    element(entry, "updated", _changed(article, site))
    for name in article.authors or ((article.source,) if article.source else ()):
        element(element(entry, "author"), "name", name)
    for tag in article.tags:
        element(entry, "category", term=tag)
    if article.summary:
        element(entry, "summary", article.summary)


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
