"""What besides the content decides how a site looks: this code, its libraries, the templates."""

from __future__ import annotations

import functools
import hashlib
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dateline import __version__
from dateline.config import Config
from dateline.content.scan import list_files, read_file
from dateline.pages.views import Page, Site

#: A template that another extends, includes, imports or renders.
_NAMED = re.compile(rb"""["']([\w./-]+\.html)["']""")
#: A template that names another by anything but one text in quotes: a variable, a list, a sum.
_COMPUTED = re.compile(
    rb"""\{%[-+]?\s*(?:include|import|extends|from)\b
        (?!\s*(?:"[^"\n]*"|'[^'\n]*')\s*(?:as\b|import\b|ignore\b|with(?:out)?\b|[-+]?%\}))
      |\bfragment\b(?!\s*\(\s*(?:"[^"\n]*"|'[^'\n]*')\s*[,)])""",
    re.VERBOSE,
)


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
    package = Path(__file__).parent.parent
    sources = [file.read_bytes() for file in sorted(package.rglob("*.py"))]
    setting = msgspec.msgpack.encode(config)
    return digest(__version__.encode(), *sources, *_libraries(), setting).hex()


@functools.cache
def image_signature() -> str:
    """Names everything that decides what is made of an image: our code for it, and Pillow."""
    images = Path(__file__).parent.parent / "images"
    sources = [file.read_bytes() for file in sorted(images.glob("*.py"))]
    pillow = [name for name in _libraries() if name.startswith(b"pillow-")]
    return digest(*sources, *pillow).hex()


def template_digests(folders: Sequence[Path]) -> dict[str, bytes]:
    """The digest of each template together with those files that all may use.

    A template can read any file of its folders, whatever its name, so all of them count for every
    page, but for templates that are a page's own and that no other names. The latter count for
    their page alone, unless a template makes up the name of another as it goes. A change of what
    all may use is seldom, and which templates it concerns need not be found out.
    """
    sources: dict[str, bytes] = {}
    for number, folder in enumerate(folders):
        for path in list_files(folder):
            # Catalogues are read from all folders; of other files the default has another name.
            is_catalogue = path.startswith("locale/")
            name = f"{number}/{path}" if is_catalogue else path
            sources[f"default/{path}" if name in sources else name] = read_file(folder / path)
    templates = [sources[name] for name in sources if not name.startswith("assets/")]
    used = {
        posixpath.normpath(name.decode()).removeprefix("default/")
        for text in templates
        for name in _NAMED.findall(text)
    }
    pages = {file.name for file in folders[-1].glob("*.html")} - used
    if any(_COMPUTED.search(text) for text in templates):
        pages = set()
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
