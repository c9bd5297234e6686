"""Emphasis beside East Asian punctuation and quotation marks, and `==marks==`.

In CommonMark, `**` may open or close beside punctuation only if a space or more punctuation is on
its other side. Chinese and Japanese have no spaces there, and Korean attaches particles, so
`**「重要」**です` kept its asterisks. The rule here is that of the CJK-friendly amendments to
CommonMark (github.com/tats-u/markdown-cjk-friendly, specification.md): beside an East Asian
character, punctuation counts as a letter. One rule is added for every language: a closing quotation
mark does not prevent `**` from closing before a letter (`**"war"**s`), nor an opening one from
opening after a letter.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter, Scanned
from markdown_it.token import Token

_QUOTES = frozenset("\"'“”„‟‘’‚‛«»‹›")
#: The maximum of nested quotation marks that are examined.
_MOST_QUOTES = 3
#: Punctuation before a closing quotation mark, or after an opening one.
_ENDS, _BEGINNINGS = frozenset(".,:;!?…)]}%"), frozenset("([{¡¿$#@…")
_FIRST_CJK = "\u1100"  # Hangul Jamo: all characters before it are not East Asian
#: Letters of Hangul that Unicode does not classify as wide.
_NARROW_HANGUL = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7ff"))
#: Wide symbols outside of these blocks are emoji.
_CJK_SYMBOLS = (("\u2e80", "\ua4cf"), ("\U0001f200", "\U0001f2ff"))
_IDEOGRAPHIC_SELECTORS = ("\U000e0100", "\U000e01ef")
_STANDARD_SELECTORS = ("\ufe00", "\ufe0e")
#: This selector makes the full-width form of these quotation marks.
_FULL_WIDTH, _AMBIGUOUS = "\ufe01", "‘’“”"
_EQUALS_SIGN = ord("=")


def emphasis_plugin(parser: MarkdownIt) -> None:
    """Installs these rules in a parser. Must run before rules are added to its inline parser."""
    rules = parser.get_active_rules()
    parser.inline = _ParserInline()
    parser.inline.ruler.enableOnly(rules["inline"])
    parser.inline.ruler2.enableOnly(rules["inline2"])
    parser.inline.ruler.after("emphasis", "mark", _mark)
    parser.inline.ruler2.after("emphasis", "mark", _mark_pairs)


class _State(StateInline):
    """The state of markdown-it-py with another rule for delimiters of emphasis."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        src, marker, end = self.src, self.src[start], start + 1
        while end < self.posMax and src[end] == marker:
            end += 1
        before = src[start - 1] if start > 0 else " "
        after = src[end] if end < self.posMax else " "
        space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
        if space_before or space_after:
            return Scanned(not space_after, not space_before, end - start)
        base = _without_selector(src, start, before)
        sign_before, sign_after = _is_punctuation(base), _is_punctuation(after)
        can_open, can_close = sign_before, sign_after
        if canSplitWord:
            is_cjk = _is_cjk(after) or _is_after_cjk(before, base)
            can_open |= is_cjk or not sign_after or _opens_quotation(src, start, end)
            can_close |= is_cjk or not sign_before or _closes_quotation(src, start, after)
        return Scanned(can_open, can_close, end - start)


class _ParserInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _without_selector(src: str, start: int, before: str) -> str:
    """The character that a variation selector before the delimiter belongs to."""
    if _is_within(before, _STANDARD_SELECTORS) and start > 1 and not src[start - 2].isspace():
        return src[start - 2]
    return before


def _is_after_cjk(before: str, base: str) -> bool:
    if _is_cjk(base) or _is_within(before, _IDEOGRAPHIC_SELECTORS):
        return True
    return before == _FULL_WIDTH and base in _AMBIGUOUS


def _is_punctuation(sign: str) -> bool:
    return isMdAsciiPunct(ord(sign)) or isPunctChar(sign)


@functools.lru_cache(maxsize=4096)
def _is_cjk(sign: str) -> bool:
    """Whether a character is East Asian: wide and not an emoji, half-width, or Hangul."""
    if sign < _FIRST_CJK:
        return False
    width = unicodedata.east_asian_width(sign)
    if width == "W":
        is_symbol = unicodedata.category(sign) in ("So", "Sk")
        return not is_symbol or any(_is_within(sign, block) for block in _CJK_SYMBOLS)
    return width in ("F", "H") or any(_is_within(sign, block) for block in _NARROW_HANGUL)


def _is_within(sign: str, block: Sequence[str]) -> bool:
    return block[0] <= sign <= block[1]


def _closes_quotation(src: str, start: int, after: str) -> bool:
    """Whether a quotation ends before a delimiter that is followed by a letter."""
    if src[start - 1] not in _QUOTES or not after.isalnum():
        return False
    quoted = reversed(src[max(0, start - _MOST_QUOTES) : start - 1])
    last = next((sign for sign in quoted if sign not in _QUOTES), " ")
    return last.isalnum() or last in _ENDS


def _opens_quotation(src: str, start: int, end: int) -> bool:
    """Whether a quotation begins after a delimiter that follows a letter."""
    if src[end] not in _QUOTES or not src[start - 1].isalnum():
        return False
    quoted = src[end + 1 : end + _MOST_QUOTES]
    first = next((sign for sign in quoted if sign not in _QUOTES), " ")
    return first.isalnum() or first in _BEGINNINGS


def _mark(state: StateInline, silent: bool) -> bool:
    """Adds each `==` to the delimiters; a longer run is not a mark."""
    if silent or not state.src.startswith("==", state.pos):
        return False
    scanned = state.scanDelims(state.pos, True)
    run = "=" * scanned.length
    if scanned.length == len("=="):
        token = state.push("text", "", 0)
        token.content = run
        place = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(_EQUALS_SIGN, 0, place, -1, scanned.can_open, scanned.can_close)
        )
    else:
        state.append_pending(run)
    state.pos += scanned.length
    return True


def _mark_pairs(state: StateInline) -> None:
    """Turns matching delimiters into elements."""
    if "==" not in state.src:
        return
    nested = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *nested):
        for opening in delimiters:
            if opening.marker == _EQUALS_SIGN and opening.end >= 0:
                closing = delimiters[opening.end]
                for token, kind, nesting in (
                    (state.tokens[opening.token], "mark_open", 1),
                    (state.tokens[closing.token], "mark_close", -1),
                ):
                    token.type, token.tag, token.nesting = kind, "mark", nesting
                    token.markup, token.content = "==", ""
