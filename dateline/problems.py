"""Problems are values: every stage returns the ones it found, and a run shows them all at once."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]

#: Every code and what it stands for. `docs/runbook.md` explains each; a test keeps them together.
CODES = {
    "E001": "the file is not UTF-8 text",
    "E002": "the frontmatter is not closed",
    "E003": "the frontmatter is not valid YAML",
    "E004": "a field stands twice",
    "E005": "YAML anchors, aliases and tags are refused",
    "E006": "the frontmatter is not a list of fields",
    "E007": "the frontmatter is nested too deeply",
    "E008": "the frontmatter is not valid TOML",
    "E009": "the file cannot be read",
    "E010": "the title is missing",
    "E011": "the date is missing",
    "E012": "the date cannot be understood",
    "E013": "a field holds the wrong kind of value",
    "E014": "an address is not a web address",
    "E015": "these rights cannot be honoured yet",
    "E016": "the language is not a language tag",
    "E017": "the slug leaves nothing to make an address from",
    "E018": "some of the text would not be published",
    "E019": "two versions of the file stand in it, unmerged",
    "E020": "the file of spellings cannot be understood",
    "E021": "a spelling stands for two names",
    "E022": "a text, a field or a list is too large",
    "E023": "a text takes too long to read",
    "E024": "a text could not be read to its end",
    "E025": "something that shows an article could not be made",
    "E026": "a page of the site could not be made",
    "E030": "two pages would have one address",
    "E031": "the address belongs to a page of the site itself",
    "E032": "the name of a file cannot be part of an address",
    "E033": "an address is too long for some systems",
    "E040": "a template failed",
    "E041": "a file that the build did not make is in the way",
    "E042": "the search index does not hold every article",
    "E043": "Pagefind failed",
    "E044": "the list of files that the build made is damaged",
    "E045": "the disk, a permission or memory stopped the build",
    "E046": "the new site was moved in only in part",
    "W001": "a field looks like a misspelt one",
    "W002": "a link leads nowhere",
    "W003": "a file of this kind is not published",
    "W004": "an image is missing",
    "W005": "a symbolic link is not followed",
    "W006": "feeds and sitemap need a full base address",
    "W008": "a section's text has no page to stand on",
    "W009": "HTML of this kind is not published",
    "W010": "an image cannot be read",
    "W011": "an image may say where it was taken, and is not published",
    "W012": "an image stands on another host",
    "W013": "a sign turns the order of letters around",
    "W014": "a character that nobody sees is not published",
    "W015": "a shortcode of another generator is left out",
    "W016": "a file is too large to be published",
    "W017": "the site is larger than its host may take",
    "W018": "what is no file is not opened",
    "W019": "no page can redirect from an alias",
    "W020": "a name is not the same on every system",
    "W021": "a part of a value is not read as it looks",
    "W022": "a link of this kind is published as text",
    "W023": "a link to a note finds none",
    "W024": "what Obsidian reads is not read here, or not as it seems",
    "W025": "Markdown within HTML is shown as it is written",
    "W027": "a date is not read as it is written",
    "W028": "the date of saving stands for that of publication",
    "W029": "a value does not say whether the file is to be published",
    "W030": "an article is dated in the future",
}

#: What `check` lists and `build` says in one line: there may be much of it.
FOR_CHECK = frozenset({"W012", "W015"})

#: Spaces that do not break, and joiners that scripts need.
_HARMLESS = "\u00a0\u202f\u200c\u200d"


class ArticleError(Exception):
    """Something that shows an article could not be made; `path` is that of the article.

    It is raised from whatever failed, so that one odd article is named, and the others published.
    """

    def __init__(self, path: str, cause: Exception):
        super().__init__(path)
        self.path, self.cause = path, cause

    def problem(self) -> Problem:
        """What is told of it."""
        what = f"{type(self.cause).__name__}: {self.cause}"
        message = f"making what shows the article failed: {what}"
        return problem("E025", self.path, message, hint=OUR_FAULT)


#: What to do where the code failed, not the content.
OUR_FAULT = (
    "this is a fault of Dateline; please report it with the file; "
    "meanwhile --keep-going publishes the rest"
)


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, with its place and its cure.

    `line` and `column` count from 1 and are null where the problem has no place in a file.
    """

    path: str
    line: int | None
    column: int | None
    code: str
    severity: Severity
    message: str
    hint: str = ""

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else "warning: "
        text = f"{place_of(self)}: {self.code} {kind}{self.message}"
        return visible(text) + (f"\n    {visible(self.hint)}" if self.hint else "")


def place_of(problem: Problem) -> str:
    """Where a problem is: `content/a.md:4:7`, as far as that is known."""
    return ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part)


def visible(text: str) -> str:
    """A line for a terminal, which what is quoted of a file must not be able to command."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _HARMLESS else ascii(c)[1:-1] for c in text)


def problem(
    code: str,
    path: str,
    message: str,
    *,
    line: int | None = None,
    column: int | None = None,
    hint: str = "",
) -> Problem:
    """A problem with the severity that its code carries: E is an error, W a warning."""
    severity: Severity = "error" if code.startswith("E") else "warning"
    return Problem(path, line, column, code, severity, message, hint)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [each for each in problems if each.severity == "error"]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted by place, so that a run says the same whatever order the files were read in."""
    return sorted(problems, key=lambda p: (p.path, p.line or 0, p.column or 0, p.code, p.message))


def strict(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems with every warning made an error."""
    return [msgspec.structs.replace(each, severity="error") for each in problems]


#: What an error of the system means; Python and the C library say it in ways of their own.
_WORDS = {
    errno.ENOENT: "there is nothing of this name",
    errno.ENOTDIR: "a file stands where a folder must be",
    errno.EISDIR: "a folder stands where a file must be",
    errno.EEXIST: "something of this name is there already",
    errno.EACCES: "you have no right to read or write there",
    errno.EPERM: "you have no right to read or write there",
    errno.EROFS: "that disk can be read only",
    errno.ENOSPC: "there is no room on that disk",
    errno.EDQUOT: "your quota on that disk is used up",
    errno.EFBIG: "that disk holds no file of this size",
    errno.ENAMETOOLONG: "its name is too long for this system",
    errno.ELOOP: "links lead round in a circle there",
    errno.EXDEV: "it lies on two disks",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOMEM: "there is not enough memory",
    errno.EIO: "that disk fails",
    errno.EBUSY: "something else uses it",
    errno.ENOTEMPTY: "the folder is not empty",
    errno.EINVAL: "this system takes no such name",
    errno.EILSEQ: "this system takes no such name",
    errno.EADDRINUSE: "another program listens there",
    errno.EADDRNOTAVAIL: "this machine has no such address",
    errno.EPIPE: "who was to read it has gone",
}


def in_words(error: OSError) -> str:
    """What an error of the system means, without the path that it concerns."""
    own = error.strerror or str(error) or "the system failed"
    if own[0].islower():  # said by this program, as a system begins with a capital
        return own
    return _WORDS.get(error.errno or 0, own.lower())


def with_path(error: OSError) -> str:
    """The same, with the path that it concerns where that is known."""
    return f"{error.filename}: {in_words(error)}" if error.filename else in_words(error)
