"""The problems of a run as a person reads them: few one by one, many of a kind on one line.

A group tells how many problems it stands for, what they have in common, and where the first of
them are. Every problem is counted by exactly one entry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dateline.build.plurals import counted
from dateline.problems import CODES, Problem, place_of, visible

#: So many lines are shown as they are, whatever they tell.
_FEW_LINES = 20
#: Of one code, so many errors or warnings stand each on lines of their own.
_ERRORS, _WARNINGS = 10, 3
#: More lines than these are grouped once more: each code has one line.
_MOST_LINES = 28
#: So many problems with one cause are a group of their own; and so many groups a code may have.
_MANY, _CAUSES = 5, 3
_EXAMPLES = 3

#: What many problems of a code are called together; others are told by their common message.
_TOGETHER = {
    "E010": ("file has no title", "files have no title"),
    "E011": ("file has no date", "files have no date"),
    "W002": ("link leads nowhere", "links lead nowhere"),
    "W004": ("image is missing", "images are missing"),
    "W012": ("image stands on another host", "images stand on another host"),
    "W030": ("article is dated in the future", "articles are dated in the future"),
}
#: What stands in texts of other generators, by what problems call it.
_GENERATORS = {
    "Hugo": "shortcodes of Hugo",
    "WordPress": "shortcodes of WordPress",
    "Jekyll": "template code of Jekyll",
    "Liquid": "template code of Jekyll (Liquid)",
    "Zola": "shortcodes of Zola",
    "Pelican": "template code of Pelican",
}
_LINKS = {"W002": "link", "W004": "image"}
#: Where the part of a message ends that others of its kind share.
_OWN_PART = re.compile(r'; | \(got |: | "')


class Entry(NamedTuple):
    """What is printed of some problems, a hint on lines of its own."""

    problems: tuple[Problem, ...]
    text: str

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return self.text.count("\n") + 1


def digest_problems(
    problems: Sequence[Problem], causes: Mapping[str, str] | None = None, *, is_all: bool = False
) -> list[Entry]:
    """The entries that tell of some problems, given in order; `is_all` groups none.

    `causes` says more of a group than its messages do: the key is the code, and after a space the
    beginning that its links share.
    """
    each = [Entry((problem,), str(problem)) for problem in problems]
    if is_all or sum(entry.lines for entry in each) <= _FEW_LINES:
        return each
    entries = _grouped(problems, causes or {}, (_ERRORS, _WARNINGS), _CAUSES)
    if sum(entry.lines for entry in entries) > _MOST_LINES:
        entries = _grouped(problems, causes or {}, (1, 1), 0)
    return entries


def in_one_line(problems: Sequence[Problem]) -> list[str]:
    """A line for each kind of what `check` lists at length."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, _code_of(problem)), []).append(problem)
    return [_in_bulk(code, kind, of_kind) for (code, kind), of_kind in sorted(kinds.items())]


def _code_of(problem: Problem) -> str:
    """Whose code a text holds, as a problem names it."""
    named = (name for name in _GENERATORS if name in problem.message)
    return next(named, "") if problem.code == "W015" else ""


def _in_bulk(code: str, kind: str, problems: list[Problem]) -> str:
    files = counted(len({problem.path for problem in problems}), "file")
    if code == "W015":
        noun = _GENERATORS.get(kind, "template code of another generator")
        told = f"{noun} {'stands' if noun.startswith('template') else 'stand'} in {files}"
    elif code in _TOGETHER:
        told = f"{counted(len(problems), *_TOGETHER[code])}, in {files}"
    else:
        told = f"{CODES[code].meaning}, {counted(len(problems), 'time')} in {files}"
    severity = "warning: " if problems[0].severity == "warning" else ""
    return f"{code} {severity}{told}; `check` lists {'it' if len(problems) == 1 else 'each'}"


def link_target(problem: Problem) -> str:
    """The address that a problem about a link or an image names, else nothing."""
    if problem.code not in _LINKS:
        return ""
    told, verb, _ = problem.message.partition(" leads ")
    return told.removeprefix(f"the {_LINKS[problem.code]} ").strip('"') if verb else ""


