"""What a page depends on beside its view: templates, the frame of the site, code and libraries."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dateline.build.stage_keys import Parts, StageKeys, digest, joined, setting_parts
from dateline.config import Config
from dateline.content.scan import list_files, read_file
from dateline.pages.views import ArticleView, Page, Site

#: A template that another extends, includes, imports or renders.
_NAMED = re.compile(rb"""["']([\w./-]+\.html)["']""")
#: A template that names another by anything but one text in quotes: a variable, a list, a sum.
_COMPUTED = re.compile(
    rb"""\{%[-+]?\s*(?:include|import|extends|from)\b
        (?!\s*(?:"[^"\n]*"|'[^'\n]*')\s*(?:as\b|import\b|ignore\b|with(?:out)?\b|[-+]?%\}))
      |\bfragment\b(?!\s*\(\s*(?:"[^"\n]*"|'[^'\n]*')\s*[,)])""",
    re.VERBOSE,
)


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
    """The digest of all that a page's file depends on, and the parts of it beside the view."""

    def __init__(
        self, site: Site, assets: dict[str, str], templates: dict[str, bytes], stages: StageKeys
    ):
        self._reading, self._templates = stages.reading, _template_parts(templates)
        self._frame = stages.rendering | _site_parts(site)
        self._frame["the styles, scripts or fonts"] = digest(msgspec.msgpack.encode(assets))
        self._keys: dict[tuple[str, bool], bytes] = {}

    def key(self, page: Page, encoded: bytes) -> bytes:
        """The digest of the page as encoded, and of its parts."""
        kind = page.template, isinstance(page.view, ArticleView)
        if kind not in self._keys:
            self._keys[kind] = joined(self.parts(page))
        return digest(encoded, self._keys[kind])

    def parts(self, page: Page) -> Parts:
        """What the file of a page depends on beside its view. Only an article's page shows a text
        that is not part of the view."""
        name = _template_part(page.template)
        template = {name: self._templates[name]} if name in self._templates else {}
        is_article = isinstance(page.view, ArticleView)
        return (self._reading if is_article else {}) | self._frame | template

    def all_parts(self) -> Parts:
        """What any page depends on beside its view."""
        return self._reading | self._frame | self._templates


def _template_part(name: str) -> str:
    return f"the template {name}, or one that it uses,"


def _template_parts(templates: dict[str, bytes]) -> Parts:
    return {_template_part(name): key for name, key in templates.items() if name.endswith(".html")}


def _site_parts(site: Site) -> Parts:
    """The settings that every page shows, and the rest of the frame."""
    settings = [name for name in Site.__struct_fields__ if name in Config.__struct_fields__]
    frame = [getattr(site, name) for name in Site.__struct_fields__ if name not in settings]
    encoded = digest(msgspec.msgpack.encode(frame))
    return setting_parts(site, settings) | {"the frame of the site (its navigation)": encoded}
