"""Replaces links in fields (`[[People/Jane Roe|Jane]]`) by the names that they show."""

from __future__ import annotations

import re

_WIKILINK = re.compile(r"!?\[\[([^\[\]]*)\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")


def without_wikilinks(text: str) -> str:
    """A text with each link to a note replaced by its name."""
    return _WIKILINK.sub(_shown, text) if "[[" in text else text


def without_links(text: str) -> str:
    """A text with each link, to a note or of Markdown, replaced by its label."""
    text = without_wikilinks(text)
    return _LINK.sub(r"\1", text) if "](" in text else text


def _shown(match: re.Match[str]) -> str:
    """The part after `|`; else the note's name, without folders and heading."""
    target, _, label = match[1].partition("|")
    if label.strip():
        return label.strip()
    if "://" in target:
        return target
    note = target.partition("#")[0] or target
    return note.rpartition("/")[2].strip()
