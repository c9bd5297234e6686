"""The types that all stages share. They are frozen, and can be digested and sent to other
processes."""

from __future__ import annotations

import calendar
import datetime
from typing import Any, Literal, NamedTuple

import msgspec

from dateline.names import KINDS
from dateline.urls import composed

#: An article with more names than this is shortened in the lists of its names: it appears there
#: without a summary, and does not count for the names that occur together.
CROWD = 50

#: By kind of listing, each name with its other spellings.
Authority = dict[str, dict[str, tuple[str, ...]]]


class PartialDate(msgspec.Struct, frozen=True, array_like=True):
    """A date with its precision: a year, a month, a day, or a time of a day.

    `month` and `day` are 0 if unknown. `clock` is `HH:MM:SS` or empty. `offset` is `+HH:MM`, or
    empty if the writer gave none. The day is the one that the writer wrote: a story of a late
    evening in Damascus has that day for every reader. `str` gives ISO 8601.
    """

    year: int
    month: int = 0
    day: int = 0
    clock: str = ""
    offset: str = ""

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return f"{text}T{self.clock}{self.offset}" if self.clock else text

    @property
    def day_text(self) -> str:
        """ISO 8601 without the time of day: `2017`, `2017-10` or `2017-10-08`."""
        return str(self).partition("T")[0]

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """A sort key. A date without a day comes before the days of its month."""
        return (self.year, self.month, self.day, self.clock)

    @property
    def first_day(self) -> str:
        """The earliest day that the date can mean, as ISO 8601."""
        return f"{self.year:04d}-{self.month or 1:02d}-{self.day or 1:02d}"

    @property
    def day_number(self) -> int:
        """The earliest day that the date can mean, as days; 1 January of the year 1 is 1."""
        return datetime.date(self.year, self.month or 1, self.day or 1).toordinal()

    @property
    def last_day_number(self) -> int:
        """The latest day that the date can mean, in the unit of `day_number`."""
        return datetime.date.fromisoformat(self.last_day).toordinal()

    @property
    def last_day(self) -> str:
        """The latest day that the date can mean, as ISO 8601."""
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return f"{self.year:04d}-{month:02d}-{day:02d}"


class Image(msgspec.Struct, frozen=True):
    """The picture of an article, as given in its header; `src` is the path or address."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Picture(msgspec.Struct, frozen=True):
    """A picture as shown on pages: addresses relative to the site's root, sizes in pixels, upright.

    `address` is that of the original. Width and height are 0 if unknown. `variants` are the
    addresses and widths that a browser may choose from, narrowest first; they are empty if there is
    only the original.
    """

    address: str
    width: int = 0
    height: int = 0
    variants: tuple[tuple[str, int], ...] = ()

    @property
    def widest(self) -> str:
        """The address of the largest file made for pages. It may be smaller than the original."""
        return self.variants[-1][0] if self.variants else self.address


class Reference(NamedTuple):
    """A link or image of a text, and its line."""

    target: str
    line: int
    is_image: bool


class TextSketch(msgspec.Struct, frozen=True, array_like=True):
    """A short fingerprint of a text, for comparing texts.

    `terms` are the words that may distinguish it from others, as written, the most frequent first,
    separated by spaces. `clauses` are checksums of its clauses in ascending order, four bytes each.
    """

    terms: str = ""
    clauses: bytes = b""


class Article(msgspec.Struct, frozen=True, tag=True):
    """One saved article without its text: the data for listings, neighbours and feeds.

    `path` is relative to the content folder, with forward slashes. `address` is that of its page,
    relative to the site's root, and ends in a slash. `digest` is that of the file's bytes.
    `aliases` are former addresses and other names of a note (see `urls.is_alias_address`).
    `permalinks` are its addresses on another site. `is_dated_by_capture`: only the day of saving is
    known and replaces the date. `references` lead into the archive, `remote_images` to other hosts.
    `ids` are those of its text that links can lead to. `sketch` is empty once the archive is
    arranged, because no page shows it (see `Archive.sketches`).
    """

    path: str
    address: str
    digest: str
    title: str
    date: PartialDate
    lang: str
    tags: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    authors: tuple[str, ...] = ()
    captured: PartialDate | None = None
    is_dated_by_capture: bool = False
    updated: PartialDate | None = None
    summary: str = ""
    aliases: tuple[str, ...] = ()
    permalinks: tuple[str, ...] = ()
    draft: bool = False
    image: Image | None = None
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    remote_images: tuple[Reference, ...] = ()
    ids: tuple[str, ...] = ()
    extra: dict[str, Any] = {}
    sketch: TextSketch = TextSketch()

    def names(self, kind: str) -> tuple[str, ...]:
        """The names that the article has for a kind of listing (a key of `KINDS`)."""
        value = getattr(self, KINDS[kind].field)
        return (value,) if isinstance(value, str) and value else tuple(value)

    @property
    def is_crowded(self) -> bool:
        """Whether it has so many names that its entries in lists are shortened."""
        return sum(len(self.names(kind)) for kind in KINDS) > CROWD

    @property
    def language(self) -> str:
        """The language of its search index: `lang` without region or script."""
        return self.lang.partition("-")[0].lower()

    @property
    def order(self) -> tuple[tuple[int, int, int, str], str]:
        """Its sort key: the date, then the address."""
        return (self.date.sort_key, self.address)


class StaticPage(msgspec.Struct, frozen=True, tag=True):
    """An undated page (`content/pages/about.md`) or a section's text (`_index.md`)."""

    path: str
    address: str
    digest: str
    title: str
    lang: str
    html: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    permalinks: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    remote_images: tuple[Reference, ...] = ()
    ids: tuple[str, ...] = ()


