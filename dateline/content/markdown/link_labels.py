"""Finds the end of the label of a link, an image or a note in linear time.

markdown-it searches from each `[` to its `]`, or to the end of the text, and searches the same text
again from each further `[`. Here the results are cached, and no text is searched twice.
"""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

_UNCLOSED = -1


def label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803
    """The position of the `]` that closes the `[` at `start`, or -1 if none does.

    `disableNested` means that no link may be between them. The name and the values are those of
    `markdown_it.helpers.parseLinkLabel`, which this replaces.
    """
    if (known := _known(state, start, disableNested)) is not None:
        return known if known < state.posMax else _UNCLOSED
    before, state.pos = state.pos, start + 1
    end = _walk(state, start, disableNested)
    state.pos = before
    return end


def _walk(state: StateInline, start: int, no_links: bool) -> int:
    """Searches the end of the label, and caches the ends of all brackets in between."""
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
    for each in opened:  # a bracket around an unclosed bracket, or a link, is not a label either
        _remember(state, each, no_links, _UNCLOSED)
    return _UNCLOSED


# The cache of a state maps positions to positions. A label has a number below 0, which is not a
# position, and is dropped with the state.
def _known(state: StateInline, start: int, no_links: bool) -> int | None:
    return state.cache.get(-1 - 2 * start - no_links)


def _remember(state: StateInline, start: int, no_links: bool, end: int) -> None:
    state.cache[-1 - 2 * start - no_links] = end
