"""Renders Markdown into safe HTML, and extracts the parts that the archive needs."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from dateline.content.bounds import text_problems
from dateline.content.invisible_chars import one_line, without_invisible_references
from dateline.content.markdown.anchors import heading_id, with_anchors
from dateline.content.markdown.attributes import attributes_plugin
from dateline.content.markdown.body_links import note_links
from dateline.content.markdown.cleaner import normalized
from dateline.content.markdown.comments import comments_plugin
from dateline.content.markdown.emphasis import emphasis_plugin
from dateline.content.markdown.footnotes import NestingError, footnotes_plugin
from dateline.content.markdown.html_blocks import html_blocks_plugin, raw_markdown
from dateline.content.markdown.lost_text import LostText, is_html, lost_cells, lost_in_html
from dateline.content.markdown.obsidian import obsidian_plugin
from dateline.content.markdown.summary import summary_of
from dateline.content.markdown.unknown_tags import closed, keep_as_text
from dateline.content.markdown.web_links import BARE_ADDRESS, web_links_plugin
from dateline.content.shortcodes.replace import hide_shortcodes
from dateline.content.shortcodes.tokens import placing_problems, shortcodes_plugin
from dateline.model import Reference
from dateline.problems import Problem, problem

#: Opening and closing quotation marks, double then single, by language. In other languages they
#: stay as typed.
_QUOTES: dict[str, str | list[str]] = {
    "en": "“”‘’",
    "cs": "„“‚‘",
    "de": "„“‚‘",
    "es": "«»“”",
    "fr": ["«\u202f", "\u202f»", "‹\u202f", "\u202f›"],
    "it": "«»“”",
    "nl": "“”‘’",
    "pl": "„”«»",
    "pt": "“”‘’",
    "ru": "«»„“",
    "sv": "””’’",
    "tr": "“”‘’",
    "uk": "«»„“",
}
#: Inline tokens with text; others are markup or breaks.
_TEXT = ("text", "code_inline")
_MAX_NESTING = 100
#: Rules that most texts do not need, each with a test for its signs. The parser tries every rule at
#: every character.
_RARE: dict[str, Callable[[str], object]] = {
    "wikilink": lambda body: "[[" in body,
    "comment_sign": lambda body: "%%" in body,
    "mark": lambda body: "==" in body,
    "bare_address": BARE_ADDRESS.search,
}
_CONTAINERS = ("blockquote_open", "list_item_open")
_TOO_DEEP = "what is nested so deeply would not be published"
_NEST_LESS = "nest lists, quotes and notes less deeply"

_UNPUBLISHED = re.compile(
    r"<((?:iframe|script|style|video|audio|embed|object|form|input|svg|math|template)\b"
    r"|\?(?!xml)|!\[CDATA\[)",
    re.IGNORECASE,
)


class Rendered(NamedTuple):
    """A text as HTML, and as plain text with a block on each line; its top heading and its first
    sentences, its ids, its links into the archive, and its images on other hosts."""

    html: str
    text: str
    heading: str
    summary: str
    ids: tuple[str, ...]
    references: tuple[Reference, ...]
    remote_images: tuple[Reference, ...]
    problems: list[Problem]


def render_markdown(body: str, *, path: str, first_line: int, lang: str, title: str) -> Rendered:
    """Renders the text of the file `path`, whose first line is `first_line` of that file.

    A heading at the top that repeats the title, or replaces a missing one, is removed.
    """
    unused = tuple(rule for rule, sign in _RARE.items() if not sign(body))
    parser = _parser(lang.partition("-")[0].lower(), unused)
    env: dict[str, Any] = {}
    hidden = hide_shortcodes(body, path)
    if hidden:
        body, env["shortcodes"] = hidden.body, hidden
    try:
        tokens = parser.parse(body, env)
        lost = [*_too_deep(tokens), *(lost_cells(tokens, body) if "|" in body else ())]
    except NestingError as error:
        line = _crowded_line(body) if error.line is None else error.line
        tokens, lost = [], [LostText(line, _TOO_DEEP, _NEST_LESS)]
    placed = placing_problems(env, path, first_line, lost)
    placed += raw_markdown(tokens, path, first_line)
    body = hidden.shown if hidden else body
    unpublished = _unpublished(tokens, body, path, first_line)
    heading, tokens = _take_title(tokens, title)
    rendered = str(parser.renderer.render(tokens, parser.options, env))
    if "<" in body:
        rendered = closed(rendered)
    rendered, invisible = without_invisible_references(rendered, body, path, first_line)
    clean = normalized(rendered)
    if "<" in body and not lost:
        lost += lost_in_html(tokens, rendered, clean)
    clean, ids = with_anchors(clean)
    links = note_links(
        clean, ids, heading_id(title or heading), body=body, path=path, first_line=first_line
    )
    problems = [
        problem("E018", path, each.message, line=first_line + each.line, hint=each.hint)
        for each in lost
    ]
    problems += [
        problem("W024", path, notice.message, line=first_line + notice.line, hint=notice.hint)
        for notice in env.get("notices", ())
    ]
    problems += unpublished
    problems += placed
    problems += text_problems(tokens, clean, path, first_line)
    problems += invisible + links.problems
    return Rendered(
        html=links.html,
        text=_text(tokens),
        heading=heading,
        summary=summary_of(tokens),
        ids=ids,
        references=links.references,
        remote_images=links.remote_images,
        problems=problems,
    )


@functools.cache
def _parser(language: str, unused: tuple[str, ...]) -> MarkdownIt:
    quotes = _QUOTES.get(language)
    parser = MarkdownIt(
        "commonmark",
        {"maxNesting": _MAX_NESTING, "typographer": bool(quotes), "quotes": quotes or "“”‘’"},
    )
    emphasis_plugin(parser)
    parser.enable(["table", "strikethrough"])
    # Every link is accepted, so that forbidden ones are found and reported.
    parser.validateLink = _any_link  # type: ignore[method-assign]  # meant to be replaced
    if quotes:
        # Only quotation marks are replaced: `(c)` and `...` stay as in the original.
        parser.enable("smartquotes")
    attributes_plugin(parser)
    footnotes_plugin(parser)
    web_links_plugin(parser)
    obsidian_plugin(parser)
    comments_plugin(parser)
    shortcodes_plugin(parser)
    html_blocks_plugin(parser)
    parser.core.ruler.push("table_alignment", _alignment_classes)
    parser.core.ruler.push("no_elements", keep_as_text)
    return parser.disable(unused)


def _any_link(url: str) -> bool:
    return True


def _alignment_classes(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            align = str(token.attrs.pop("style")).rpartition(":")[2]
            token.attrs["class"] = f"align-{align}"


def _take_title(tokens: Sequence[Token], title: str) -> tuple[str, list[Token]]:
    """The text of a level-1 heading at the top, and the tokens without that heading if it gives or
    repeats the title. Only comments may be above it."""
    top = next((i for i, token in enumerate(tokens) if not _is_comment(token)), 0)
    if not tokens or tokens[top].type != "heading_open":
        return "", list(tokens)
    text, is_first_level = _plain(tokens[top + 1]), tokens[top].tag == "h1"
    is_title = text.casefold() == title.casefold() if title else is_first_level
    if is_title and _is_plain(tokens[top + 1]):
        return text, [*tokens[:top], *tokens[top + 3 :]]
    return text if is_first_level else "", list(tokens)


def _is_comment(token: Token) -> bool:
    content = token.content.strip()
    return token.type == "html_block" and content.startswith("<!--") and content.endswith("-->")


def _is_plain(heading: Token) -> bool:
    """Whether a heading contains only text."""
    return not any(c.type in ("image", "footnote_ref") for c in heading.children or ())


def _too_deep(tokens: Sequence[Token]) -> Iterator[LostText]:
    """The first line where lists and quotes are nested so deeply that the parser ignores the
    rest."""
    for token in tokens:
        if token.level >= _MAX_NESTING - 1 and token.type in _CONTAINERS and token.map:
            yield LostText(token.map[0], _TOO_DEEP, _NEST_LESS)
            return


def _crowded_line(body: str) -> int:
    """The line with the most notes, which are nested too deeply to be parsed."""
    lines = body.split("\n")
    return max(range(len(lines)), key=lambda number: lines[number].count("^["))


def _unpublished(
    tokens: Sequence[Token], body: str, path: str, first_line: int
) -> Iterator[Problem]:
    """A warning for each kind of HTML that would disappear with its content, at its first
    position."""
    if "<" not in body:
        return
    html_lines = _html_lines(tokens)
    firsts: dict[str, tuple[int, int]] = {}
    counts: Counter[str] = Counter()
    line = last = 0
    for found in _UNPUBLISHED.finditer(body):
        line += body.count("\n", last, found.start())
        last = found.start()
        if line in html_lines:
            tag = f"<{found[1].lower()}>" if found[1].isalpha() else found[0]
            firsts.setdefault(tag, (line, found.start()))
            counts[tag] += 1
    for tag, (line, start) in firsts.items():
        more = f" ({counts[tag]} of them)" if counts[tag] > 1 else ""
        yield problem(
            "W009",
            path,
            f"{tag} is not published{more}",
            line=first_line + line,
            column=start - body.rfind("\n", 0, start),
            hint="save its content as text, or as an image beside the article",
        )


def _html_lines(tokens: Sequence[Token]) -> set[int]:
    """The lines of the text that are HTML and not code that shows HTML."""
    lines: set[int] = set()
    for token in tokens:
        if token.map and is_html(token):
            lines.update(range(*token.map))
    return lines


def _text(tokens: Sequence[Token]) -> str:
    """All text, without markup."""
    inline = [token.children or () for token in tokens if token.type == "inline"]
    return "\n".join(
        ["".join([c.content if c.type in _TEXT else " " for c in children]) for children in inline]
    )


def _plain(token: Token) -> str:
    """The text of an inline token, without markup."""
    parts = []
    for child in token.children or ():
        if child.type in _TEXT:
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or child.content[:3].lower() == "<br":
            parts.append(" ")
    return one_line("".join(parts))