class Asset(msgspec.Struct, frozen=True):
    """A file of the content folder that is published; an image has a `picture`."""

    path: str
    picture: Picture | None = None

    @property
    def address(self) -> str:
        """Its path in NFC: file systems store accents in different ways."""
        return composed(self.path)


class Listing(msgspec.Struct, frozen=True):
    """Articles that share a name or a period, oldest first.

    `kind` is a key of `KINDS`, `year` or `month`.
    """

    kind: str
    name: str
    address: str
    articles: tuple[Article, ...]


class Reason(msgspec.Struct, frozen=True):
    """What two articles have in common.

    `name` is the shared name that says most: a name of a kind of listing, or a word of both texts,
    if `kind` is `terms`. `period` is the shortest of a day, seven days and a month that has both.
    """

    kind: str
    name: str
    period: Literal["day", "week", "month", ""] = ""


class Arranged(msgspec.Struct, frozen=True):
    """Everything that is published. `articles` are oldest first, `sketches` in the same order.

    `sections` are keyed by the address of the page that shows them, `aliases` by the address that
    redirects. An alias leads to a listing if it is the address of another spelling or a former
    address. `left_out` are the files of texts with errors, `draft_files` those of drafts,
    `unpublished` the other files that exist but are not published. `listing_addresses` are by kind
    and by name (`urls.name_key`): first the address of the listing, then those that redirect to it.
    """

    articles: tuple[Article, ...]
    sketches: tuple[TextSketch, ...]
    listings: dict[str, tuple[Listing, ...]]
    years: tuple[Listing, ...]
    months: tuple[Listing, ...]
    pages: tuple[StaticPage, ...]
    sections: dict[str, StaticPage]
    aliases: dict[str, Article | StaticPage | Listing]
    assets: tuple[Asset, ...]
    drafts: int = 0
    left_out: frozenset[str] = frozenset()
    draft_files: frozenset[str] = frozenset()
    unpublished: frozenset[str] = frozenset()
    listing_addresses: dict[str, dict[str, list[str]]] = {}

    @property
    def texts(self) -> tuple[Article | StaticPage, ...]:
        """All articles, undated pages and section texts."""
        return (*self.articles, *self.pages, *self.sections.values())


class Archive(Arranged, frozen=True, kw_only=True):
    """What is published, with what was found by comparing articles: all that pages show.

    `related` has for each article in turn those that belong to it, best first, each with the
    reason. `duplicates` has, by the path of an article that several outlets published, all articles
    of its group, oldest first.
    """

    related: tuple[tuple[tuple[Article, Reason], ...], ...]
    duplicates: dict[str, tuple[Article, ...]]
