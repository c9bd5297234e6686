"""Links within texts: from the file that the writer meant to the address it has."""

from __future__ import annotations

import functools
from collections.abc import Callable
from functools import cached_property
from urllib.parse import quote, unquote

import msgspec

from dateline.archive.link_hints import LinkHints
from dateline.archive.note_names import NoteNames
from dateline.archive.old_addresses import OldAddresses
from dateline.archive.places import PlaceMap
from dateline.archive.tool_links import FilesByName, ToolTarget, tool_target
from dateline.content.markdown.anchors import place_hint
from dateline.content.markdown.links import resolve_links, target_path
from dateline.content.markdown.wikilinks import WikiLink, wikilink_of
from dateline.content.scan import MARKDOWN
from dateline.model import Arranged, Article, Picture, StaticPage
from dateline.problems import ArticleError, Problem, problem
from dateline.urls import SITE_PLACES, article_address, composed

_PLACES = tuple(place.address for place in SITE_PLACES if place.is_linked)


class LinkMap:
    """Knows every file and address of the archive, and turns what a text wrote into a link."""

    def __init__(self, archive: Arranged, href: Callable[[str], str]):
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
        self._archive = archive
        self._href = href
        self._archive = archive

    @functools.cached_property
    def _notes(self) -> NoteNames:
        """Made for the first link to a note: most archives have none."""
        archive = self._archive
        return NoteNames(archive.texts, archive.assets, archive.left_out)

    @cached_property
    def _old(self) -> OldAddresses:
        return OldAddresses((*self._archive.articles, *self._archive.pages))

    @cached_property
    def _by_name(self) -> FilesByName:
        return FilesByName((*self._pages, *self._files))

    @cached_property
    def _hints(self) -> LinkHints:
        published = (*self._pages, *self._files)
        return LinkHints(published, self._archive.unpublished, self._archive.draft_files)

    def resolved(self, text: StaticPage) -> StaticPage:
        """The same text with its links leading where they mean to. Raises ArticleError."""
        try:
            html = resolve_links(text.html, self.links(text), self.pictures(text), self._href)
        except Exception as error:
            raise ArticleError(text.path, error) from error
        return msgspec.structs.replace(text, html=html)

    def links(self, item: Article | StaticPage) -> dict[str, str]:
        """What stands in the text → where it leads; what leads nowhere is left as it was, without
        the signs that only a tool knows."""
        found = {}
        for reference in item.references:
            address, rest = self._resolve(item.path, reference.target)
            if address is not None:
                found[reference.target] = self._href(address) + self._within_page(address, rest)
            elif tool := tool_target(reference.target):
                found[reference.target] = quote(tool.path, safe="/#?=&%")
        return found

    def pictures(self, item: Article | StaticPage) -> dict[str, Picture]:
        """What stands in the text → the picture that it shows."""
        return {
            reference.target: picture
            for reference in item.references
            if reference.is_image
            and (picture := self._pictures.get(self._resolve(item.path, reference.target)[0] or ""))
        }

    def problems(self, item: Article | StaticPage) -> list[Problem]:
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
                code = "W004" if is_image else "W002"
                message, hint = self._hints.explain(item.path, target, is_image)
                found.append(problem(code, item.path, message, line=line, hint=hint))
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
        tool = tool_target(target)
        file, _ = target_path(path, tool.path if tool else target)
        return not self._left_out.isdisjoint([*_file_names(file), f"{file.rstrip('/')}/"])

    def _resolve(self, path: str, target: str) -> tuple[str | None, str]:
        """The address meant, None where there is none, and the query and fragment after it; an
        address of the site stays itself, and of `[[a note]]` the fragment is as it was written."""
        if link := wikilink_of(target):
            return self._notes.address(link, path), f"#{link.heading}" if link.heading else ""
        if tool := tool_target(target):
            return self._resolve_tool(path, tool)
        file, rest = target_path(path, target)
        if target.startswith("/"):
            known = next((f for f in (file, f"{file}/") if f in self._known), "")
            known = known or self._pages.get(file, "")
            return known or (self._old.find(file) if file else None) or file, rest
        folder = file.rstrip("/")
        for name in _file_names(file):
            if name in self._pages or name in self._files:
                return self._pages.get(name) or self._files[name], rest
        if f"{folder}/" in self._known:
            return f"{folder}/", rest
        # Not beside the text: a file may be meant from the content folder, as editors write it.
        found = self._files.get(target_path("", target)[0])
        return found or self._old.find(file), rest

    def _resolve_tool(self, path: str, tool: ToolTarget) -> tuple[str | None, str]:
        """The same for a target of another generator, whose file may stand in another folder."""
        file, rest = target_path("" if tool.from_root else path, tool.path)
        for base in ("", path) if tool.from_root else (path, ""):
            meant = target_path(base, tool.path)[0]
            folder = meant.removesuffix("_index.md").rstrip("/")
            for name in _file_names(meant):
                if name in self._pages or name in self._files:
                    return self._pages.get(name) or self._files[name], rest
            known = (
                each for each in (meant, f"{folder}/" if folder else "") if each in self._known
            )
            if (address := next(known, None)) is not None:
                return address, rest
        if found := self._by_name.find(file, path):
            return self._pages.get(found) or self._files[found], rest
        return self._old.find(file) or (file if tool.is_address else None), rest


def _file_names(path: str) -> list[str]:
    """The files that a link may mean: itself, without its extension, or as the text of a folder."""
    folder = path.rstrip("/")
    names = [path, *(f"{folder}{kind}" for kind in MARKDOWN)]
    return names + [f"{folder}/index{kind}".lstrip("/") for kind in MARKDOWN]


def remote_images(archive: Arranged) -> list[Problem]:
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
