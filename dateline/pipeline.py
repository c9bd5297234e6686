"""The build, from end to end: read → arrange → plan → render → publish, with the index beside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec

from dateline.archive.links import remote_images
from dateline.config import Config, ConfigError, Paths
from dateline.fingerprint import PageKeys, code_signature, digest, template_digests
from dateline.media import Images, forget_images, make_images, publish_files
from dateline.pages.assets import load_assets, read_assets, template_folders
from dateline.pages.plan import link_problems, plan_pages, plan_site
from dateline.pages.views import Site
from dateline.pages.words import Words, load_words
from dateline.problems import Problem, errors, in_order, problem, strict
from dateline.progress import Progress
from dateline.publishing.cache import Cache
from dateline.publishing.commit import Counts, Publication
from dateline.reading.files import Files, find_files
from dateline.stages import (
    Indexed,
    Read,
    Rendering,
    Run,
    begin_index,
    finish_index,
    is_settled,
    located,
    read_content,
    render_stale,
)
from dateline.why import Why
from dateline.workers import Settings, Workers, available_jobs, collect_less

#: Codes of problems that concern the whole site: no article can be left out to get past them.
_WHOLE_SITE = "E04"
#: What `check` alone lists: there may be much of it, and readers lose nothing.
_FOR_CHECK = {"W015"}


class Options(NamedTuple):
    """How a build treats what it finds; `jobs` 0 is as many processes as there are cores."""

    search: bool = True
    keep_going: bool = False
    strict: bool = False
    clean: bool = False
    jobs: int = 0
    why: str = ""


class Report(msgspec.Struct, frozen=True):
    """What a build did: `articles` = `published` + `left_out` + `drafts`; `seconds` by phase.

    `read`, `images`, `rendered` and `shards` count what was done anew: texts, images, pages,
    parts of the index.
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


def build(paths: Paths, config: Config, options: Options) -> Report:
    """Builds the archive. Nothing in the output folder changes while there are problems.

    A cache that turns out to be damaged is thrown away, and the build begins again.
    """
    try:
        return _build(paths, config, options)
    except sqlite3.DatabaseError:
        return _build(paths, config, options._replace(clean=True))


def _build(paths: Paths, config: Config, options: Options) -> Report:
    with _run(paths, config, options) as run:
        files = find_files(paths.content)
        key = _build_key(run, files, options)
        if report := _unchanged(run, key, options):
            return report
        images, read, found = _read(run, files)
        problems = [each for each in found if each.code not in _FOR_CHECK]
        if _stops(problems, options):
            return _stopped(run, read, problems, options)
        return _publish(run, files, images, read, problems, options, key)


def check(paths: Paths, config: Config, options: Options) -> Report:
    """Every problem of the archive, without writing to the site; the counts are what a build's
    with `--keep-going` would be."""
    with _run(paths, config, options) as run:
        images, read, problems = _read(run, find_files(paths.content))
        problems += located(remote_images(read.archive), paths.content)
        return Report(
            articles=read.articles,
            published=len(read.archive.articles),
            left_out=read.left_out,
            drafts=read.archive.drafts,
            read=read.anew,
            images=images.anew,
            seconds=run.progress.seconds,
            problems=_judged(problems, options),
        )


def _read(run: Run, files: Files) -> tuple[Images, Read, list[Problem]]:
    """The content folder: its images, then its texts, and all that is wrong with them."""
    images = make_images(run, files.assets)
    read = read_content(run, files, images.published(files.assets))
    links = located(link_problems(read.archive), run.paths.content)
    run.progress.lap("read")
    return images, read, images.problems + read.problems + links + _without_host(run.config)


def _publish(
    run: Run,
    files: Files,
    images: Images,
    read: Read,
    problems: list[Problem],
    options: Options,
    key: bytes,
) -> Report:
    """Renders and indexes what is stale, and moves it in as a whole."""
    publication = Publication(run.paths.output)
    site = plan_site(read.archive, run.config, has_search=options.search)
    words = _words(run)
    assets, asset_files = load_assets(run.paths.templates, words.script)
    templates = template_digests(template_folders(run.paths.templates))
    settings = _settings(run, site, assets, templates, publication)
    articles = read.archive.articles if options.search else ()
    indexing = begin_index(run, articles, settings, publication)
    if not indexing.begun:
        # Before the pages: Pagefind needs memory, and theirs is not given back.
        indexed = finish_index(run, indexing, publication)
        run.progress.lap("index")
    why = Why(options.why, run.config.base_url) if options.why else None
    keys = PageKeys(site, assets, templates)
    pages = plan_pages(read.archive, site)
    rendering = render_stale(run, pages, keys, settings, publication, why)
    run.progress.lap("render")
    if indexing.begun:
        indexed = finish_index(run, indexing, publication)
        run.progress.lap("index")
    problems += publish_files(run, read.archive.assets, files.assets, images, publication)
    for path, data in asset_files.items():
        publication.put(path, data)
    publication.check()
    problems += rendering.problems + indexed.problems + publication.problems
    if _stops(problems, options):
        publication.abandon()
        return _stopped(run, read, problems, options)
    counts = publication.commit()
    _remember(run, rendering, indexed)
    run.progress.lap("publish")
    report = _report(read, images, rendering, indexed, counts, _judged(problems, options))
    _keep(run, files, report, digest(key, publication.identity()))
    answer = why.answer if why else ""
    return msgspec.structs.replace(report, seconds=run.progress.seconds, why=answer)


