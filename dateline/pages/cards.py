"""An article as it stands in a list."""

from __future__ import annotations

import msgspec

from dateline.archive.related import Reason
from dateline.model import Article
from dateline.pages.views import Card


def card_of(article: Article, reason: Reason | None = None, *, brief: bool = False) -> Card:
    """The card of an article; a brief one has headline and date alone."""
    return Card(
        address=article.address,
        title=article.title,
        date=article.date,
        lang=article.lang,
        source="" if brief else article.source,
        summary="" if brief else article.summary,
        reason=reason,
    )


def copy_of(article: Article) -> Card:
    """The card of an article whose text stands beside it already: headline, date and source."""
    return msgspec.structs.replace(card_of(article), summary="", is_copy=True)
