"""Problems as values: every stage returns the problems it found, and a build reports all of
them."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

import msgspec

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """A kind of problem: what it means, and how a build treats it.

    `is_of_site`: leaving out an article does not solve it. `hides_header`: the fields of the file
    were not read. `is_for_check`: `check` lists each problem, and `build` reports only their
    number. `is_tried_again`: the next build tries again even if nothing changed.
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


#: Every code. `docs/runbook.md` explains each; a test compares the two.
CODES = {
    code.name: code
    for code in (
        Code("E001", "the file is not UTF-8 text", hides_header=True),
        Code("E002", "the frontmatter is not closed", hides_header=True),
        Code("E003", "the frontmatter is not valid YAML", hides_header=True),
        Code("E004", "a field occurs twice", hides_header=True),
        Code("E005", "YAML anchors, aliases and tags are refused", hides_header=True),
        Code("E006", "the frontmatter is not a list of fields", hides_header=True),
        Code("E007", "the frontmatter is nested too deeply", hides_header=True),
        Code("E008", "the frontmatter is not valid TOML", hides_header=True),
        Code("E009", "the file cannot be read", hides_header=True, is_tried_again=True),
        Code("E010", "the title is missing"),
        Code("E011", "the date is missing"),
        Code("E012", "the date cannot be understood"),
        Code("E013", "a field has the wrong kind of value"),
        Code("E014", "an address is not a web address"),
        Code("E015", "these rights cannot be honoured yet"),
        Code("E016", "the language is not a language tag"),
        Code("E017", "the slug leaves nothing to make an address from"),
        Code("E018", "some of the text would not be published"),
        Code("E019", "the file has an unresolved merge conflict", hides_header=True),
        Code("E020", "the file of spellings is invalid", hides_header=True),
        Code("E021", "a spelling is used for two names", hides_header=True),
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
        Code("E042", "the search index does not contain every article", is_of_site=True),
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
        Code("W008", "a section's text has no page"),
        Code("W009", "HTML of this kind is not published"),
        Code("W010", "an image cannot be read"),
        Code("W011", "an image may say where it was taken, and is not published"),
        Code("W012", "an image is on another host", is_for_check=True),
        Code("W013", "an invisible character changes the direction of text"),
        Code("W014", "an invisible character is not published"),
        Code("W015", "a shortcode of another generator is left out", is_for_check=True),
        Code("W016", "a file is too large to be published"),
        Code("W017", "the site is larger than its host may take"),
        Code("W018", "a pipe, socket or device is not opened"),
        Code("W019", "no page can redirect from an alias"),
        Code("W020", "a name is not the same on every system"),
        Code("W021", "a part of a value is not read as it looks"),
        Code("W022", "a link of this kind is published as text"),
        Code("W023", "a link to a note finds none"),
        Code("W024", "what Obsidian reads is not read here, or not as it seems"),
        Code("W025", "Markdown within HTML is shown as it is written"),
        Code("W027", "a date is not read as it is written"),
        Code("W028", "the date of saving replaces that of publication"),
        Code("W029", "a value does not say whether the file is to be published"),
        Code("W030", "an article is dated in the future"),
    )
}

#: No-break spaces, and joiners that scripts need.
_HARMLESS = "\u00a0\u202f\u200c\u200d"


class ArticleError(Exception):
    """Output for one article failed; `path` is that of the article.

    The original exception is its cause. So the article is reported, and the others are published.
    """

    def __init__(self, path: str, cause: Exception):
        super().__init__(path)
        self.path, self.cause = path, cause

    def problem(self) -> Problem:
        """The problem to report."""
        what = f"{type(self.cause).__name__}: {self.cause}"
        message = f"making what shows the article failed: {what}"
        return problem("E025", self.path, message, hint=OUR_FAULT)


#: The hint for faults of the code, not of the content.
OUR_FAULT = (
    "this is a fault of Dateline; please report it with the file; "
    "meanwhile --keep-going publishes the rest"
)


class Problem(msgspec.Struct, frozen=True):
    """A fault with its position and a hint.

    `line` and `column` count from 1 and are null if the problem has no position in a file.
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
    """The position of a problem, as far as it is known: `content/a.md:4:7`."""
    return ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part)


def visible(text: str) -> str:
    """The text with control characters escaped, so that quoted content cannot control a
    terminal."""
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
    """A problem with the severity of its code."""
    return Problem(path, line, column, code, CODES[code].severity, message, hint)


def made_or_problem(address: str, make: Callable[[], bytes | Problem]) -> bytes | Problem:
    """What `make` returns for the page at an address. An exception becomes a problem of the article
    that an ArticleError names, else of the page."""
    try:
        return make()
    except ArticleError as error:
        return error.problem()
    except Exception as error:
        message = f"making the page failed: {type(error).__name__}: {error}"
        return problem("E026", address or "/", message, hint=OUR_FAULT)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [each for each in problems if each.severity == "error"]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted by position, so that a report does not depend on the order in which files were
    read."""
    return sorted(problems, key=lambda p: (p.path, p.line or 0, p.column or 0, p.code, p.message))


def strict(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems with every warning as an error."""
    return [msgspec.structs.replace(each, severity="error") for each in problems]


#: Plain descriptions of system errors, because those of Python and the C library differ by system.
_WORDS = {
    errno.ENOENT: "there is nothing of this name",
    errno.ENOTDIR: "a file is in the place of a folder",
    errno.EISDIR: "a folder is in the place of a file",
    errno.EEXIST: "something with this name already exists",
    errno.EACCES: "you have no right to read or write there",
    errno.EPERM: "you have no right to read or write there",
    errno.EROFS: "that disk can be read only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota on that disk is used up",
    errno.EFBIG: "the file is too large for that disk",
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
    """The description of a system error, without its path."""
    own = error.strerror or str(error) or "the system failed"
    if own[0].islower():  # a message of Dateline; messages of a system begin with a capital
        return own
    return _WORDS.get(error.errno or 0, own.lower())


def with_path(error: OSError) -> str:
    """The description of a system error, with its path if it is known."""
    return f"{error.filename}: {in_words(error)}" if error.filename else in_words(error)
