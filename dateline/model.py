"""The words of the trade, as types: frozen, complete when made, and fit to be digested and sent."""

from __future__ import annotations

import calendar
import datetime
from typing import Any, Literal, NamedTuple

import msgspec

from dateline.names import KINDS
from dateline.urls import composed

#: An article with more names than this says little of each: it stands in the lists of its names,
#: but without its summary, and says nothing of which names belong together.
CROWD = 50

#: By kind of listing, each name with its other spellings.
Authority = dict[str, dict[str, tuple[str, ...]]]


class PartialDate(msgspec.Struct, frozen=True, array_like=True):
    """A date at the precision it was given: a year, a month, a day, or a moment of a day.

    `month` and `day` are 0 where unknown, `clock` is `HH:MM:SS` or empty, and `offset` is
    `+HH:MM`, or empty where the writer gave none. The day is the one the writer wrote: a story
    of late evening in Damascus stays on that day for every reader. The form of `str` is ISO 8601.
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
        """Orders by time; a date of month precision stands before the days of its month."""
        return (self.year, self.month, self.day, self.clock)

    @property
    def first_day(self) -> str:
        """The earliest day it can mean, as ISO 8601."""
        return f"{self.year:04d}-{self.month or 1:02d}-{self.day or 1:02d}"

    @property
    def day_number(self) -> int:
        """The earliest day it can mean, counted from the first of the year 1."""
        return datetime.date(self.year, self.month or 1, self.day or 1).toordinal()

    @property
    def last_day_number(self) -> int:
        """The latest day it can mean, counted as `day_number` is."""
        return datetime.date.fromisoformat(self.last_day).toordinal()

    @property
    def last_day(self) -> str:
        """The latest day it can mean, as ISO 8601."""
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return f"{self.year:04d}-{month:02d}-{day:02d}"


class Image(msgspec.Struct, frozen=True):
    """The picture that goes with an article; `src` as the writer gave it."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Picture(msgspec.Struct, frozen=True):
    """A picture as pages show it, upright: addresses relative to the site's root, sizes in pixels.

    `address` is the original's; width and height are 0 where they are not known. `variants` are
    what a browser may choose from (address and width), narrowest first; empty where the original
    is all there is.
    """

    address: str
    width: int = 0
    height: int = 0
    variants: tuple[tuple[str, int], ...] = ()

    @property
    def widest(self) -> str:
        """The address of the largest file that was made for pages rather than for keeping."""
        return self.variants[-1][0] if self.variants else self.address


class Reference(NamedTuple):
    """A link or image of a text, and the line it stands on."""

    target: str
    line: int
    is_image: bool


class TextSketch(msgspec.Struct, frozen=True, array_like=True):
    """What of a text can be compared with others.

    `terms` are its words that could tell it from others, as written, the most frequent first, with
    spaces between. `clauses` are checksums of its clauses in ascending order, four bytes each.
    """

    terms: str = ""
    clauses: bytes = b""


class Article(msgspec.Struct, frozen=True, tag=True):
    """One saved article, without its text: what listings, neighbours and feeds need to know.

    `path` is relative to the content folder, with forward slashes. `address` is the page's own,
    relative to the site's root and ending in a slash. `digest` identifies the file's bytes.
    Of `aliases`, those with a slash are former addresses, and the others names that links to notes
    may use (`urls.is_alias_address` tells). `permalinks` are addresses that it had on another site.
    `is_dated_by_capture` where only the day of saving is known, and stands for its date.
    `references` lead into the archive itself, `remote_images` to another host. `ids` are the places
    in its text that links can lead to. `gist` is kept apart once the archive is arranged: no page
    shows it.
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
        """What it contributes to a kind of listing (a key of `KINDS`)."""
        value = getattr(self, KINDS[kind].field)
        return (value,) if isinstance(value, str) and value else tuple(value)

    @property
    def is_crowded(self) -> bool:
        """Whether it has so many names that it says little of each."""
        return sum(len(self.names(kind)) for kind in KINDS) > CROWD

    @property
    def language(self) -> str:
        """The language under which it is indexed, without region or script."""
        return self.lang.partition("-")[0].lower()

    @property
    def order(self) -> tuple[tuple[int, int, int, str], str]:
        """Its place in time among all articles; the address breaks ties."""
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
    """A file of the content folder that is published; `picture` where it is an image."""

    path: str
    picture: Picture | None = None

    @property
    def address(self) -> str:
        """Its path, with letters and marks as one: systems keep names in different ways."""
        return composed(self.path)


class Listing(msgspec.Struct, frozen=True):
    """Articles that share a name or a span of time, oldest first.

    `kind` is a key of `KINDS`, `year` or `month`.
    """

    kind: str
    name: str
    address: str
    articles: tuple[Article, ...]


class Reason(msgspec.Struct, frozen=True):
    """What two articles have in common.

    `name` is what says most of all they share: a name of a kind of listing, or a word of both
    texts, where `kind` is `terms`. `period` is the shortest of a day, seven days and a month in
    which both lie.
    """

    kind: str
    name: str
    period: Literal["day", "week", "month", ""] = ""


class Arranged(msgspec.Struct, frozen=True):
    """Everything that is published, in order: all that the problems of an archive are found by.

    `articles` are oldest first, `sketches` theirs in turn.
    `sections` are keyed by the address on which they stand; `aliases` by that of the redirect,
    which leads to a listing where it is another spelling of its name, or an address that it had.
    `left_out` are the files of texts that are kept from it by a problem, `draft_files` those of
    drafts, `unpublished` the other files that are there but not published. `listing_addresses` are
    by kind and name (as `urls.name_key` has it): the one that a listing has, then those that lead
    to it.
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
        """Everything that has a text of its own."""
        return (*self.articles, *self.pages, *self.sections.values())


class Archive(Arranged, frozen=True, kw_only=True):
    """What is published, with what was found by comparing articles: all that pages show.

    `related` has for each article in turn those that belong to it, best first, each with the
    reason. `duplicates` has, by the path of an article that several outlets published, all articles
    of its group, oldest first.
    """

    related: tuple[tuple[tuple[Article, Reason], ...], ...]
    duplicates: dict[str, tuple[Article, ...]]
