"""Obsidian links: `[[Note]]`, `[[Note#Heading|label]]`, embedded `![[map.png]]`.

The target of such a link is known only when the archive is arranged. So the HTML of a text has the
link as written, percent-encoded, as address (`%5B%5BNote%7Clabel%5D%5D`). A link without a target
becomes the written text again. The address of an embed ends in `!`, because an address must begin
with `[[`.

This module imports no Markdown parser, so a build that reads no article does not load one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container
from typing import NamedTuple
from urllib.parse import quote, unquote

#: The encoded beginning of the address of such a link.
ENCODED = "%5B%5B"
_LONGEST = 400
#: `![[…]]` or `[[…]]`; names contain no brackets.
WIKILINK = re.compile(rf"(!?)\[\[([^\[\]\n]{{1,{_LONGEST}}})\]\]")
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)$", re.IGNORECASE)
_SIZE = re.compile(r"(\d{1,5})(?:x(\d{1,5}))?")
_MARKDOWN = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)
#: Elements with such a link; the sanitizer writes attributes in double quotes.
_ELEMENT = re.compile(
    r'<a href="(?P<link>%5B%5B[^"]*)">(?P<label>[^<]*)</a>'
    r'|<img src="(?P<image>%5B%5B[^"]*)"(?: [a-z-]+="[^"]*")*>'
)


class WikiLink(NamedTuple):
    """One link. `name` is of a note or file and is empty for the text itself, `heading` is the part
    after `#`, `parts` are the parts after it that `|` separates."""

    written: str
    name: str
    heading: str
    parts: tuple[str, ...]

    @property
    def is_image(self) -> bool:
        """Whether it embeds an image."""
        return self.written.startswith("!") and bool(_IMAGE.search(self.name))

    @property
    def size(self) -> tuple[str, str]:
        """Width and height in pixels of an image; empty if not given."""
        found = _SIZE.fullmatch(self.parts[-1]) if self.parts else None
        return (found[1], found[2] or "") if found else ("", "")

    @property
    def label(self) -> str:
        """The text of a link, or the description of an image."""
        parts = self.parts[:-1] if self.is_image and self.size[0] else self.parts
        if label := "|".join(parts).strip():
            return label
        name = self.name.rstrip("/").rpartition("/")[2]
        if self.is_image:
            return name.rpartition(".")[0]
        heading = "" if self.name and self.heading.startswith("^") else self.heading
        return " > ".join(part for part in (_MARKDOWN.sub("", name), heading) if part)

    @property
    def address(self) -> str:
        """Its address in HTML until the archive is arranged."""
        is_embedded = self.written.startswith("!")
        written = f"{self.written[1:]}!" if is_embedded else self.written
        return quote(written, safe="/#")


def parse_wikilink(written: str) -> WikiLink | None:
    """The link that a text has; None if it is not one, such as `[[ ]]` or `[[https://…]]`."""
    found = WIKILINK.fullmatch(written)
    if not found:
        return None
    # Within tables the `|` is escaped, and Obsidian accepts that elsewhere too.
    target, *parts = re.split(r"\\?\|", found[2])
    name, _, headings = target.partition("#")
    heading = headings.rpartition("#")[2].strip()
    if not (name.strip() or heading) or name.lstrip().startswith("^") or "://" in name:
        return None
    return WikiLink(written, name.strip(), heading, tuple(part.strip() for part in parts))


def wikilink_of(address: str) -> WikiLink | None:
    """The link for an address in HTML; None if it is an ordinary address."""
    if not address.startswith((ENCODED, "[[")):
        return None
    written = unquote(address)
    return parse_wikilink(f"!{written[:-1]}" if written.endswith("]]!") else written)


def source_forms(address: str) -> list[str]:
    """The possible source forms of such a link: within a table its `|` is escaped."""
    link = wikilink_of(address)
    return [link.written, link.written.replace("|", "\\|")] if link else []


def restore_unresolved(body: str, resolved: Container[str]) -> str:
    """Rendered HTML in which each such link that is not in `resolved` is the written text."""

    def restored(found: re.Match[str]) -> str:
        address = html.unescape(found["link"] or found["image"])
        if address in resolved:
            return found[0]
        link = wikilink_of(address)
        is_ours = link and (found["image"] or _plain(link.label) == _plain(found["label"]))
        # Another label was written by hand: `[label](<[[Note]]>)`.
        return html.escape(link.written, quote=False) if link and is_ours else found["label"] or ""

    return _ELEMENT.sub(restored, body)


def _plain(label: str) -> str:
    """A label without the changes of typographic quotation marks."""
    return re.sub(r"[\s\"'“”„‟‘’‚‛«»‹›]", "", html.unescape(label))
