"""Links within texts: from the file that the writer meant to the address it has."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import msgspec

from dateline.model import LISTED_FIELDS, Archive, Article, Text
from dateline.problems import Problem, problem
from dateline.reading.files import MARKDOWN
from dateline.reading.links import resolve_links, target_path

_PLACES = ("", "timeline/", "search/", "feed.xml", "feed.json", *(f"{k}/" for k in LISTED_FIELDS))


class LinkMap:
    """Knows every file and address of the archive, and turns what a text wrote into a link."""

    def __init__(self, archive: Archive, href: Callable[[str], str]):
        self._pages = {article.path: article.address for article in archive.articles}
        self._pages |= {page.path: page.address for page in archive.pages}
        self._files = {asset.path for asset in archive.assets}
        self._known = {*self._pages.values(), *self._files, *archive.aliases, *_PLACES}
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
        """The address meant, None where there is none; an address of the site stays itself."""
        file, fragment = target_path(path, unquote(target))
        if target.startswith("/"):
            known = file if file in self._known else f"{file}/" if f"{file}/" in self._known else ""
            return known or self._pages.get(file) or file, fragment
        if file in self._pages or file in self._files:
            return self._pages.get(file, file), fragment
        for name in (f"{file.rstrip('/')}{kind}" for kind in MARKDOWN):
            if name in self._pages:
                return self._pages[name], fragment
        return None, fragment
