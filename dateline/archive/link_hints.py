"""What is said of a link that leads nowhere: why, and what to write instead."""

from __future__ import annotations

import difflib
import posixpath
from collections import defaultdict
from collections.abc import Collection
from urllib.parse import quote, unquote

from dateline.archive.tool_links import shown_target
from dateline.content.markdown.links import target_path
from dateline.content.scan import MARKDOWN, SAFE_KINDS
from dateline.urls import composed

_IMAGES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
#: Pictures that are not published, and what to save them as.
_PICTURES = {
    ".svg": "PNG",
    ".eps": "PNG",
    ".ai": "PNG",
    ".bmp": "PNG",
    ".ico": "PNG",
    ".jxl": "JPEG",
    ".heic": "JPEG",
    ".heif": "JPEG",
    ".tif": "JPEG",
    ".tiff": "JPEG",
    ".psd": "JPEG",
    ".raw": "JPEG",
    ".jfif": "JPEG",
}
_HTML = (".html", ".htm", ".xhtml")
#: So many names are compared with one that is not there, and so many in one run: a large archive
#: may have thousands of dead links.
_COMPARED, _COMPARED_IN_ALL = 300, 60_000
_LIKE = 0.8


class LinkHints:
    """Knows the files of the content folder, those that are not published among them."""

    def __init__(
        self, published: Collection[str], unpublished: Collection[str], drafts: Collection[str]
    ):
        self._unpublished = {composed(path): path for path in unpublished}
        self._drafts = {_stem(composed(path)) for path in drafts}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for path in sorted(published):
            stem = posixpath.basename(_stem(path)).casefold()
            self._by_stem[stem].append(path)
            self._by_start[_letters(stem)[:3]].append(path)
        self._left = _COMPARED_IN_ALL

    def explain(self, path: str, target: str, is_image: bool) -> tuple[str, str]:
        """The message and the hint for a target of the text `path` that leads nowhere."""
        what, shown = "image" if is_image else "link", shown_target(target)
        for base in (path, ""):
            file = composed(target_path(base, shown.removeprefix("./"))[0])
            if file in self._unpublished:
                return _not_published(what, shown, file, is_image)
            if _stem(file.rstrip("/")) in self._drafts:
                hint = "publish it, or take the link out until it is"
                return f"the {what} {shown} leads to a draft, which is not published", hint
        message = f"the {what} {shown} leads to nothing in this archive"
        return message, self._instead(path, shown, is_image)

    def _instead(self, path: str, shown: str, is_image: bool) -> str:
        if shown.startswith("www."):
            return f"write https://{shown} if it leads to another site"
        found = self._nearest(shown, is_image)
        if found:
            written = quote(posixpath.relpath(found, posixpath.dirname(path) or "."))
            return f"write {written} if {found} is meant"
        if is_image:
            return "put the image beside this file, and write its name"
        return "write the path of the file that is meant, such as ../story.md, or take the link out"

    def _nearest(self, shown: str, is_image: bool) -> str:
        """The published file whose name is most like what is written, if any is."""
        bare = unquote(shown).partition("#")[0].partition("?")[0].strip("/").casefold()
        stem = posixpath.basename(_stem(bare))
        candidates = self._by_stem.get(stem) or self._by_start.get(_letters(stem)[:3]) or []
        paths = [p for p in candidates if p.lower().endswith(_IMAGES) or not is_image][:_COMPARED]
        self._left -= len(paths)
        if not stem or self._left < 0:
            return ""
        names = {posixpath.basename(_stem(p)).casefold(): p for p in reversed(paths)}
        undated = {_letters(name): path for name, path in reversed(names.items())}
        close = difflib.get_close_matches(_letters(stem), undated, n=1, cutoff=_LIKE)
        return undated[close[0]] if close else ""


def _not_published(what: str, shown: str, file: str, is_image: bool) -> tuple[str, str]:
    kind = posixpath.splitext(file)[1].lower()
    if kind in SAFE_KINDS:
        message = f"the {what} {shown} is there, but is not published"
        return message, "see what is said of the file itself"
    named = f"of the kind {kind}" if kind else "without an extension"
    message = f"the {what} {shown} is there, but files {named} are not published"
    if kind in _PICTURES:
        return message, f"save it as {_PICTURES[kind]}, and write the name of that file"
    if kind in _HTML:
        return message, "save its text as Markdown, or as PDF, and link to that"
    hint = "save it as JPEG or PNG" if is_image else "put it into a ZIP file"
    return message, f"{hint}, and write the name of that file"


def _letters(stem: str) -> str:
    """A name without a date or a number before it, as names are compared."""
    return stem.lstrip("0123456789-_. ") or stem


def _stem(path: str) -> str:
    stem, extension = posixpath.splitext(path)
    return stem if extension in (*MARKDOWN, ".html", *_IMAGES) else path
