"""The build, from end to end: read → arrange → plan → render → publish, with the index beside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgspec

from dateline.archive.arrange import complete
from dateline.archive.listing_addresses import KeptAddresses
from dateline.build.explain import Explanation
from dateline.build.faults import DAMAGE, FAULTS, fault, is_damage
from dateline.build.findings import (
    Findings,
    causes_of,
    look_at_all,
    too_large,
)
from dateline.build.fingerprint import PageKeys, template_digests
from dateline.build.indexing import Indexed, begin_index, finish_index, shard_key
from dateline.build.media import (
    Images,
    forget_images,
    make_images,
    publish_files,
    size_of_files,
    unreadable_files,
)
from dateline.build.progress import Progress
from dateline.build.report import Options, Report, judged, report_of, stops
from dateline.build.stage_keys import Parts, digest, joined, stage_keys
from dateline.build.stages import (
    BuildContext,
    Read,
    Rendering,
    located,
    read_content,
    render_stale,
    site_catalogue,
)
from dateline.build.tasks import IndexSettings, RenderSettings
from dateline.build.trial import template_errors
from dateline.build.unchanged import build_key, keep_report, last_report
from dateline.cache import Cache
from dateline.config import Config, Paths
from dateline.content.scan import Files, find_files
from dateline.executor import Pool, available_jobs, collect_less
from dateline.output.lock import locked
from dateline.output.transaction import OutputTransaction, is_cut_short, open_transaction
from dateline.pages.assets import (
    load_assets,
    template_folders,
    template_problems,
)
from dateline.pages.plan import link_problems, plan_pages, plan_site
from dateline.problems import ArticleError, Problem
from dateline.records.exports import with_exports

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
            progress.say(f"the cache is damaged ({error!r}) and is rebuilt")
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
        open_transaction(paths.output, progress.say) as transaction,
    ):
        if transaction.problems:
            return Report(seconds=progress.seconds, problems=transaction.problems)
        files = find_files(paths.content)
        odd = template_problems(paths.templates)
        key = build_key(run, files, odd, options)
        if report := last_report(run, key, options, transaction):
            return report
        images, found = _images(run, files, odd)
        kept = transaction.listings
        failed: dict[str, Problem] = {}  # by the path of what could not be made
        while True:
            try:
                read, of_texts = _read(run, files, images, kept, failed)
                problems = [*found, *of_texts, *located(failed.values(), paths.content)]
                findings = look_at_all(read, problems, paths, config, options)
                if stops(findings.problems, options):
                    return _report(run, read, findings, options, published=0)
                return _publish(run, transaction, files, images, read, findings, options, key)
            except ArticleError as error:
                new = {error.path: error.problem()}
            except _FailedError as error:
                new = error.problems
            # Again without them; what was made of the others in between is made once more.
            if new.keys() <= failed.keys():
                raise RuntimeError(f"{new} was left out, and fails all the same")
            failed |= new
            run.pool.close()
            transaction.begin_again()


def _check(
    paths: Paths, config: Config, options: Options, progress: Progress, is_fresh: bool
) -> Report:
    with _run(paths, config, options, progress, is_fresh) as run:
        odd = template_problems(paths.templates)
        files = find_files(paths.content)
        images, problems = _images(run, files, odd)
        failed: dict[str, Problem] = {}
        while True:
            try:
                read, of_texts = _read(run, files, images, {}, failed)
                break
            except ArticleError as error:
                failed[error.path] = error.problem()
        problems += [*of_texts, *located(failed.values(), paths.content)]
        problems += unreadable_files(run, read.archive.assets, files.assets, images)
        problems += too_large(size_of_files(read.archive.assets, files.assets, images), config)
        problems += template_errors(run, read.archive)
        found = look_at_all(read, problems, paths, config, options._replace(lists_all=True))
        published = len(read.archive.articles)
        return _report(run, read, found, options, published=published, images=images.opened)


class _FailedError(Exception):
    """Articles of which something could not be made, with what is told of each, by path."""

    def __init__(self, problems: dict[str, Problem]):
        super().__init__()
        self.problems = problems


def _images(run: BuildContext, files: Files, odd: list[Problem]) -> tuple[Images, list[Problem]]:
    """The images of the content folder, what is wrong with them, and what is odd among the
    templates."""
    images = make_images(run, files.assets)
    return images, images.problems + located(odd, run.paths.templates)


def _read(
    run: BuildContext, files: Files, images: Images, kept: KeptAddresses, but: Collection[str]
) -> tuple[Read, list[Problem]]:
    """The texts of the content folder but for some, and all that is wrong with them.

    Raises ArticleError.
    """
    read = read_content(run, files, images.published(files.assets), kept, but)
    links = located(link_problems(read.archive), run.paths.content)
    run.progress.lap("read")
    return read, read.problems + links


def _publish(
    run: BuildContext,
    transaction: OutputTransaction,
    files: Files,
    images: Images,
    read: Read,
    found: Findings,
    options: Options,
    key: bytes,
) -> Report:
    """Renders and indexes what is stale, and moves it in as a whole.

    Raises ArticleError, and _FailedError where some articles are to be left out.
    """
    transaction.listings = read.archive.listing_addresses
    site = plan_site(read.archive, run.config, has_search=options.search)
    words = site_catalogue(run)
    assets, asset_files = load_assets(run.paths.templates, words.script)
    templates = template_digests(template_folders(run.paths.templates))
    cache, staging = str(run.cache.file), str(transaction.staging)
    articles = read.archive.articles if options.search else None
    indexing = begin_index(run, articles, IndexSettings(cache, staging), transaction)
    if not indexing.begun:
        # Before the pages: Pagefind needs memory, and theirs is not given back.
        indexed = finish_index(run, indexing, transaction)
        run.progress.lap("index")
    keys = PageKeys(site, assets, templates, run.keys)
    why = _explanation(run, keys, options.why) if options.why else None
    folder, recipe = str(run.paths.templates), digest(*templates.values())
    settings = RenderSettings(cache, staging, folder, recipe, site, assets)
    archive = complete(read.archive)
    pages = with_exports(plan_pages(archive, site), archive, site)
    rendering = render_stale(run, pages, keys, settings, transaction, why)
    run.progress.lap("render")
    if indexing.begun:
        indexed = finish_index(run, indexing, transaction)
        run.progress.lap("index")
    failed = {p.path: p for p in (*rendering.problems, *indexed.problems) if p.code == "E025"}
    if failed and options.keep_going:
        raise _FailedError(failed)
    problems = publish_files(run, read.archive.assets, files.assets, images, transaction)
    for path, data in asset_files.items():
        transaction.put(path, data)
    transaction.check()
    problems += too_large(transaction.size, run.config)
    problems += located(failed.values(), run.paths.content)
    problems += [p for p in (*rendering.problems, *indexed.problems) if p.code != "E025"]
    problems += transaction.problems
    found = found._replace(problems=found.problems + problems)
    if stops(found.problems, options):
        return _report(run, read, found, options, published=0)
    counts = transaction.commit()
    report = _report(
        run,
        read,
        found,
        options,
        published=len(read.archive.articles),
        pages=sum(file.endswith(".html") for file in rendering.files),
        images=images.opened,
        rendered=len(rendering.rendered),
        shards=indexed.rebuilt,
        written=counts.written,
        removed=counts.removed,
        indexed=indexed.articles,
    )
    with suppress(sqlite3.Error):  # the site stands; what is not kept costs the next build time
        _remember(run, keys, rendering, indexed)
        run.progress.lap("publish")
        if read.is_final:
            key = digest(key, transaction.identity())
            keep_report(run, files, report, found.future, options, key)
    answer = why.answer if why else ""
    return msgspec.structs.replace(report, seconds=run.progress.seconds, why=answer)


@contextmanager
def _run(
    paths: Paths, config: Config, options: Options, progress: Progress, is_fresh: bool
) -> Iterator[BuildContext]:
    """Opens the cache and the processes of one build, for one at a time, and closes them whatever
    happens. The cache is locked before the output folder, always, so no two builds wait for each
    other."""
    collect_less()
    keys = stage_keys(config)
    with locked(paths.cache / "lock", progress.say):
        if options.clean:
            forget_images(paths)
        cache = Cache(paths.cache / "dateline.sqlite", fresh=is_fresh)
        pool = Pool(options.jobs or available_jobs())
        output = str(paths.output.resolve())
        try:
            cache.keep_stage("reading", joined(keys.reading))
            cache.keep_stage("images", keys.images)
            yield BuildContext(paths, config, cache, pool, progress, output, keys)
        except BaseException:
            pool.close(at_once=True)  # nobody waits for what they do, and it may take long
            raise
        finally:
            pool.close()
            cache.close()


def _report(
    run: BuildContext,
    read: Read,
    found: Findings,
    options: Options,
    *,
    published: int,
    **counts: Any,
) -> Report:
    """The report of a run. A build that left the site as it was has nothing in place."""
    problems = judged(found.problems, options)
    return report_of(
        read,
        problems,
        published=published,
        listed_by_check=found.listed_by_check,
        causes=causes_of(read, problems, run.paths.content, run.config),
        unused_fields=found.unused_fields,
        seconds=run.progress.seconds,
        **counts,
    )


def _explanation(run: BuildContext, keys: PageKeys, url: str) -> Explanation:
    encoded = run.cache.inputs(run.output)
    before = msgspec.msgpack.decode(encoded, type=Parts) if encoded else {}
    return Explanation(url, run.config.base_url, keys, before)


def _remember(run: BuildContext, keys: PageKeys, rendering: Rendering, indexed: Indexed) -> None:
    """Keeps what was rendered and indexed, now that it stands in the output folder."""
    gone = run.cache.pages(run.output).keys() - rendering.files
    inputs = msgspec.msgpack.encode(keys.all_parts())
    run.cache.put_pages(run.output, rendering.rendered, gone, inputs)
    shards = {folder: shard_key(run, state) for folder, state in indexed.states.items()}
    run.cache.put_shards(run.output, shards)
