"""Where templates come from, and what they can call besides what they are given."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from dateline.archive.arrange import month_address
from dateline.model import PartialDate
from dateline.pages.dates import display_date, is_right_to_left
from dateline.pages.views import Site
from dateline.reading.dates import parse_date

_PACKAGED = Path(__file__).parent.parent / "templates"
_IN_REPOSITORY = Path(__file__).parent.parent.parent / "templates"


#: How each kind of listing is called on the page.
KIND_NAMES = {
    "timeline": "Timeline",
    "tags": "Tags",
    "sources": "Sources",
    "people": "People",
    "places": "Places",
    "organisations": "Organisations",
    "stories": "Stories",
}


def template_folders(own: Path) -> list[Path]:
    """The archive's own templates, then the defaults that ship with the package."""
    defaults = _PACKAGED if _PACKAGED.is_dir() else _IN_REPOSITORY
    return [own, defaults] if own.is_dir() and own.resolve() != defaults else [defaults]


def template_environment(own: Path, site: Site, assets: dict[str, str]) -> jinja2.Environment:
    """Templates that escape everything, with the functions that `docs/templates.md` lists."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_folders(own)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        site=site,
        href=site.base_url.href,
        absolute=site.base_url.absolute,
        asset=lambda name: site.base_url.href(assets[name]),
        display_date=display_date,
        language_attributes=_language_attributes,
        is_right_to_left=is_right_to_left,
        kinds=KIND_NAMES,
        month_of=lambda date: PartialDate(date.year, date.month),
        partial_date=parse_date,
        time_address=month_address,
    )
    environment.filters["json_ld"] = _json_ld
    return environment


@functools.lru_cache(maxsize=256)
def _language_attributes(lang: str, around: str) -> Markup:
    """`lang` and `dir` for text of one language within another; nothing where they are the same."""
    if lang == around:
        return Markup("")
    direction = "rtl" if is_right_to_left(lang) else "ltr"
    return Markup(' lang="{}" dir="{}"').format(lang, direction)


def _json_ld(value: Any) -> Markup:
    """JSON that can stand within a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # every sign that could end the element is escaped above
