"""Options of a run, and the report of one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from dateline.build.stages import Read
from dateline.build.unused_fields import UnusedField
from dateline.problems import CODES, Problem, errors, in_order, strict


class Options(NamedTuple):
    """How a run treats what it finds; `jobs` 0 is as many processes as there are cores.

    With `lists_all` the problems that only `check` lists are among those of a build. `is_preview`
    leaves out what matters only to a site that is published. `day` is today: later dates are told,
    and none where it is None.
    """

    search: bool = True
    keep_going: bool = False
    strict: bool = False
    clean: bool = False
    jobs: int = 0
    why: str = ""
    lists_all: bool = False
    is_preview: bool = False
    day: datetime.date | None = None


class Report(msgspec.Struct, frozen=True):
    """What a build did: `articles` = `published` + `left_out` + `drafts`; `seconds` by phase.

    `pages` are HTML files. `read`, `images`, `rendered` and `shards` count what was not taken from
    the cache: texts, images, files from templates (with feeds and sitemaps), search shards.
    `listed_by_check` has a line for each kind of problem that is not among `problems`; `causes`
    says what many of those have in common (see `problem_digest`).
    """

    articles: int = 0
    published: int = 0
    left_out: int = 0
    drafts: int = 0
    pages: int = 0
    read: int = 0
    images: int = 0
    rendered: int = 0
    shards: int = 0
    written: int = 0
    removed: int = 0
    indexed: int = 0
    seconds: dict[str, float] = {}
    problems: list[Problem] = []
    listed_by_check: list[str] = []
    causes: dict[str, str] = {}
    unused_fields: list[UnusedField] = []
    why: str = ""

    @property
    def exit_code(self) -> int:
        """0 done, 1 stopped by problems, 3 published with something left out.

        A warning made an error leaves nothing out.
        """
        found = errors(self.problems)
        if not self.pages:
            return 1 if found else 0
        return 3 if any(each.code.startswith("E") for each in found) else 0


def report_of(read: Read, problems: list[Problem], *, published: int, **counts: Any) -> Report:
    """The report of a run that read the content folder; `counts` are its other fields.

    With nothing published everything but the drafts is left out.
    """
    left_out = read.articles - read.archive.drafts - published
    return Report(
        articles=read.articles,
        published=published,
        left_out=left_out,
        drafts=read.archive.drafts,
        read=read.reparsed,
        problems=problems,
        **counts,
    )


def judged(problems: Iterable[Problem], options: Options) -> list[Problem]:
    """The problems in order, as strictly as was asked for."""
    return in_order(strict(problems) if options.strict else problems)


def stops(problems: list[Problem], options: Options) -> bool:
    """Whether a build must end here: `--keep-going` goes past what one article does wrong alone."""
    found = errors(judged(problems, options))
    is_content = not any(CODES[each.code].is_of_site for each in found)
    return bool(found) and not (options.keep_going and is_content)
