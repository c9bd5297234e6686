"""Every hint is tested by following it: the fault is gone, and the header has the intended values.

`HEADERS` are broken headers with the intended values. A hint that this file cannot follow fails, so
that new hints are tested too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from dateline.config import ReadingSettings
from dateline.content.frontmatter.document import read_front
from dateline.content.frontmatter.header import Fault
from dateline.content.frontmatter.repair import repaired

Meant = dict[str, object]


def yaml(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "Text."])


def toml(*lines: str) -> str:
    return "\n".join(["+++", *lines, "+++", "Text."])


T: Meant = {"title": "x"}
HEADERS: list[tuple[str, Meant]] = [
    # The fences
    ("---\ntitle: x\n\nText.", T),
    ("---\ntitle: x\n\ntags: [a]\n\nText.", T | {"tags": ["a"]}),
    ("+++\ntitle = 'x'\n\ndraft = true\n\nText.", T | {"draft": "true"}),
    ("---\ntitle: x\n  ---\nText.", T),
    ("---\ntitle: x\n\t---\nText.", T),
    ("---\ntitle: x\n   ---\nText.\n\n---\n\nmore", T),
    ("---\ntitle: x\n--\nText.", T),
    ("---\ntitle: x\n—\nText.", T),
    ("---\ntitle: x\n=====\nText.", T),
    ("—\ntitle: x\n---\nText.", T),
    ("- - -\ntitle: x\n---\nText.", T),
    ("title: x\ndate: 2017\n---\nText.", T | {"date": "2017"}),
    ("---title: x\ndate: 2017\n---\nText.", T | {"date": "2017"}),
    ('{\n"title": "x"\n}\nText.', T),
    ("+++\ntitle = 'x'\n\nText.", T),
    ("+++\ntitle = 'x'\n  +++\nText.", T),
    ("+++\ntitle = 'x'\n++\nText.", T),
    ("+++\ntitle = 'x'\n---\nText.", T),
    ("+++\ntitle: x\n+++\nText.", T),
    ("---\ntitle = 'x'\n---\nText.", T),
    ("---\ntitle: x\n\nThe text has begun by now.\n\n---\n", T),
    # Colons and names
    (yaml("title: One: two"), {"title": "One: two"}),
    (yaml("title: It's: two"), {"title": "It's: two"}),
    (yaml("title: One: two", "  three"), {"title": "One: two three"}),
    (yaml("title: “One: two”"), {"title": "One: two"}),
    (yaml("title:x", "date: 2017"), T | {"date": "2017"}),
    (yaml("title：x"), T),
    (yaml("title\xa0: x"), T),
    (yaml("\xa0title: x"), T),
    (yaml("title: x", "tags:", "- a", "category", "- b"), T | {"tags": ["a"], "category": ["b"]}),
    (yaml("tags", "  - a", "title: x"), T | {"tags": ["a"]}),
    (yaml("title: x", "topics", "- a"), T | {"topics": ["a"]}),
    (yaml("title: x", "date 2017-10-08", "tags: [a]"), T | {"date": "2017-10-08", "tags": ["a"]}),
    (yaml("title: x", "author = Jane Roe", "tags: [a]"), T | {"author": "Jane Roe", "tags": ["a"]}),
    (yaml("image:", "  alt: @jane", "  src: a"), {"image": {"alt": "@jane", "src": "a"}}),
    # Values that YAML takes for something else
    (yaml("title: **bold**"), {"title": "**bold**"}),
    (yaml("title: [One] two"), {"title": "[One] two"}),
    (yaml("title: {{ page }}"), {"title": "{{ page }}"}),
    (yaml("title: {% raw %} x"), {"title": "{% raw %} x"}),
    (yaml("author: @jane"), {"author": "@jane"}),
    (yaml("title: `code`"), {"title": "`code`"}),
    (yaml("title: % of all"), {"title": "% of all"}),
    (yaml("title: > not folded"), {"title": "> not folded"}),
    (yaml("title: !important"), {"title": "!important"}),
    (yaml("title: &co"), {"title": "&co"}),
    (yaml("title: *star"), {"title": "*star"}),
    (yaml("author: @jane", "editor: @john"), {"author": "@jane", "editor": "@john"}),
    (yaml("tags:", "- @jane", "- %x"), {"tags": ["@jane", "%x"]}),
    (yaml("author: - Jane Roe"), {"author": "Jane Roe"}),
    (yaml("author: -  Roe: Jane"), {"author": "Roe: Jane"}),
    (yaml("tags: - a", "  - b", "title: x"), T | {"tags": ["a", "b"]}),
    (yaml("tags: - a", "- b", "title: x"), T | {"tags": ["a", "b"]}),
    (yaml("summary: -", "title: x"), T | {"summary": None}),
    (yaml("title: We are #1"), {"title": "We are #1"}),
    (yaml("tags: #a, #b"), {"tags": "#a, #b"}),
    (yaml("tags:", "- #a", "- b"), {"tags": ["#a", "b"]}),
    (yaml("  title: x", "date: 2017"), T | {"date": "2017"}),
    (yaml(" tags:", "  - a", "title: x"), T | {"tags": ["a"]}),
    (yaml("tags:", "- one", "  - two"), {"tags": ["one", "two"]}),
    (yaml("summary: >", "  one", "two", "title: x"), T | {"summary": "one two\n"}),
    # Quotes
    (yaml('"title: x', "date: 2017"), T | {"date": "2017"}),
    (yaml("tags:", "- a", "'title: x"), T | {"tags": ["a"]}),
    (yaml("title: ''One''"), {"title": "One"}),
    (yaml("date: ''2017-10-08''", "title: ''x''"), T | {"date": "2017-10-08"}),
    (yaml('title: ""One""'), {"title": "One"}),
    (yaml('title: """One"""'), {"title": "One"}),
    (yaml("title: ''It''s one''"), {"title": "It's one"}),
    (yaml("tags:", "- ''a''", '- ""b""'), {"tags": ["a", "b"]}),
    (yaml('title: "One" two'), {"title": '"One" two'}),
    (yaml('title: "One "two" three"'), {"title": 'One "two" three'}),
    (yaml("title: 'It's one'"), {"title": "It's one"}),
    (yaml('title: "C:\\path"'), {"title": "C:\\path"}),
    (yaml('title: "One', "date: 2017"), {"title": "One", "date": "2017"}),
    (yaml("title: 'One", "date: 2017"), {"title": "One", "date": "2017"}),
    (yaml('title: "One”', "date: 2017"), {"title": "One", "date": "2017"}),
    (yaml("title: \"One'", "date: 2017"), {"title": "One", "date": "2017"}),
    (yaml('title: "One', 'tags: "two"'), {"title": "One", "tags": "two"}),
    (yaml("tags:", '- "a', "- b"), {"tags": ["a", "b"]}),
    # Lists in brackets
    (yaml('tags: [#a, "#b", c/d]'), {"tags": ["#a", "#b", "c/d"]}),
    (yaml("tags: [@a, %b, `c`]"), {"tags": ["@a", "%b", "`c`"]}),
    (yaml("tags: [a, it's, 'b's']"), {"tags": ["a", "it's", "b's"]}),
    (yaml("tags: [a: b: c, d]"), {"tags": ["a: b: c", "d"]}),
    (yaml('tags: ["a, b]', "title: x"), T | {"tags": ["a", "b"]}),
    (yaml("tags: [“a, b”, #c]"), {"tags": ["a, b", "#c"]}),
    (yaml("tags: [''a'', b]"), {"tags": ["a", "b"]}),
    (yaml("tags: [a, b", "title: x"), T | {"tags": ["a", "b"]}),
    (yaml("tags: [", "  #a,", "  b]"), {"tags": ["#a", "b"]}),
    (yaml("image:", "  tags: [#a, b]"), {"image": {"tags": ["#a", "b"]}}),
    (yaml("tags: []", "  - a"), {"tags": ["a"]}),
    # Lists and indentation
    (yaml("tags:", "  - a", "  -b", "title: x"), T | {"tags": ["a", "b"]}),
    (yaml("tags:", "  -a", "  -b"), {"tags": ["a", "b"]}),
    (yaml("tags:", "  - a", " - b"), {"tags": ["a", "b"]}),
    (yaml("tags:", "• one", "• two"), {"tags": ["one", "two"]}),
    (yaml("tags: one", "  - two: three"), {"tags": "one"}),
    (yaml("tags:", "  - a", " title: x"), T | {"tags": ["a"]}),
    (yaml("title: x", "  date: 2017"), T | {"date": "2017"}),
    (yaml("title: x", "\tdate: 2017"), T | {"date": "2017"}),
    (yaml("title: x", "and more words"), {"title": "x and more words"}),
    (yaml("title: x", "{{< figure >}}"), T),
    (yaml("tags: one", "  - two"), {"tags": "one - two"}),
    # Repeated or forbidden fields
    (yaml("title: x", "title: y"), T),
    (yaml("title: x", "title: x"), T),
    (yaml("title: a\x07b"), {"title": "ab"}),
    (yaml("<<<<<<< HEAD", "title: x", "=======", "title: y", ">>>>>>> other"), T),
    ("Title: x\nTitle: y\n\nText.", T),
    # TOML
    (toml("title = One"), {"title": "One"}),
    (toml("title: One", "draft = true"), {"title": "One", "draft": "true"}),
    (toml("title = “One”"), {"title": "One"}),
    (toml("title = ''One''"), {"title": "One"}),
    (toml('title = ""One""'), {"title": "One"}),
    (toml('title = "One'), {"title": "One"}),
    (toml('title = "One "two" three"'), {"title": 'One "two" three'}),
    (toml('title = "C:\\path"'), {"title": "C:\\path"}),
    (toml('title = "x",'), T),
    (toml("draft = True"), {"draft": "true"}),
    (toml('title = """One"', "draft = true"), {"title": "One", "draft": "true"}),
    (toml("title = 'x'", "[#extra]"), T),
    (toml("title ="), {"title": ""}),
    (toml('title "x"'), T),
    (toml("my title = 'x'"), {"my title": "x"}),
    (toml("date = 2018-03-01 +0800"), {"date": "2018-03-01 +0800"}),
    (toml("summary = Oct 8, 2017"), {"summary": "Oct 8, 2017"}),
    (toml('tags = [#a, "#b", c]'), {"tags": ["#a", "#b", "c"]}),
    (toml('tags = ["a", "b"', 'title = "x"'), T | {"tags": ["a", "b"]}),
    (toml("author = @jane"), {"author": "@jane"}),
    (toml("title = 'x'", "title = 'y'"), T),
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A fault of a file, and the part of the hint that matched."""

    text: str
    fault: Fault
    found: re.Match[str]

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def row(self) -> int:
        return self.fault.line - 1

    @property
    def line(self) -> str:
        return self.lines[self.row]

    @property
    def column(self) -> int:
        return (self.fault.column or 1) - 1

    def __getitem__(self, group: int) -> str:
        return str(self.found[group])


def put(step: Step, *new: str, row: int | None = None, by: int = 1) -> str:
    """The text with other lines in the place of `by` from a row on."""
    row = step.row if row is None else row
    lines = step.lines
    return "\n".join([*lines[:row], *new, *lines[row + by :]])


def indented(line: str, new: str) -> str:
    """What a hint shows, with the indentation of a line: hints show none."""
    return line[: len(line) - len(line.lstrip(" "))] + new


def write(step: Step) -> str:
    return put(step, indented(step.line, step[1]))


def write_and_delete(step: Step) -> str:
    first, last = int(step[2]), int(step.found[3] or step.found[2])
    return put(step, indented(step.line, step[1]), by=last - first + 2)


def below_fields(step: Step) -> str:
    is_field = [bool(re.match(r"[\w-]+(:| =)", line)) for line in step.lines]
    last = max(i for i, each in enumerate(is_field) if each)
    return put(step, step[1], row=last + 1, by=0)


def move(step: Step) -> str:
    return put(step, " " * (int(step[1]) - 1) + step.line.strip())


def join_in_quotes(step: Step) -> str:
    above = step.lines[step.row - 1]
    new = re.sub(r": (.*)", rf": '\1 {step.line.strip()}'", above)
    return put(step, new, row=step.row - 1, by=2)


Does = Callable[[Step], str]
HINTS: list[tuple[str, Does]] = [
    (r"put a line (\S+) before line (\d+)", lambda s: put(s, s[1], row=int(s[2]) - 1, by=0)),
    (r"put a line (\S+) below the last field", below_fields),
    (r"put a line (\S+) above this one", lambda s: put(s, s[1], by=0)),
    (r"put it on the line below the ---", lambda s: put(s, "---", s.line.removeprefix("---"))),
    (r"write (---|\+\+\+) alone, at the beginning of the line", lambda s: put(s, s[1])),
    (r"write --- in place of both \+\+\+", lambda s: s.text.replace("+++", "---")),
    (r"or \+\+\+ in place of both ---", lambda s: s.text.replace("---", "+++")),
    (r"JSON may stand there as it is", lambda s: f"---\n{s.text}".replace("}\n", "}\n---\n")),
    (r"^write `([^`]+)` and, on a line below it, `(.*)`$",
     lambda s: put(s, s[1], indented(s.lines[s.row + 1], s[2]))),
    (r"(?!.*` and, on a line below)(?:^write|in quotes:|^use single quotes:) `(.+?)`(?:$|; or)",
     write),
    (r"; or, with the quotes around it, `(.*)`$", write),
    (r"`(.+?)`; and delete line (\d+)(?: to (\d+))?$", write_and_delete),
    (r"^write `- .*`, and so below$", lambda s: re.sub(r"(?m)^(\s*)-(?=\w)", r"\1- ", s.text)),
    (r"write `(\"#.*\")` in its place", lambda s: put(s, s.line.replace(s[1].strip('"'), s[1]))),
    (r"or put a space after the #", lambda s: put(s, s.line.replace("#", "# "))),
    (r"^delete it$", lambda s: put(s, s.line[: s.column] + s.line[s.column + 1 :])),
    (r"delete the hyphen", lambda s: put(s, s.line.rstrip("- "))),
    (r"or put it in quotes", lambda s: put(s, f"{s.line[:-1]}'-'")),
    (r"replace the tab by two spaces", lambda s: put(s, s.line.replace("\t", "  "))),
    (r", or delete it", lambda s: put(s, s.line.replace("\t", ""))),
    (r"move it to column (\d+)", move),
    (r"an item of the list above begins in column (\d+)", move),
    (r"if not, put the whole value of \w+ in quotes", join_in_quotes),
    (r"for text, put all in quotes", join_in_quotes),
    (r"for a list, leave nothing after the colon",
     lambda s: put(s, re.sub(":.*", ":", s.lines[s.row - 1]), row=s.row - 1)),
    (r"^close it with \]", lambda s: put(s, f"{s.line}]")),
    (r"keep one of the two|remove one, for they are the same|(?:; if not, |; or )delete it", put),
    (r"if the line goes on with the value above it, indent it", lambda s: put(s, f"  {s.line}")),
    (r"move it below the closing ---", lambda s: f"{put(s)}\n{s.line}"),
    (r"^delete the (\[\]|\{\})", lambda s: put(s, s.line.replace(s[1], ""))),
    (r"^close it on this line", lambda s: put(s, s.line + s.line[s.column])),
    (r"keep one of them, and delete the marks of git",
     lambda s: re.sub(r"(?s)<{7}[^\n]*\n(.*)={7}\n.*>{7}[^\n]*\n", r"\1", s.text)),
]  # fmt: skip


def follow(text: str, fault: Fault) -> Iterator[str]:
    """Every file that comes of doing what a hint says."""
    known = [(re.search(pattern, fault.hint), does) for pattern, does in HINTS]
    steps = [(Step(text, fault, found), does) for found, does in known if found]
    assert steps, f"nobody knows how to follow: {fault.hint}"
    for step, does in steps:
        yield does(step)


def told(text: str) -> list[tuple[str, str]]:
    return [(fault.code, fault.message) for fault in read_front(text).faults]


def ends(text: str, depth: int = 0) -> Iterator[Meant]:
    """What a header says once every hint is followed, in every way that the hints name."""
    front = read_front(text)
    if not front.faults:
        yield {name: value.data for name, value in (front.fields or {}).items()}
        return
    assert depth < 6, f"no end of faults: {text}"
    fault = front.faults[0]
    for new in follow(text, fault):
        assert new != text, fault
        before, after = told(text), told(new)
        kind = (fault.code, fault.message)
        assert after.count(kind) < before.count(kind), (fault, new)
        yield from ends(new, depth + 1)


@pytest.mark.parametrize(("text", "meant"), HEADERS)
def test_a_hint_that_is_followed_mends(text: str, meant: Meant) -> None:
    assert read_front(text).faults
    found = list(ends(text))
    assert any(each.items() >= meant.items() for each in found), found


@pytest.mark.parametrize(("text", "meant"), HEADERS)
def test_what_is_repaired_is_as_it_was_meant(text: str, meant: Meant) -> None:
    after = repaired(text.encode(), ReadingSettings()).decode()
    front = read_front(after)
    if front.fields is not None and not [f for f in front.faults if f.code[0] == "E"]:
        found = {name: value.data for name, value in front.fields.items()}
        assert after == text or found.items() >= meant.items()
