"""Replaces the marks of shortcodes in the tokens of a text by their content.

A mark that is alone on its line becomes a block. One within a line becomes text, or splits its
paragraph if it has a block. In code a mark becomes the source of the shortcode, in an address its
target.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from dateline.content.markdown.lost_text import LostText
from dateline.content.shortcodes.addresses import MARKED, NUMBER, Addresses, Placed
from dateline.content.shortcodes.blocks import BREAKS, Blocks, text_token, trimmed
from dateline.content.shortcodes.kinds import (
    Code,
    Figure,
    Link,
    Meaning,
    Quotation,
    Root,
    Words,
)
from dateline.content.shortcodes.replace import (
    MARK,
    Hidden,
    Piece,
    place_of,
    shortcode_problems,
)
from dateline.problems import Problem, problem

_MARK_WITH_LINES = re.compile(rf"{NUMBER}(\n*+)")
_LINE = re.compile(rf"(?:{NUMBER}[ \t]*+)++")


def shortcodes_plugin(parser: MarkdownIt) -> None:
    """Adds the rules to a parser for a text whose shortcodes were replaced; they are in the
    environment under `shortcodes`. Must be added after the footnotes."""
    parents = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("table", "shortcodes", _line_of_marks, {"alt": parents})
    parser.core.ruler.after("inline", "shortcodes", _place)


def placing_problems(env: Any, path: str, first_line: int, lost: list[LostText]) -> list[Problem]:
    """The problems of the shortcodes of a text that was parsed with this environment; text that
    their tables lose is added to `lost`."""
    hidden: Hidden | None = env.get("shortcodes")
    placed: Placed = env.get("placed") or Placed(set(), [], [])
    if hidden is None:
        return []
    lost += placed.lost_cells
    problems = list(shortcode_problems(hidden, placed.used, path, first_line))
    for number, is_image in placed.unresolved:
        piece = hidden.pieces[number]
        line, column = place_of(hidden, piece.tag)
        code, what = ("W004", "image") if is_image else ("W002", "link")
        written = " ".join(piece.written.split())
        message = f"the {what} {written[:80]} leads to nothing: templates are not run"
        hint = "write the path of the file" + ("" if is_image else ", such as ../other-article.md")
        place = {"line": first_line + line, "column": column}
        problems.append(problem(code, path, message, hint=hint, **place))
    return problems


def _line_of_marks(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line with nothing but shortcodes is a block of its own."""
    place = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(MARK, place):
        return False
    if not _LINE.fullmatch(state.src, place, state.eMarks[start]):
        return False
    pieces = state.env["shortcodes"].pieces
    numbers = [int(n) for n in MARKED.findall(state.src, place, state.eMarks[start])]
    if not all(_is_block(pieces[n].meaning) for n in numbers if n < len(pieces)):
        return False
    if state.is_code_block(start) and not all(_is_run(pieces[n]) for n in numbers):
        return False
    if not silent:
        token = state.push("shortcodes", "", 0)
        token.map, token.meta = [start, start + 1], {"numbers": numbers}
        state.line = start + 1
    return True


def _is_run(piece: Piece) -> bool:
    """Whether Hugo would run a shortcode in indented code: it does not know what is code, and a
    writer who wants to show one escapes it or uses a fenced block."""
    return piece.tag.tool == "Hugo" and piece.tag.role in ("open", "close", "alone")


def _is_block(meaning: Meaning) -> bool:
    is_inline = isinstance(meaning, (Words, Root)) or (
        isinstance(meaning, (Link, Code))
        and (meaning.is_bare if isinstance(meaning, Link) else meaning.is_inline)
    )
    return not is_inline


def _place(state: StateCore) -> None:
    hidden: Hidden | None = state.env.get("shortcodes")
    if hidden:
        placed = state.env["placed"] = Placed(set(), [], [])
        state.tokens = _Placing(state, hidden.pieces, placed).tokens(state.tokens)


