"""Addresses: slugs, the base address, and how one becomes a link."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

import msgspec

#: Bytes; file names have at most 255 on every system that matters.
_LONGEST_SLUG = 200


class BaseUrl(msgspec.Struct, frozen=True):
    """Where the site will be served: `origin` (`https://name.github.io`, or empty) and `path`."""

    origin: str
    path: str

    @classmethod
    def parse(cls, text: str) -> BaseUrl:
        """Reads `/`, `/repo/` or `https://host/repo/`; a missing last slash is added.

        Raises ValueError for anything else.
        """
        parts = urlsplit(text)
        is_path = not parts.scheme and not parts.netloc and parts.path.startswith("/")
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
        if not (is_path or is_address) or parts.query or parts.fragment:
            raise ValueError(
                f'the base address must be "/", "/path/" or "https://host/path/" (got "{text}")'
            )
        origin = f"{parts.scheme}://{parts.netloc}" if is_address else ""
        path = quote(parts.path.strip("/"), safe="/%")
        return cls(origin, f"/{path}/" if path else "/")

    def href(self, address: str) -> str:
        """The link to an address of the site, as a path that works on every page."""
        return self.path + _quoted(address)

    def absolute(self, address: str) -> str:
        """The full address, or the path alone where the host is not known."""
        return self.origin + self.href(address)


@functools.lru_cache(maxsize=65_536)
def _quoted(address: str) -> str:
    return quote(address, safe="/")


def slugify(text: str) -> str:
    """Letters and digits of every script in lower case, everything else a hyphen.

    Combining marks belong to their letters: without them Hindi and Thai fall apart. May be empty.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    if folded.isascii():
        return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    kept = (c if unicodedata.category(c)[0] in "LNM" else "-" for c in folded)
    return re.sub(r"-+", "-", "".join(kept)).strip("-")


def short_hash(name: str) -> str:
    """Eight hexadecimal digits that tell one name from another."""
    return hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()[:8]


def hashed_slug(name: str) -> str:
    """The slug of a name whose own is empty or taken: `c-2d8d5f7a` for `C++`."""
    slug = slugify(name).encode()[:_LONGEST_SLUG].decode(errors="ignore").rstrip("-")
    return f"{slug}-{short_hash(name)}".lstrip("-")


def slug_of(name: str) -> str:
    """The slug of a name; hashed where nothing is left of it, or more than fits a file name."""
    slug = slugify(name)
    return slug if 0 < len(slug.encode()) <= _LONGEST_SLUG else hashed_slug(name)


def article_address(path: str, slug: str = "") -> str:
    """The address of a content file: its path without the extension, each part slugified.

    `index.md` takes its folder's address; `slug` replaces the last part.
    """
    *folders, name = path.split("/")
    stem = name.rsplit(".", 1)[0]
    if stem == "index":
        stem = folders.pop() if folders else ""
    parts = [slug_of(folder) for folder in folders]
    last = slug_of(slug or stem) if slug or stem else ""
    return "".join(f"{part}/" for part in [*parts, last] if part)


def alias_address(alias: str) -> str:
    """The address that an alias asks for, cleaned of what leads outside the site."""
    try:
        path = unquote(urlsplit(alias).path)
    except ValueError:
        path = alias
    path = "".join(sign for sign in path if sign.isprintable())
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    return "/".join(parts) + ("" if path.endswith(".html") else "/") if parts else ""


def output_file(address: str) -> str:
    """The file under the output folder that serves an address."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def is_web_address(text: str) -> bool:
    """Whether it is an http or https address with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
