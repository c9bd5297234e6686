"""Shortcodes, Liquid and their like: what other generators would run is text here, and listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from dateline.problems import Problem, problem

# No pattern reads past a bracket of its own kind, so that none is slow on any text.
_BRACES = re.compile(
    r"\{(?:\{[<%]\s*/?\s*(?P<Hugo>[\w./-]+)?[^{}]*[>%]\}\}"
    r"|%-?\s*/?(?P<Liquid>[\w.-]+)?[^{}]*%\}"
    r"|(?<![\w}\\^$]\{)\{-?\s*(?P<value>[\w.$][^{}\n]*)?\}\})"  # but no braces of a formula
)
_BRACKETS = re.compile(
    r"\[/?(?P<WordPress>caption|gallery|embed|audio|video|playlist)\b[^\[\]\n]*\]"
    r"(?![(\[:])"  # but no link
)
#: What to write in place of a shortcode, and parts of the names of those.
_INSTEAD = {
    "![what it shows](photo.jpg)": ("img", "image", "figure", "caption", "gallery", "picture"),
    "[words](https://…)": ("youtube", "vimeo", "tweet", "video", "audio", "embed", "link"),
    "[words](other-article.md)": ("ref", "post_url"),
    "lines between two of ```": ("highlight",),
    "nothing": ("comment", "raw", "assign"),
}
_KINDS = {
    "Hugo": "shortcodes of Hugo",
    "Liquid": "tags of Liquid",
    "WordPress": "shortcodes of WordPress",
}
_MOST_NAMED = 5


def shortcode_problems(
    tokens: Sequence[Token], body: str, path: str, first_line: int
) -> Iterator[Problem]:
    """A warning for each kind of shortcode in a text, at the first of them; not for those that
    code shows."""
    found: dict[str, list[re.Match[str]]] = {}
    matches = _matches(body)
    code = _code(tokens) if matches else []
    for match in matches:
        line = body.count("\n", 0, match.start())
        if not any(start <= line < end and match[0] in text for start, end, text in code):
            kind = match.lastgroup or "Liquid"
            found.setdefault("Liquid" if kind == "value" else kind, []).append(match)
    for kind, matches in found.items():
        start = matches[0].start()
        names = Counter((match[match.lastgroup or 0]).strip() for match in matches)
        yield problem(
            "W015",
            path,
            f"{_KINDS[kind]} are published as text: {_listed(names)}",
            line=first_line + body.count("\n", 0, start),
            column=start - body.rfind("\n", 0, start),
            hint=_hint(names),
        )


def without_shortcodes(text: str) -> str:
    """A line of text without shortcodes; what stands between an opening and a closing one stays."""
    if "{" in text:
        text = " ".join(_BRACES.sub("", text).split())
    return " ".join(_BRACKETS.sub("", text).split()) if "[" in text else text


def _matches(body: str) -> list[re.Match[str]]:
    found = list(_BRACES.finditer(body)) if "{{" in body or "{%" in body else []
    return [*found, *_BRACKETS.finditer(body)] if "[" in body else found


def _code(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """The code of a text, each piece with its first line and the one after its last."""
    return [
        (token.map[0], token.map[1], part.content)
        for token in tokens
        if token.map
        for part in (token, *(token.children or ()))
        if part.type in ("fence", "code_block", "code_inline")
    ]


def _listed(names: Counter[str]) -> str:
    most = [f"{name[:40]} ({n})" if n > 1 else name[:40] for name, n in names.items()]
    more = len(most) - _MOST_NAMED
    return ", ".join(most[:_MOST_NAMED]) + (f" and {more} others" if more > 0 else "")


def _hint(names: Counter[str]) -> str:
    """What to write instead, for the names that are known."""
    told = []
    for instead, parts in _INSTEAD.items():
        known = next((name for name in names if any(part in name.lower() for part in parts)), "")
        told += [f"{instead} for {known[:40]}"] if known else []
    return f"write {', '.join(told)}" if told else "write Markdown in its place, or delete it"
