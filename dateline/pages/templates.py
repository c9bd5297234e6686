"""Where templates come from, and what they can call besides what they are given."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from dateline.archive.arrange import month_address
from dateline.model import PartialDate
from dateline.pages.assets import template_folders
from dateline.pages.dates import display_date, is_right_to_left
from dateline.pages.views import Site
from dateline.reading.dates import parse_date

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
        kinds=KIND_NAMES,
        navigation_addresses={
            "search/",
            *(link.address for link in (*site.navigation, *site.pages)),
        },
    )
    # Filters, for Jinja calls a global function at three times the cost.
    environment.filters.update(
        href=site.base_url.href,
        absolute=site.base_url.absolute,
        asset=lambda name: site.base_url.href(assets[name]),
        display_date=display_date,
        is_right_to_left=is_right_to_left,
        language_attributes=_language_attributes,
        month_of=lambda date: PartialDate(date.year, date.month),
        partial_date=parse_date,
        time_address=month_address,
        time_element=_time_element,
    )
    environment.globals["fragment"] = _fragments(environment)
    environment.filters["json_ld"] = _json_ld
    return environment


def _fragments(environment: jinja2.Environment) -> Callable[..., Markup]:
    """`fragment(name, ...)`: a template that is rendered once for the same arguments.

    The frame of a page and an article's entry in lists stand on thousands of pages.
    """

    @functools.lru_cache(maxsize=32_768)
    def fragment(name: str, **arguments: object) -> Markup:
        rendered = environment.get_template(name).render(arguments)
        return Markup(rendered)  # noqa: S704  # its own template has escaped what it was given

    return fragment


@functools.lru_cache(maxsize=32_768)
def _time_element(date: PartialDate, lang: str, name: str = "dt-published") -> Markup:
    """A date for people and machines; `name` is its class."""
    text = display_date(date, lang)
    return Markup('<time class="{}" datetime="{}">{}</time>').format(name, date, text)


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
