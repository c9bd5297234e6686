"""Markdown → HTML that is safe to publish, with what the archive wants to know about it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin

from dateline.model import Reference
from dateline.problems import Problem, problem
from dateline.reading.bounds import text_problems
from dateline.reading.elements import closed, keep_as_text
from dateline.reading.footnotes import NestingError, footnotes_plugin
from dateline.reading.links import is_inner, replace_links
from dateline.reading.losses import Loss, is_html, lost_cells, lost_in_html
from dateline.reading.shortcodes import shortcode_problems, without_shortcodes
from dateline.reading.unseen import one_line, referenced
from dateline.urls import slug_of

#: Opening and closing quotes, double then single, by language. Others keep what was typed.
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
#: Inline tokens that hold text; others are marks or breaks.
_TEXT = ("text", "code_inline")
_MAX_NESTING = 100
_CONTAINERS = ("blockquote_open", "list_item_open")
_TOO_DEEP = "what is nested so deeply would not be published"
_NEST_LESS = "nest lists, quotes and notes less deeply"
_SUMMARY_LENGTH = 280

_TAGS = set(nh3.ALLOWED_TAGS) | {"section"}
_TAGS -= {"area", "map", "body", "html", "head", "bdo"}  # `bdo` puts letters out of order
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "del": {"datetime"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}
_CLASSES = {
    "a": {"footnote-backref"},
    "hr": {"footnotes-sep"},
    "li": {"footnote-item"},
    "ol": {"footnotes-list"},
    "section": {"footnotes"},
    "sup": {"footnote-ref"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    clean_content_tags={"script", "style"},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    # These scroll where they are wider than the page, and keys must reach what scrolls.
    set_tag_attribute_values={"pre": {"tabindex": "0"}, "table": {"tabindex": "0"}},
)
#: Ids of our own on pages that hold texts: links, labels and scripts look for the first of a name.
#: A heading's has no `_`.
_OWN_IDS = re.compile(
    r' id="(?:(?:dateline|timeline|ways|beside)_[^"]*|(?:related|copies|peaks|newest|span)_title)"'
)
_UNPUBLISHED = re.compile(
    r"<((?:iframe|script|style|video|audio|embed|object|form|input|svg|math|template)\b"
    r"|\?(?!xml)|!\[CDATA\[|(?P<inline>img\b[^<>]*\bsrc\s*=\s*[\"']?data:))"
    r"|(?P<markdown>!\[[^\[\]]*\]\(data:)",
    re.IGNORECASE,
)


class Rendered(NamedTuple):
    """A text as HTML and without marks, a block a line; its first heading and first paragraph as
    text, its inner links, and the images that stand on another host."""

    html: str
    text: str
    heading: str
    summary: str
    references: tuple[Reference, ...]
    remote_images: tuple[Reference, ...]
    problems: list[Problem]


def render_markdown(body: str, *, path: str, first_line: int, lang: str, title: str) -> Rendered:
    """Renders the text of the file `path`, whose first line is `first_line` of that file.

    A first heading that is the title, or stands in for a missing one, is taken out of the text.
    """
    parser = _parser(lang.partition("-")[0].lower())
    env: dict[str, Any] = {}
    try:
        tokens = parser.parse(body, env)
        losses = [*_too_deep(tokens), *(lost_cells(tokens, body) if "|" in body else ())]
    except NestingError as error:
        line = _crowded_line(body) if error.line is None else error.line
        tokens, losses = [], [Loss(line, _TOO_DEEP, _NEST_LESS)]
    unpublished = _unpublished(tokens, body, path, first_line)
    heading, tokens = _take_title(tokens, title)
    rendered = str(parser.renderer.render(tokens, parser.options, env))
    if "<" in body:
        rendered = closed(rendered)
    clean = _CLEANER.clean(rendered)
    if "<" in body and not losses:
        losses += lost_in_html(tokens, rendered, clean)
    problems = [
        problem("E018", path, loss.message, line=first_line + loss.line, hint=loss.hint)
        for loss in losses
    ]
    problems += unpublished
    problems += shortcode_problems(tokens, body, path, first_line)
    problems += text_problems(tokens, clean, path, first_line)
    if "_" in clean:
        clean = _OWN_IDS.sub("", clean)
    if "&#" in body:
        clean, named = referenced(clean, body, path, first_line)
        problems += named
    targets: list[tuple[str, bool]] = []  # every link and image, in order
    clean = replace_links(clean, functools.partial(_note_link, targets))
    noted = list(_located(dict.fromkeys(targets), body, first_line))
    references = tuple(each for each in noted if is_inner(each.target))
    remote = tuple(each for each in noted if not is_inner(each.target))
    return Rendered(clean, _text(tokens), heading, _summary(tokens), references, remote, problems)


@functools.cache
def _parser(language: str) -> MarkdownIt:
    quotes = _QUOTES.get(language)
    parser = MarkdownIt(
        "commonmark",
        {"maxNesting": _MAX_NESTING, "typographer": bool(quotes), "quotes": quotes or "“”‘’"},
    )
    parser.enable(["table", "strikethrough"])
    if quotes:
        # Quotes only: `(c)` and `...` stay what they were in the original.
        parser.enable("smartquotes")
    anchors_plugin(parser, min_level=2, max_level=4, slug_func=slug_of)
    footnotes_plugin(parser)
    parser.core.ruler.push("table_alignment", _alignment_classes)
    parser.core.ruler.push("no_elements", keep_as_text)
    return parser


def _alignment_classes(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            align = str(token.attrs.pop("style")).rpartition(":")[2]
            token.attrs["class"] = f"align-{align}"


def _take_title(tokens: Sequence[Token], title: str) -> tuple[str, list[Token]]:
    """The first heading's text, and the tokens without it where it repeats or gives the title."""
    for i, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            text = _plain(tokens[i + 1])
            is_title = not title or text.casefold() == title.casefold()
            if is_title and (i == 0 or not title) and _is_plain(tokens[i + 1]):
                return text, [*tokens[:i], *tokens[i + 3 :]]
            return text, list(tokens)
    return "", list(tokens)


