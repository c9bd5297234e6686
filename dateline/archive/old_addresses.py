"""Addresses that articles had with other generators, computed from path, date, slug and title.

Jekyll, Hexo, WordPress and Octopress make an address of the date and the name, Hugo and Eleventy of
the folder and the name, Pelican of the name alone. A link to one of these finds the article if no
other article may have had the same address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from dateline.model import Article, StaticPage
from dateline.urls import composed, slugify

_DATED = re.compile(
    r"(?:(?P<before>.*)/)?(?P<year>\d{4})/(?P<month>\d{1,2})/(?:(?P<day>\d{1,2})/)?(?P<name>[^/]+)"
)
_NAME_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_](.+)")
_DAY_NAME = re.compile(r"(\d{1,2})-(.+)")
#: Folders that no tool puts into an address.
_SILENT = {"_posts", "_drafts", "content", "source", "_i18n", "src", "docs"}
_ENDINGS = (".html", ".htm", ".php", ".aspx", ".md")


class _Old(NamedTuple):
    """What an address may hold of an article: `folders` of its path, `topics` of its header, the
    days on which it may stand, and its names."""

    address: str
    folders: tuple[str, ...]
    topics: frozenset[str]
    days: frozenset[tuple[int, int, int]]
    names: frozenset[str]


class OldAddresses:
    """Knows the addresses that the texts of an archive may have had."""

    def __init__(self, items: Iterable[Article | StaticPage]):
        self._by_name: dict[str, list[_Old]] = {}
        for item in items:
            old = _old(item)
            for name in old.names:
                self._by_name.setdefault(name, []).append(old)

    def find(self, path: str) -> str | None:
        """The address of the text that stood at a path, relative to the root; None without one, and
        where there may be two."""
        bare = _bare(path)
        if "/" not in bare and "-" not in bare and not path.lower().endswith(_ENDINGS):
            return None  # one word, such as /news/, may be many things
        found = {old.address for old in self._by_name.get(_name(bare), ()) if _had(old, bare)}
        return found.pop() if len(found) == 1 else None


def _bare(path: str) -> str:
    """A path as it is compared: in lower case, without what servers add at its end."""
    bare = composed(unquote(path)).strip("/").casefold()
    bare = bare.removesuffix("/index.html").removesuffix("/index.htm")
    return next((bare[: -len(end)] for end in _ENDINGS if bare.endswith(end)), bare)


def _name(bare: str) -> str:
    return bare.rpartition("/")[2]


def _had(old: _Old, bare: str) -> bool:
    """Whether a text may have had an address whose last part is one of its names."""
    if dated := _DATED.fullmatch(bare):
        day = int(dated["day"] or 0)
        year, month = int(dated["year"]), int(dated["month"])
        if any((year, month) == each[:2] and day in (0, each[2]) for each in old.days):
            return _fits(old, (dated["before"] or "").split("/"))
    folders = tuple(bare.split("/")[:-1])
    return not folders or folders == old.folders or folders == old.folders[-len(folders) :]


def _fits(old: _Old, before: list[str]) -> bool:
    """Whether what stands before a date comes from the folders or the topics of a text."""
    known = old.topics | set(old.folders)
    return all(not part or part in known or slugify(part) in known for part in before)


def _old(item: Article | StaticPage) -> _Old:
    *folders, file = composed(item.path).casefold().split("/")
    stem = file.rpartition(".")[0]
    if stem in ("index", "_index") and folders:
        stem = folders.pop()
    names, days = set(_stems(stem)), set(_days(stem, folders))
    names.add(item.address.rstrip("/").rpartition("/")[2])
    names.add(slugify(item.title))
    topics: set[str] = set()
    if isinstance(item, Article):
        if item.date.day:
            days.add((item.date.year, item.date.month, item.date.day))
        topics = {slugify(tag) for tag in item.tags} | {tag.casefold() for tag in item.tags}
        topics |= {item.lang.casefold(), item.language}
    kept = tuple(folder for folder in folders if folder not in _SILENT)
    kept = kept[1:] if kept[:1] == ("pages",) and isinstance(item, StaticPage) else kept
    return _Old(item.address, kept, frozenset(topics), frozenset(days), frozenset(names - {""}))


def _stems(stem: str) -> Iterator[str]:
    """The names that a file's own gives: whole, and without a date before it; also as a slug."""
    for pattern in (_NAME_DATE, _DAY_NAME):
        if found := pattern.fullmatch(stem):
            yield found[found.lastindex or 1]
            yield slugify(found[found.lastindex or 1])
    yield stem
    yield slugify(stem)


def _days(stem: str, folders: list[str]) -> Iterator[tuple[int, int, int]]:
    if found := _NAME_DATE.fullmatch(stem):
        yield int(found[1]), int(found[2]), int(found[3])
    elif (found := _DAY_NAME.fullmatch(stem)) and len(folders) > 1:
        year, month = folders[-2:]
        if year.isdecimal() and month.isdecimal():
            yield int(year), int(month), int(found[1])
