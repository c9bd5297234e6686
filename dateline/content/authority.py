"""Reads `names.toml`, which lists several spellings of a name."""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import Any

from dateline.content.bounds import LONGEST_NAME
from dateline.content.frontmatter.publication import host_of_name
from dateline.content.frontmatter.toml_rules import toml_error
from dateline.content.invisible_chars import one_line, without_invisible
from dateline.model import Authority
from dateline.names import KINDS
from dateline.problems import Problem, problem

#: The maximum spellings of one name, and the maximum problems reported for one file.
_MOST_SPELLINGS, _MOST_PROBLEMS = 1_000, 100


def read_authority(path: str, raw: bytes) -> tuple[Authority, list[Problem]]:
    """The spellings in a file, and its problems; invalid entries are left out."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        text, invisible = without_invisible(text, path)
        table = tomllib.loads(f"{text}\n")  # without it a fault in the last line has no position
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return {}, [problem("E001", path, "the file is not UTF-8", line=line, hint="save it so")]
    except tomllib.TOMLDecodeError as error:
        message, place = toml_error(error)
        line, column = place or (text.count("\n") + 1, 1)
        hint = 'write "Islamic State" = ["ISIL", "Daesh"]'
        return {}, [problem("E020", path, message, line=line, column=column, hint=hint)]
    except ValueError as error:  # a number with more digits than Python reads
        hint = "write numbers as text, in quotes"
        return {}, [problem("E020", path, str(error), line=1, column=1, hint=hint)]
    except RecursionError:
        return {}, [problem("E020", path, "nested too deeply", hint="write one list a name")]
    reader = _Reader(path, text)
    found = {kind: reader.names(kind, names) for kind, names in table.items()}
    return {kind: names for kind, names in found.items() if names}, invisible + reader.problems


def _key(kind: str, spelling: str) -> str:
    """The key of a spelling: equal if only case differs, or `www.` before a host."""
    host = host_of_name(spelling) if kind == "sources" and "." in spelling else ""
    return host or spelling.casefold()


class _Reader:
    """Reads the tables one after another; collects problems in `problems`."""

    def __init__(self, path: str, text: str):
        self._path, self._text = path, text
        self.problems: list[Problem] = []

    def names(self, kind: str, table: Any) -> dict[str, tuple[str, ...]]:
        """The names of a kind, each with its other spellings."""
        if kind not in KINDS:
            close = difflib.get_close_matches(kind, KINDS, n=1, cutoff=0.5)
            meant = f"did you mean {close[0]}?" if close else f"there are {', '.join(KINDS)}"
            self._wrong("E020", f"{kind} is not a kind of name", meant, kind)
            return {}
        if not isinstance(table, dict):
            self._wrong("E020", f"{kind} must be a table", f"write [{kind}] on a line", kind)
            return {}
        found: dict[str, tuple[str, ...]] = {}
        holders: dict[str, str] = {}
        for written in table:
            name = one_line(written)
            if holders.setdefault(_key(kind, name), written) != written:
                self._wrong("E021", f'the name "{name}" stands twice', "join them", kind, written)
            elif name and self._is_usable(kind, written, table[written]):
                found[name] = ()
        for written, spellings in table.items():
            if one_line(written) in found:
                held = (s for s in spellings if self._is_free(kind, written, s, holders))
                found[one_line(written)] = tuple(dict.fromkeys(map(one_line, held)))
        return found

    def _is_list(self, kind: str, name: str, value: Any) -> bool:
        texts = value if isinstance(value, list) else [None]
        if all(isinstance(text, str) and text.strip() for text in texts):
            return True
        message = f'the spellings of "{name}" must be a list of texts'
        self._wrong("E020", message, f'write "{name}" = ["one", "two"]', kind, name)
        return False

    def _is_usable(self, kind: str, name: str, value: Any) -> bool:
        return self._is_list(kind, name, value) and self._is_within_bounds(kind, name, value)

    def _is_within_bounds(self, kind: str, name: str, spellings: list[str]) -> bool:
        """Whether a name and its spellings keep the limits of length and number."""
        longest = max(map(len, (name, *spellings)))
        if longest > LONGEST_NAME:
            message = f"a name has {longest:,} characters, and at most {LONGEST_NAME:,}"
            self._wrong("E022", message, "shorten it", kind, name)
        elif len(spellings) > _MOST_SPELLINGS:
            message = f'"{name}" has {len(spellings):,} spellings, and at most {_MOST_SPELLINGS:,}'
            self._wrong("E022", message, "each makes a page; keep those in use", kind, name)
        else:
            return True
        return False

    def _is_free(self, kind: str, name: str, spelling: str, holders: dict[str, str]) -> bool:
        """Whether no other name has a spelling. If so, this name has it from now on."""
        key = _key(kind, one_line(spelling))
        holder = holders.setdefault(key, name)
        if holder == name:
            return one_line(spelling).casefold() != one_line(name).casefold()
        is_name = _key(kind, one_line(holder)) == key
        what = "is a name itself" if is_name else f'is a spelling of "{holder}" already'
        hint = "leave it under one of the two"
        self._wrong("E021", f'"{spelling}" {what}', hint, kind, name, spelling)
        return False

    def _wrong(self, code: str, message: str, hint: str, *words: str) -> None:
        if len(self.problems) == _MOST_PROBLEMS:
            return  # finding the line of each takes a search of the whole text
        line = self._line(words)
        if len(self.problems) == _MOST_PROBLEMS - 1:
            message = f"{message}; what is wrong after this is not listed"
        self.problems.append(problem(code, self._path, message, line=line, column=1, hint=hint))

    def _line(self, words: tuple[str, ...]) -> int:
        """The line of the last of some words, each searched after the one before: a table, a name
        in it, a spelling of that. The parser has no positions."""
        start = end = 0
        for word in filter(None, (word.strip(" \t") for word in words)):
            quoted = rf"(?:^|[\"'\[])[ \t]*{re.escape(word)}[ \t]*(?=[\"'\]=])"
            found = re.compile(quoted, re.MULTILINE).search(self._text, end)
            start, end = found.span() if found else (start, end)
        return self._text.count("\n", 0, start) + 1
