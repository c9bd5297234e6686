"""Templates, stylesheet and scripts on disk; the latter are published under names that carry a
hash of their content."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

_IMPORT = re.compile(r"""(?<=["'(])\./([\w.-]+)(?=["')])""")


_PACKAGED = Path(__file__).parent.parent / "templates"
_IN_REPOSITORY = Path(__file__).parent.parent.parent / "templates"


def template_folders(own: Path) -> list[Path]:
    """The archive's own templates, then the defaults that ship with the package."""
    defaults = _PACKAGED if _PACKAGED.is_dir() else _IN_REPOSITORY
    return [own, defaults] if own.is_dir() and own.resolve() != defaults else [defaults]


def load_assets(templates: Path, messages: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """The address of each asset by its name, and the bytes at each address.

    A name in the archive's own `templates/assets/` stands in for the default of that name. Where
    a script imports another (`./other.js`) it gets the other's hashed name, and its own hash
    follows, so that no browser mixes two versions. `messages` is what `messages.js` holds, the
    words of the scripts in the site's language.
    """
    sources: dict[str, bytes] = {}
    for folder in reversed(template_folders(templates)):
        for file in sorted((folder / "assets").glob("*")):
            if file.is_file() and not file.name.startswith("."):
                sources[file.name] = file.read_bytes()
    sources["messages.js"] = messages
    addresses: dict[str, str] = {}
    published: dict[str, bytes] = {}
    for name in sources:
        _publish(name, sources, addresses, published, ())
    return addresses, published


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
    if kind in (".css", ".js"):

        def hashed(match: re.Match[str]) -> str:
            other = match[1]
            if other not in sources or other in (*importers, name):
                return match[0]
            address = _publish(other, sources, addresses, published, (*importers, name))
            return f"./{posixpath.basename(address)}"

        text = data.decode("utf-8", "surrogateescape")
        data = _IMPORT.sub(hashed, text).encode("utf-8", "surrogateescape")
    digest = hashlib.sha256(data).hexdigest()[:10]
    addresses[name] = f"assets/{stem}.{digest}{kind}"
    published[addresses[name]] = data
    return addresses[name]
