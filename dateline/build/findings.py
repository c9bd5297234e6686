"""What a run finds by looking at the archive as a whole: common causes of problems, fields that
nothing read, dates in the future, and what the configuration leaves out."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dateline.archive.links import remote_images
from dateline.build.causes import field_causes, lacking, link_causes
from dateline.build.problem_digest import in_one_line
from dateline.build.report import Options
from dateline.build.stages import Read, located, shown_root
from dateline.build.unused_fields import UnusedField, unused_fields
from dateline.config import Config, Paths
from dateline.content.frontmatter.fields import Fields
from dateline.content.frontmatter.header import Value
from dateline.content.scan import list_files, megabytes, read_bytes, read_file
from dateline.model import Arranged, Article, PartialDate
from dateline.names import FIELD_NAMES
from dateline.pages.assets import template_folders
from dateline.problems import CODES, Problem, errors, problem

#: A field that a template asks for: `article.extra.mood`, `extra["mood"]`, `extra.get('mood')`.
_ASKED = re.compile(rb"""extra(?:\.get\(\s{0,9}["']|\[\s{0,9}["']|\.)([\w-]{1,100})""")


class FutureDate(NamedTuple):
    """Where an article says that it was published on a day to come; `day` is ISO 8601, by the
    calendar of the archive's time zone."""

    path: str
    line: int | None
    column: int | None
    date: str
    day: str


class Findings(NamedTuple):
    """What was found. `problems` are without those that only `check` lists, each kind of which is
    a line of `listed_by_check`; `future` are the dates that have a W030 among the problems."""

    problems: list[Problem]
    listed_by_check: list[str]
    unused_fields: list[UnusedField]
    future: list[FutureDate]


def look_at_all(
    read: Read, problems: list[Problem], paths: Paths, config: Config, options: Options
) -> Findings:
    """Looks at the archive as a whole, beside the problems of its files."""
    today, content = options.day, paths.content
    future = future_dates(read.archive, today, content, config) if today else []
    found = problems + located(remote_images(read.archive), content)
    found += future_problems(future, today, content) if today else []
    found += [] if options.is_preview else without_host(config)
    unused = unused_of(read, found, paths.templates, content, config)
    if options.strict or options.lists_all:
        return Findings(found, [], unused, future)
    held = [each for each in found if CODES[each.code].is_for_check]
    told = [each for each in found if not CODES[each.code].is_for_check]
    return Findings(told, in_one_line(held), unused, future)


def causes_of(
    read: Read, problems: Sequence[Problem], content: Path, config: Config
) -> dict[str, str]:
    """What many of the problems have in common, for `problem_digest`."""
    root = shown_root(content)
    headers = {
        code: [_header(content, _within(path, root), config) for path in paths]
        for code, paths in lacking(problems).items()
    }
    return link_causes(problems, read.archive) | field_causes(headers, config)


def unused_of(
    read: Read, problems: Sequence[Problem], templates: Path, content: Path, config: Config
) -> list[UnusedField]:
    """The fields that neither a setting nor the archive's own templates read, of published
    articles, drafts and those that are left out though their header can be read."""
    extras = [article.extra for article in (*read.archive.articles, *read.drafts)]
    if read.archive.left_out:
        root = shown_root(content)
        unread = {_within(p.path, root) for p in errors(problems) if CODES[p.code].hides_header}
        extras += [
            Fields(path, _header(content, path, config), config.fields).extra()
            for path in sorted(read.archive.left_out - unread)
        ]
    return unused_fields((extra for extra in extras if extra), config, _asked_for(templates))


def future_dates(
    archive: Arranged, today: datetime.date, content: Path, config: Config
) -> list[FutureDate]:
    """The articles that are dated later than a day, the latest first."""
    zone = zoneinfo.ZoneInfo(config.timezone)
    found = []
    yesterday = (today - datetime.timedelta(days=1)).isoformat()
    for article in reversed(archive.articles):
        if article.date.first_day < yesterday:
            break  # those before are no later in any time zone
        day = _day_in(article.date, zone)
        if day > today.isoformat():
            place = _place_of_date(article, content, config)
            found.append(FutureDate(article.path, *place, str(article.date), day))
    return found


def future_problems(
    dates: Sequence[FutureDate], today: datetime.date, content: Path
) -> list[Problem]:
    """A warning for each date that is still to come on a day."""
    hint = "correct the date, or write `draft: true` to hold the article back"
    return located(
        [
            problem(
                "W030",
                each.path,
                f"the date {each.date} is in the future; the article is published all the same",
                line=each.line,
                column=each.column,
                hint=hint,
            )
            for each in dates
            if each.day > today.isoformat()
        ],
        content,
    )


def without_host(config: Config) -> list[Problem]:
    """That feeds and the sitemap are left out, where the site's host is not known."""
    if config.base_url.origin:
        return []
    message = "feeds and the sitemap are left out, for they need the site's full address"
    hint = 'write `base_url = "https://name.github.io/repo/"`, or give --base-url'
    return [problem("W006", "dateline.toml", message, hint=hint)]


def too_large(size: int, config: Config) -> list[Problem]:
    """That the site has more bytes than its host may take."""
    most = config.limits.site
    if size <= most:
        return []
    message = f"the site has {megabytes(size)}, more than {megabytes(most)}"
    hint = "GitHub Pages serves no more than 1 GB; set `site` under [limits] for another host"
    return [problem("W017", "dateline.toml", message, hint=hint)]


def _day_in(date: PartialDate, zone: datetime.tzinfo) -> str:
    """The first day that a date can mean; of a moment whose offset is known, its day in a zone."""
    if not date.offset:
        return date.first_day
    try:
        return datetime.datetime.fromisoformat(str(date)).astimezone(zone).date().isoformat()
    except (ValueError, OverflowError):  # at either end of the calendar
        return date.first_day


def _place_of_date(
    article: Article, content: Path, config: Config
) -> tuple[int | None, int | None]:
    """Line and column of an article's date; none where it stands in the path."""
    header = {name.lower(): v for name, v in _header(content, article.path, config).items()}
    for name in config.fields.get("date", FIELD_NAMES["date"]):
        if name in header and header[name].data:
            return header[name].line, header[name].column
    return None, None


def _header(content: Path, path: str, config: Config) -> Mapping[str, Value]:
    """The fields of a file, read again: the cache keeps what they mean, not where they stand."""
    from dateline.content.frontmatter.document import (
        read_front,  # most runs have no use for a parser
    )

    raw = read_bytes(content, path, config.limits)
    if isinstance(raw, Problem):
        return {}
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return read_front(text).fields or {}


def _within(path: str, root: Path) -> str:
    """The path within the content folder of a file as it is shown."""
    return Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else path


def _asked_for(templates: Path) -> frozenset[str]:
    """The fields that the archive's own templates show."""
    own = template_folders(templates)[:-1]
    sources = (
        read_file(folder / path) for folder in own for path in list_files(folder) if _is_page(path)
    )
    return frozenset(name.decode() for text in sources for name in _ASKED.findall(text))


def _is_page(path: str) -> bool:
    return not path.startswith(("assets/", "locale/"))
