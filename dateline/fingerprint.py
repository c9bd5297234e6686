"""What besides the content decides how a site looks: this code, its libraries, the templates."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dateline import __version__
from dateline.config import Config
from dateline.pages.views import Page, Site
from dateline.reading.files import list_files, read_file

#: A template that another extends, includes, imports or renders.
_NAMED = re.compile(rb"""["']([\w./-]+\.html)["']""")


def digest(*parts: bytes) -> bytes:
    """One digest of several parts, each told from the next."""
    together = hashlib.blake2b(digest_size=16)
    for part in parts:
        together.update(len(part).to_bytes(8, "big"))
        together.update(part)
    return together.digest()


def code_signature(config: Config) -> str:
    """Names everything that reading and rendering depend on but files and templates.

    The package's own source counts, not its version alone: who works on it changes it between.
    """
    package = Path(__file__).parent
    sources = [file.read_bytes() for file in sorted(package.rglob("*.py"))]
    setting = msgspec.msgpack.encode(config)
    return digest(__version__.encode(), *sources, *_libraries(), setting).hex()


@functools.cache
def image_signature() -> str:
    """Names everything that decides what is made of an image: our code for it, and Pillow."""
    reading = Path(__file__).parent / "reading"
    sources = [(reading / name).read_bytes() for name in ("images.py", "location.py")]
    pillow = [name for name in _libraries() if name.startswith(b"pillow-")]
    return digest(*sources, *pillow).hex()


def template_digests(folders: Sequence[Path]) -> dict[str, bytes]:
    """The digest of each template together with those that all may use.

    The latter are those that no page has for its own, those that another names, defaults that one
    of the archive's own stands in for, since it may extend them, and catalogues of words: a change
    of one of them is seldom, and which templates it concerns need not be found out. The catalogues
    of all folders are read, the nearest first, so each has a name of its own.
    """
    defaults = folders[-1]
    sources: dict[str, bytes] = {}
    for number, folder in enumerate(folders):
        for path in list_files(folder):
            if path.endswith(".html"):
                name = f"default/{path}" if path in sources else path
                sources[name] = read_file(folder / path)
            elif path.startswith("locale/") and path.endswith(".po"):
                sources[f"{number}/{path}"] = read_file(folder / path)
    found = {name.decode() for text in sources.values() for name in _NAMED.findall(text)}
    used = {name.removeprefix("default/") for name in found}
    pages = {file.name for file in defaults.glob("*.html")} - used
    shared = sorted(sources.keys() - pages)
    common = digest(*(part for name in shared for part in (name.encode(), sources[name])))
    return {name: digest(common, source) for name, source in sources.items()}


class PageKeys:
    """The digest of all that a page's file depends on."""

    def __init__(self, site: Site, assets: dict[str, str], templates: dict[str, bytes]):
        self._frame = digest(msgspec.msgpack.encode(site), msgspec.msgpack.encode(assets))
        self._templates = templates

    def key(self, page: Page, encoded: bytes) -> bytes:
        """The digest of the page as encoded, its template (if it has one) and the frame."""
        return digest(encoded, self._templates.get(page.template, b""), self._frame)


def _libraries() -> list[bytes]:
    """Every package installed beside ours, with its version: the names of their notes on disk.

    Asking for each by name (`importlib.metadata`) takes longer than all else here together.
    """
    packages = Path(msgspec.__file__).parent.parent
    return sorted(note.name.encode() for note in packages.glob("*.dist-info"))
