"""Links within texts: from the file that the writer meant to the address it has."""

from __future__ import annotations

import functools
from collections.abc import Callable
from urllib.parse import unquote

import msgspec

from dateline.archive.note_names import NoteNames
from dateline.archive.places import PlaceMap
from dateline.model import LISTED_FIELDS, Archive, Article, Picture, Text
from dateline.problems import ArticleError, Problem, problem
from dateline.reading.anchors import place_hint
from dateline.reading.files import MARKDOWN
from dateline.reading.links import resolve_links, target_path
from dateline.reading.wikilinks import WikiLink, wikilink_of
from dateline.urls import article_address, composed

_PLACES = ("", "timeline/", "search/", "feed.xml", "feed.json", *(f"{k}/" for k in LISTED_FIELDS))


class LinkMap:
    """Knows every file and address of the archive, and turns what a text wrote into a link."""

    def __init__(self, archive: Archive, href: Callable[[str], str]):
        # Paths as a link would write them: macOS takes the letters of file names apart (NFD).
        self._pages = {composed(a.path): a.address for a in archive.articles}
        self._pages |= {composed(page.path): page.address for page in archive.pages}
        self._files = {asset.address: asset.address for asset in archive.assets}
        self._pictures = {a.address: a.picture for a in archive.assets if a.picture}
        self._known = {*self._pages.values(), *self._files.values(), *archive.aliases, *_PLACES}
        for listings in (*archive.listings.values(), archive.years, archive.months):
            self._known.update(listing.address for listing in listings)
        self._places = PlaceMap(archive)
        self._left_out = {composed(path) for path in archive.left_out}
        self._left_out |= {article_address(path) for path in archive.left_out}
        self._href = href
        self._archive = archive

    @functools.cached_property
    def _notes(self) -> NoteNames:
        """Made for the first link to a note: most archives have none."""
        archive = self._archive
        return NoteNames(archive.texts, archive.assets, archive.left_out)

    def resolved(self, text: Text) -> Text:
        """The same text with its links leading where they mean to. Raises ArticleError."""
        try:
            html = resolve_links(text.html, self.links(text), self.pictures(text), self._href)
        except Exception as error:
            raise ArticleError(text.path, error) from error
        return msgspec.structs.replace(text, html=html)

    def links(self, item: Article | Text) -> dict[str, str]:
        """What stands in the text → where it leads; what leads nowhere is left as it was."""
        return {
            reference.target: self._href(address) + self._within_page(address, rest)
            for reference in item.references
            for address, rest in [self._resolve(item.path, reference.target)]
            if address is not None
        }

    def pictures(self, item: Article | Text) -> dict[str, Picture]:
        """What stands in the text → the picture that it shows."""
        return {
            reference.target: picture
            for reference in item.references
            if reference.is_image
            and (picture := self._pictures.get(self._resolve(item.path, reference.target)[0] or ""))
        }

    def problems(self, item: Article | Text) -> list[Problem]:
        """A warning for every link and image that leads to nothing in the archive.

        One that leads to a text which was left out is a consequence of what is told of that.
        """
        found = []
        for target, line, is_image in item.references:
            address, rest = self._resolve(item.path, target)
            is_known = address is not None and address in self._known
            if not is_known and (link := wikilink_of(target)):
                found += self._note_problems(item.path, link, line, is_image)
            elif not is_known and not self._is_left_out(item.path, target):
                code, what = ("W004", "image") if is_image else ("W002", "link")
                message = f"the {what} {unquote(target)} leads to nothing in this archive"
                found.append(problem(code, item.path, message, line=line))
            elif address is not None and is_known:
                found += self._lost_place(item.path, line, address, rest)
        return found

    def _within_page(self, address: str, rest: str) -> str:
        """Query and fragment of a link, the fragment as the page at the address has it."""
        query, sign, fragment = rest.partition("#")
        return (
            query + (self._places.find(address, fragment) or rest[len(query) :]) if sign else rest
        )

    def _lost_place(self, path: str, line: int, address: str, rest: str) -> list[Problem]:
        """A warning where a link leads to a text, and to no place in it."""
        fragment = rest.partition("#")[2]
        if not fragment or self._places.find(address, fragment) is not None:
            return []
        message = f"the link leads to /{address}, and #{unquote(fragment)} to no place in it"
        hint = place_hint(fragment, self._places.ids(address))
        return [problem("W002", path, message, line=line, hint=hint)]

    def _note_problems(self, path: str, link: WikiLink, line: int, is_image: bool) -> list[Problem]:
        if self._notes.is_left_out(link):
            return []
        if is_image:
            message = f"the image {link.written} is not in this archive; what was written is shown"
            hint = "save the file anywhere below the content folder"
            return [problem("W004", path, message, line=line, hint=hint)]
        message = f"no file, title or alias has the name in {link.written}; it stays text"
        hint = f"write the name of a file or a title, or \\{link.written} where text is meant"
        return [problem("W023", path, message, line=line, hint=hint)]

    def _is_left_out(self, path: str, target: str) -> bool:
        if not self._left_out:
            return False
        file, _ = target_path(path, target)
        return not self._left_out.isdisjoint([*_file_names(file), f"{file.rstrip('/')}/"])

    def _resolve(self, path: str, target: str) -> tuple[str | None, str]:
        """The address meant, None where there is none, and the query and fragment after it; an
        address of the site stays itself, and of `[[a note]]` the fragment is as it was written."""
        if link := wikilink_of(target):
            return self._notes.address(link, path), f"#{link.heading}" if link.heading else ""
        file, rest = target_path(path, target)
        if target.startswith("/"):
            known = next((f for f in (file, f"{file}/") if f in self._known), "")
            return known or self._pages.get(file) or file, rest
        folder = file.rstrip("/")
        for name in _file_names(file):
            if name in self._pages or name in self._files:
                return self._pages.get(name) or self._files[name], rest
        if f"{folder}/" in self._known:
            return f"{folder}/", rest
        # Not beside the text: a file may be meant from the content folder, as editors write it.
        return self._files.get(target_path("", target)[0]), rest


def _file_names(path: str) -> list[str]:
    """The files that a link may mean: itself, without its extension, or as the text of a folder."""
    folder = path.rstrip("/")
    names = [path, *(f"{folder}{kind}" for kind in MARKDOWN)]
    return names + [f"{folder}/index{kind}".lstrip("/") for kind in MARKDOWN]


def remote_images(archive: Archive) -> list[Problem]:
    """A warning for every image that stands on another host, which no reader's browser fetches."""
    return [
        problem(
            "W012",
            item.path,
            f"the image {target} stands on another host; readers get a link to it",
            line=line,
            hint="save it beside this file, and write the name of that file in its place",
        )
        for item in archive.texts
        for target, line, _ in item.remote_images
    ]
