"""Finds shortcodes and template tags of other generators in a text.

Nothing runs them. The scanner goes through a text once. A tag ends before the next tag of its kind
and before the next empty line, so an unclosed tag hides nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from dateline.content.shortcodes.code_regions import CodeRegions
from dateline.content.shortcodes.syntax import (
    BARE,
    BEFORE_FORMULA,
    BRACES_SHOWN,
    BRACKET,
    CALL,
    CODE,
    FENCE_PREFIX,
    FORMULA,
    HUGO,
    LIQUID,
    LONGEST_PREFIX,
    NAME,
    NOTE_BEGIN,
    NOTE_END,
    OPENER,
    OPENER_WITH_BRACKETS,
    PADDED,
    PART,
    QUOTED,
    VALUE,
    VALUE_BEGIN,
    WORDPRESS,
    Role,
    Tag,
    Tool,
    escapes,
)


def find_tags(text: str) -> list[Tag]:
    """Every tag of a text, in order, none within another."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str):
        self._text = text
        self._code = CodeRegions(text)
        self._tags: list[Tag] = []
        self._formulas: list[tuple[int, int]] | None = None
        self._unfound: set[tuple[str, str]] = set()
        self._last_closing: dict[str, int] = {}

    def run(self) -> list[Tag]:
        place, text = 0, self._text
        opener = OPENER_WITH_BRACKETS if BRACKET.search(text) else OPENER
        while found := opener.search(text, place):
            place = max(getattr(self, f"_{found.lastgroup}")(found), found.start() + 1)
        return self._tags

    def _ticks(self, found: re.Match[str]) -> int:
        """Code: a fenced block, or a part of a line."""
        text, start, ticks = self._text, found.start(), found[0]
        line = text.rfind("\n", max(start - LONGEST_PREFIX, 0), start) + 1
        if len(ticks) > 2 and (line or start < LONGEST_PREFIX):
            prefix = text[line:start]
            is_fence = FENCE_PREFIX.fullmatch(prefix) is not None
            end = self._code.fence_end(start, prefix, ticks) if is_fence else -1
            if end >= 0:
                return self._code_until(found.end(), end, 0)
        if ticks[0] == "~":
            return found.end()
        return self._code_until(start, self._code.span_end(start, ticks), len(ticks))

    def _element(self, found: re.Match[str]) -> int:
        end = self._code.find(f"</{found['element']}", found.end())
        return self._code_until(found.end(), end, 0)

    def _code_until(self, start: int, end: int, skipped: int) -> int:
        if end < 0:
            return start + skipped
        self._tags += sorted(escapes(self._text, start, end))
        return end

    def _escape(self, found: re.Match[str]) -> int:
        return found.end()

    def _note(self, found: re.Match[str]) -> int:
        return self._code.find("-->", found.end())

    def _hash(self, found: re.Match[str]) -> int:
        end = self._code.find("#}", found.end())
        return self._add(found.start(), end, "Liquid", "", "nothing") if end > 0 else -1

    def _hugo(self, found: re.Match[str]) -> int:
        text, start = self._text, found.start()
        end = self._end(start + 3, *HUGO)
        if end < 0:
            return self._unclosed(start, "Hugo", 3)
        closer = text[end - 3 : end] if text[end - 3] in "<>%" else "}}"
        inner = text[start + 3 : end - len(closer)].strip()
        if inner.startswith("/*") and inner.endswith("*/"):
            return self._add(
                start,
                end,
                "Hugo",
                "",
                "shown",
                text=f"{text[start : start + 3]}{inner[2:-2]}{closer}",
            )
        return self._named(start, end, "Hugo", inner.removeprefix("-").removesuffix("-").strip())

    def _liquid(self, found: re.Match[str]) -> int:
        end = self._end(found.end(), *LIQUID)
        if end < 0:
            named = NAME.match(self._text[found.end() : found.end() + 99].lstrip("- \t\n"))
            is_tag = named is not None and bool(named["name"])
            return self._unclosed(found.start(), "Liquid", 2) if is_tag else found.end()
        inner = self._text[found.end() : end - 2].removeprefix("-").removesuffix("-").strip()
        if inner.startswith("#"):
            return self._add(found.start(), end, "Liquid", "", "nothing")
        named = NAME.match(inner)
        if named is None or not named["name"]:
            return found.end()
        return self._named(found.start(), end, "Liquid", inner)

    def _named(self, start: int, end: int, tool: Tool, inner: str) -> int:
        is_alone = inner.endswith("/") and len(inner) > 1 and tool == "Hugo"
        inner = inner[:-1].rstrip() if is_alone else inner
        found = NAME.match(inner)
        name = (found["name"] or "") if found else ""
        arguments = inner[found.end() :] if found else inner
        lower = name.lower()
        if found and found["slash"]:
            return self._add(start, end, tool, name, "close")
        if tool == "Liquid" and lower.startswith("end"):
            return self._add(start, end, tool, name[3:].lstrip("_-"), "close")
        if lower == "comment" or (lower == "raw" and tool == "Liquid") or lower in CODE:
            return self._whole(Tag(start, end, tool, name, "open", arguments))
        return self._add(start, end, tool, name, "alone" if is_alone else "open", arguments)

    def _whole(self, tag: Tag) -> int:
        """A comment, or text that is not scanned, up to its closing tag."""
        close = self._closing(tag)
        if close is None:
            is_marker = tag.tool == "Hugo" and not tag.arguments.strip()
            self._tags.append(tag if is_marker else tag._replace(role="unended"))
            return tag.end
        lower, inner = tag.name.lower(), self._text[tag.end : close.start()]
        if lower == "raw":
            self._tags.append(tag._replace(role="nothing"))
            return self._add(*close.span(), tag.tool, tag.name, "nothing")
        if lower == "comment":
            return self._add(tag.start, close.end(), tag.tool, tag.name, "nothing")
        if tag.tool == "Hugo" and not tag.arguments.strip() and "\n" not in inner:
            self._tags.append(tag)  # it marks words of a sentence, which are not code
            return tag.end
        whole = tag._replace(end=close.end(), role="code", text=inner)
        self._tags.append(whole)
        return whole.end

    def _closing(self, tag: Tag) -> re.Match[str] | None:
        key, word = (tag.tool, tag.name), re.escape(tag.name)
        if key in self._unfound:
            return None
        pattern = {
            "Hugo": rf"\{{\{{[<%]-?\s{{0,99}}/\s{{0,99}}{word}\s{{0,99}}[>%]\}}\}}",
            "Liquid": rf"\{{%-?\s{{0,99}}end(?:_?{word})?\s{{0,99}}-?%\}}",
            "WordPress": rf"\[/{word}\]",
        }[tag.tool]
        found = re.compile(pattern, re.IGNORECASE).search(self._text, tag.end)
        if found is None:
            self._unfound.add(key)
        return found

    def _value(self, found: re.Match[str]) -> int:
        text, start = self._text, found.start()
        if shown := BRACES_SHOWN.match(text, start):
            return self._add(start, shown.end(), "Liquid", "", "shown", text=shown[2])
        if NOTE_BEGIN.match(text, start):
            end = self._code.find("*/", start)
            found_end = NOTE_END.match(text, end) if end > 0 else None
            return (
                self._add(start, found_end.end(), "Hugo", "", "nothing") if found_end else start + 1
            )
        begun = VALUE_BEGIN.match(text, start)
        if begun is None or self._may_be_formula(start):
            return start + 1
        end = self._end(begun.end(), *(CALL if begun["call"] else VALUE))
        inner = text[start + 2 : end - 2].strip("- \t\n")
        is_code = end > 0 and (begun["call"] or not re.search(r"[{}]", inner))
        if not is_code or self._in_formula(start):
            return start + 1
        if begun["call"]:
            name = begun["call"][:-1]
            return self._add(start, end, "value", name, "open", inner[len(name) :])
        return self._add(start, end, "value", inner, "alone")

    def _may_be_formula(self, start: int) -> bool:
        """Whether braces follow a part of a formula, as in `\\frac{{a}}{{b}}`."""
        if not start or (self._tags and self._tags[-1].end == start):
            return False
        before = self._text[start - 1]
        is_word = before.isalnum() and PADDED.match(self._text, start) is not None
        return BEFORE_FORMULA.match(before) is not None and not is_word

    def _wordpress(self, found: re.Match[str]) -> int:
        tag = WORDPRESS.match(self._text, found.start())
        if tag is None:
            return found.end()
        name, rest = tag["name"].lower(), tag["rest"].strip()
        start, end = tag.start(), tag.start("after")
        if tag["slash"]:
            return self._add(start, end, "WordPress", name, "close")
        if (tag["after"] and "=" not in rest) or (tag["rest"][:1] not in ("", " ", "=", "\t")):
            return end  # a link
        is_alone = name in BARE and not self._text[end : end + 1].strip()
        made = Tag(start, end, "WordPress", name, "open", rest)
        if name in CODE:
            return self._whole(made) if self._closing(made) else end
        if not rest and not is_alone and not self._closes_later(name, end):
            return end
        self._tags.append(made)
        return end

    def _closes_later(self, name: str, place: int) -> bool:
        if name not in self._last_closing:
            self._last_closing[name] = self._text.lower().rfind(f"[/{name}]")
        return self._last_closing[name] >= place

    def _end(self, start: int, closers: tuple[str, ...], latest: re.Pattern[str]) -> int:
        """The end of the tag whose opening sign ends at `start`, -1 if it has none. The closing
        sign may be within quotation marks; one without a partner is an ordinary character."""
        text = self._text
        limit = found.start() if (found := latest.search(text, start)) else len(text)
        place = start
        while part := PART.search(text, place, limit):
            if part[0] in closers:
                return part.end()
            place = part.end()
            if part[0] in QUOTED and not (part[0] == "'" and text[part.start() - 1].isalnum()):
                quoted = QUOTED[part[0]].match(text, place, limit)
                if quoted is None:
                    return self._plain_end(start, limit, closers)
                place = quoted.end()
        return self._plain_end(start, limit, closers)

    def _plain_end(self, start: int, limit: int, closers: tuple[str, ...]) -> int:
        for part in PART.finditer(self._text, start, limit):
            if part[0] in closers:
                return part.end()
        return -1

    def _in_formula(self, place: int) -> bool:
        if self._formulas is None:
            self._formulas = [found.span() for found in FORMULA.finditer(self._text)]
        after = bisect_right(self._formulas, (place, len(self._text)))
        return after > 0 and place < self._formulas[after - 1][1]

    def _unclosed(self, start: int, tool: Tool, signs: int) -> int:
        return self._add(start, start + signs, tool, "", "unclosed")

    def _add(
        self,
        start: int,
        end: int,
        tool: Tool,
        name: str,
        role: Role,
        arguments: str = "",
        text: str = "",
    ) -> int:
        self._tags.append(Tag(start, end, tool, name, role, arguments, text))
        return end
