"""Attributes in braces, as in kramdown, Goldmark and Pandoc: `{: #note}`, `{#part .wide}`.

An article's page uses ids, languages, directions and titles. Others (classes, `target`, a table of
contents) are not published, as in HTML, and none of them is shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_PUBLISHED = ("id", "lang", "dir", "title")
_NAME = r"[^\W\d][\w:.-]{0,200}"
#: One entry of a list: an id or class, a name with its value, or the name of another list.
_ENTRY = re.compile(
    rf"""\s*(?:(?P<sign>[#.])(?P<name>{_NAME})
    |(?P<key>{_NAME})=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=]+))
    |(?P<reference>{_NAME}))(?=\s|$)""",
    re.VERBOSE,
)
_LONGEST = 500
_BRACES = re.compile(rf"\{{(:?)([^{{}}]{{1,{_LONGEST}}})\}}")
_TRAILING = re.compile(rf"\{{:?[^{{}}]{{1,{_LONGEST}}}\}}\s*$")
#: kramdown: `{:name: #id .class}` gives a list a name, and shows nothing.
_DEFINITION = re.compile(rf":{_NAME}:\s")

#: Names of lists that kramdown replaces by a table of contents.
_CONTENTS = "toc"


def attributes_plugin(parser: MarkdownIt) -> None:
    """Removes lists of attributes from the text and applies them to their elements."""
    # Before quotation marks are replaced by typographic ones, because values are in quotes.
    parser.core.ruler.after("inline", "attributes", _apply)


def _apply(state: StateCore) -> None:
    if "{" not in state.src or not _BRACES.search(state.src):
        return
    for i, token in enumerate(state.tokens):
        if token.type == "inline" and "{" in token.content:
            before, around = state.tokens[i - 1], state.tokens[i - 2]
            if before.type == "heading_open":
                _take_trailing(before, token)
            elif around.type == "list_item_open":
                _take_leading(around, token)
            _take_after_spans(token)
    state.tokens = list(_without_lists(state.tokens))


def read_attributes(text: str) -> dict[str, str] | None:
    """The attributes of a list in braces, by name; None if the text is not such a list.

    Without the colon the first entry must be an id or a class: `{x}` may be text.
    """
    found = _BRACES.fullmatch(text.strip())
    if not found:
        return None
    has_colon, inner = bool(found[1]), found[2].rstrip()
    if has_colon and _DEFINITION.match(f":{inner} "):
        return {}
    if not has_colon and not re.match(r"\s*[#.]", inner):
        return None
    attributes: dict[str, str] = {}
    place = 0
    while place < len(inner):
        entry = _ENTRY.match(inner, place)
        if not entry:
            return None
        place = entry.end()
        if entry["sign"]:
            attributes["id" if entry["sign"] == "#" else "class"] = entry["name"]
        elif entry["key"]:
            value = entry["double"] or entry["single"] or entry["bare"] or ""
            attributes[entry["key"].lower()] = value
        else:
            attributes.setdefault(entry["reference"].lower(), "")
    return attributes


def _give(token: Token | None, attributes: dict[str, str]) -> None:
    for name in _PUBLISHED:
        if token is not None and attributes.get(name):
            token.attrSet(name, attributes[name])


def _take_trailing(heading: Token, inline: Token) -> None:
    """Takes the list at the end of a heading: `## Part {#part}`."""
    last = inline.children[-1] if inline.children else None
    found = _TRAILING.search(last.content) if last and last.type == "text" else None
    attributes = read_attributes(found[0]) if found else None
    if last and found and attributes is not None:
        last.content = last.content[: found.start()].rstrip()
        _give(heading, attributes)


def _take_leading(item: Token, inline: Token) -> None:
    """Takes the list at the beginning of an item: `- {: #one} One`."""
    first = inline.children[0] if inline.children else None
    found = _BRACES.match(first.content) if first and first.type == "text" else None
    attributes = read_attributes(found[0]) if found and found[1] else None
    if first and found and attributes is not None and found.end() < len(first.content):
        first.content = first.content[found.end() :].lstrip()
        _give(item, attributes)


def _take_after_spans(inline: Token) -> None:
    """Takes the lists directly after a link, an image, code or a mark: `[x](y){: #z}`."""
    open_spans: list[Token] = []
    before: Token | None = None
    for child in inline.children or ():
        if before is not None and child.type == "text" and child.content.startswith("{:"):
            found = _BRACES.match(child.content)
            attributes = read_attributes(found[0]) if found else None
            if found and attributes is not None:
                child.content = child.content[found.end() :]
                _give(before, attributes)
        before = None
        if child.nesting > 0:
            open_spans.append(child)
        elif child.nesting < 0:
            before = open_spans.pop() if open_spans else None
        elif child.type in ("image", "code_inline"):
            before = child


def _without_lists(tokens: Sequence[Token]) -> Iterator[Token]:
    """The blocks without the lists on lines of their own. Such a list applies to the block before
    it, or to the next if it is the first."""
    openers: list[Token] = []
    last: dict[int, Token | None] = {}  # by level, the block that ended last
    waiting: dict[str, str] = {}
    skipped = 0
    for i, token in enumerate(tokens):
        if skipped:
            skipped -= 1
            continue
        if token.type in ("paragraph_open", "tr_open"):
            length, attributes = _list_alone(tokens, i)
            if length:
                target = openers[-2] if token.type == "tr_open" else last.get(token.level)
                _give(target, attributes)
                waiting = {} if target else attributes
                skipped = length - 1
                continue
            _take_last_line(token, tokens[i + 1])
        if token.nesting >= 0 and token.type != "inline" and waiting:
            _give(token, waiting)
            waiting = {}
        if token.nesting > 0:
            openers.append(token)
            last[token.level + 1] = None
        elif token.nesting < 0:
            last[token.level] = openers.pop() if openers else None
        elif token.type != "inline":
            last[token.level] = token
        yield token


def _list_alone(tokens: Sequence[Token], start: int) -> tuple[int, dict[str, str]]:
    """How many tokens a paragraph or row takes that contains only a list, and the attributes; 0 if
    it contains more."""
    opening = tokens[start]
    end = start + 1
    content = ""
    while tokens[end].level != opening.level:
        content += tokens[end].content if tokens[end].type == "inline" else ""
        end += 1
        if len(content) > _LONGEST + 2:
            return 0, {}
    attributes = read_attributes(content) if content.startswith("{") else None
    return (0, {}) if attributes is None else (end + 1 - start, attributes)


def _take_last_line(paragraph: Token, inline: Token) -> None:
    """Takes the list on the last line of a paragraph, which applies to the paragraph."""
    children = inline.children or []
    if len(children) < 3 or children[-1].type != "text" or children[-2].type != "softbreak":
        return
    attributes = read_attributes(children[-1].content)
    if attributes is not None:
        inline.children = children[:-2]
        _give(paragraph, attributes)
