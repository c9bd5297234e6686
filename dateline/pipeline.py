"""The build, from end to end: read → arrange → plan → render → publish, with the index beside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from dateline.archive.arrange import arrange
from dateline.config import Config, Paths
from dateline.model import Archive, Article, Text
from dateline.pages.assets import load_assets
from dateline.pages.plan import plan_pages, plan_site
from dateline.pages.render import Renderer
from dateline.pages.views import ArticleView, Page, Site
from dateline.problems import Problem, errors, in_order, problem, strict
from dateline.publishing.commit import Publication
from dateline.publishing.search import Document, Index, build_index
from dateline.reading.article import read_article
from dateline.reading.files import find_files, is_article, read_bytes
from dateline.urls import output_file

#: Codes of problems that concern the whole site: no article can be left out to get past them.
_WHOLE_SITE = "E04"


class Options(NamedTuple):
    """How a build treats what it finds."""

    search: bool = True
    keep_going: bool = False
    strict: bool = False


class Report(msgspec.Struct, frozen=True):
    """What a build did: `articles` = `published` + `left_out` + `drafts`; `seconds` by phase."""

    articles: int = 0
    published: int = 0
    left_out: int = 0
    drafts: int = 0
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    indexed: int = 0
    seconds: dict[str, float] = {}
    problems: list[Problem] = []

    @property
    def exit_code(self) -> int:
        """0 done, 1 stopped by problems, 3 published with something left out."""
        if not errors(self.problems):
            return 0
        return 3 if self.pages else 1


class Read(NamedTuple):
    """The content folder as read: the archive, the texts by path, and what went wrong."""

    archive: Archive
    html: dict[str, str]
    articles: int
    problems: list[Problem]

    @property
    def left_out(self) -> int:
        """Articles that are neither published nor drafts."""
        return self.articles - len(self.archive.articles) - self.archive.drafts


def build(paths: Paths, config: Config, options: Options) -> Report:
    """Builds the archive. Nothing in the output folder changes while there are problems."""
    clock = _Clock()
    read = read_archive(paths.content, config)
    clock.lap("read")
    site = plan_site(read.archive, config, has_search=options.search)
    pages, warnings = plan_pages(read.archive, site)
    problems = read.problems + _located(warnings, paths.content) + _without_host(site)
    clock.lap("plan")
    if _stops(problems, options):
        return _stopped(read, problems, options, clock)

    publication = Publication(paths.output)
    assets, files = load_assets(paths.templates)
    problems += _render(pages, read.html, Renderer(paths.templates, site, assets), publication)
    clock.lap("render")
    index = _index(read) if options.search else Index({}, 0, [])
    problems += index.problems
    clock.lap("index")
    problems += _copy(read.archive, paths.content, {**files, **index.files}, publication)
    problems += publication.problems
    if _stops(problems, options):
        publication.abandon()
        return _stopped(read, problems, options, clock)
    counts = publication.commit()
    clock.lap("publish")
    return Report(
        articles=read.articles,
        published=len(read.archive.articles),
        left_out=read.left_out,
        drafts=read.archive.drafts,
        pages=sum(page.template.endswith(".html") for page in pages),
        rendered=len(pages),
        written=counts.written,
        removed=counts.removed,
        indexed=index.indexed,
        seconds=clock.seconds,
        problems=_judged(problems, options),
    )


def check(paths: Paths, config: Config, options: Options) -> Report:
    """Every problem of the archive, without writing anything; the counts are what a build's
    with `--keep-going` would be."""
    clock = _Clock()
    read = read_archive(paths.content, config)
    site = plan_site(read.archive, config, has_search=options.search)
    _, warnings = plan_pages(read.archive, site)
    clock.lap("read")
    return Report(
        articles=read.articles,
        published=len(read.archive.articles),
        left_out=read.left_out,
        drafts=read.archive.drafts,
        seconds=clock.seconds,
        problems=_judged(read.problems + _located(warnings, paths.content), options),
    )


def read_archive(content: Path, config: Config) -> Read:
    """Reads the content folder and puts it in order."""
    files = find_files(content)
    items: list[Article | Text] = []
    html: dict[str, str] = {}
    problems = list(files.problems)
    for path in files.texts:
        raw = read_bytes(content, path)
        if isinstance(raw, Problem):
            problems.append(raw)
            continue
        reading = read_article(path, raw, config)
        problems += reading.problems
        if reading.item is not None:
            items.append(reading.item)
            html[path] = reading.html
    archive, conflicts = arrange(items, files.assets)
    articles = sum(map(is_article, files.texts))
    return Read(archive, html, articles, _located(problems + conflicts, content))


def _index(read: Read) -> Index:
    return build_index(Document(a, read.html[a.path]) for a in read.archive.articles)


def _render(
    pages: list[Page], html: dict[str, str], renderer: Renderer, publication: Publication
) -> Iterator[Problem]:
    """Renders every page into the publication; yields what failed."""
    for page in pages:
        body = html[page.view.article.path] if isinstance(page.view, ArticleView) else ""
        rendered = renderer.render(page, body)
        if isinstance(rendered, Problem):
            yield rendered
        else:
            publication.put(output_file(page.address), rendered)


def _copy(
    archive: Archive, content: Path, files: dict[str, bytes], publication: Publication
) -> Iterator[Problem]:
    """Publishes the files of the content folder, the assets and the search index."""
    for asset in archive.assets:
        data = read_bytes(content, asset.path)
        if isinstance(data, Problem):
            yield from _located([data], content)
        else:
            publication.put(asset.path, data)
    for path, data in files.items():
        publication.put(path, data)


def _without_host(site: Site) -> list[Problem]:
    if site.base_url.origin:
        return []
    message = "feeds and the sitemap are left out, for they need the site's full address"
    hint = 'write `base_url = "https://name.github.io/repo/"`, or give --base-url'
    return [problem("W006", "dateline.toml", message, hint=hint)]


def _stops(problems: list[Problem], options: Options) -> bool:
    """Whether a build must end here: `--keep-going` goes past what one article does wrong alone."""
    found = errors(_judged(problems, options))
    return bool(found) and not (options.keep_going and all(map(_is_of_content, found)))


def _is_of_content(each: Problem) -> bool:
    return not each.code.startswith(_WHOLE_SITE)


def _stopped(read: Read, problems: list[Problem], options: Options, clock: _Clock) -> Report:
    """The report of a build that left the site as it was: nothing of this run is in place."""
    return Report(
        articles=read.articles,
        left_out=read.articles - read.archive.drafts,
        drafts=read.archive.drafts,
        seconds=clock.seconds,
        problems=_judged(problems, options),
    )


def _judged(problems: list[Problem], options: Options) -> list[Problem]:
    return in_order(strict(problems) if options.strict else problems)


def _located(problems: list[Problem], content: Path) -> list[Problem]:
    """The same problems with paths as a user would type them from the working folder."""
    try:
        root = content.resolve().relative_to(Path.cwd())
    except ValueError:
        root = content
    return [msgspec.structs.replace(p, path=(root / p.path).as_posix()) for p in problems]


class _Clock:
    """Seconds by phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, phase: str) -> None:
        now = time.perf_counter()
        self.seconds[phase] = round(now - self._last, 3)
        self._last = now
