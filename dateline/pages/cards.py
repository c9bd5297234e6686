"""An article as it stands in a list."""

from __future__ import annotations

import msgspec

from dateline.model import Article, Reason, StaticPage
from dateline.pages.views import Card

#: Characters of a headline, a summary and a publication that other pages than the article's own
#: repeat, and of the headline of an article that stands in very many lists.
_TITLE, _SUMMARY, _SOURCE, _CROWDED_TITLE = 300, 600, 100, 100
#: Names of an article that a feed repeats; none of one that stands in very many lists.
_NAMES_IN_FEED = 20


def card_of(article: Article, reason: Reason | None = None, *, brief: bool = False) -> Card:
    """The card of an article; a brief one has headline and date alone."""
    brief = brief or article.is_crowded
    return Card(
        address=article.address,
        title=headline(article),
        date=article.date,
        lang=article.lang,
        source="" if brief else shortened(article.source, _SOURCE),
        summary="" if brief else shortened(article.summary, _SUMMARY),
        reason=reason,
    )


def copy_of(article: Article) -> Card:
    """The card of an article whose text stands beside it already: headline, date and source."""
    return msgspec.structs.replace(card_of(article), summary="", is_copy=True)


def in_feed(article: Article) -> Article:
    """What a feed shows of an article: a change of its text alone does not change the feed."""
    is_crowded = article.is_crowded
    most = 0 if is_crowded else _NAMES_IN_FEED
    return msgspec.structs.replace(
        article,
        title=headline(article) if is_crowded else article.title,
        summary="" if is_crowded else shortened(article.summary, _SUMMARY),
        tags=article.tags[:most],
        authors=article.authors[:most],
        source_url="" if is_crowded else article.source_url,
        digest="",
        references=(),
        remote_images=(),
        extra={},
    )


def headline(item: Article | StaticPage) -> str:
    """The title as other pages repeat it."""
    is_crowded = isinstance(item, Article) and item.is_crowded
    return shortened(item.title, _CROWDED_TITLE if is_crowded else _TITLE)


def shortened(text: str, length: int) -> str:
    """At most `length` characters of a text, cut after a word where it has words."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:") + "…"
