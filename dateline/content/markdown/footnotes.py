"""Footnotes without loss of text: unreferenced, nested and repeated ones are published too.

`mdit_py_plugins` drops these silently. Here a note within another follows it, the second note with
the same name is a note of its own, and an unreferenced note has no link back.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline, footnote_ref

from dateline.content.markdown.link_labels import label_end

#: A reference to a note. A longer name is not one, like the names of links in CommonMark. So the
#: time to search for its end is limited.
_REFERENCE = re.compile(r"\[\^[^ \n\]]{1,999}\]")
#: The maximum nesting of inline notes (`^[…]`). Each is parsed within the parsing of the one around
#: it, and the possible depth must not depend on the caller's stack.
_MAX_NESTING = 20


class NestingError(ValueError):
    """Notes are nested too deeply; `line` counts from 0 in the text, if it is known."""

    def __init__(self, line: int | None = None):
        super().__init__(line)
        self.line = line


def footnotes_plugin(parser: MarkdownIt) -> None:
    """Adds footnotes to a parser."""
    footnote_plugin(parser)
    parser.inline.ruler.at("footnote_inline", _inline_note)
    parser.inline.ruler.at("footnote_ref", _reference)
    parser.core.ruler.before("footnote_tail", "footnotes_kept", _keep_all)
    parser.core.ruler.after("footnote_tail", "footnotes_unlinked", _unlink)


def _reference(state: StateInline, silent: bool) -> bool:
    return bool(_REFERENCE.match(state.src, state.pos)) and footnote_ref(state, silent)


def _inline_note(state: StateInline, silent: bool) -> bool:
    is_note = state.src.startswith("^[", state.pos) and label_end(state, state.pos + 1) >= 0
    if silent or not is_note:
        return is_note and footnote_inline(state, silent)
    depth = state.env["note_depth"] = state.env.get("note_depth", 0) + 1
    if depth > _MAX_NESTING:
        raise NestingError
    try:
        return footnote_inline(state, silent)
    finally:
        state.env["note_depth"] -= 1


def _keep_all(state: StateCore) -> None:
    """Moves nested definitions to the top level, and adds references to unreferenced ones."""
    if not state.env.get("footnotes", {}).get("refs"):
        return
    refs, notes = state.env["footnotes"]["refs"], state.env["footnotes"]["list"]
    stack: list[list[Token]] = [[]]
    definitions: list[Token] = []
    seen: set[str] = set()
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            if token.level >= state.md.options.maxNesting - 1:
                raise NestingError(token.map[0] if token.map else None)
            label = token.meta["label"]
            if label in seen:
                label = token.meta["label"] = f"{label}\n{len(seen)}"  # no name contains a line end
            seen.add(label)
            if refs.get(f":{label}", -1) < 0:
                state.env.setdefault("unlinked", set()).add(len(notes))
                notes[len(notes)] = {"label": label, "count": 0}
            stack.append([token])
        elif token.type == "footnote_reference_close":
            definitions += [*stack.pop(), token]
        else:
            stack[-1].append(token)
    state.tokens = stack[0] + definitions


def _unlink(state: StateCore) -> None:
    """Removes the links back from unreferenced notes."""
    if unlinked := state.env.get("unlinked"):
        state.tokens = [
            token
            for token in state.tokens
            if not (token.type == "footnote_anchor" and token.meta["id"] in unlinked)
        ]
