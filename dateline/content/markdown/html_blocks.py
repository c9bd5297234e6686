"""Ends HTML blocks within a line, and finds unrendered Markdown in HTML.

In CommonMark, a comment or a block-level tag at the beginning makes the whole line HTML, so `<!--
more -->There were **three**` shows its asterisks. Here the block ends with the comment or the
element, and the rest of the line is Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from dateline.problems import Problem, problem

#: Elements with plain text, which end only with their end tag.
_TEXT_ONLY = {"pre", "script", "style", "textarea"}
_EMPTY = {"hr", "base", "basefont", "link", "col", "frame", "param", "track"}
_TAG = re.compile(
    rf"<(?P<slash>/?)(?P<name>{'|'.join((*block_names, *sorted(_TEXT_ONLY)))})(?=[\s/>])", re.I
)
_TAG_END = re.compile(r"(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}')*+>")
#: HTML that is not an element, and the sign that ends it.
_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>", "<!": ">"}
_SIGN = re.compile(r"<!\[CDATA\[|<!--|<\?|<!(?=[A-Za-z])")
_BLANK_LINE = re.compile(r"\n[ \t>]*+(?=\n|\Z)")
_SPACES = re.compile(r"[ \t]*+")
#: Markdown that readers should not see unrendered: links, images, bold words.
_RAW = re.compile(
    r"!?\[[^\[\]\n]{1,200}\]\((?:https?:|/|\.|[\w-]{1,99}[./])[^()\s]{0,500}\)"
    r"|\*\*\w[^*\n]{0,200}\*\*"
)
_NOT_SHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(pre|code|script|style|textarea)\b.*?(?:</\1|(?P<open>\Z))|<[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)


def html_blocks_plugin(parser: MarkdownIt) -> None:
    """Makes HTML blocks end where their HTML does, if text follows in the same line."""
    parser.block.ruler.before("html_block", "html_then_text", _html_then_text)


def raw_markdown(tokens: Sequence[Token], path: str, first_line: int) -> Iterator[Problem]:
    """A warning at the first piece of Markdown that is shown unrendered."""
    found: list[tuple[int, str]] = []
    for token in tokens:
        if token.type != "html_block" or not token.map:
            continue
        content = token.content
        if "](" in content or "**" in content:
            content = _NOT_SHOWN.sub(_only_lines, content)
            found += [
                (token.map[0] + content.count("\n", 0, raw.start()), raw[0])
                for raw in _RAW.finditer(content)
            ]
    if found:
        line, raw = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        message = f"Markdown within HTML is shown as it is written: {raw[:60]}{more}"
        hint = "put an empty line between the tag and the text, or write it as HTML"
        yield problem("W025", path, message, line=first_line + line, hint=hint)


def _only_lines(found: re.Match[str]) -> str:
    if found["open"] is not None:
        return found[0]  # code without an end shows text that is not meant as code
    return " " + "\n" * found[0].count("\n")


def _html_then_text(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """HTML at the beginning of a line, and text after its end in the same line."""
    place = state.bMarks[start] + state.tShift[start]
    if silent or not state.src.startswith("<", place) or state.is_code_block(start):
        return False
    text = _end_of_html(state, place, end)
    if text <= place:
        return False
    line = start
    while line < end and state.eMarks[line] < text:
        line += 1
    if line >= end or not state.src[text : state.eMarks[line]].strip():
        return False
    begun = place if line == start else state.bMarks[line]
    token = state.push("html_block", "", 0)
    token.map = [start, line + 1]
    before = state.getLines(start, line, state.blkIndent, True)
    token.content = f"{before}{state.src[begun:text].rstrip()}\n"
    kept = state.bMarks[line], state.tShift[line], state.sCount[line]
    state.bMarks[line], state.tShift[line], state.sCount[line] = text, 0, state.blkIndent
    state.line = line
    for rule in state.md.block.ruler.getRules(""):
        if rule(state, line, end, False):
            break
    state.bMarks[line], state.tShift[line], state.sCount[line] = kept
    return True


def _end_of_html(state: StateBlock, place: int, end: int) -> int:
    """The beginning of the text after comments, whole elements and end tags; -1 if they reach the
    end of a line, or do not end."""
    src, last = state.src, state.eMarks[end - 1]
    while src.startswith("<", place):
        if sign := _SIGN.match(src, place):
            after = _find(state, _ENDS[sign[0]], place + 2)
        elif (tag := _TAG.match(src, place)) is None:
            return place  # an inline tag, with which a paragraph may begin
        elif tag["slash"] or tag["name"].lower() in _EMPTY:
            after = _after_tag(src, tag.end())
        else:
            after = _after_element(state, tag)
        if not 0 <= after <= last:
            return -1
        spaces = _SPACES.match(src, after)
        place = spaces.end() if spaces else after
        if src.startswith("\n", place):
            return -1
    return place


def _after_element(state: StateBlock, tag: re.Match[str]) -> int:
    """The end of an element that ends before the next empty line, or -1."""
    src, name = state.src, tag["name"].lower()
    if name in _TEXT_ONLY:
        after = _find(state, f"</{name}", tag.end())
        return _after_tag(src, after) if after >= 0 else -1
    blank = _BLANK_LINE.search(src, tag.end())
    limit, depth, place = blank.start() if blank else len(src), 0, tag.start()
    while place >= 0 and (found := _TAG.search(src, place, limit)):
        place = _after_tag(src, found.end())
        if found["name"].lower() == name:
            depth += -1 if found["slash"] else 1
            if depth == 0:
                return place
    return -1


def _after_tag(src: str, place: int) -> int:
    end = _TAG_END.match(src, place)
    return end.end() if end else -1


def _find(state: StateBlock, sign: str, place: int) -> int:
    """The position after a sign, or -1. A sign that was not found is not searched again."""
    missing: set[tuple[str, str]] = state.env.setdefault("missing", set())
    if (state.src, sign) in missing:
        return -1
    found = re.compile(re.escape(sign), re.IGNORECASE).search(state.src, place)
    if found is None:
        missing.add((state.src, sign))
        return -1
    return found.end()
