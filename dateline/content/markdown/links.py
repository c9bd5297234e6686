"""Links and images within HTML that was cleaned: found, resolved, rewritten.

No page loads anything from another host: an image that stands there becomes a link to it. This
module imports no Markdown parser, so a build that reads no article does not load one.
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

# The cleaner writes every attribute in double quotes and escapes those within.
_LINK_TAGS = re.compile(r'<(a|img)((?: [a-z-]+="[^"]*")*)>|</a>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# What browsers pass over in an address (URL standard, "basic URL parser").
_IGNORED = re.compile("[\t\n\r]")
_BLANK = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

#: The schemes that a link may have; others are published as text.
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "geo"})

_SIZE = {"width", "height"}
#: The widest that the stylesheet shows a picture, in its pixels: 48rem.
_COLUMN = 768


def resolve_links(
    body: str,
    links: Mapping[str, str],
    pictures: Mapping[str, Picture],
    href: Callable[[str], str],
) -> str:
    """Puts the final links in place of those that the text wrote; others stay. An image that is
    one of the pictures is told its size and its copies; a size that the writer gave stays.
    `[[A note]]` that finds none is text."""
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
    """What an `img` needs to show a picture: where it is, and what a browser may choose from
    before it has loaded any of it. Width and height keep its place free."""
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
    """The path within the content folder that a link of the file `path` means, and what follows
    it: query and fragment. A path never leads outside the folder."""
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


#: What a rewriting function makes of a tag: its new attributes, or None where no link or image is
#: left of it.
Attributes = dict[str, str]
Rewrite = Callable[[str, Attributes], Attributes | None]


def rewrite_links(text: str, rewrite: Rewrite) -> str:
    """Asks `rewrite` for the attributes of every link and image, by tag and present attributes.

    Values are plain text, before and after. A link that is none any more leaves its text, an image
    its description.
    """
    if "<a " not in text and "<img" not in text:
        return text
    links = _Links(rewrite)
    return _LINK_TAGS.sub(links.replaced, text)


class _Links:
    """Rewrites tags in the order of the text; links do not nest, for the cleaner ends them."""

    def __init__(self, rewrite: Rewrite):
        self._rewrite = rewrite
        self._is_open = self._is_dropped = False
        #: Links to images of other hosts, which follow the link that they stand in.
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
        """A link in place of an image of another host: its description, and its caption after."""
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
    """The scheme of an address as a browser reads it, in lower case; empty where it has none."""
    found = _SCHEME.match(_as_read(url))
    return found[1].lower() if found else ""


def is_remote(url: str) -> bool:
    """Whether a browser would go to another host for it: `\\` is a `/` to it, tabs and line ends
    are nothing, and any number of strokes at the beginning leads to a host."""
    read = _as_read(url)
    return read.startswith("//") or bool(_SCHEME.match(read))


def _as_read(url: str) -> str:
    return _IGNORED.sub("", url.lstrip(_BLANK)).replace("\\", "/")
