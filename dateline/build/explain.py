"""`--why`: in words, what made a build render a page again, or leave it."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import msgspec

from dateline.build.fingerprint import PageKeys
from dateline.build.stage_keys import Parts
from dateline.build.tasks import view_parts
from dateline.cache import KnownPage
from dateline.pages.views import Page
from dateline.urls import BaseUrl, output_file

_PARTS = {
    "article": "the article itself changed",
    "names": "where its tags and other names lead changed",
    "links": "where links in its text lead changed",
    "pictures": "a picture in its text changed",
    "image": "its image changed",
    "previous": "the article before it in time changed",
    "next": "the article after it in time changed",
    "related": "the related articles changed",
    "copies": "the same story in other outlets changed",
    "cards": "the articles listed on it changed",
    "days": "the articles listed on it changed",
    "newest": "the newest articles changed",
    "articles": "the articles in it changed",
    "total": "the number of articles changed",
    "chart": "its chart changed",
    "intro": "its introduction changed",
    "text": "its text changed",
    "entries": "the list of pages changed",
    "years": "the years or months on it changed",
    "older": "where its older page is changed",
    "newer": "where its newer page is changed",
}


class Explanation:
    """Watches one page through a build and says what became of it. `before` is what the pages that
    stand were made with beside their views."""

    def __init__(self, url: str, base_url: BaseUrl, keys: PageKeys, before: Parts):
        self._keys, self._before = keys, before
        path = unquote(urlsplit(url).path)
        self._file = output_file(path.removeprefix(unquote(base_url.path)).removeprefix("/"))
        self.answer = f"there is no page {url}"

    def see(
        self, page: Page, file: str, known: KnownPage | None, *, is_stale: bool, is_same: bool
    ) -> None:
        """Notes whether a page is to be rendered, and whether it shows what it showed."""
        if file != self._file:
            return
        if not is_stale:
            self.answer = "not rendered: nothing that it shows has changed, and its file stands"
        elif known is None:
            self.answer = "rendered: it is new, or the cache does not know it"
        elif is_same:
            self.answer = "rendered: its file in the output folder was missing or changed"
        else:
            words = [*_differences(page, known), *self._other_differences(page)]
            self.answer = f"rendered: {'; '.join(words or ['another template makes it'])}"

    def _other_differences(self, page: Page) -> list[str]:
        """What changed that is no part of the view."""
        now = self._keys.parts(page)
        return [f"{part} changed" for part in now if now[part] != self._before.get(part)]


def _differences(page: Page, known: KnownPage) -> list[str]:
    before = msgspec.msgpack.decode(known.parts, type=dict[str, bytes])
    now = msgspec.msgpack.decode(view_parts(page), type=dict[str, bytes])
    changed = [part for part in now if now[part] != before.get(part)]
    return list(dict.fromkeys(_PARTS.get(part, f"{part} changed") for part in changed))
