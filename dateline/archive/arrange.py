"""Puts what was read in order, and finds where two things claim one place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from dateline.archive.addresses import assign_addresses
from dateline.archive.duplicates import duplicates
from dateline.archive.listing_addresses import (
    Addresses,
    KeptAddresses,
    assign_slugs,
    listing_slug,
)
from dateline.archive.note_names import NoteNames
from dateline.archive.publications import with_publications
from dateline.archive.related import related
from dateline.content.scan import is_section
from dateline.model import (
    Archive,
    Arranged,
    Article,
    Asset,
    Authority,
    Listing,
    PartialDate,
    StaticPage,
    TextSketch,
)
from dateline.names import KINDS
from dateline.problems import Problem
from dateline.urls import TIMELINE, name_key

_NO_SKETCH = TextSketch()


def arrange(
    items: Iterable[Article | StaticPage],
    assets: Sequence[Asset],
    spellings: Authority | None = None,
    kept: KeptAddresses | None = None,
) -> tuple[Arranged, list[Problem]]:
    """These articles and texts in order, with names in one spelling, and what stands in the way of
    an archive of them. `kept` are the addresses that earlier builds gave to listings.

    An article that cannot keep its address is left out; the error says which of two was first.
    """
    items, spellings = list(items), spellings or {}
    texts = [item for item in items if isinstance(item, StaticPage)]
    articles = [item for item in items if isinstance(item, Article)]
    published = sorted((a for a in articles if not a.draft), key=lambda article: article.order)
    problems, losers, aliases = assign_addresses(published, texts, assets)
    published = [article for article in published if article.path not in losers]
    texts = [text for text in texts if text.path not in losers]
    everything: list[Article | StaticPage] = [*published, *texts]
    if any("[[" in item.summary for item in everything):
        names = NoteNames(everything, assets)
        published, texts = names.in_summaries(published), names.in_summaries(texts)
    pages = [text for text in texts if not is_section(text.path)]
    published = _spelt_alike(with_publications(published, spellings), spellings)
    sketches = tuple(article.sketch for article in published)
    published = [msgspec.structs.replace(article, sketch=_NO_SKETCH) for article in published]
    addresses = {
        kind: assign_slugs(
            kind,
            _names_in_time(kind, published),
            (kept or {}).get(kind, {}),
            spellings.get(kind, {}),
        )
        for kind in KINDS
    }
    listings = {kind: _listings(kind, published, addresses[kind].slugs) for kind in KINDS}
    arranged = Arranged(
        articles=tuple(published),
        sketches=sketches,
        listings=listings,
        years=_spans("year", published),
        months=_spans("month", published),
        pages=tuple(sorted(pages, key=lambda text: text.address)),
        sections={t.address: t for t in texts if is_section(t.path)},
        aliases=aliases | _redirects(spellings, listings, addresses),
        assets=tuple(asset for asset in assets if asset.path not in losers),
        drafts=sum(article.draft for article in articles),
        left_out=frozenset(losers),
        draft_files=frozenset(article.path for article in articles if article.draft),
        listing_addresses={kind: addresses[kind].kept(kind) for kind in KINDS},
    )
    return arranged, problems


def complete(arranged: Arranged) -> Archive:
    """The archive, with related articles and duplicates.

    A step of its own: `check` needs neither, and finding them takes as long as all else it does.
    """
    groups = duplicates(arranged)
    fields = {name: getattr(arranged, name) for name in arranged.__struct_fields__}
    return Archive(**fields, duplicates=groups, related=related(arranged, groups))


def month_address(date: PartialDate) -> str:
    """The timeline page of a date's month, or of its year where no month is known."""
    return f"{TIMELINE}{date.year:04d}/{date.month:02d}/" if date.month else year_address(date)


def year_address(date: PartialDate) -> str:
    """The timeline page of a date's year."""
    return f"{TIMELINE}{date.year:04d}/"


def _spelt_alike(articles: Sequence[Article], joined: Authority) -> list[Article]:
    """The same articles with every name in one spelling: the one that is chosen for it, else the
    one that is commonest.

    Spellings that differ in case only, or in typographic signs, are one name (`name_key`), here, on
    every page and in the search; the first in the alphabet breaks ties.
    """
    chosen = {
        (kind, name_key(spelling)): name
        for kind, names in joined.items()
        for name, others in names.items()
        for spelling in (name, *others)
    }
    spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for kind in KINDS:
        for article in articles:
            for name in article.names(kind):
                spellings[kind, name_key(name)][name] += 1
    changed = {
        (kind, name): chosen.get((kind, key)) or min(counts, key=lambda n: (-counts[n], n))
        for (kind, key), counts in spellings.items()
        if len(counts) > 1 or (kind, key) in chosen
        for name in counts
    }
    return [_respelt(article, changed) for article in articles] if changed else list(articles)


def _respelt(article: Article, changed: dict[tuple[str, str], str]) -> Article:
    fields: dict[str, Any] = {}
    for kind, row in KINDS.items():
        names = article.names(kind)
        new = tuple(dict.fromkeys(changed.get((kind, name), name) for name in names))
        if new != names:
            is_one = isinstance(getattr(article, row.field), str)
            fields[row.field] = new[0] if is_one else new
    return msgspec.structs.replace(article, **fields) if fields else article


def _redirects(
    joined: Authority,
    listings: Mapping[str, Sequence[Listing]],
    addresses: Mapping[str, Addresses],
) -> dict[str, Listing]:
    """The addresses that lead to listings: those that they had, and those that other spellings of
    their names would have. What another name has is left to it."""
    taken = {listing.address for of_kind in listings.values() for listing in of_kind}
    found: dict[str, Listing] = {}
    for kind, of_kind in listings.items():
        by_name = {listing.name: listing for listing in of_kind}
        for slug, name in addresses[kind].former.items():
            found[f"{kind}/{slug}/"] = by_name[name]
    for kind, names in joined.items():
        for listing in listings[kind]:
            for spelling in names.get(listing.name, ()):
                address = f"{kind}/{listing_slug(spelling)}/"
                if address not in taken:
                    found.setdefault(address, listing)
    return found


def _names_in_time(kind: str, articles: Sequence[Article]) -> list[str]:
    """The names of one kind, each once, those of the oldest articles first."""
    return list(dict.fromkeys(name for article in articles for name in article.names(kind)))


def _listings(
    kind: str, articles: Sequence[Article], slugs: Mapping[str, str]
) -> tuple[Listing, ...]:
    """The listings of one kind, by name."""
    members: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for name in article.names(kind):
            members[name].append(article)
    found = [
        Listing(kind, name, f"{kind}/{slugs[name]}/", tuple(articles_of_name))
        for name, articles_of_name in members.items()
    ]
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
        Listing(kind, name, f"{TIMELINE}{name.replace('-', '/')}/", tuple(members))
        for name, members in spans.items()
    )
