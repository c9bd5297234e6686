"""Addresses: those of the site itself, slugs, the base address, and links."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote, urlsplit

import msgspec

from dateline.names import KINDS

HOME, TIMELINE, SEARCH, NOT_FOUND = "", "timeline/", "search/", "404.html"
FEED, JSON_FEED, SITEMAP, ROBOTS = "feed.xml", "feed.json", "sitemap.xml", "robots.txt"
ASSETS, PAGEFIND, DATA = "assets/", "pagefind/", "data/"


class Place(NamedTuple):
    """A page, file or folder of the site itself; a folder and its page have one address.

    `shuts_out` is what of the content folder cannot stand there or below. `is_linked`: a text may
    link to it. `moves_last`: it is published after what it leads to.
    """

    address: str
    shuts_out: Literal["nothing", "pages", "all"]
    is_linked: bool = False
    moves_last: bool = False


#: The site's own places, those that move last in the order in which they do: a list must not name
#: what is not there yet, nor the index what no list names.
SITE_PLACES = (
    *(Place(f"{kind}/", "pages", is_linked=True, moves_last=True) for kind in KINDS),
    Place(TIMELINE, "pages", is_linked=True, moves_last=True),
    Place(HOME, "all", is_linked=True, moves_last=True),
    Place(FEED, "all", is_linked=True, moves_last=True),
    Place(JSON_FEED, "all", is_linked=True, moves_last=True),
    Place(SEARCH, "pages", is_linked=True, moves_last=True),
    Place(PAGEFIND, "all", moves_last=True),
    Place(DATA, "all"),
    Place(ASSETS, "nothing"),
    Place(SITEMAP, "all"),
    Place(ROBOTS, "all"),
    Place(NOT_FOUND, "all"),
)

#: The maximum bytes of a name, and of a path below the output folder, on every system: macOS allows
#: 1024 including the path of the folder.
_LONGEST_NAME, _LONGEST_PATH = 255, 800
#: Leaves space for a hash.
_LONGEST_SLUG = 200
#: Characters that other programs do not read as part of a name: separators, controls, and those
#: that change the direction of text.
_UNADDRESSABLE = re.compile(
    r"[\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffd]"
)
#: Windows reserves these names for devices, with any extension.
_DEVICES = re.compile(
    r"(?:^|(?<=/))(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³]) *(?:\.[^/]*)?(?=/|$)",
    re.IGNORECASE,
)
_NOT_ON_WINDOWS = re.compile(rf'[<>:"|?*]|[. ](?=/|$)|{_DEVICES.pattern}', re.IGNORECASE)
#: Invisible letters and marks (Unicode's Default_Ignorable_Code_Point). An emoji often has one, and
#: a slug of nothing else would be invisible.
_INVISIBLE = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    r"\U000e0100-\U000e01ef]"
)
#: Zero-width characters, which some systems ignore when they compare names.
_WITHOUT_WIDTH = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class BaseUrl(msgspec.Struct, frozen=True):
    """The address of the site: `origin` (`https://name.github.io`, or empty) and `path`."""

    origin: str
    path: str

    @classmethod
    def parse(cls, text: str) -> BaseUrl:
        """Parses `/`, `/repo/` or `https://host/repo/`; adds a missing final slash.

        Raises ValueError for anything else.
        """
        try:
            parts = urlsplit(text)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
            is_path = not parts.scheme and not parts.netloc and parts.path.startswith("/")
            is_base = (is_path or is_address) and not parts.query and not parts.fragment
        except ValueError:  # brackets without a valid IPv6 address
            is_base = False
        if not is_base:
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
        """The full address, or only the path if the host is not known."""
        return self.origin + self.href(address)


@functools.lru_cache(maxsize=65_536)
def _quoted(address: str) -> str:
    return quote(address, safe="/")


def slugify(text: str) -> str:
    """The text in lower case, with everything except letters and digits of any script as a hyphen.

    Combining marks are kept, because Hindi and Thai need them. The result may be empty.
    """
    lower = composed(text).lower()
    if lower.isascii():
        return re.sub(r"[^a-z0-9]+", "-", lower).strip("-")
    kept: list[str] = []
    for sign in composed(_INVISIBLE.sub("", lower)):
        category = unicodedata.category(sign)
        is_mark_of_letter = category in ("Mn", "Mc") and bool(kept) and kept[-1] != "-"
        kept.append(sign if category[0] in "LN" or is_mark_of_letter else "-")
    return re.sub(r"-+", "-", "".join(kept)).strip("-")


def composed(text: str) -> str:
    """The text in NFC: file systems store accents in different ways."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(path: str) -> str:
    """The same value for all paths that are one file on some system. macOS and Windows ignore case,
    and some systems ignore composition and zero-width characters."""
    if path.isascii():
        return path.lower()
    seen = _WITHOUT_WIDTH.sub("", _INVISIBLE.sub("", path))
    return composed(unicodedata.normalize("NFD", seen).casefold())


