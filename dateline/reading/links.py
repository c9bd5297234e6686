"""Links within rendered texts: found, resolved, and kept from loading anything from elsewhere.

Light on purpose: a build that reads no article does not load the Markdown parser for it.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from dateline.model import Picture
from dateline.reading.wikilinks import ENCODED, restore_unresolved
from dateline.urls import composed

# The cleaner writes every attribute in double quotes and escapes those within.
_LINK_TAGS = re.compile(r'<(a|img)((?: [a-z-]+="[^"]*")*)>|</a>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# What browsers pass over in an address (URL standard, "basic URL parser").
_IGNORED = re.compile("[\t\n\r]")
_BLANK = "".join(map(chr, range(0x21)))

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
    one of the pictures is told its size and its copies. `[[A note]]` that finds none is text."""
    if ENCODED in body:
        body = restore_unresolved(body, links)
    if not links:
        return body

    def resolve(tag: str, url: str) -> dict[str, str]:
        if tag == "img" and url in pictures:
            return picture_attributes(pictures[url], href) | {"src": links[url]}
        return {"href" if tag == "a" else "src": links.get(url, url)}

    return replace_links(body, resolve)


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
        return not _is_remote(target) and bool(urlsplit(target).path)
    except ValueError:
        return False


def replace_links(text: str, replace: Callable[[str, str], Mapping[str, str]]) -> str:
    """Asks `replace` for the attributes of every link and image, by tag and address; an image
    elsewhere becomes a link to it. A size that the writer gave an image stays.

    No page loads anything from another host, so a reader's browser must not fetch such an image.
    Inside a link, where no other can stand, its own follows after.
    """
    if "<a " not in text and "<img" not in text:
        return text
    open_links = 0
    waiting: list[str] = []

    def one(match: re.Match[str]) -> str:
        nonlocal open_links
        if match[0] == "</a>":
            open_links = max(0, open_links - 1)
            after = "".join(waiting)
            waiting.clear()
            return f"</a>{after}"
        tag = match[1]
        attributes: dict[str, str] = dict(_ATTRIBUTE.findall(match[2]))
        name = "href" if tag == "a" else "src"
        url = html.unescape(attributes.get(name, ""))
        if tag == "a":
            open_links += 1
        elif _is_remote(url):
            replace(tag, url)
            label = attributes.get("alt") or html.escape(posixpath.basename(urlsplit(url).path))
            link = f'<a class="remote-image" href="{attributes["src"]}">{label or "image"}</a>'
            if not open_links:
                return link
            waiting.append(" " + link)
            return attributes.get("alt", "")
        new = replace(tag, url) if name in attributes else {}
        kept = _SIZE if _SIZE & attributes.keys() else set()
        attributes |= {key: html.escape(value) for key, value in new.items() if key not in kept}
        if tag == "img":
            attributes |= {"loading": "lazy", "decoding": "async"}
        return f"<{tag}{''.join(f' {k}={chr(34)}{v}{chr(34)}' for k, v in attributes.items())}>"

    return _LINK_TAGS.sub(one, text)


def _is_remote(url: str) -> bool:
    """Whether a browser would go to another host for it: `\\` is a `/` to it, tabs and line ends
    are nothing, and any number of strokes at the beginning leads to a host."""
    read = _IGNORED.sub("", url.lstrip(_BLANK)).replace("\\", "/")
    try:
        return read.startswith("//") or bool(urlsplit(read).scheme)
    except ValueError:
        return True
