"""The ids within a text: those of headings, as on GitHub, and those that its writer gave.

An id is unique in a text. Links may use the spellings of other tools: `#Part%20Two` (Obsidian),
`#what-we-re-building` (kramdown) and `#part_two` lead to the matching heading.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import quote, unquote

from dateline.content.markdown.cleaner import PAGE_ID_PREFIX

#: The maximum characters of an id.
_LONGEST = 500
#: Characters of a fragment that a hint repeats, and ids that it is compared with.
_SHOWN, _COMPARED = 80, 500
_ATTRIBUTES = r'(?: [a-z-]+="[^"]*")*'
# The sanitizer writes `<` of texts as `&lt;`, so `<` begins a tag.
_WITH_ID = re.compile(rf'<[a-z][a-z0-9]*{_ATTRIBUTES} (?:id|name)="[^"]*"{_ATTRIBUTES}>')
_HEADING = re.compile(rf"<(h[1-6])({_ATTRIBUTES})>(.*?)</\1>", re.DOTALL)
_ID = re.compile(r' (id|name)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
#: The categories of Unicode in Ruby's `\p{Word}`, which GitHub keeps.
_WORD = ("L", "M", "N", "Pc")


class Anchored(NamedTuple):
    """HTML in which every id is unique, and its ids in the order of the text."""

    html: str
    ids: tuple[str, ...]


def with_anchors(html: str) -> Anchored:
    """Gives every heading an id, turns the names of anchors into ids, and removes repeated ids.

    `html` must be the sanitizer's. A repeated id is dropped, because a link leads to the first; an
    id that is reserved for pages is dropped too.
    """
    has_headings = "<h" in html
    if not has_headings and ' id="' not in html and ' name="' not in html:
        return Anchored(html, ())
    taken: dict[str, int] = {}
    if has_headings:
        html = _HEADING.sub(_with_heading_mark, html)
    html = _WITH_ID.sub(lambda tag: _with_one_id(tag[0], taken), html)
    return Anchored(html, tuple(taken))


#: Marks an id made from a heading's text until all ids are compared in order.
_OF_TEXT = "\x00"


def _with_heading_mark(heading: re.Match[str]) -> str:
    name, attributes, content = heading.groups()
    slug = "" if ' id="' in attributes else heading_id(unescape(_TAG.sub("", content)))
    if not slug:
        return heading[0]
    return f'<{name} id="{_OF_TEXT}{escape(slug)}"{attributes}>{content}</{name}>'


def _with_one_id(tag: str, taken: dict[str, int]) -> str:
    """A tag with the id that it keeps, which is then taken."""
    found = dict(_ID.findall(tag))
    bare = _ID.sub("", tag)
    wanted = unescape(found.get("id") or found.get("name") or "")
    is_heading = wanted.startswith(_OF_TEXT)
    wanted = "-".join(wanted.removeprefix(_OF_TEXT)[:_LONGEST].split())
    if is_heading and wanted in taken:
        wanted = _numbered(wanted, taken)
    if not wanted or wanted in taken or wanted.lower().startswith(PAGE_ID_PREFIX):
        return bare
    taken[wanted] = 0
    return f'{bare[:-1]} id="{escape(wanted)}">'


def _numbered(slug: str, taken: dict[str, int]) -> str:
    """The id of a heading with a repeated text: `part`, `part-1`, `part-2`."""
    number = taken[slug]
    name = slug
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    taken[slug] = number
    return name


def heading_id(text: str) -> str:
    """The id that GitHub gives a heading: lower case, spaces as hyphens, and no punctuation.

    See the `TableOfContentsFilter` of GitHub's html-pipeline. May be empty.
    """
    lower = text.strip().lower().replace(" ", "-")
    if lower.isascii():
        return re.sub(r"[^a-z0-9_-]", "", lower)[:_LONGEST]
    kept = (sign for sign in lower if sign == "-" or unicodedata.category(sign).startswith(_WORD))
    return "".join(kept)[:_LONGEST]


class Places:
    """Finds the id that a fragment means among those of one text."""

    def __init__(self, ids: Sequence[str]):
        self._ids = frozenset(ids)
        self._loose: dict[str, str] = {}
        for name in reversed(ids):  # the first of two equal names is found
            self._loose[_loose(name)] = name

    def find(self, fragment: str) -> str | None:
        """The id for the part of a link after `#`; None if there is none.

        Obsidian writes the headings above as well: `#Part%20Two#Detail`.
        """
        written = unquote(fragment)
        if written in self._ids:
            return written
        meant = _loose(written.rpartition("#")[2])
        return self._loose.get(meant) if meant else None


def is_top(fragment: str) -> bool:
    """Whether a fragment means the top of the page, or a text that the browser searches for."""
    return fragment.lower() in ("", "top") or fragment.startswith(":~:")


def quoted_fragment(name: str) -> str:
    """An id as written after the `#` of a link."""
    return quote(name, safe="!$&'()*+,;=:@/?-._~")


def place_hint(fragment: str, ids: Sequence[str]) -> str:
    """What to write instead of a fragment that matches no id of a text."""
    written = unquote(fragment)[:_SHOWN]
    close = difflib.get_close_matches(written.lower(), ids[:_COMPARED], n=1, cutoff=0.75)
    if close:
        return f"write #{close[0]}"
    return f'put <a id="{written}"></a> where it should lead, or delete the link'


def _loose(name: str) -> str:
    """Letters and digits only, which are equal in all spellings of one heading."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in folded if sign.isalnum() or unicodedata.combining(sign))