class _Placing:
    def __init__(self, state: StateCore, pieces: Sequence[Piece], placed: Placed):
        self._md, self._env = state.md, state.env
        self._pieces, self._placed = pieces, placed
        self._addresses = Addresses(state.md, pieces, placed)
        #: Whether the addresses in a line may have a mark that the line itself does not have.
        self._is_referred = "%EF%B7%90" in str(state.env.get("references", ""))
        self._blocks = Blocks(state.md, state.env, self.tokens, self._flat, placed.lost_cells)

    def tokens(self, tokens: Sequence[Token]) -> list[Token]:
        """The same tokens with all marks replaced."""
        found: list[Token] = []
        ahead = iter(tokens)
        for token in ahead:
            if token.type == "shortcodes":
                line = token.map[0] if token.map else 0
                for number in token.meta["numbers"]:
                    found += self._block(number, line, token.level)
            elif token.type == "inline" and (self._is_referred or MARK in token.content):
                opening = found.pop() if found and found[-1].type == "paragraph_open" else None
                if opening:
                    found += self._paragraph(opening, token, next(ahead))
                else:
                    token.children = self._flat(token.children or [])
                    if found[-1].type not in (
                        "td_open",
                        "th_open",
                    ):  # those are compared with their row
                        token.content = MARKED.sub("", token.content)
                    found.append(token)
            else:
                self._fill_block(token)
                found.append(token)
        return found

    def _fill_block(self, token: Token) -> None:
        if token.type == "html_block":
            token.content = self._html(token.content)
        elif token.type == "code_block":
            token.content = _MARK_WITH_LINES.sub(self._in_indented_code, token.content)
        elif token.type == "fence":
            token.content = _MARK_WITH_LINES.sub(self._in_code, token.content)
            token.info = MARKED.sub("", token.info)

    def _paragraph(self, opening: Token, inline: Token, closing: Token) -> list[Token]:
        """A paragraph, split at a block within it; nothing if it would be empty."""
        found: list[Token] = []
        parts = self._parts(inline.children or [], is_paragraph=True)
        if len(parts) == 1 and isinstance(parts[0], list):
            inline.children, inline.content = trimmed(parts[0]), MARKED.sub("", inline.content)
            return [opening, inline, closing] if inline.children else []
        for part in parts:
            if isinstance(part, int):
                found += self._block(part, inline.map[0] if inline.map else 0, inline.level)
            elif children := trimmed(part):
                words = copy(inline)
                words.children, words.content = children, MARKED.sub("", inline.content)
                found += [copy(opening), words, copy(closing)]
        return found

    def _flat(self, children: Sequence[Token]) -> list[Token]:
        """The tokens of a line with all marks replaced, as part of the line."""
        (part,) = self._parts(children, is_paragraph=False)
        return part if isinstance(part, list) else []

    def _parts(self, children: Sequence[Token], *, is_paragraph: bool) -> list[list[Token] | int]:
        """A line, split at the shortcodes that are blocks, which are separate parts."""
        line: list[Token] = []
        parts: list[list[Token] | int] = [line]
        depth, lost = 0, []
        for child in children:
            depth += child.nesting
            if child.type == "link_open":
                lost.append(not self._addresses.fill(child, "href"))
            if child.type in ("link_open", "link_close") and lost:
                is_lost = lost[-1] if child.type == "link_open" else lost.pop()
                line += [] if is_lost else [child]
            elif child.type != "text" or MARK not in child.content:
                line += self._child(child)
            else:
                for number, text in enumerate(MARKED.split(child.content)):
                    if number % 2 == 0:
                        line += [text_token(text)] if text else []
                    elif is_paragraph and depth == 0 and self._stands_alone(int(text), line):
                        line = []
                        parts += [int(text), line]
                    else:
                        line += self._inline(int(text), is_linked=bool(lost))
        return parts

    def _child(self, child: Token) -> list[Token]:
        if child.type == "code_inline":
            child.content = MARKED.sub(self._in_code_line, child.content)
        elif child.type == "html_inline":
            child.content = self._html(child.content)
        elif child.type == "image":
            child.children = self._flat(child.children or [])
            child.content = MARKED.sub("", child.content)
            if not self._addresses.fill(child, "src"):
                return child.children
        return [child]

    def _stands_alone(self, number: int, line: Sequence[Token]) -> bool:
        """Whether a shortcode within a paragraph is a block. A picture without words, and one line
        of a quotation or of code, may be among the words of a sentence."""
        meaning = self._addresses.meaning(number)
        is_first = all(token.type in BREAKS or not token.content.strip() for token in line)
        if isinstance(meaning, Figure):
            return is_first or bool(meaning.caption or meaning.credit or meaning.inner)
        if isinstance(meaning, Quotation):
            return is_first or "\n" in meaning.inner
        if isinstance(meaning, Code) and not meaning.is_inline:
            return is_first or "\n" in meaning.text
        return False

    def _block(self, number: int, line: int, level: int) -> list[Token]:
        return self._blocks.block(self._addresses.meaning(number), line, level)

    def _inline(self, number: int, *, is_linked: bool) -> list[Token]:
        return self._blocks.inline(self._addresses.meaning(number), is_linked=is_linked)

    def _in_indented_code(self, found: re.Match[str]) -> str:
        number = int(found[1])
        if number >= len(self._pieces) or not _is_run(self._pieces[number]):
            return self._in_code(found)
        meaning = self._addresses.meaning(number)
        if isinstance(meaning, Figure):
            shown = meaning.alt or meaning.caption or meaning.src
        else:
            shown = meaning.target if isinstance(meaning, Link) else ""
        return shown + found[2]

    def _in_code(self, found: re.Match[str]) -> str:
        written = self._code_of(int(found[1]))
        return written + found[2][written.count("\n") :]

    def _in_code_line(self, found: re.Match[str]) -> str:
        return self._code_of(int(found[1])).replace("\n", " ")

    def _code_of(self, number: int) -> str:
        self._placed.used.add(number)
        return self._pieces[number].in_code if number < len(self._pieces) else ""

    def _html(self, content: str) -> str:
        return self._addresses.fill_html(content, self._as_html)

    def _as_html(self, number: int) -> str:
        """The content of a shortcode between the tags of a block of HTML."""
        tokens = self._block(number, 0, 0)
        tokens = tokens or [self._blocks.line(self._inline(number, is_linked=False), 0, 0)]
        return str(self._md.renderer.render(tokens, self._md.options, self._env)).rstrip()