def first_folder(target: str) -> str:
    """What an address begins with, as far as others can share it: `/blog/`, `images/`."""
    path = re.sub(r"^(?:\.\.?/)+", "", target)
    at = path.find("/", 1)
    return path[: at + 1] if at > 0 and "://" not in path[: at + 3] else ""


def _grouped(
    problems: Sequence[Problem], causes: Mapping[str, str], alone: tuple[int, int], most: int
) -> list[Entry]:
    """Problems of rare codes one by one, in order; then a group or more for each other code,
    errors first, the largest first."""
    of_code: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        of_code.setdefault((problem.severity, problem.code), []).append(problem)
    many = {
        key: members
        for key, members in of_code.items()
        if len(members) > alone[key[0] == "warning"]
    }
    single = [Entry((p,), str(p)) for p in problems if (p.severity, p.code) not in many]
    groups: list[Entry] = []
    order = sorted(many, key=lambda key: (key[0], -len(many[key]), key[1]))
    for key in order:
        groups += _groups_of_code(many[key], causes, most)
    return single + groups


def _groups_of_code(
    problems: list[Problem], causes: Mapping[str, str], most: int
) -> Iterable[Entry]:
    """The problems of one code by what they share, the commonest first, and the rest as one."""
    targets = Counter(map(link_target, problems))
    marks = [_mark(problem, targets) for problem in problems]
    common = [mark for mark, count in Counter(marks).most_common(most) if mark and count >= _MANY]
    if len(set(marks)) == 1 and marks[0]:
        common = [marks[0]]
    rest: list[Problem] = []
    members: dict[str, list[Problem]] = {mark: [] for mark in common}
    for problem, mark in zip(problems, marks, strict=True):
        members.get(mark, rest).append(problem)
    for mark, found in members.items():
        yield _group(found, mark, causes)
    if rest:
        yield _group(rest, "", causes)


def _mark(problem: Problem, targets: Counter[str]) -> str:
    """What a problem can share with others of its code: where a link leads, else the beginning of
    its message."""
    if problem.code in _LINKS:
        target = link_target(problem)
        return target if targets[target] >= _MANY else first_folder(target)
    if problem.code in _TOGETHER:
        return ""
    return _OWN_PART.split(problem.message, maxsplit=1)[0]


def _group(problems: list[Problem], mark: str, causes: Mapping[str, str]) -> Entry:
    if len(problems) == 1:
        return Entry((problems[0],), str(problems[0]))
    first = problems[0]
    kind = "" if first.severity == "error" else "warning: "
    found = list(dict.fromkeys(map(place_of, problems)))
    places = ", ".join(found[:_EXAMPLES])
    more = ", …" if len(found) > _EXAMPLES else ""
    text = f"{first.code} {kind}{_told(problems, mark, causes)}: {places}{more}"
    hint = _hint(problems, mark, causes)
    lines = [visible(text), *(f"    {visible(line)}" for line in hint.splitlines())]
    return Entry(tuple(problems), "\n".join(lines))


def _told(problems: list[Problem], mark: str, causes: Mapping[str, str]) -> str:
    """How many there are, and of what."""
    code, count = problems[0].code, len(problems)
    if code in _LINKS and mark:
        noun = counted(count, _LINKS[code])
        if mark == link_target(problems[0]):
            return f"{noun} lead to {mark}, which is nowhere in this archive"
        rest = ", and no file does" if f"{code} {mark}" in causes else " and lead nowhere"
        return f"{noun} begin with {mark}{rest}"
    if code in _TOGETHER:
        return f"{counted(count, *_TOGETHER[code])}"
    files = len({problem.path for problem in problems})
    meaning = mark or CODES[code].meaning
    return f"{meaning}, {counted(count, 'time')} in {counted(files, 'file')}"


def _hint(problems: list[Problem], mark: str, causes: Mapping[str, str]) -> str:
    """What is known of their cause; else the hint that they share, if any."""
    code = problems[0].code
    if cause := causes.get(f"{code} {mark}".rstrip(), ""):
        return cause
    hints = {problem.hint for problem in problems}
    return hints.pop() if len(hints) == 1 else ""
