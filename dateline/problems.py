"""Problems are values: every stage returns the ones it found, and a run shows them all at once."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """A kind of problem: what it means, and how a build treats it.

    `is_of_site` means that no article can be left out to get past it; `hides_header`, that the
    fields of the file were not read; `is_for_check`, that `check` lists each one and `build` says
    in a line how many there are; `is_tried_again`, that the next build looks again even if nothing
    changed.
    """

    name: str
    meaning: str
    is_of_site: bool = False
    hides_header: bool = False
    is_for_check: bool = False
    is_tried_again: bool = False

    @property
    def severity(self) -> Severity:
        """E is an error, W a warning."""
        return "error" if self.name.startswith("E") else "warning"


#: Every code. `docs/runbook.md` explains each; a test keeps them together.
CODES = {
    code.name: code
    for code in (
        Code("E001", "the file is not UTF-8 text", hides_header=True),
        Code("E002", "the frontmatter is not closed", hides_header=True),
        Code("E003", "the frontmatter is not valid YAML", hides_header=True),
        Code("E004", "a field stands twice", hides_header=True),
        Code("E005", "YAML anchors, aliases and tags are refused", hides_header=True),
        Code("E006", "the frontmatter is not a list of fields", hides_header=True),
        Code("E007", "the frontmatter is nested too deeply", hides_header=True),
        Code("E008", "the frontmatter is not valid TOML", hides_header=True),
        Code("E009", "the file cannot be read", hides_header=True, is_tried_again=True),
        Code("E010", "the title is missing"),
        Code("E011", "the date is missing"),
        Code("E012", "the date cannot be understood"),
        Code("E013", "a field holds the wrong kind of value"),
        Code("E014", "an address is not a web address"),
        Code("E015", "these rights cannot be honoured yet"),
        Code("E016", "the language is not a language tag"),
        Code("E017", "the slug leaves nothing to make an address from"),
        Code("E018", "some of the text would not be published"),
        Code("E019", "two versions of the file stand in it, unmerged", hides_header=True),
        Code("E020", "the file of spellings cannot be understood", hides_header=True),
        Code("E021", "a spelling stands for two names", hides_header=True),
        Code("E022", "a text, a field or a list is too large", hides_header=True),
        Code("E023", "a text takes too long to read", hides_header=True),
        Code("E024", "a text could not be read to its end", hides_header=True),
        Code("E025", "something that shows an article could not be made", hides_header=True),
        Code("E026", "a page of the site could not be made", hides_header=True),
        Code("E030", "two pages would have one address"),
        Code("E031", "the address belongs to a page of the site itself"),
        Code("E032", "the name of a file cannot be part of an address"),
        Code("E033", "an address is too long for some systems"),
        Code("E040", "a template failed", is_of_site=True),
        Code("E041", "a file that the build did not make is in the way", is_of_site=True),
        Code("E042", "the search index does not hold every article", is_of_site=True),
        Code("E043", "Pagefind failed", is_of_site=True),
        Code("E044", "the list of files that the build made is damaged", is_of_site=True),
        Code("E045", "the disk, a permission or memory stopped the build", is_of_site=True),
        Code("E046", "the new site was moved in only in part", is_of_site=True),
        Code("W001", "a field looks like a misspelt one"),
        Code("W002", "a link leads nowhere"),
        Code("W003", "a file of this kind is not published"),
        Code("W004", "an image is missing"),
        Code("W005", "a symbolic link is not followed"),
        Code("W006", "feeds and sitemap need a full base address"),
        Code("W008", "a section's text has no page to stand on"),
        Code("W009", "HTML of this kind is not published"),
        Code("W010", "an image cannot be read"),
        Code("W011", "an image may say where it was taken, and is not published"),
        Code("W012", "an image stands on another host", is_for_check=True),
        Code("W013", "a sign turns the order of letters around"),
        Code("W014", "a character that nobody sees is not published"),
        Code("W015", "a shortcode of another generator is left out", is_for_check=True),
        Code("W016", "a file is too large to be published"),
        Code("W017", "the site is larger than its host may take"),
        Code("W018", "what is no file is not opened"),
        Code("W019", "no page can redirect from an alias"),
        Code("W020", "a name is not the same on every system"),
        Code("W021", "a part of a value is not read as it looks"),
        Code("W022", "a link of this kind is published as text"),
        Code("W023", "a link to a note finds none"),
        Code("W024", "what Obsidian reads is not read here, or not as it seems"),
        Code("W025", "Markdown within HTML is shown as it is written"),
        Code("W027", "a date is not read as it is written"),
        Code("W028", "the date of saving stands for that of publication"),
        Code("W029", "a value does not say whether the file is to be published"),
        Code("W030", "an article is dated in the future"),
    )
}

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
    """A problem with the severity that its code carries."""
    return Problem(path, line, column, code, CODES[code].severity, message, hint)


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
