"""Where the text of a link, an image or a note ends, found in linear time.

markdown-it walks from each `[` to its `]`, or to the end of the text, and walks the same way again
from each `[` on it. Here what was found from one is remembered, and no way is walked twice.
"""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

_UNCLOSED = -1


def label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803
    """The place of the `]` that closes the `[` at `start`, or -1 if none does.

    `disableNested` means that no link may stand between them. The name and the values are those of
    `markdown_it.helpers.parseLinkLabel`, whose place this takes.
    """
    if (known := _known(state, start, disableNested)) is not None:
        return known if known < state.posMax else _UNCLOSED
    before, state.pos = state.pos, start + 1
    end = _walk(state, start, disableNested)
    state.pos = before
    return end


def _walk(state: StateInline, start: int, no_links: bool) -> int:
    """Goes to the end of the label, and remembers the ends of all brackets on the way."""
    opened = [start]
    while state.pos < state.posMax:
        sign, at = state.src[state.pos], state.pos
        if sign == "]":
            _remember(state, opened.pop(), no_links, at)
            if not opened:
                return at
        state.md.inline.skipToken(state)
        if sign != "[":
            continue
        is_text = state.pos == at + 1
        end = _known(state, at, no_links) if is_text else None
        if end == _UNCLOSED or (no_links and not is_text):
            break
        if end is not None:
            state.pos = end + 1
        elif is_text:
            opened.append(at)
    for each in opened:  # what holds an unclosed bracket, or a link, is no label either
        _remember(state, each, no_links, _UNCLOSED)
    return _UNCLOSED


# The cache of a state is of places to places. A label stands under a number below 0, which is no
# place, and goes away with the state.
def _known(state: StateInline, start: int, no_links: bool) -> int | None:
    return state.cache.get(-1 - 2 * start - no_links)


def _remember(state: StateInline, start: int, no_links: bool, end: int) -> None:
    state.cache[-1 - 2 * start - no_links] = end
