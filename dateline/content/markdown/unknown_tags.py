"""Shows tags that HTML does not have as text, and closes elements where their writer closed them.

Markdown reads every `<word>` as a tag, and browsers do not show it: `<laughs>`, `x <y and z>`.
"""

from __future__ import annotations

import html
import re

import nh3
from markdown_it.rules_core import StateCore

from dateline.content.markdown.tags import sub_tags

#: HTML elements, including old ones, that the sanitizer does not know, because it allows none of
#: them.
_OTHERS = """
applet audio base basefont bgsound big blink body button canvas command datalist dialog dir embed
fieldset font form frame frameset head html iframe input isindex keygen label legend link listing
main map marquee menu menuitem meta meter multicol nextid nobr noembed noframes noscript object
optgroup option output param picture plaintext portal progress script search section select slot
source spacer style svg math template textarea title track video xmp
"""
_ELEMENTS = {*nh3.ALLOWED_TAGS, *_OTHERS.split()}
#: A name with only letters: `o:p` of Word and `my-element` are not words of a text.
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])[^>]*>")
#: Elements whose content browsers read as text up to the end tag, even if written as empty.
_MAY_BE_EMPTY = re.compile(
    r"<(iframe|noembed|noframes|plaintext|script|style|textarea|title|xmp)\b([^>]*)>", re.I
)
#: Browsers that run scripts show its content as text; our pages have no scripts of a text.
_NOSCRIPT = re.compile(r"</?noscript\b[^>]*>", re.I)


def keep_as_text(state: StateCore) -> None:
    """Turns unknown tags into text, so that they are shown as typed.

    A drawing or formula has elements of its own, so a text with one is not changed.
    """
    if "<" not in state.src or re.search(r"<(?:svg|math)\b", state.src, re.I):
        return
    for token in state.tokens:
        if token.type == "html_block":
            token.content = sub_tags(_TAG, _escaped, token.content)
        for child in token.children or ():
            if child.type == "html_inline" and _is_no_element(child.content):
                child.type = "text"


def closed(rendered: str) -> str:
    """HTML in which an element written as empty is closed, and `noscript` is replaced."""
    return sub_tags(_NOSCRIPT, "", sub_tags(_MAY_BE_EMPTY, _ended, rendered))


def _ended(found: re.Match[str]) -> str:
    name, rest = found.groups()
    return f"<{name}{rest[:-1]}></{name}>" if rest.endswith("/") else found[0]


def _is_no_element(tag: str) -> bool:
    found = _TAG.match(tag)
    return found is not None and found[1].lower() not in _ELEMENTS


def _escaped(found: re.Match[str]) -> str:
    return found[0] if found[1].lower() in _ELEMENTS else html.escape(found[0], quote=False)
