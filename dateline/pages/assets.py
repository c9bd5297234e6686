"""Templates, stylesheet and scripts on disk; the latter are published under names that carry a
hash of their content."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from dateline.content.scan import list_files, odd_files, read_file
from dateline.pages.views import LANGUAGE_FACET, SEARCH_FIELDS
from dateline.problems import Problem
from dateline.urls import ASSETS

#: What a script imports and what a stylesheet loads, as far as both are written out.
_REFERENCES = {
    ".css": re.compile(r"""((?:\burl\(\s*["']?|@import\s+["']))([^"')\s?#]+)"""),
    ".js": re.compile(r"""(["'])(\.\.?/[\w./-]+)(?=["'])"""),
}
#: A comment that documents a script (`/** … */`) gives the types of its values to those who work on
#: it. It is not published: these comments are a quarter of the bytes, and the modules that they
#: name would count as imported. A comment with a licence stays.
_DOCUMENTATION = re.compile(
    r"^[ \t]*/\*\*(?:(?!\*/|@licen[cs]e|@preserve).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL
)

_PACKAGED = Path(__file__).parent.parent / "templates"
_IN_REPOSITORY = Path(__file__).parent.parent.parent / "templates"


def template_folders(own: Path) -> list[Path]:
    """The archive's own templates, then the defaults that ship with the package."""
    defaults = _PACKAGED if _PACKAGED.is_dir() else _IN_REPOSITORY
    return [own, defaults] if own.is_dir() and own.resolve() != defaults else [defaults]


def template_problems(own: Path) -> list[Problem]:
    """A problem for each link, pipe and device among the archive's own templates: none is read."""
    return odd_files(own) if own.is_dir() else []


def read_assets(folders: Sequence[Path]) -> dict[str, bytes]:
    """The files of `assets/` by their paths within it, those of the first folder first of all."""
    sources: dict[str, bytes] = {}
    for folder in reversed(folders):
        for path in list_files(folder):
            if path.startswith("assets/"):
                sources[path.removeprefix("assets/")] = read_file(folder / path)
    return sources


def load_assets(templates: Path, messages: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """The address of each asset by its name, and the bytes at each address.

    A name in the archive's own `templates/assets/` stands in for the default of that name. Where
    a script imports another (`./other.js`), or a stylesheet loads a font (`url(fonts/x.woff2)`),
    it gets the other's hashed name, and its own hash follows, so that no browser mixes two
    versions. Scripts are published without the comments that document them. Two are written here:
    `messages.js` holds `messages`, the words of the scripts in the site's language, and
    `search/fields.js` the fields of the query language.
    """
    sources = read_assets(template_folders(templates))
    sources["messages.js"] = messages
    sources["search/fields.js"] = _fields_script()
    addresses: dict[str, str] = {}
    published: dict[str, bytes] = {}
    for name in sources:
        _publish(name, sources, addresses, published, ())
    return addresses, published


def _fields_script() -> bytes:
    facets = json.dumps([*SEARCH_FIELDS.values(), LANGUAGE_FACET])
    return f"export const FACETS = {facets};\n".encode()


def _publish(
    name: str,
    sources: Mapping[str, bytes],
    addresses: dict[str, str],
    published: dict[str, bytes],
    importers: tuple[str, ...],
) -> str:
    if name in addresses:
        return addresses[name]
    data = sources[name]
    stem, kind = posixpath.splitext(name)
    folder = posixpath.dirname(name)
    if kind in _REFERENCES:

        def hashed(match: re.Match[str]) -> str:
            other = posixpath.normpath(posixpath.join(folder, match[2]))
            if other not in sources or other in (*importers, name):
                return match[0]
            address = _publish(other, sources, addresses, published, (*importers, name))
            path = posixpath.relpath(address, posixpath.join(ASSETS, folder))
            return f"{match[1]}{path if path.startswith('.') else f'./{path}'}"

        text = data.decode("utf-8", "surrogateescape")
        if kind == ".js":
            text = _DOCUMENTATION.sub("", text)
        data = _REFERENCES[kind].sub(hashed, text).encode("utf-8", "surrogateescape")
    digest = hashlib.sha256(data).hexdigest()[:10]
    addresses[name] = f"{ASSETS}{stem}.{digest}{kind}"
    published[addresses[name]] = data
    return addresses[name]