def _is_plain(heading: Token) -> bool:
    """Whether a heading says nothing but its text."""
    return not any(c.type in ("image", "footnote_ref") for c in heading.children or ())


def _too_deep(tokens: Sequence[Token]) -> Iterator[Loss]:
    """Where lists and quotes stand so deep in each other that the parser passes over the rest."""
    for token in tokens:
        if token.level >= _MAX_NESTING - 1 and token.type in _CONTAINERS and token.map:
            yield Loss(token.map[0], _TOO_DEEP, _NEST_LESS)
            return


def _crowded_line(body: str) -> int:
    """The line with the most notes: what is nested too deeply to be parsed."""
    lines = body.split("\n")
    return max(range(len(lines)), key=lambda number: lines[number].count("^["))


def _unpublished(
    tokens: Sequence[Token], body: str, path: str, first_line: int
) -> Iterator[Problem]:
    """A warning for HTML that would vanish with all it shows."""
    if "<" not in body and "](data:" not in body:
        return
    html_lines = _html_lines(tokens)
    line = last = 0
    for found in _UNPUBLISHED.finditer(body):
        line += body.count("\n", last, found.start())
        last = found.start()
        tag = f"<{found[1].lower()}>" if (found[1] or "").isalpha() else found[0]
        is_image = found["inline"] or found["markdown"]
        what = "an image within the text (data:)" if is_image else tag
        if found["markdown"] or line in html_lines:
            yield problem(
                "W009",
                path,
                f"{what} is not published",
                line=first_line + line,
                column=found.start() - body.rfind("\n", 0, found.start()),
                hint="save what it shows as text, or as an image beside the article",
            )


def _html_lines(tokens: Sequence[Token]) -> set[int]:
    """The lines of the text that are HTML rather than code that shows some."""
    lines: set[int] = set()
    for token in tokens:
        if token.map and is_html(token):
            lines.update(range(*token.map))
    return lines


def _text(tokens: Sequence[Token]) -> str:
    """All text, without marks."""
    inline = [token.children or () for token in tokens if token.type == "inline"]
    return "\n".join(
        ["".join([c.content if c.type in _TEXT else " " for c in children]) for children in inline]
    )


def _plain(token: Token) -> str:
    """The text of an inline token, without marks."""
    parts = []
    for child in token.children or ():
        if child.type in _TEXT:
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return one_line("".join(parts))


def _summary(tokens: Sequence[Token]) -> str:
    """The first paragraph, cut after a word, without shortcodes of other generators."""
    for before, token in itertools.pairwise(tokens):
        if before.type == "paragraph_open" and before.level == 0:
            text = without_shortcodes(_plain(token))
            if text:
                return shorten(text, _SUMMARY_LENGTH)
    return ""


def shorten(text: str, length: int) -> str:
    """At most `length` characters of a text, cut after a word where it has words."""
    if len(text) <= length:
        return text
    cut = text[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:") + "…"


def _located(
    targets: Iterable[tuple[str, bool]], body: str, first_line: int
) -> Iterator[Reference]:
    """Links and images with their lines, each looked for after the one before: they stand in the
    order of the text, but for those of footnotes and of definitions at its end."""
    line = last = 0
    for target, is_image in targets:
        ways = dict.fromkeys([target, unquote(target)])  # letters may stand as they are, or as %C3
        found = (body.find(way, start) for start in (last, 0) for way in ways)
        place = next((each for each in found if each >= 0), -1)
        if place < 0:  # written in another way, such as with entities
            yield Reference(target, first_line, is_image)
            continue
        line = line + body.count("\n", last, place) if place >= last else body.count("\n", 0, place)
        last = place
        yield Reference(target, first_line + line, is_image)


def _note_link(targets: list[tuple[str, bool]], tag: str, url: str) -> dict[str, str]:
    if unquote(url).startswith(("{{", "{%")):
        return {}  # a shortcode, which is told as such
    if tag == "img" or is_inner(url):
        targets.append((url, tag == "img"))
    return {}
