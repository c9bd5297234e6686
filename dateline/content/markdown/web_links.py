"""Links outside of Markdown's rules: bare addresses, and targets with spaces.

linkify-it-py is not used: it includes a closing quotation mark, a Chinese full stop or a Korean
particle in the address, and takes quadratic time for some texts.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from dateline.content.markdown.link_labels import label_end

#: The maximum characters of an address, so that no text is read repeatedly.
_LONGEST = 2000
#: Signs that end an address: those of Markdown, quotation marks, dashes, all East Asian ones.
_ENDS = (
    '\\s<>"`*\\\\\x00-\x1f\x7f\u00ab\u00bb\u2010-\u205e\u3000-\u3003\u3008-\u303f\u30fb'
    "\ufe10-\ufe1f\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_ADDRESS = re.compile(f"[^{_ENDS}]{{1,{_LONGEST}}}")
#: What may follow without a space: references, comments, and East Asian words after Latin ones.
_CUT = re.compile(
    "&(?:lt|gt|quot|nbsp|#)|%%|(?<=[A-Za-z0-9])[\u1100-\u11ff\u3005-\u30ff\u3131-\u318e"
    "\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff]"
)
_TRAILING = "?!.,:;_~'^"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,10}(?:[^\W\d_][\w-]{1,62}|\d{1,3})\.?(?::\d{1,5})?")
#: A text without this has no bare address.
BARE_ADDRESS = re.compile(
    r":(?<!\]\(http:)(?<!\]\(https:)(?<!=[\"']http:)(?<!=[\"']https:)(?<!<http:)(?<!<https:)//"
)
_WWW = re.compile(r"w(?<![\w@./:\\-]w)ww\.")

#: Extensions of files that people link to. A target with spaces must end in one.
_KINDS = (
    "md|markdown|html?|txt|pdf|png|jpe?g|gif|webp|avif|svg|bmp|tiff?|heic|mp3|mp4|m4a|wav|ogg|webm"
    "|mov|docx?|odt|xlsx?|ods|csv|json|xml|zip|epub|pptx?|rtf"
)
# Braces belong to templates, not to names of files.
_PART = r"(?:[^\n<>\[\]{}()\"]|\([^\n<>\[\]{}()\"]*\))"
_SPACED = re.compile(
    rf"(?P<target>{_PART}{{1,400}}?\.(?:{_KINDS})(?:[#?]{_PART}{{0,200}}?)?)"
    r"(?=[ \t]{0,9}(?:[ \t](?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))[ \t]{0,9})?\))",
    re.IGNORECASE,
)
#: What follows a target after Markdown has ended it, if that is not the end of the link or its
#: title.
_MORE = re.compile(r"[ \t]+[^ \t\n)\"]")


def web_links_plugin(parser: MarkdownIt) -> None:
    """Adds both to a parser."""
    parser.inline.ruler.before("link", "bare_address", _bare_address)
    parser.core.ruler.after("inline", "bare_hosts", _bare_hosts)
    own_helpers: Any = SimpleNamespace(
        **vars(helpers) | {"parseLinkDestination": _destination, "parseLinkLabel": label_end}
    )
    parser.helpers = own_helpers


def _bare_address(state: StateInline, silent: bool) -> bool:
    """`https://example.org/x` in a text, matched at its colon."""
    src, at = state.src, state.pos
    if not src.startswith("://", at) or silent or state.linkLevel:
        return False
    scheme = next((s for s in ("https", "http") if src[max(0, at - len(s)) : at].lower() == s), "")
    start = at - len(scheme)
    if not scheme or not state.pending.endswith(src[start:at]):  # escaped, or within a mark
        return False
    if start and (
        src[start - 1].isascii() and (src[start - 1].isalnum() or src[start - 1] in "+-.")
    ):
        return False
    end = _end_of_address(src, start, at + len("://"), state.posMax)
    if not end:
        return False
    state.pending = state.pending[: -len(scheme)]
    written = src[start:end].replace("&amp;", "&")
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(written)}
    opening.markup = "linkify"
    state.push("text", "", 0).content = written
    state.push("link_close", "a", -1).markup = "linkify"
    state.pos = end
    return True


def _bare_hosts(state: StateCore) -> None:
    """`www.example.org` in a text."""
    if "www." not in state.src or not _WWW.search(state.src):
        return
    for token in state.tokens:
        if token.type == "inline" and token.children and _WWW.search(token.content):
            token.children = _with_hosts(state, token.children)


def _with_hosts(state: StateCore, children: list[Token]) -> list[Token]:
    found: list[Token] = []
    links = 0
    for child in children:
        links += child.nesting if child.type in ("link_open", "link_close") else 0
        if child.type == "html_inline":
            tag = child.content[:3].lower()
            links += (tag in ("<a ", "<a>")) - (tag == "</a" and links > 0)
        if child.type == "text" and not links:
            found += _split_at_hosts(state, child)
        else:
            found.append(child)
    return found


def _split_at_hosts(state: StateCore, token: Token) -> list[Token]:
    parts: list[Token] = []
    text, last = token.content, 0
    for found in _WWW.finditer(text):
        start = found.start()
        end = _end_of_address(text, start, start, len(text)) if start >= last else 0
        if end:
            address = state.md.normalizeLink(f"http://{text[start:end]}")
            parts += [
                Token("text", "", 0, content=text[last:start], level=token.level),
                Token("link_open", "a", 1, {"href": address}, level=token.level, markup="linkify"),
                Token("text", "", 0, content=text[start:end], level=token.level + 1),
                Token("link_close", "a", -1, level=token.level, markup="linkify"),
            ]
            last = end
    if not parts:
        return [token]
    return [*parts, Token("text", "", 0, content=text[last:], level=token.level)]


def _end_of_address(text: str, start: int, host: int, limit: int) -> int:
    """The end of the address that begins at `start` and whose host begins at `host`; 0 if it is not
    an address."""
    found = _ADDRESS.match(text, host, limit)
    if not found:
        return 0
    end = found.end()
    if cut := _CUT.search(text, host, end):
        end = cut.start()
    if text.startswith("==", start - 2) and start >= 2 and "==" in text[host:end]:
        end = text.index("==", host)  # a mark around the address
    end = host + len(_without_end(text[host:end]))
    authority = re.split("[/?#]", text[host:end], maxsplit=1)[0]
    return end if _HOST.fullmatch(authority) else 0


def _without_end(address: str) -> str:
    """An address without the punctuation of the sentence around it, and without unmatched closing
    brackets."""
    unopened = {end: address.count(end) - address.count(begin) for end, begin in _BRACKETS.items()}
    end = len(address)
    while end:
        sign = address[end - 1]
        if unopened.get(sign, 0) > 0:
            unopened[sign] -= 1
        elif sign not in _TRAILING:
            break
        end -= 1
    return address[:end]


def _destination(string: str, pos: int, maximum: int) -> Any:
    """The target of a link. Markdown ends it at a space; here it continues if it names a file."""
    result = helpers.parseLinkDestination(string, pos, maximum)
    has_more = result.ok and string[pos] != "<" and _MORE.match(string, result.pos, maximum)
    if has_more and (found := _SPACED.match(string, pos, maximum)):
        result.str = unescapeAll(found["target"])
        result.pos = found.end()
    return result
