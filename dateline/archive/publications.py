"""Names of publications by host: what was saved from `www.bbc.co.uk` is of BBC News."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.content.frontmatter.publication import host_of_name, name_of_host
from dateline.model import Article, Authority


def with_publications(articles: Sequence[Article], spellings: Authority) -> list[Article]:
    """The same articles, with the name of its publication where a host stands for it.

    A host under a name of `[sources]` is also that of the hosts below it, with or without `www.`.
    """
    names = {
        host: name
        for name, others in spellings.get("sources", {}).items()
        for spelling in (name, *others)
        if (host := host_of_name(spelling))
    }
    return [_named(article, names) for article in articles] if names else list(articles)


def _named(article: Article, names: dict[str, str]) -> Article:
    host = host_of_name(article.source) if "." in article.source else ""
    name = name_of_host(host, names)
    return msgspec.structs.replace(article, source=name) if name else article
