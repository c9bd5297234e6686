"""Links to notes in fields (`[[People/Jane Roe|Jane]]`), as the names that they show."""

from __future__ import annotations

import re

_WIKILINK = re.compile(r"!?\[\[([^\[\]]*)\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")


def without_wikilinks(text: str) -> str:
    """A text with the name in the place of each link to a note."""
    return _WIKILINK.sub(_shown, text) if "[[" in text else text


def without_links(text: str) -> str:
    """A text with its words in the place of each link, to a note or of Markdown."""
    text = without_wikilinks(text)
    return _LINK.sub(r"\1", text) if "](" in text else text


def _shown(match: re.Match[str]) -> str:
    """What follows the stroke; else the note's name, without its folders and the heading in it."""
    target, _, label = match[1].partition("|")
    if label.strip():
        return label.strip()
    if "://" in target:
        return target
    note = target.partition("#")[0] or target
    return note.rpartition("/")[2].strip()
