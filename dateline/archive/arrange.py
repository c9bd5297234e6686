"""Puts what was read in order, and finds where two things claim one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dateline.archive.addresses import assign_addresses
from dateline.model import (
    LISTED_FIELDS,
    Archive,
    Article,
    Asset,
    Listing,
    PartialDate,
    Text,
)
from dateline.problems import Problem
from dateline.urls import hashed_slug, slugify


def arrange(
    items: Iterable[Article | Text], assets: Sequence[str]
) -> tuple[Archive, list[Problem]]:
    """The archive that these articles and texts make, and what stands in its way.

    An article that cannot keep its address is left out; the error says which of two was first.
    """
    items = list(items)
    texts = [item for item in items if isinstance(item, Text)]
    articles = [item for item in items if isinstance(item, Article)]
    published = sorted((a for a in articles if not a.draft), key=lambda article: article.order)
    problems, losers, aliases = assign_addresses(published, texts, assets)
    published = [article for article in published if article.path not in losers]
    pages = [t for t in texts if not t.path.endswith("_index.md") and t.path not in losers]
    archive = Archive(
        articles=tuple(published),
        listings={kind: _listings(kind, published) for kind in LISTED_FIELDS},
        years=_spans("year", published),
        months=_spans("month", published),
        pages=tuple(sorted(pages, key=lambda text: text.address)),
        sections={text.address: text for text in texts if text.path.endswith("_index.md")},
        aliases=aliases,
        assets=tuple(Asset(path) for path in assets if path not in losers),
        drafts=len(articles) - sum(not a.draft for a in articles),
    )
    return archive, problems


def month_address(date: PartialDate) -> str:
    """The timeline page of a date's month, or of its year where no month is known."""
    return f"timeline/{date.year:04d}/{date.month:02d}/" if date.month else year_address(date)


def year_address(date: PartialDate) -> str:
    """The timeline page of a date's year."""
    return f"timeline/{date.year:04d}/"


def _listings(kind: str, articles: Sequence[Article]) -> tuple[Listing, ...]:
    """The listings of one kind, by name. Spellings that differ in case only are one listing."""
    members: dict[str, list[Article]] = defaultdict(list)
    spellings: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for article in articles:
        for name in article.names(kind):
            key = name.casefold()
            members[key].append(article)
            spellings[key][name] += 1
    slugs: dict[str, list[str]] = defaultdict(list)
    for key in members:
        slugs[slugify(key)].append(key)
    found = []
    for slug, keys in slugs.items():
        for key in keys:
            # The commonest spelling names the listing; the first in the alphabet breaks ties.
            name = min(spellings[key], key=lambda n: (-spellings[key][n], n))
            own = slug if slug and len(keys) == 1 and slug != "page" else hashed_slug(key)
            found.append(Listing(kind, name, f"{kind}/{own}/", tuple(members[key])))
    return tuple(sorted(found, key=lambda listing: (listing.name.casefold(), listing.name)))


def _spans(kind: str, articles: Sequence[Article]) -> tuple[Listing, ...]:
    spans: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if kind == "month" and not article.date.month:
            continue
        name = f"{article.date.year:04d}"
        if kind == "month":
            name += f"-{article.date.month:02d}"
        spans[name].append(article)
    return tuple(
        Listing(kind, name, f"timeline/{name.replace('-', '/')}/", tuple(members))
        for name, members in spans.items()
    )
