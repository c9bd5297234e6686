"""Finds what `[[a name]]` means, as Obsidian does: by path, by file name, by title, by alias."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from dateline.model import Article, Asset, Text
from dateline.reading.files import MARKDOWN
from dateline.reading.wikilinks import WIKILINK, WikiLink, parse_wikilink
from dateline.urls import composed

_Item = TypeVar("_Item", Article, Text)


class NoteNames:
    """The names of an archive's notes and files; case does not matter."""

    def __init__(
        self, texts: Iterable[Article | Text], assets: Iterable[Asset], left_out: Iterable[str] = ()
    ):
        self._addresses: dict[str, str] = {}
        self._by_path: dict[str, str] = {}
        self._by_file: dict[str, list[str]] = defaultdict(list)
        self._by_title: dict[str, str] = {}
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
            return link.label if link and self.address(link, path) else written

        return WIKILINK.sub(lambda found: label(found[0]), text)

    def _add(self, path: str, address: str) -> None:
        self._addresses[path] = address
        self._by_path.setdefault(_folded(path), path)
        for name in _file_names(path):
            self._by_file[_folded(name)].append(path)

    def _file(self, name: str, path: str) -> str | None:
        folder = posixpath.dirname(path)
        if name.startswith(("./", "../")):
            full = posixpath.normpath(posixpath.join("/", folder, name)).lstrip("/")
            return next((p for p in self._named(full) if _is_at(p, full)), None)
        name = name.strip("/")
        candidates = self._named(name)
        exact = next((each for each in candidates if _is_at(each, name)), None)
        beside = next((c for c in candidates if _is_at(c, posixpath.join(folder, name))), None)
        shortest = min(candidates, key=lambda c: (c.count("/"), len(c), c), default=None)
        return beside or exact or shortest or self._by_title.get(_folded(name))

    def _named(self, name: str) -> Sequence[str]:
        """The files whose path ends as the name does."""
        folder, _, file = name.rpartition("/")
        found = self._by_file.get(_folded(file), ())
        ending = f"/{_folded(folder)}/"
        return (
            [p for p in found if f"/{_folded(_folder(p, file))}/".endswith(ending)]
            if folder
            else found
        )


def _folded(name: str) -> str:
    return name.strip().casefold()


def _stem(name: str) -> str:
    return next((name[: -len(kind)] for kind in MARKDOWN if name.lower().endswith(kind)), name)


def _file_names(path: str) -> list[str]:
    """The names of a file: with its extension; of a note without, or that of its folder."""
    folder, _, name = path.rpartition("/")
    stem = _stem(name)
    names = [name] if stem == name else [name, stem]
    if stem.lower() in ("index", "_index") and stem != name and folder:
        names.append(folder.rpartition("/")[2])
    return names


def _folder(path: str, name: str) -> str:
    """The folder of a file, or the one around it where the file is named for its folder."""
    folder, _, file = path.rpartition("/")
    is_named = _folded(name) in (_folded(file), _folded(_stem(file)))
    return folder if is_named else posixpath.dirname(folder)


def _is_at(path: str, name: str) -> bool:
    """Whether a file stands at the path that a name gives, from the content folder."""
    folder, _, file = name.rpartition("/")
    return _folded(_folder(path, file)) == _folded(folder)
