"""Examines the output folder after a run: files written, bytes to load again, and correctness.

A build that publishes nothing would be the fastest. So after each run every article page and every
entry of the search index is counted. A newly written word must be in both, a removed one in
neither.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.results import Weight

#: What the page of an article begins with, in every tool's template.
ARTICLE = '<article class="h-entry"'
_BUNDLE = "pagefind/"
# What GitHub Pages compresses on its way; Pagefind has compressed its own files already.
_COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml")

#: Size and time of change of every file, by its path under the output folder.
State = dict[str, tuple[int, int]]


class Expected(NamedTuple):
    """What a run must have published: `word` on so many article pages and index entries."""

    articles: int
    word: str = ""
    pages: int = 0
    entries: int | None = 0


def look(folder: Path) -> State:
    """The files that are there, without reading them."""
    return {
        file.path[len(str(folder)) + 1 :]: (stat.st_size, stat.st_mtime_ns)
        for file in _files(folder)
        for stat in (file.stat(),)
    }


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    if not os.path.isdir(folder):  # noqa: PTH112  # a site has 100,000 folders
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry


def written(before: State, after: State) -> list[str]:
    """Files that are new or were written again."""
    return [path for path, seen in after.items() if before.get(path) != seen]


class Reader:
    """Someone who has loaded the whole site, and comes back after every run."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def reload(self, folder: Path, paths: Iterable[str]) -> Weight:
        """The size of all files with new content. A rewritten file with the same content costs
        nothing. Hidden files are ignored, because the host does not publish them."""
        index = other = 0
        for path in paths:
            if "/." in f"/{path}":
                continue
            data = (folder / path).read_bytes()
            digest = hashlib.blake2b(data, digest_size=16).digest()
            if self._known.get(path) == digest:
                continue
            self._known[path] = digest
            if path.startswith(_BUNDLE):
                index += transfer_size(path, data)
            else:
                other += transfer_size(path, data)
        return Weight(index, other)


def is_compressed(path: str) -> bool:
    """Whether the host compresses a file on its way."""
    return path.endswith(_COMPRESSED)


def transfer_size(path: str, data: bytes) -> int:
    """Bytes on the wire."""
    return len(gzip.compress(data, 6)) if is_compressed(path) else len(data)


def find_wrong(output: Path, expected: Expected, *, searches: bool) -> str:
    """The fault of the site; empty if it is correct."""
    articles, pages = _count_pages(output, expected.word)
    found = []
    if articles != expected.articles:
        found.append(f"{articles} article pages, not {expected.articles}")
    if expected.word and pages != expected.pages:
        found.append(f"the change is on {pages} pages, not {expected.pages}")
    if searches:
        found += _wrong_index(output / _BUNDLE, expected)
    return "; ".join(found)


def _count_pages(output: Path, word: str) -> tuple[int, int]:
    articles = pages = 0
    for file in _files(output):
        if file.name.endswith(".html"):
            html = Path(file.path).read_bytes()
            if ARTICLE.encode() in html:
                articles += 1
                pages += word.encode() in html
    return articles, pages


def _wrong_index(bundle: Path, expected: Expected) -> Iterator[str]:
    entries = [json.loads(file.read_bytes()) for file in bundle.rglob("pagefind-entry.json")]
    count = sum(part["page_count"] for entry in entries for part in entry["languages"].values())
    if count != expected.articles:
        yield f"{count} articles in the index, not {expected.articles}"
    if expected.word and expected.entries is not None:
        word = expected.word.encode()
        fragments = bundle.rglob("*.pf_fragment")
        holding = sum(word in gzip.decompress(file.read_bytes()) for file in fragments)
        if holding != expected.entries:
            yield f"the change is in {holding} entries of the index, not {expected.entries}"
