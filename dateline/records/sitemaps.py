"""Sitemaps (sitemaps.org 0.9) and robots.txt."""

from __future__ import annotations

from xml.etree import ElementTree

from dateline.pages.views import PlainView, Site, SitemapView
from dateline.records.xml import element, xml_bytes
from dateline.urls import SITEMAP

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(view: SitemapView, site: Site) -> bytes:
    """A sitemap (sitemaps.org 0.9)."""
    return _sitemap("urlset", "url", view, site)


def sitemap_index(view: SitemapView, site: Site) -> bytes:
    """The list of sitemaps of a site with more addresses than one file may hold."""
    return _sitemap("sitemapindex", "sitemap", view, site)


def robots(_: PlainView, site: Site) -> bytes:
    """Everything may be read; the sitemap is named where there is one."""
    lines = ["User-agent: *", "Allow: /"]
    if site.base_url.origin:
        lines.append(f"Sitemap: {site.base_url.absolute(SITEMAP)}")
    return ("\n".join(lines) + "\n").encode()


def _sitemap(root: str, item: str, view: SitemapView, site: Site) -> bytes:
    urls = ElementTree.Element(root, {"xmlns": _SITEMAP})
    for address, changed in view.entries:
        url = element(urls, item)
        element(url, "loc", site.base_url.absolute(address))
        if changed:
            element(url, "lastmod", changed)
    return xml_bytes(urls)
