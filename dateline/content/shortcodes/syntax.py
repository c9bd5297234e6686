"""The syntax of shortcodes and template tags of other generators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Tool = Literal["Hugo", "Liquid", "value", "WordPress"]
#: The role of a tag. It opens or closes a pair, or is single. `shown` is text, `nothing` is not for
#: readers, `code` has code up to its closing tag. `unclosed` is a tag without an end, `unended` a
#: comment or code without a closing tag.
Role = Literal["open", "close", "alone", "shown", "nothing", "code", "unclosed", "unended"]

_WORDPRESS_NAMES = (
    r"(?:caption|wp_caption|gallery|embed|audio|video|playlist|code|sourcecode|youtube|vimeo|tweet"
    r"|soundcloud|instagram|dailymotion)\b"
)
BRACKET = re.compile(rf"\[/?{_WORDPRESS_NAMES}", re.IGNORECASE)
#: Every kind begins with a sign of its own, so the search can skip all other text at once.
_BRACES = (
    r"(?P<ticks>`+|~{3,})"
    r"|\\(?P<escape>[`{\[<\\])"
    r"|<(?:(?P<note>!--)|(?P<element>pre|code|script|style|textarea)(?=[\s>]))"
    r"|\{(?:(?P<hugo>\{[<%])|(?P<hash>\#\s)|(?P<liquid>%)|(?P<value>\{))"
)
OPENER = re.compile(_BRACES, re.IGNORECASE)
OPENER_WITH_BRACKETS = re.compile(
    rf"{_BRACES}|\[(?<![\[!]\[)(?P<wordpress>(?=/?{_WORDPRESS_NAMES}))", re.IGNORECASE
)
FENCE_PREFIX = re.compile(r"(?:[ >]|[-*+] |\d{1,9}[.)] )*+")
LONGEST_PREFIX = 200
#: What may end a tag, or may contain the end sign as text.
PART = re.compile(r"[\"'`]|[>%]?\}\}|%\}")
QUOTED = {
    '"': re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL),
    "'": re.compile(r"[^'\\]*+(?:\\.[^'\\]*+)*+'", re.DOTALL),
    "`": re.compile(r"[^`]*+`"),
}
#: For each opening of a tag: its closing, and its limit.
HUGO = ((">}}", "%}}", "}}"), re.compile(r"\{\{[<%]|\n[ \t]*+\n"))
LIQUID = (("%}",), re.compile(r"\{%|\n[ \t]*+\n"))
CALL = (("}}",), re.compile(r"\{\{|\n[ \t]*+\n"))
VALUE = (("}}", "%}}", ">}}"), re.compile(r"\{\{|\n"))
NAME = re.compile(r"(?P<slash>/?)\s*+(?P<name>[^\W\d][\w.:/-]*|\.[A-Za-z][\w.]*)?")
VALUE_BEGIN = re.compile(r"\{\{-?[ \t]*+(?P<call>[^\W\d][\w:.-]*+\()?(?=[\w.$\"'])")
#: `{{ "{{ x }}" }}`: the way to show braces where tags are run.
BRACES_SHOWN = re.compile(
    r"\{\{-?\s{0,9}([\"'])((?:\{\{|\{%|\{\#|\}\}|%\})[^\"'\n]{0,200})\1\s{0,9}-?\}\}"
)
#: `{{/* a comment */}}`
NOTE_BEGIN = re.compile(r"\{\{-?\s{0,9}/\*")
NOTE_END = re.compile(r"\s{0,9}-?\}\}")
#: Spaces and a dot within braces: template code and not a formula.
PADDED = re.compile(r"\{\{-?[ \t]{1,9}[A-Za-z_]\w{0,40}\.[a-z_]")
_ESCAPE = re.compile(r"\{\{([<%])/\*|\{%-?\s{0,9}(?P<end>end)?raw\s{0,9}-?%\}")
#: What precedes braces in a formula, such as `\\frac{{a}}{b}`.
BEFORE_FORMULA = re.compile(r"[\w}\\^${]")
FORMULA = re.compile(
    r"\$\$[^$]++\$\$|\$(?=[^\s$])[^$\n]*(?<=\S)\$(?!\d)"
    r"|\\\((?:[^\n()\\]|\\(?![()])|\([^\n()]*\))*+\\\)"
)
WORDPRESS = re.compile(r"\[(?P<slash>/?)(?P<name>\w+)(?P<rest>[^\[\]\n]*+)\](?P<after>[(\[:]?)")
#: Shortcodes that need neither arguments nor a closing tag. Any other is a word: `[video]`.
BARE = ("gallery", "playlist")
#: Shortcodes with code.
CODE = {"highlight", "codeblock", "code", "prism", "mermaid", "sourcecode", "code-block"}


class Tag(NamedTuple):
    """One tag, from `start` to `end` in the text. `text` is its code, or the text to show.
    `in_code`: it is within code, which shows every other tag as written."""

    start: int
    end: int
    tool: Tool
    name: str
    role: Role
    arguments: str = ""
    text: str = ""
    in_code: bool = False


def may_have_tags(text: str) -> bool:
    """Whether a text may have tags. The test is fast, and false for most texts."""
    is_braced = "{{" in text or "{%" in text or "{# " in text
    return is_braced or ("[" in text and BRACKET.search(text) is not None)


def code_as_shown(text: str) -> str:
    """Code without the tags that keep other tags from being run."""
    parts, last = [], 0
    for tag in escapes(text, 0, len(text)):
        parts += [text[last : tag.start], tag.text]
        last = tag.end
    return "".join([*parts, text[last:]])


def escapes(text: str, start: int, end: int) -> Iterator[Tag]:
    """The tags that code does not show: `{{</* x */>}}`, and `{% raw %}` with its end."""
    raw: re.Match[str] | None = None
    last = start
    for found in _ESCAPE.finditer(text, start, end):
        if found.start() < last:
            continue
        if opened := found[1]:
            close = text.find("*/", found.end(), end)
            if close < 0:
                return
            last = close
            if text[close + 2 : close + 5] in (">}}", "%}}"):
                shown = f"{{{{{opened}{text[found.end() : close]}{text[close + 2 : close + 5]}"
                last = close + 5
                yield Tag(found.start(), last, "Hugo", "", "shown", "", shown, in_code=True)
        elif not found["end"]:
            raw = found
        elif raw:
            for each in (raw, found):
                yield Tag(*each.span(), "Liquid", "raw", "nothing", in_code=True)
            raw = None
