"""Removes Obsidian's comments: text between `%%` and `%%` is private.

A comment may begin in one block and end in another. So the parser finds the signs, because it knows
what is code. The text between them is removed from its tokens before the page, the summary, the
search and the sketch are made from these.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_SIGN = "%%"
_BREAKS = ("softbreak", "hardbreak")
#: Empty cells are kept, because otherwise those beside them would move to another column.
_KEPT_EMPTY = ("td_open", "th_open", "tr_open", "thead_open", "tbody_open")
#: Within HTML: parts that are not text, and the signs in text.
_HTML_PARTS = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<name>pre|code|script|style|textarea)\b.*?(?:</(?P=name)\s*>|\Z)"
    r"|<[^<>]*>|%%",
    re.DOTALL | re.IGNORECASE,
)


class Notice(NamedTuple):
    """A warning for the writer: its line, from 0 in the text, and what to do."""

    line: int
    message: str
    hint: str


def comments_plugin(parser: MarkdownIt) -> None:
    """Adds comments to a parser; warnings are in `notices` of its environment."""
    parser.inline.ruler.before("link", "comment_sign", _sign)
    parser.core.ruler.after("inline", "comments", _without_comments)


def _sign(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(_SIGN, state.pos):
        return False
    if not silent:
        state.push("comment_sign", "", 0).markup = _SIGN
    state.pos += len(_SIGN)
    return True


def _without_comments(state: StateCore) -> None:
    if _SIGN not in state.src:
        return
    notes = state.env.get("footnotes", {}).get("list", {})
    reader = _Reader(notes)
    state.tokens = reader.visible(state.tokens, 0)
    if reader.has_hidden_notes:
        state.tokens = _renumbered(state.tokens, state.env["footnotes"])
    if reader.is_hidden:
        message = "a comment that begins here with %% is not closed; nothing after it is published"
        hint = "close it with %%, or write \\%% if the signs are text"
        state.env.setdefault("notices", []).append(Notice(reader.opened, message, hint))


@dataclasses.dataclass
class _Frame:
    """An element that is being read: its tokens, and whether any of it is visible."""

    tokens: list[Token]
    lost: bool = False
    shows: bool = False


class _Reader:
    """Reads the tokens of a text in order and leaves out those in comments."""

    def __init__(self, notes: dict[int, dict[str, Any]]):
        self._notes = notes
        self.is_hidden = False
        self.opened = 0
        self.has_hidden_notes = False

    def visible(self, tokens: Sequence[Token], line: int) -> list[Token]:
        """The tokens outside of comments; an element without remaining content is removed."""
        stack = [_Frame([])]
        for token in tokens:
            line = token.map[0] if token.map else line
            if token.nesting > 0:
                _clean_title(token)
                stack.append(_Frame([token], lost=self.is_hidden))
            elif token.nesting < 0 and len(stack) > 1:
                self._close(stack, token)
            else:
                line += token.type in _BREAKS
                self._leaf(stack[-1], token, line)
        while len(stack) > 1:  # a token that nothing closes
            stack[-2].tokens += stack.pop().tokens
        return stack[0].tokens

    def _close(self, stack: list[_Frame], token: Token) -> None:
        frame, around = stack.pop(), stack[-1]
        opening = frame.tokens[0]
        if frame.shows or not frame.lost or opening.type in _KEPT_EMPTY:
            around.tokens += [*frame.tokens, token]
            around.shows |= frame.shows or not frame.lost
        elif opening.type == "footnote_reference_open":
            self.has_hidden_notes = True
        around.lost |= frame.lost

    def _leaf(self, frame: _Frame, token: Token, line: int) -> None:
        if token.type == "comment_sign":
            self._toggle(line)
            frame.lost = True
        elif token.type == "inline":
            was_hidden = self.is_hidden
            before = len(token.children or ())
            token.children = self.visible(token.children or (), line)
            frame.lost |= was_hidden or self.is_hidden or len(token.children) < before
            frame.shows |= any(map(_shows, token.children))
            frame.tokens.append(token)
        elif token.type == "html_block":
            token.content, has_lost = self._html(token.content, line)
            frame.lost |= has_lost
            frame.shows |= bool(token.content.strip())
            frame.tokens.append(token)
        elif self.is_hidden:
            frame.lost = True
            self.has_hidden_notes |= _holds_note(token)
            if token.type == "html_inline" and token.content.startswith("</"):
                frame.tokens.append(token)  # it may close an element opened before the comment
        else:
            self._within(token, line)
            frame.shows |= _shows(token)
            frame.tokens.append(token)

    def _within(self, token: Token, line: int) -> None:
        """Removes comments from the content of a visible token: an image's description, a note's
        text."""
        if token.type == "image":
            token.children = self.visible(token.children or (), line)
        elif token.type == "footnote_ref":
            note = self._notes.get(token.meta["id"], {})
            if "tokens" in note:
                note["tokens"] = self.visible(note["tokens"], line)
        _clean_title(token)

    def _toggle(self, line: int) -> None:
        self.is_hidden = not self.is_hidden
        if self.is_hidden:
            self.opened = line

    def _html(self, content: str, line: int) -> tuple[str, bool]:
        """HTML without the text in comments, and whether there was any. End tags are kept."""
        kept: list[str] = []
        last = 0
        has_lost = self.is_hidden
        for found in _HTML_PARTS.finditer(content):
            if not self.is_hidden:
                kept.append(content[last : found.start()])
            if found[0] == _SIGN:
                self._toggle(line + content.count("\n", 0, found.start()))
                has_lost = True
            elif not self.is_hidden or found[0].startswith("</"):
                kept.append(found[0])
            last = found.end()
        if not self.is_hidden:
            kept.append(content[last:])
        return "".join(kept), has_lost


def _clean_title(token: Token) -> None:
    """Removes comments from the title of a link or image, which the parser does not treat as
    text."""
    if title := token.attrs.get("title"):
        token.attrs["title"] = "".join(str(title).split(_SIGN)[::2])


def _shows(token: Token) -> bool:
    """Whether an inline token is visible."""
    if token.type == "text":
        return bool(token.content.strip())
    return token.nesting == 0 and token.type not in _BREAKS


def _holds_note(token: Token) -> bool:
    return token.type == "footnote_ref" or any(map(_holds_note, token.children or ()))


def _renumbered(tokens: list[Token], footnotes: dict[str, Any]) -> list[Token]:
    """Tokens without references to hidden notes, and with the others renumbered."""
    defined = {t.meta["label"] for t in tokens if t.type == "footnote_reference_open"}
    old, new = footnotes["list"], dict[int, dict[str, Any]]()
    numbers: dict[int, int] = {}

    def counted(children: Sequence[Token]) -> Iterator[Token]:
        for token in children:
            if token.type == "footnote_ref":
                note = old[token.meta["id"]]
                if "label" in note and note["label"] not in defined:
                    continue
                number = numbers.setdefault(token.meta["id"], len(numbers))
                if number not in new:
                    new[number] = note | ({"count": 0} if "label" in note else {})
                    if "tokens" in note:
                        new[number]["tokens"] = list(counted(note["tokens"]))
                token.meta["id"] = number
                if "label" in note:
                    token.meta["subId"] = new[number]["count"]
                    new[number]["count"] += 1
            elif token.children:
                token.children = list(counted(token.children))
            yield token

    tokens = list(counted(tokens))
    footnotes["list"] = new
    footnotes["refs"] = {f":{label}": -1 for label in defined} | {
        f":{note['label']}": number for number, note in new.items() if "label" in note
    }
    return tokens
