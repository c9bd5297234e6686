"""Links as other generators write them: which file of the archive one means.

`@/b.md` (Zola) and `{filename}/b.md` (Pelican) name a file from the content folder, `@./b.md` and
`{filename}b.md` one beside the text. `reading.template_targets` gives the references of Hugo and
Jekyll the same form. An archive rarely keeps the folders of the tool that it comes from, so a file
that stands in neither place is looked for by its name.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from dateline.content.scan import MARKDOWN
from dateline.content.shortcodes.template_targets import expression_target
from dateline.urls import composed, slug_of

_SIGNS = "@{|%"
_PELICAN = re.compile(r"(?:\{(\w{1,20})\}|\|(\w{1,20})\|)(.*)", re.DOTALL)
_FILE_WORDS = {"filename", "attach", "static", "photo"}
_LISTINGS = {"tag": "tags", "category": "tags"}
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_]|\d{1,2}-(?=\D)")
_TEMPLATE = re.compile(r"\{\{([^{}]{0,200})\}\}")


class ToolTarget(NamedTuple):
    """A target of another generator: the path it names, from the content folder or from the text,
    with query and fragment, or an address of the site."""

    path: str
    from_root: bool = False
    is_address: bool = False


def tool_target(target: str) -> ToolTarget | None:
    """What a target of another generator names; None for any other."""
    if not target or target[0] not in _SIGNS:
        return None
    written = unquote(target)
    if written.startswith("@./"):
        return ToolTarget(target[3:])
    if written.startswith("@/"):
        return ToolTarget(target[2:], from_root=True)
    if found := _PELICAN.fullmatch(written):
        return _pelican((found[1] or found[2]).lower(), found[3])
    if found := _TEMPLATE.match(written):
        begun = expression_target(found[1].strip(), "")
        if begun is not None:
            path = (begun + written[found.end() :]).lstrip("/")
            return ToolTarget(path, from_root=True, is_address=True)
    return None


def _pelican(word: str, path: str) -> ToolTarget | None:
    if word in _FILE_WORDS:
        return ToolTarget(path.lstrip("/"), from_root=path.startswith("/"))
    if word in _LISTINGS:
        return ToolTarget(f"{_LISTINGS[word]}/{slug_of(path.strip('/'))}/", True, True)
    return ToolTarget(path.lstrip("/"), True, True) if word == "index" else None


def shown_target(target: str) -> str:
    """A target as its writer would know it."""
    return unquote(target).removeprefix("@./").removeprefix("@")


class FilesByName:
    """Finds files by the ends of their paths."""

    def __init__(self, paths: Iterable[str]):
        self._paths: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            for name in dict.fromkeys(_names(path)):
                self._paths[name].append(path)

    def find(self, path: str, beside: str = "") -> str | None:
        """The file whose path ends as this one does, with or without extension or date; None where
        there is none, or where two fit equally well."""
        wanted = composed(path).strip("/").casefold()
        parts = wanted.split("/")
        found = self._paths.get(_stem(parts[-1])) or ()
        if not found and parts[-1].startswith(("index.", "_index.")) and len(parts) > 1:
            found = self._paths.get(_stem(parts[-2])) or ()
        return _best(found, wanted, beside)


def _best(found: Collection[str], wanted: str, beside: str) -> str | None:
    if len(found) > _MOST_COMPARED:
        return None
    ranked = sorted(((_likeness(path, wanted, beside), path) for path in found), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


#: So many files of one name are compared with what is wanted; more are `index.md` and its like.
_MOST_COMPARED = 1000


def _likeness(path: str, wanted: str, beside: str) -> tuple[int, int, int]:
    """How well a file fits: by the parts that its path shares with the one that is wanted, from the
    end; then by whether it is the very name; then by the folders it shares with the text."""
    folded = path.casefold()
    own, parts = _bare(folded).split("/"), _bare(wanted).split("/")
    shared = 0
    for one, other in zip(reversed(own[:-1]), reversed(parts[:-1]), strict=False):
        if one != other:
            break
        shared += 1
    is_same = posixpath.basename(folded) == posixpath.basename(wanted)
    common = len(posixpath.commonprefix([path, beside]).split("/"))
    return shared, int(is_same) + int(own[-1] == parts[-1]), common


def _names(path: str) -> Iterator[str]:
    """The names by which a file may be meant: its own, without its date, that of its folder."""
    *folders, name = composed(path).casefold().split("/")
    stem = _stem(name)
    yield stem
    yield _DATE.sub("", stem, count=1)
    if stem in ("index", "_index") and folders:
        yield folders[-1]
        yield _DATE.sub("", folders[-1], count=1)


def _stem(name: str) -> str:
    """A name without the extension of a text; other files keep theirs."""
    stem, extension = posixpath.splitext(name)
    return stem if extension in (*MARKDOWN, ".html", ".rst") else name


def _bare(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem = _stem(name)
    if stem in ("index", "_index") and folder:
        return folder
    return f"{folder}/{stem}" if folder else stem
