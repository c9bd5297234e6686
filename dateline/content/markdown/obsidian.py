"""Obsidian's additions to Markdown: links to notes, embeds, callouts, block ids, sizes of images.

Its comments are in `comments`, its marks in `emphasis`. Fields of the plugin Dataview stay text,
with a warning.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

from dateline.content.markdown.comments import Notice
from dateline.content.markdown.wikilinks import WIKILINK, parse_wikilink

#: The first line of a callout: `[!note]`, perhaps `-` or `+` for a folded one, and its title.
_CALLOUT = re.compile(
    r"\[!(?P<kind>[^\]\[|\n]{1,40})(?:\|[^\]\[\n]{0,40})?\](?![(\[:])[+-]?[ \t]*(?P<title>[^\n]*)"
)
#: `^name` at the end of a block. People write a single character (`^1`) as a manual note mark.
_BLOCK_ID = re.compile(r"(?:^|[ \t])\^(?P<name>(?=[0-9-]*[A-Za-z]|[0-9-]{4})[A-Za-z0-9-]{2,64})$")
_IMAGE_SIZE = re.compile(r"\\?\|(\d{1,5})(?:x(\d{1,5}))?$")
_NAME = r"[^\W\d_][\w -]{0,60}"
#: `name:: value` on a line of its own, and `[name:: value]` or `(name:: value)` within one.
_FIELD = re.compile(rf"(?:^|\n)({_NAME})(?<! )::(?=[ \t\n]|$)|[\[(]({_NAME})(?<! )::[ \t]")
_BREAKS = ("softbreak", "hardbreak")
_MOST_NAMED = 5


def obsidian_plugin(parser: MarkdownIt) -> None:
    """Adds these to a parser; warnings are in `notices` of its environment."""
    parser.inline.ruler.before("link", "wikilink", _wikilink)
    parser.core.ruler.before("inline", "callouts", _callouts)
    parser.core.ruler.after("inline", "dataview", _dataview)
    parser.core.ruler.after("inline", "block_ids", _block_ids)
    parser.core.ruler.after("inline", "image_sizes", _image_sizes)
    parser.core.ruler.after("inline", "callout_titles", _callout_titles)


def _wikilink(state: StateInline, silent: bool) -> bool:
    """A link or image whose address is the text as written; see `wikilinks`."""
    if not state.src.startswith(("[[", "![["), state.pos) or silent or state.linkLevel:
        return False
    found = WIKILINK.match(state.src, state.pos, state.posMax)
    written = parse_wikilink(found[0]) if found else None
    if not found or not written or _is_markdown(state, found):
        return False
    if written.is_image:
        token = state.push("image", "img", 0)
        token.attrs = {"src": written.address, "alt": ""}
        _set_size(token, *written.size)
        token.content = written.label
        token.children = [_text(written.label)]
    else:
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": written.address}
        opening.markup = "wikilink"
        state.push("text", "", 0).content = written.label
        state.push("link_close", "a", -1).markup = "wikilink"
    state.pos = found.end()
    return True


def _is_markdown(state: StateInline, found: re.Match[str]) -> bool:
    """Whether it is an ordinary Markdown link: `[[1]](address)`, or `[1]` within brackets with a
    definition of its address."""
    if normalizeReference(found[2]) in state.env.get("references", {}):
        return True
    if not state.src.startswith(("(", "["), found.end()):
        return False
    start = state.pos
    is_link = (image if found[1] else link)(state, True)
    state.pos = start
    return is_link


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _set_size(token: Token, width: str, height: str) -> None:
    if width:
        token.attrs["width"] = width
    if height:
        token.attrs["height"] = height


def _callouts(state: StateCore) -> None:
    """Makes a paragraph of a callout's title."""
    if "[!" not in state.src:
        return
    tokens: list[Token] = []
    for token in state.tokens:
        tokens.append(token)
        found = _CALLOUT.match(token.content) if token.type == "inline" else None
        if found and _begins_quotation(tokens):
            kind = found["kind"].strip().replace("-", " ").capitalize()
            title = Token("inline", "", 0, map=token.map, level=token.level, block=True)
            title.content = found["title"].strip() or kind
            title.children = [Token("strong_open", "strong", 1, markup="**")]
            title.meta = {"callout": True}
            tokens[-1] = title
            token.content = token.content[found.end() :].lstrip("\n")
            if token.content:
                opening = tokens[-2]
                closing = Token("paragraph_close", "p", -1, level=opening.level, block=True)
                again = opening.copy()
                if token.map:
                    again.map = token.map = [token.map[0] + 1, token.map[1]]
                tokens += [closing, again, token]
    state.tokens = tokens


