"""Where templates come from, and what they can call besides what they are given."""

from __future__ import annotations

import functools
import json
import posixpath
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from dateline.archive.arrange import month_address
from dateline.content.dates import parse_date
from dateline.content.markdown.links import picture_attributes
from dateline.content.scan import list_files, read_file
from dateline.model import PartialDate
from dateline.names import KINDS
from dateline.pages.assets import template_folders
from dateline.pages.dates import (
    display_date,
    display_days,
    display_number,
    is_right_to_left,
    short_date,
    weekday_names,
)
from dateline.pages.i18n import load_catalogue
from dateline.pages.views import LANGUAGE_FACET, SEARCH_FIELDS, Site
from dateline.urls import SEARCH


def template_environment(own: Path, site: Site, assets: dict[str, str]) -> jinja2.Environment:
    """Templates that escape everything, with the functions that `docs/templates.md` lists."""
    folders = template_folders(own)
    translations = load_catalogue(folders, site.language).translations
    environment = jinja2.Environment(
        loader=_loader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    spoken = _with_values(translations.gettext)
    kinds = _kind_names(translations.gettext)
    environment.globals.update(
        _=spoken,
        gettext=spoken,
        ngettext=_counted(translations.ngettext, site.language),
        site=site,
        assets=frozenset(assets),
        search_fields=SEARCH_FIELDS,
        weekdays=weekday_names(site.language),
        kinds=kinds,
        facet_names=_facet_names(kinds, translations.gettext),
        navigation_addresses={
            SEARCH,
            *(link.address for link in (*site.navigation, *site.pages)),
        },
    )
    # Filters, for Jinja calls a global function at three times the cost.
    environment.filters.update(
        href=site.base_url.href,
        absolute=site.base_url.absolute,
        asset=lambda name: site.base_url.href(assets[name]),
        display_date=display_date,
        number=functools.partial(display_number, lang=site.language),
        display_days=display_days,
        is_right_to_left=is_right_to_left,
        language_attributes=_language_attributes,
        month_of=lambda date: PartialDate(date.year, date.month),
        partial_date=parse_date,
        short_date=short_date,
        span_name=functools.partial(_span_name, lang=site.language),
        picture_attributes=lambda picture: _attributes(
            picture_attributes(picture, site.base_url.href)
        ),
        time_address=month_address,
        time_element=_time_element,
    )
    environment.globals["fragment"] = _fragments(environment)
    environment.filters["json_ld"] = _json_ld
    return environment


def _kind_names(_: Callable[[str], str]) -> dict[str, str]:
    """How each kind of listing is called on the page."""
    return {"timeline": _("Timeline")} | {kind.folder: _(kind.label) for kind in KINDS.values()}


def _facet_names(kinds: Mapping[str, str], _: Callable[[str], str]) -> dict[str, str]:
    """How the search page calls each of its fields."""
    named = {facet: kinds[kind] for kind, facet in SEARCH_FIELDS.items()}
    return named | {LANGUAGE_FACET: _("Languages")}


def _with_values(gettext: Callable[[str], str]) -> Callable[..., Markup]:
    """`gettext` that fills in each `%(name)s`, escaped; catalogues are trusted as templates are."""

    @functools.cache
    def spoken(message: str) -> Markup:
        return Markup(gettext(message))  # noqa: S704  # of a template or a catalogue

    def translated(message: str, **values: object) -> Markup:
        return spoken(message) % values if values else spoken(message)

    return translated


def _counted(ngettext: Callable[[str, str, int], str], lang: str) -> Callable[..., Markup]:
    """`ngettext` that fills in `%(count)s` in the numerals of the language."""

    @functools.lru_cache(maxsize=4096)
    def translated(one: str, many: str, count: int) -> Markup:
        text = Markup(ngettext(one, many, count))  # noqa: S704  # of a template or a catalogue
        return text % {"count": display_number(count, lang)}

    return translated


def _loader(folders: list[Path]) -> jinja2.BaseLoader:
    """A template by its name, the archive's own first; `default/NAME` is the default in any case,
    for a template of the archive's own to extend."""
    defaults = jinja2.PrefixLoader({"default": _folder_loader(folders[-1:])})
    return jinja2.ChoiceLoader([defaults, _folder_loader(folders)])


def _folder_loader(folders: list[Path]) -> jinja2.BaseLoader:
    """Files of these folders and no others: Jinja's own loader follows links that lead out."""
    files = {path: folder / path for folder in reversed(folders) for path in list_files(folder)}

    def load(name: str) -> tuple[str, str, None] | None:
        file = files.get(posixpath.normpath(name))
        return (read_file(file).decode(), str(file), None) if file else None

    return jinja2.FunctionLoader(load)


def _fragments(environment: jinja2.Environment) -> Callable[..., Markup]:
    """`fragment(name, ...)`: a template that is rendered once for the same arguments.

    The frame of a page and an article's entry in lists stand on thousands of pages.
    """

    @functools.lru_cache(maxsize=32_768)
    def fragment(name: str, **arguments: object) -> Markup:
        rendered = environment.get_template(name).render(arguments)
        return Markup(rendered)  # noqa: S704  # its own template has escaped what it was given

    return fragment


@functools.lru_cache(maxsize=4096)
def _span_name(name: str, lang: str) -> str:
    """What a bar of a chart spans, in words: `1960–1969`, `October 2017`."""
    if name.endswith("s"):
        return f"{name[:3]}0–{name[:3]}9"
    return display_date(parse_date(name), lang)


@functools.lru_cache(maxsize=32_768)
def _time_element(date: PartialDate, lang: str, name: str = "dt-published") -> Markup:
    """A date for people and machines; `name` is its class."""
    text = display_date(date, lang)
    return Markup('<time class="{}" datetime="{}">{}</time>').format(name, date, text)


def _attributes(attributes: Mapping[str, str]) -> Markup:
    """Attributes as they stand within a tag."""
    return Markup("").join(Markup(' {}="{}"').format(*each) for each in attributes.items())


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
