"""Finds what `[[a name]]` means, as Obsidian does: by path, by file name, by title, by alias."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from dateline.content.markdown.wikilinks import WIKILINK, WikiLink, parse_wikilink
from dateline.content.scan import MARKDOWN
from dateline.model import Article, Asset, StaticPage
from dateline.urls import composed

_Item = TypeVar("_Item", Article, StaticPage)


class NoteNames:
    """The names of an archive's notes and files; case does not matter."""

    def __init__(
        self,
        texts: Iterable[Article | StaticPage],
        assets: Iterable[Asset],
        left_out: Iterable[str] = (),
    ):
        self._addresses: dict[str, str] = {}
        self._by_path: dict[str, str] = {}
        self._by_file: dict[str, list[str]] = defaultdict(list)
        self._by_title: dict[str, str] = {}
        self._found: dict[str, str | None] = {}
        for asset in assets:
            self._add(composed(asset.path), asset.address)
        for text in sorted(texts, key=lambda each: each.path):
            path = composed(text.path)
            self._add(path, text.address)
            for name in (text.title, *(a for a in text.aliases if "/" not in a)):
                self._by_title.setdefault(_folded(name), path)
        self._left_out = {
            _folded(name) for path in left_out for name in _file_names(composed(path))
        }

    def address(self, link: WikiLink, path: str) -> str | None:
        """The address that a link in the file `path` leads to, without its fragment; None where
        no file, title or alias has its name."""
        path = composed(path)
        if not link.name:
            return self._addresses.get(path)
        found = self._file(composed(link.name).replace("\\", "/"), path)
        return self._addresses[found] if found else None

    def is_left_out(self, link: WikiLink) -> bool:
        """Whether it means a text that a problem keeps from being published."""
        return _folded(link.name.rpartition("/")[2]) in self._left_out

    def in_summaries(self, items: Iterable[_Item]) -> list[_Item]:
        """The same texts with the words of links in their summaries; what finds nothing stays as
        it was written."""
        return [
            msgspec.structs.replace(item, summary=self._shown(item.summary, item.path))
            if "[[" in item.summary
            else item
            for item in items
        ]

    def _shown(self, text: str, path: str) -> str:
        def label(written: str) -> str:
            link = parse_wikilink(written)
            is_found = link is not None and self.address(link, path) is not None
            return link.label if link and is_found else written

        return WIKILINK.sub(lambda found: label(found[0]), text)

    def _add(self, path: str, address: str) -> None:
        self._addresses[path] = address
        folder, _, _ = path.rpartition("/")
        for name in _file_names(path):
            if not _is_index(path):
                self._by_file[_folded(name)].append(path)
            self._by_path.setdefault(_folded(posixpath.join(folder, name)), path)
        if _is_index(path):
            self._by_file[_folded(folder.rpartition("/")[2])].append(path)
            self._by_path.setdefault(_folded(folder), path)

    def _file(self, name: str, path: str) -> str | None:
        """The path of the file that a name means in the file `path`."""
        folder = posixpath.dirname(path)
        beside = posixpath.normpath(posixpath.join("/", folder, name)).lstrip("/")
        if found := self._by_path.get(_folded(beside)):
            return found
        if name.startswith(("./", "../")):
            return None
        key = _folded(name.strip("/"))
        if key not in self._found:
            self._found[key] = self._by_path.get(key) or self._nearest(key)
        return self._found[key]

    def _nearest(self, key: str) -> str | None:
        """The file with the shortest path that ends as a name does, else the text of that title."""
        named = self._by_file.get(key.rpartition("/")[2], ())
        ending = f"/{key}"
        candidates = [
            path
            for path in named
            if any(f"/{_folded(way)}".endswith(ending) for way in _paths(path))
        ]
        shortest = min(candidates, key=lambda p: (p.count("/"), len(p), p), default=None)
        return shortest or self._by_title.get(key)


def _folded(name: str) -> str:
    return name.strip().casefold()


def _stem(name: str) -> str:
    return next((name[: -len(kind)] for kind in MARKDOWN if name.lower().endswith(kind)), name)


def _file_names(path: str) -> list[str]:
    """The names of a file: with its extension, and of a note without."""
    name = path.rpartition("/")[2]
    stem = _stem(name)
    return [name] if stem == name else [name, stem]


def _is_index(path: str) -> bool:
    """Whether a note is named for its folder: there may be one in each."""
    folder, _, name = path.rpartition("/")
    return bool(folder) and _stem(name) != name and _stem(name).lower() in ("index", "_index")


def _paths(path: str) -> list[str]:
    """The ways to write the path of a file."""
    folder = path.rpartition("/")[0]
    written = [posixpath.join(folder, name) for name in _file_names(path)]
    return [*written, folder] if _is_index(path) else written
