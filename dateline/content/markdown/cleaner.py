"""Sanitizes the HTML of a text with lists of allowed elements, attributes and schemes.

A text is sanitized twice, by two functions that share one list.

`normalized` runs when a text is read. Its output is well formed, with every attribute in double
quotes, so that links and ids in it can be found and rewritten.

`published` runs when a page is written, after the last rewriting. Nothing changes a text after it.
The content of a damaged or foreign cache passes through it too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import nh3

from dateline.content.markdown.links import LINK_SCHEMES, is_remote, scheme_of
from dateline.content.markdown.references import unescape

#: Ids of pages and scripts begin with this. No text can have such an id: ids of headings have no
#: colon, and the sanitizer removes it from all other elements.
PAGE_ID_PREFIX = "dateline:"

_TAGS = set(nh3.ALLOWED_TAGS) | {"section"}
_TAGS -= {"area", "map", "body", "html", "head", "bdo"}  # `bdo` reverses letters
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "del": {"datetime"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}
_CLASSES = {
    "a": {"footnote-backref"},
    "hr": {"footnotes-sep"},
    "li": {"footnote-item"},
    "ol": {"footnotes-list"},
    "section": {"footnotes"},
    "sup": {"footnote-ref"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}
#: Kept in the first pass and rewritten: `<a name>` is an anchor of old pages.
_READ_ATTRIBUTES = _ATTRIBUTES | {"a": {*_ATTRIBUTES["a"], "name"}}
#: Attributes that the build adds to links and images.
_PAGE_ATTRIBUTES = _ATTRIBUTES | {
    "img": {*_ATTRIBUTES["img"], "srcset", "sizes", "loading", "decoding"}
}
_PAGE_CLASSES = _CLASSES | {"a": {*_CLASSES["a"], "remote-image"}}

#: The beginning of an attribute's value: long enough for a scheme, however it is written.
_VALUE = re.compile(r"""=(?=\s{0,9}["']?([^"'>]{0,120}))""")


def normalized(rendered: str) -> str:
    """The HTML of a text without forbidden elements, but with links of every scheme, so that links
    with a forbidden one can be found and reported."""
    values = [value for value in _VALUE.findall(rendered) if ":" in value or "&" in value]
    schemes = {scheme_of(unescape(value)) for value in values}
    return _reader(frozenset(schemes) - LINK_SCHEMES - {""}).clean(rendered)


def published(body: str) -> str:
    """The HTML of a text for a page: the last step after all rewriting."""
    return _publisher().clean(body)


@functools.lru_cache(maxsize=64)
def _reader(other_schemes: frozenset[str]) -> nh3.Cleaner:
    return _cleaner(_READ_ATTRIBUTES, _CLASSES, set(LINK_SCHEMES | other_schemes))


@functools.cache
def _publisher() -> nh3.Cleaner:
    return _cleaner(_PAGE_ATTRIBUTES, _PAGE_CLASSES, set(LINK_SCHEMES), _published_value)


def _cleaner(
    attributes: dict[str, set[str]],
    classes: dict[str, set[str]],
    schemes: set[str],
    attribute_filter: Callable[[str, str, str], str | None] | None = None,
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=attributes,
        allowed_classes=classes,
        attribute_filter=attribute_filter,
        clean_content_tags={"script", "style"},
        url_schemes=schemes,
        link_rel=None,
        # These scroll if they are wider than the page, and must scroll by keyboard too.
        set_tag_attribute_values={"pre": {"tabindex": "0"}, "table": {"tabindex": "0"}},
    )


def _published_value(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute, or None if it would load from another host or use an id that is
    reserved for the page."""
    if attribute == "id":
        return None if value.lower().startswith(PAGE_ID_PREFIX) else value
    if attribute == "src":
        return None if is_remote(value) else value
    if attribute == "srcset":
        return None if any(is_remote(each) for each in value.split(",")) else value
    return value