def _begins_quotation(tokens: Sequence[Token]) -> bool:
    """Whether the last token is the text of the first paragraph of a quotation."""
    return [token.type for token in tokens[-3:-1]] == ["blockquote_open", "paragraph_open"]


def _callout_titles(state: StateCore) -> None:
    if "[!" in state.src:
        for token in state.tokens:
            if "callout" in token.meta and token.children:
                token.children.append(Token("strong_close", "strong", -1, markup="**"))


def _image_sizes(state: StateCore) -> None:
    """Reads `![what it shows|300](photo.jpg)`."""
    if "|" not in state.src or "![" not in state.src:
        return
    for child in _children(state.tokens):
        words = child.children[-1] if child.type == "image" and child.children else None
        if words and words.type == "text" and (found := _IMAGE_SIZE.search(words.content)):
            words.content = words.content[: found.start()].rstrip()
            _set_size(child, found[1], found[2] or "")


def _block_ids(state: StateCore) -> None:
    """Removes the id at the end of a block and gives it to the block's element, for links to it. An
    id on its own belongs to the block before."""
    if "^" not in state.src:
        return
    tokens: list[Token] = []
    closing: Token | None = None  # of a paragraph without other content
    named = -1  # the number of tokens when a block was last searched from its end
    for token, following in itertools.zip_longest(state.tokens, state.tokens[1:]):
        if token is closing:
            continue
        tokens.append(token)
        if token.type != "inline" or not (name := _take_block_id(token.children or [])):
            continue
        if token.children:
            _name_block(tokens, name)
        elif tokens[-2].type == "paragraph_open":
            closing = following
            del tokens[-2:]
            if named != len(tokens):
                _name_block_before(tokens, name)
                named = len(tokens)
    state.tokens = tokens


def _take_block_id(children: list[Token]) -> str:
    last = children[-1] if children else None
    found = _BLOCK_ID.search(last.content) if last and last.type == "text" else None
    if not found or not last:
        return ""
    last.content = last.content[: found.start()].rstrip()
    while children and _is_blank(children[-1]):
        children.pop()
    return f"^{found['name']}"


def _is_blank(token: Token) -> bool:
    return token.type in _BREAKS or (token.type == "text" and not token.content)


def _name_block(tokens: Sequence[Token], name: str) -> None:
    """Gives a name to the block whose text is the last token."""
    opening = tokens[-2]
    item = tokens[-3] if len(tokens) > 2 else opening
    named = item if opening.hidden and item.type == "list_item_open" else opening
    named.attrs.setdefault("id", name)


def _name_block_before(tokens: Sequence[Token], name: str) -> None:
    """Gives a name to the block that ends with the last token."""
    if not tokens or tokens[-1].nesting >= 0:
        return
    level = tokens[-1].level
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].level == level and tokens[at].nesting > 0:
            tokens[at].attrs.setdefault("id", name)
            return


def _dataview(state: StateCore) -> None:
    """Adds a warning for the first field of Dataview."""
    if "::" not in state.src:
        return
    names: Counter[str] = Counter()
    line = 0
    for token in state.tokens:
        if token.type != "inline" or "::" not in token.content:
            continue
        text = "".join(_words(token.children or ()))
        for found in _FIELD.finditer(text):
            if not names and token.map:
                line = token.map[0] + text.count("\n", 0, found.start(found.lastindex or 0))
            names[(found[1] or found[2]).strip()] += 1
    if names:
        shown = ", ".join(list(names)[:_MOST_NAMED])
        more = f" and {len(names) - _MOST_NAMED} others" if len(names) > _MOST_NAMED else ""
        message = f"fields of Dataview are shown as text: {shown}{more}"
        hint = "write them above the text as fields, such as `status: open`, or take them out"
        state.env.setdefault("notices", []).append(Notice(line, message, hint))


def _words(children: Sequence[Token]) -> Iterator[str]:
    """The text of a block in lines, without code."""
    for child in children:
        if child.type == "text":
            yield child.content
        elif child.type in _BREAKS:
            yield "\n"
        elif child.nesting == 0:
            yield "\ufffc"


def _children(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()
