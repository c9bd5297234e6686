"""What machines read of an article: schema.org data."""

from __future__ import annotations

from typing import Any

from dateline.pages.views import ArticleView, Site


def news_article(view: ArticleView, site: Site) -> dict[str, Any]:
    """schema.org `NewsArticle` of a saved article; the original is what it `isBasedOn`."""
    article = view.article
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        **({} if article.is_dated_by_capture else {"datePublished": str(article.date)}),
        "inLanguage": article.lang,
        "mainEntityOfPage": site.base_url.absolute(article.address),
    }
    if article.updated:
        data["dateModified"] = str(article.updated)
    if article.summary:
        data["description"] = article.summary
    if article.authors:
        data["author"] = [{"@type": "Person", "name": name} for name in article.authors]
    if article.tags:
        data["keywords"] = list(article.tags)
    if view.image:
        data["image"] = site.base_url.absolute(view.image.widest)
    if article.source or article.source_url:
        original: dict[str, Any] = {"@type": "NewsArticle"}
        if article.source_url:
            original["url"] = article.source_url
        if article.source:
            original["publisher"] = {"@type": "Organization", "name": article.source}
        data["isBasedOn"] = original
    return data
