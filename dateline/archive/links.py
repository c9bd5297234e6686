"""Links within texts: from the file that the writer meant to the address it has."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import msgspec

from dateline.model import LISTED_FIELDS, Archive, Article, Text
from dateline.problems import Problem, problem
from dateline.reading.files import MARKDOWN
from dateline.reading.links import resolve_links, target_path

_PLACES = ("", "timeline/", "search/", "feed.xml", "feed.json", *(f"{k}/" for k in LISTED_FIELDS))


class LinkMap:
    """Knows every file and address of the archive, and turns what a text wrote into a link."""

    def __init__(self, archive: Archive, href: Callable[[str], str]):
        self._pages = {_composed(a.path): a.address for a in archive.articles}
        self._pages |= {_composed(page.path): page.address for page in archive.pages}
        self._files = {_composed(asset.path): asset.path for asset in archive.assets}
        self._known = {*self._pages.values(), *self._files.values(), *archive.aliases, *_PLACES}
        for listings in (*archive.listings.values(), archive.years, archive.months):
            self._known.update(listing.address for listing in listings)
        self._href = href

    def resolved(self, text: Text) -> Text:
        """The same text with its links leading where they mean to."""
        return msgspec.structs.replace(text, html=resolve_links(text.html, self.links(text)))

    def links(self, item: Article | Text) -> dict[str, str]:
        """What stands in the text → where it leads; what leads nowhere is left as it was."""
        return {
            reference.target: self._href(address) + fragment
            for reference in item.references
            for address, fragment in [self._resolve(item.path, reference.target)]
            if address is not None
        }

    def problems(self, item: Article | Text) -> list[Problem]:
        """A warning for every link and image that leads to nothing in the archive."""
        found = []
        for target, line, is_image in item.references:
            address, _ = self._resolve(item.path, target)
            if address is None or address not in self._known:
                code, what = ("W004", "image") if is_image else ("W002", "link")
                message = f"the {what} {target} leads to nothing in this archive"
                found.append(problem(code, item.path, message, line=line))
        return found

    def _resolve(self, path: str, target: str) -> tuple[str | None, str]:
        """The address meant, None where there is none, and the query and fragment after it; an
        address of the site stays itself."""
        file, rest = target_path(path, target)
        if target.startswith("/"):
            known = next((f for f in (file, f"{file}/") if f in self._known), "")
            return known or self._pages.get(file) or file, rest
        folder = file.rstrip("/")
        names = [file, *(f"{folder}{kind}" for kind in MARKDOWN)]
        names += [f"{folder}/index{kind}".lstrip("/") for kind in MARKDOWN]
        for name in names:
            if name in self._pages or name in self._files:
                return self._pages.get(name) or self._files[name], rest
        return (f"{folder}/", rest) if f"{folder}/" in self._known else (None, rest)


def _composed(path: str) -> str:
    """A path as a link would write it: macOS takes file names apart (NFD)."""
    return unicodedata.normalize("NFC", path)