#: Variants of the same sign: quotation marks, apostrophes, hyphens and dashes, full-width forms;
#: and invisible characters.
_SET_ALIKE = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u00b4`",
    '"': "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u2039\u203a\u301d\u301e\u301f",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63",
    "/": "\u2044\u2215",
    "...": "\u2026",
    "": "\u00ad\u200b\u2060\ufeff",
}
_AS_TYPED = str.maketrans(
    {sign: typed for typed, signs in _SET_ALIKE.items() for sign in signs}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
)


def name_key(name: str) -> str:
    """The same value for all spellings of a name that differ in case, composition, width, or in the
    kind of quotation mark, dash or space."""
    if name.isascii() and "`" not in name:
        return name.lower()
    alike = " ".join(name.translate(_AS_TYPED).split())
    return composed(unicodedata.normalize("NFD", alike).casefold())


def short_hash(name: str, digits: int = 8) -> str:
    """The first hexadecimal digits of the name's digest."""
    return hashlib.sha256(composed(name).encode()).hexdigest()[:digits]


def hashed_slug(name: str, digits: int = 8) -> str:
    """The slug of a name with a hash: `c-2d8d5f7a` for `C++`."""
    slug = slugify(name).encode()[:_LONGEST_SLUG].decode(errors="ignore").rstrip("-")
    return f"{slug}-{short_hash(name, digits)}".lstrip("-")


def slug_of(name: str) -> str:
    """The slug of a name. It has a hash if it is empty, too long for a file name, or reserved for a
    device by Windows (`con`, `aux`), so that an address is the same on every system."""
    slug = slugify(name)
    is_fit = 0 < len(slug.encode()) <= _LONGEST_SLUG and not _DEVICES.search(slug)
    return slug if is_fit else hashed_slug(name)


def article_address(path: str, slug: str = "") -> str:
    """The address of a content file: its path without the extension, each part slugified.

    `index.md` takes its folder's address; `slug` replaces the last part.
    """
    *folders, name = path.split("/")
    stem = name.rsplit(".", 1)[0]
    if stem.lower() == "index":
        stem = folders.pop() if folders else ""
    parts = [slug_of(folder) for folder in folders]
    last = slug_of(slug or stem) if slug or stem else ""
    return "".join(f"{part}/" for part in [*parts, last] if part)


def is_alias_address(alias: str) -> bool:
    """Whether an alias is a former address. An alias without a slash, or with spaces around it
    (`The Dam / The Wall`), is another name of a note."""
    is_plain = not re.search(r"\s", alias)
    return "/" in alias and (alias.startswith("/") or "://" in alias or is_plain)


def alias_address(alias: str) -> str:
    """The address of an alias; for a full web address, its path.

    Raises ValueError with the reason if the address is not valid on every system.
    """
    parts = urlsplit(alias)
    if parts.scheme not in ("", "http", "https"):
        raise ValueError(f"it begins with {parts.scheme}:, which no page does")
    if parts.query or parts.fragment:
        raise ValueError("a static page ignores what is after ? or #")
    path = composed(unquote(parts.path))
    names = [name for name in path.split("/") if name not in ("", ".")]
    if names[-1:] == ["index.html"]:  # the address of its folder
        names, path = names[:-1], ""
    if ".." in names:
        raise ValueError('".." leads out of the site')
    address = "/".join(names) + ("" if path.endswith(".html") else "/") if names else ""
    if why := unaddressable(address) or unportable(address) or too_long(address):
        raise ValueError(why)
    return address


def unaddressable(path: str) -> str:
    """The reason why a path cannot be an address of the site; empty if it can."""
    if any(name.startswith(".") for name in path.split("/")):
        return "what begins with a dot is hidden, and not published"
    if found := _UNADDRESSABLE.search(path):
        return f"U+{ord(found[0]):04X} cannot be in an address"
    return ""


def unportable(path: str, *, devices_alone: bool = False) -> str:
    """The reason why Windows does not allow a path; empty if it does."""
    found = (_DEVICES if devices_alone else _NOT_ON_WINDOWS).search(path)
    return f'Windows allows no name with "{found[0]}" in this place' if found else ""


def too_long(address: str) -> str:
    """The reason why the file of an address is too long for some system; empty if it is not."""
    file = output_file(address)
    if len(file.encode()) > _LONGEST_PATH:
        return f"it has more than {_LONGEST_PATH} bytes"
    if any(len(name.encode()) > _LONGEST_NAME for name in file.split("/")):
        return f"a name in it has more than {_LONGEST_NAME} bytes"
    return ""


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
