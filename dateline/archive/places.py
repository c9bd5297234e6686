"""Places within texts: where a link to another article's heading or note leads."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.content.markdown.anchors import Places, heading_id, is_top, quoted_fragment
from dateline.content.markdown.cleaner import PAGE_ID_PREFIX
from dateline.model import Arranged, Article, StaticPage


class PlaceMap:
    """Knows the ids of every text, by the address of its page."""

    def __init__(self, archive: Arranged):
        texts: tuple[Article | StaticPage, ...] = (*archive.articles, *archive.pages)
        self._texts = {text.address: text for text in texts}
        self._places: dict[str, tuple[Places, Places]] = {}

    def ids(self, address: str) -> Sequence[str]:
        """The ids of the text at an address; none where no text stands there."""
        text = self._texts.get(address)
        return text.ids if text else ()

    def find(self, address: str, fragment: str) -> str | None:
        """The fragment by which a browser finds what a link means, with its `#`; None where the
        text at that address has no such place. Pages without a text are not looked into."""
        text = self._texts.get(address)
        if text is None or is_top(fragment):
            return f"#{fragment}" if fragment else ""
        if address not in self._places:
            headline = heading_id(text.title)
            self._places[address] = Places(text.ids), Places([headline] if headline else [])
        places, headline_place = self._places[address]
        if name := places.find(fragment):
            return f"#{quoted_fragment(name)}"
        return f"#{PAGE_ID_PREFIX}main" if headline_place.find(fragment) else None
