"""Finds, resolves and rewrites links and images in sanitized HTML.

No page loads anything from another host: an image on another host becomes a link. This module
imports no Markdown parser, so a build that reads no article does not load one.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from dateline.content.markdown.wikilinks import ENCODED, restore_unresolved
from dateline.model import Picture
from dateline.urls import composed

# The sanitizer writes every attribute in double quotes and escapes those within.
_LINK_TAGS = re.compile(r'<(a|img)((?: [a-z-]+="[^"]*")*)>|</a>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# Characters that browsers ignore in an address (URL standard, "basic URL parser").
_IGNORED = re.compile("[\t\n\r]")
_BLANK = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

#: The allowed schemes of links; other links are published as text.
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "geo"})

_SIZE = {"width", "height"}
#: The maximum width of a picture in the stylesheet, in pixels: 48rem.
_COLUMN = 768


def resolve_links(
    body: str,
    links: Mapping[str, str],
    pictures: Mapping[str, Picture],
    href: Callable[[str], str],
) -> str:
    """Replaces link targets as written by the final ones; unknown targets are kept. An image among
    the pictures gets its size and its copies; a size given by the writer is kept. An unresolved
    `[[A note]]` becomes text."""
    if ENCODED in body:
        body = restore_unresolved(body, links)
    if not links:
        return body

    def resolve(tag: str, attributes: Attributes) -> Attributes:
        name = "href" if tag == "a" else "src"
        url = attributes.get(name, "")
        if tag == "img" and url in pictures:
            own = picture_attributes(pictures[url], href) | {"src": links[url]}
            has_size = not _SIZE.isdisjoint(attributes)
            return attributes | {k: v for k, v in own.items() if not (has_size and k in _SIZE)}
        return attributes | {name: links[url]} if url in links else attributes

    return rewrite_links(body, resolve)


def picture_attributes(picture: Picture, href: Callable[[str], str]) -> dict[str, str]:
    """The attributes of an `img` for a picture: its address, and its copies to choose from. Width
    and height reserve its space."""
    attributes = {"src": href(picture.address)}
    if picture.width:
        attributes |= {"width": str(picture.width), "height": str(picture.height)}
    if picture.variants:
        shown = min(picture.width, _COLUMN)
        choice = (f"{href(address)} {width}w" for address, width in picture.variants)
        attributes["srcset"] = ", ".join(choice)
        attributes["sizes"] = f"(min-width: {shown}px) {shown}px, calc(100vw - 2rem)"
    return attributes


def target_path(path: str, target: str) -> tuple[str, str]:
    """The path within the content folder that a link in the file `path` means, and the query and
    fragment after it. A path never leads outside the folder."""
    parts = urlsplit(target)
    folder = posixpath.dirname("/" + composed(path))
    meant = composed(unquote(parts.path))
    full = posixpath.normpath(posixpath.join(folder, meant)).lstrip("/")
    trailing = "/" if meant.endswith("/") and full else ""
    query = f"?{parts.query}" if parts.query else ""
    return full + trailing, query + (f"#{parts.fragment}" if parts.fragment else "")


def is_inner(target: str) -> bool:
    """Whether a link leads into the archive: no scheme, no host, not only a fragment."""
    try:
        return not is_remote(target) and bool(urlsplit(target).path)
    except ValueError:
        return False


#: The result of a rewriting function: the new attributes of a tag, or None if the link or image is
#: to be removed.
Attributes = dict[str, str]
Rewrite = Callable[[str, Attributes], Attributes | None]


def rewrite_links(text: str, rewrite: Rewrite) -> str:
    """Calls `rewrite` with the tag and the attributes of every link and image, for new attributes.

    Values are plain text, before and after. A removed link leaves its text, an image its
    description.
    """
    if "<a " not in text and "<img" not in text:
        return text
    links = _Links(rewrite)
    return _LINK_TAGS.sub(links.replaced, text)


class _Links:
    """Rewrites tags in the order of the text; links are not nested, because the sanitizer ends
    them."""

    def __init__(self, rewrite: Rewrite):
        self._rewrite = rewrite
        self._is_open = self._is_dropped = False
        #: Links to images on other hosts, which follow the link that contains the images.
        self._waiting: list[str] = []

    def replaced(self, found: re.Match[str]) -> str:
        if found[0] == "</a>":
            after = "".join(self._waiting)
            self._waiting.clear()
            end = "" if self._is_dropped else "</a>"
            self._is_open = self._is_dropped = False
            return end + after
        tag = found[1]
        before = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(found[2])}
        after_ = self._rewrite(tag, before)
        if tag == "a":
            self._is_open, self._is_dropped = after_ is not None, after_ is None
            return "" if after_ is None else _tag("a", after_)
        if after_ is None:
            return html.escape(before.get("alt", ""), quote=False)
        if is_remote(after_.get("src", "")):
            return self._link_to_image(after_)
        return _tag("img", after_ | {"loading": "lazy", "decoding": "async"})

    def _link_to_image(self, image: Attributes) -> str:
        """A link instead of an image on another host: its description, and its caption after it."""
        address, alt, title = (image.get(name, "").strip() for name in ("src", "alt", "title"))
        label = alt or title or posixpath.basename(urlsplit(address).path) or "image"
        link = _tag("a", {"class": "remote-image", "href": address})
        link = f"{link}{html.escape(label, quote=False)}</a>"
        caption = f" ({html.escape(title, quote=False)})" if title not in ("", label) else ""
        if not self._is_open:
            return link + caption
        self._waiting.append(" " + link + caption)
        return html.escape(alt, quote=False)


def _tag(name: str, attributes: Attributes) -> str:
    parts = (f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{''.join(parts)}>"


def scheme_of(url: str) -> str:
    """The scheme of an address as a browser reads it, in lower case; empty if it has none."""
    found = _SCHEME.match(_as_read(url))
    return found[1].lower() if found else ""


def is_remote(url: str) -> bool:
    """Whether a browser would contact another host: it reads `\\` as `/`, ignores tabs and line
    ends, and any number of slashes at the beginning leads to a host."""
    read = _as_read(url)
    return read.startswith("//") or bool(_SCHEME.match(read))


def _as_read(url: str) -> str:
    return _IGNORED.sub("", url.lstrip(_BLANK)).replace("\\", "/")
