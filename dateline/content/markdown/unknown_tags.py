"""HTML within texts: what is no element stays text, and elements end where their writer ended them.

Markdown takes every `<word>` for a tag, and browsers show nothing of it: `<laughs>`, `x <y and z>`.
"""

from __future__ import annotations

import html
import re

import nh3
from markdown_it.rules_core import StateCore

from dateline.content.markdown.tags import sub_tags

#: Elements of HTML, old ones included, that the cleaner does not know, for it allows none of them.
_OTHERS = """
applet audio base basefont bgsound big blink body button canvas command datalist dialog dir embed
fieldset font form frame frameset head html iframe input isindex keygen label legend link listing
main map marquee menu menuitem meta meter multicol nextid nobr noembed noframes noscript object
optgroup option output param picture plaintext portal progress script search section select slot
source spacer style svg math template textarea title track video xmp
"""
_ELEMENTS = {*nh3.ALLOWED_TAGS, *_OTHERS.split()}
#: A name of letters alone: `o:p` of Word and `my-element` are no words of a text.
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])[^>]*>")
#: Elements whose content browsers take for text up to the end tag, written as if they had none.
_MAY_BE_EMPTY = re.compile(
    r"<(iframe|noembed|noframes|plaintext|script|style|textarea|title|xmp)\b([^>]*)>", re.I
)
#: To a browser that runs scripts what stands in it is text; ours runs none for it.
_NOSCRIPT = re.compile(r"</?noscript\b[^>]*>", re.I)


def keep_as_text(state: StateCore) -> None:
    """Makes text of tags that no element has, so that they are shown as they were typed.

    A drawing or formula has elements of its own, so a text with one is left as it is.
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
    """HTML in which an element that is written as empty ends there, and `noscript` is no more."""
    return sub_tags(_NOSCRIPT, "", sub_tags(_MAY_BE_EMPTY, _ended, rendered))


def _ended(found: re.Match[str]) -> str:
    name, rest = found.groups()
    return f"<{name}{rest[:-1]}></{name}>" if rest.endswith("/") else found[0]


def _is_no_element(tag: str) -> bool:
    found = _TAG.match(tag)
    return found is not None and found[1].lower() not in _ELEMENTS


def _escaped(found: re.Match[str]) -> str:
    return found[0] if found[1].lower() in _ELEMENTS else html.escape(found[0], quote=False)