@contextmanager
def _run(paths: Paths, config: Config, options: Options) -> Iterator[Run]:
    """Opens the cache and the processes of one build, and closes them whatever happens."""
    collect_less()
    if options.clean:
        forget_images(paths)
    signature = code_signature(config)
    try:
        cache = Cache(paths.cache / "dateline.sqlite", signature, fresh=options.clean)
    except sqlite3.Error as error:
        raise ConfigError(f"{paths.cache}: the cache: {error}; give --cache DIR") from None
    workers = Workers(options.jobs or available_jobs())
    try:
        yield Run(paths, config, cache, workers, Progress(), str(paths.output.resolve()))
    finally:
        workers.close()
        cache.close()


def _words(run: Run) -> Words:
    try:
        return load_words(template_folders(run.paths.templates), run.config.language)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def _settings(
    run: Run,
    site: Site,
    assets: dict[str, str],
    templates: dict[str, bytes],
    publication: Publication,
) -> Settings:
    return Settings(
        content=str(run.paths.content),
        cache=str(run.cache.file),
        config=run.config,
        templates=str(run.paths.templates),
        staging=str(publication.staging),
        site=site,
        assets=assets,
        templates_digest=digest(*templates.values()),
    )


def _remember(run: Run, rendering: Rendering, indexed: Indexed) -> None:
    """Keeps what was rendered and indexed, now that it stands in the output folder."""
    gone = run.cache.pages(run.output).keys() - rendering.files
    run.cache.put_pages(run.output, rendering.anew, gone)
    run.cache.put_shards(run.output, indexed.states)


def _unchanged(run: Run, key: bytes, options: Options) -> Report | None:
    """The report of a build that has nothing to do: the last one was of the very same files,
    templates and options, and all that it made stands."""
    if options.why:
        return None
    publication = Publication(run.paths.output)
    encoded = run.cache.last_build(run.output, digest(key, publication.identity()))
    if encoded is None or not publication.is_whole():
        return None
    run.progress.lap("check")
    report = msgspec.msgpack.decode(encoded, type=Report)
    return msgspec.structs.replace(report, seconds=run.progress.seconds)


def _keep(run: Run, files: Files, report: Report, key: bytes) -> None:
    """Keeps the report for a build of the very same, unless a file is too new to be known by its
    time. The key is of what stood at the beginning: what changed since is another build's."""
    if all(is_settled(file) for file in (*files.texts, *files.assets, *files.names)):
        idle = msgspec.structs.replace(report, read=0, images=0, rendered=0)
        idle = msgspec.structs.replace(idle, shards=0, written=0, removed=0)
        run.cache.put_build(run.output, key, msgspec.msgpack.encode(idle))


def _build_key(run: Run, files: Files, options: Options) -> bytes:
    """The digest of all that a build depends on; code and configuration have their own."""
    folders = template_folders(run.paths.templates)
    templates = template_digests(folders)
    assets = read_assets(folders)
    wanted = (options.search, options.strict, options.keep_going, str(run.paths.content))
    listed = (*(list(found) for found in files), sorted(templates.items()), wanted)
    return digest(msgspec.msgpack.encode((listed, sorted(assets.items()))))


def _report(
    read: Read,
    images: Images,
    rendering: Rendering,
    indexed: Indexed,
    counts: Counts,
    problems: list[Problem],
) -> Report:
    return Report(
        articles=read.articles,
        published=len(read.archive.articles),
        left_out=read.left_out,
        drafts=read.archive.drafts,
        pages=sum(file.endswith(".html") for file in rendering.files),
        read=read.anew,
        images=images.anew,
        rendered=len(rendering.anew),
        shards=indexed.anew,
        written=counts.written,
        removed=counts.removed,
        indexed=indexed.articles,
        problems=problems,
    )


def _without_host(config: Config) -> list[Problem]:
    if config.base_url.origin:
        return []
    message = "feeds and the sitemap are left out, for they need the site's full address"
    hint = 'write `base_url = "https://name.github.io/repo/"`, or give --base-url'
    return [problem("W006", "dateline.toml", message, hint=hint)]


def _stops(problems: list[Problem], options: Options) -> bool:
    """Whether a build must end here: `--keep-going` goes past what one article does wrong alone."""
    found = errors(_judged(problems, options))
    is_content = all(not each.code.startswith(_WHOLE_SITE) for each in found)
    return bool(found) and not (options.keep_going and is_content)


def _stopped(run: Run, read: Read, problems: list[Problem], options: Options) -> Report:
    """The report of a build that left the site as it was: nothing of this run is in place."""
    return Report(
        articles=read.articles,
        left_out=read.articles - read.archive.drafts,
        drafts=read.archive.drafts,
        read=read.anew,
        seconds=run.progress.seconds,
        problems=_judged(problems, options),
    )


def _judged(problems: list[Problem], options: Options) -> list[Problem]:
    return in_order(strict(problems) if options.strict else problems)
