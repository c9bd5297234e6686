"""The build, from end to end: read → arrange → plan → render → publish, with the index beside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from dateline.archive.links import remote_images
from dateline.config import Config, ConfigError, Limits, Paths
from dateline.faults import DAMAGE, FAULTS, fault, is_damage
from dateline.fingerprint import PageKeys, code_signature, digest, template_digests
from dateline.media import Images, forget_images, make_images, publish_files
from dateline.pages.assets import (
    load_assets,
    read_assets,
    template_folders,
    template_problems,
)
from dateline.pages.plan import link_problems, plan_pages, plan_site
from dateline.pages.views import Site
from dateline.pages.words import Words, load_words
from dateline.problems import PASSING, Problem, problem
from dateline.progress import Progress
from dateline.publishing.cache import Cache
from dateline.publishing.commit import Publication, is_cut_short, open_publication
from dateline.publishing.lock import locked
from dateline.reading.files import Files, find_files, megabytes
from dateline.report import Options, Report, judged, report_of, stops
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

#: What `check` alone lists: there may be much of it, and readers lose nothing.
_FOR_CHECK = {"W015"}


_Work = Callable[[Paths, Config, Options, Progress, bool], Report]


def build(paths: Paths, config: Config, options: Options) -> Report:
    """Builds the archive. Nothing in the output folder changes while there are problems."""
    return _whatever_happens(_build, paths, config, options)


def check(paths: Paths, config: Config, options: Options) -> Report:
    """Every problem of the archive, without writing to the site; the counts are what a build's
    with `--keep-going` would be."""
    return _whatever_happens(_check, paths, config, options)


def _whatever_happens(work: _Work, paths: Paths, config: Config, options: Options) -> Report:
    """Does the work. A cache that turns out to be damaged is thrown away, and it begins again;
    what the machine does to it is a problem like others."""
    progress = Progress()
    try:
        try:
            return work(paths, config, options, progress, options.clean)
        except DAMAGE as error:
            if not is_damage(error):
                raise
            progress.say(f"the cache is made anew, for it is damaged ({error!r})")
            return work(paths, config, options, progress, True)
    except FAULTS as error:
        cut_short = is_cut_short(paths.output)
        found = fault(error, str(paths.cache), str(paths.output), is_cut_short=cut_short)
        return Report(seconds=progress.seconds, problems=[found])


def _build(
    paths: Paths, config: Config, options: Options, progress: Progress, is_fresh: bool
) -> Report:
    with (
        _run(paths, config, options, progress, is_fresh) as run,
        open_publication(paths.output, progress.say) as publication,
    ):
        if publication.problems:
            return Report(seconds=progress.seconds, problems=publication.problems)
        files = find_files(paths.content)
        odd = template_problems(paths.templates)
        key = _build_key(run, files, odd, options)
        if report := _unchanged(run, key, options, publication):
            return report
        images, read, found = _read(run, files, odd)
        problems = [each for each in found if each.code not in _FOR_CHECK]
        if stops(problems, options):
            return _stopped(run, read, problems, options)
        return _publish(run, publication, files, images, read, problems, options, key)


def _check(
    paths: Paths, config: Config, options: Options, progress: Progress, is_fresh: bool
) -> Report:
    with _run(paths, config, options, progress, is_fresh) as run:
        odd = template_problems(paths.templates)
        images, read, problems = _read(run, find_files(paths.content), odd)
        problems += located(remote_images(read.archive), paths.content)
        found = judged(problems, options)
        report = report_of(read, found, published=len(read.archive.articles), images=images.anew)
        return msgspec.structs.replace(report, seconds=run.progress.seconds)


def _read(run: Run, files: Files, odd: list[Problem]) -> tuple[Images, Read, list[Problem]]:
    """The content folder: its images, then its texts, and all that is wrong with them; and what
    was odd among the templates."""
    images = make_images(run, files.assets)
    read = read_content(run, files, images.published(files.assets))
    links = located(link_problems(read.archive), run.paths.content)
    problems = images.problems + read.problems + links + located(odd, run.paths.templates)
    run.progress.lap("read")
    return images, read, problems + _without_host(run.config)


def _publish(
    run: Run,
    publication: Publication,
    files: Files,
    images: Images,
    read: Read,
    problems: list[Problem],
    options: Options,
    key: bytes,
) -> Report:
    """Renders and indexes what is stale, and moves it in as a whole."""
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
    problems += _too_large(publication.size, run.config.limits)
    problems += rendering.problems + indexed.problems + publication.problems
    if stops(problems, options):
        return _stopped(run, read, problems, options)
    counts = publication.commit()
    report = report_of(
        read,
        judged(problems, options),
        published=len(read.archive.articles),
        pages=sum(file.endswith(".html") for file in rendering.files),
        images=images.anew,
        rendered=len(rendering.anew),
        shards=indexed.anew,
        written=counts.written,
        removed=counts.removed,
        indexed=indexed.articles,
    )
    with suppress(sqlite3.Error):  # the site stands; what is not kept costs the next build time
        _remember(run, rendering, indexed)
        run.progress.lap("publish")
        _keep(run, files, report, digest(key, publication.identity()))
    answer = why.answer if why else ""
    return msgspec.structs.replace(report, seconds=run.progress.seconds, why=answer)


@contextmanager
def _run(
    paths: Paths, config: Config, options: Options, progress: Progress, is_fresh: bool
) -> Iterator[Run]:
    """Opens the cache and the processes of one build, for one at a time, and closes them whatever
    happens. The cache is locked before the output folder, always, so no two builds wait for each
    other."""
    collect_less()
    signature = code_signature(config)
    with locked(paths.cache / "lock", progress.say):
        if options.clean:
            forget_images(paths)
        cache = Cache(paths.cache / "dateline.sqlite", signature, fresh=is_fresh)
        workers = Workers(options.jobs or available_jobs())
        try:
            yield Run(paths, config, cache, workers, progress, str(paths.output.resolve()))
        except BaseException:
            workers.close(at_once=True)  # nobody waits for what they do, and it may take long
            raise
        finally:
            workers.close()
            cache.close()


def _words(run: Run) -> Words:
    try:
        return load_words(template_folders(run.paths.templates), run.config.language)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def _stopped(run: Run, read: Read, problems: list[Problem], options: Options) -> Report:
    """The report of a build that left the site as it was: nothing of this run is in place."""
    report = report_of(read, judged(problems, options), published=0)
    return msgspec.structs.replace(report, seconds=run.progress.seconds)


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


def _unchanged(run: Run, key: bytes, options: Options, publication: Publication) -> Report | None:
    """The report of a build that has nothing to do: the last one was of the very same files,
    templates and options, and all that it made stands."""
    if options.why:
        return None
    encoded = run.cache.last_build(run.output, digest(key, publication.identity()))
    if encoded is None or not publication.is_whole():
        return None
    run.progress.lap("check")
    report = msgspec.msgpack.decode(encoded, type=Report)
    return msgspec.structs.replace(report, seconds=run.progress.seconds)


def _keep(run: Run, files: Files, report: Report, key: bytes) -> None:
    """Keeps the report for a build of the very same, unless a file is too new to be known by its
    time, or something failed that may not fail again. The key is of what stood at the beginning:
    what changed since is another build's."""
    if any(each.code in PASSING for each in report.problems):
        return
    if all(is_settled(file) for file in (*files.texts, *files.assets, *files.names)):
        idle = msgspec.structs.replace(report, read=0, images=0, rendered=0)
        idle = msgspec.structs.replace(idle, shards=0, written=0, removed=0)
        run.cache.put_build(run.output, key, msgspec.msgpack.encode(idle))


def _build_key(run: Run, files: Files, odd: list[Problem], options: Options) -> bytes:
    """The digest of all that a build depends on; code and configuration have their own."""
    folders = template_folders(run.paths.templates)
    templates = template_digests(folders)
    assets = read_assets(folders)
    wanted = (options.search, options.strict, options.keep_going, str(run.paths.content))
    listed = (*(list(found) for found in files), sorted(templates.items()), odd, wanted)
    return digest(msgspec.msgpack.encode((listed, sorted(assets.items()))))


def _without_host(config: Config) -> list[Problem]:
    if config.base_url.origin:
        return []
    message = "feeds and the sitemap are left out, for they need the site's full address"
    hint = 'write `base_url = "https://name.github.io/repo/"`, or give --base-url'
    return [problem("W006", "dateline.toml", message, hint=hint)]


def _too_large(size: int, limits: Limits) -> list[Problem]:
    if size <= limits.site:
        return []
    message = f"the site has {megabytes(size)}, more than {megabytes(limits.site)}"
    hint = "GitHub Pages serves no more than 1 GB; set `site` under [limits] for another host"
    return [problem("W017", "dateline.toml", message, hint=hint)]
