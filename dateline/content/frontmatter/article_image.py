"""Finds the picture of an article, in our field or in those of Hugo, Jekyll and their themes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from dateline.content.frontmatter.field_text import plain, prose, signs
from dateline.content.frontmatter.header import Data, Value
from dateline.content.invisible_chars import one_line
from dateline.names import IMAGE_FIELDS

_SRC = ("src", "image", "url", "path", "file", "filename", "href", "overlay_image", "teaser")
_PARTS = {
    "alt": ("alt", "image_alt", "alt_text", "alttext", "alternative"),
    "caption": ("caption", "image_caption", "legend", "title", "description"),
    "credit": ("credit", "image_credit", "credits", "copyright", "attribution", "author", "byline"),
}
#: The names by which Hugo's themes find the picture of a page among the files of its bundle.
_OF_PAGE = re.compile(r"(?:cover|feature|header|hero|banner|thumb|main)", re.IGNORECASE)
_KINDS = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp", ".svg", ".bmp", ".tif", ".tiff"}
_EMBEDDED = re.compile(r"!?\[\[([^\[\]|]*)(?:\|[^\[\]]*)?\]\]|!\[([^\[\]]*)\]\(<?([^<>()]+)>?\)")


class Found(NamedTuple):
    """A picture: the field that has it, and `src`, `alt`, `caption` and `credit` as text."""

    value: Value
    field: str
    parts: dict[str, str]


def find_image(
    fields: Mapping[str, Value], ours: tuple[str, ...], *, with_others: bool
) -> Found | None:
    """The picture that some field names. `ours` are the names of our own field, which may have any
    path.

    `fields` have plain names. Other fields must name a file with the extension of an image: a
    `banner` may be a sentence, and a `thumbnail` a number.
    """
    for field in (*ours, *(IMAGE_FIELDS if with_others else ())):
        if field not in fields:
            continue
        for parts in _candidates(field, fields[field].data):
            if parts["src"] and (field in ours or _is_picture(parts["src"])):
                beside = _beside(field, fields)
                details = {part: text or beside.get(part, "") for part, text in parts.items()}
                return Found(fields[field], field, details)
    return None


def _candidates(field: str, data: Data) -> Iterator[dict[str, str]]:
    """The pictures that a value may mean, the most probable first."""
    if isinstance(data, str):
        yield _of_text(data)
    elif isinstance(data, dict):
        yield _of_table(data)
    elif isinstance(data, list):
        found = [parts for item in data for parts in _candidates(field, item)]
        if field == "resources":
            found = [parts for parts in found if not re.search(r"[*?\[]", parts["src"])]
            found.sort(key=lambda parts: not _OF_PAGE.match(parts.get("name", "")))
        yield from found


def _of_text(text: str) -> dict[str, str]:
    """A path or an address, which may be written as an Obsidian embed or a Markdown image."""
    text = signs(text).strip()
    if embedded := _EMBEDDED.fullmatch(text):
        return _parts(embedded[1] or embedded[3], {"alt": prose(embedded[2] or "")})
    return _parts(one_line(text), {})


def _of_table(data: Mapping[str, Data]) -> dict[str, str]:
    lowered = {key.lower(): value for key, value in data.items()}
    params = lowered.get("params")
    if isinstance(params, dict):  # parameters of a Hugo resource come first
        lowered = {**{key.lower(): value for key, value in params.items()}, **lowered}
        lowered["caption"] = params.get("caption") or lowered.get("caption")
    src = next((text for key in _SRC if isinstance(text := lowered.get(key), str) and text), "")
    held = _of_text(src)
    named = {part: _first(lowered, keys) for part, keys in _PARTS.items()}
    named["alt"] = named["alt"] or held["alt"]
    return {**_parts(held["src"], named), "name": _first(lowered, ("name",))}


def _beside(field: str, fields: Mapping[str, Value]) -> dict[str, str]:
    """Details of the picture in other fields: `featured_image_alt`, `image_caption`."""
    data = {name: value.data for name, value in fields.items()}
    return {part: _first(data, (f"{field}_{part}", f"image_{part}")) for part in _PARTS}


def _first(data: Mapping[str, Data], keys: tuple[str, ...]) -> str:
    texts = (text for key in keys if isinstance(text := data.get(key), str))
    return next((found for text in texts if (found := prose(text))), "")


def _parts(src: str, named: Mapping[str, str]) -> dict[str, str]:
    return {"src": src.strip(), **{part: named.get(part, "") for part in _PARTS}}


def _is_picture(src: str) -> bool:
    try:
        path = urlsplit(plain(src)).path
    except ValueError:
        return False
    return posixpath.splitext(path)[1].lower() in _KINDS
