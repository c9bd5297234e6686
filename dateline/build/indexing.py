"""The stage that makes the search index: shards that hold something new, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from typing import NamedTuple

import msgspec

from dateline.build.stage_keys import digest
from dateline.build.stages import BuildContext
from dateline.build.tasks import IndexSettings, ShardJob, index_shards
from dateline.cache import read_bodies
from dateline.model import Article
from dateline.output.manifest import FileRecord
from dateline.output.transaction import OutputTransaction
from dateline.problems import Problem
from dateline.search.index import ShardIndex
from dateline.search.shards import Shard, cut_shards, shard_folder
from dateline.search.sidecars import LanguageStats, bundle_list, language_stats, sample
from dateline.urls import PAGEFIND

#: So many shards or fewer are indexed beside the rendering.
_FEW_SHARDS = 2


class Indexing(NamedTuple):
    """The search index on its way; `kept` are the files of shards that hold nothing new."""

    shards: list[Shard]
    kept: dict[str, dict[str, FileRecord]]
    stale: list[tuple[Shard, dict[str, FileRecord]]]
    settings: IndexSettings
    is_wanted: bool
    begun: list[Future[ShardIndex]]


class Indexed(NamedTuple):
    """What came of indexing: the state of each shard by folder, how many articles the index
    holds, and how many shards were rebuilt."""

    states: dict[str, bytes]
    articles: int
    rebuilt: int
    problems: list[Problem]


def begin_index(
    run: BuildContext,
    articles: tuple[Article, ...] | None,
    settings: IndexSettings,
    transaction: OutputTransaction,
) -> Indexing:
    """Finds the shards that hold something new; a few are begun at once, beside what follows.
    Without articles the site has no search."""
    shards = cut_shards(articles or ())
    known = run.cache.shards(run.output)
    current: dict[str, dict[str, FileRecord]] = {shard.folder: {} for shard in shards}
    for path, made in transaction.current_under(PAGEFIND).items():
        current.get(shard_folder(path), {})[path] = made
    kept: dict[str, dict[str, FileRecord]] = {}
    stale = []
    for shard in shards:
        files = current[shard.folder]
        if files and known.get(shard.folder) == shard_key(run, shard.state(files)):
            kept[shard.folder] = files
        else:
            stale.append((shard, files))
    begun: list[Future[ShardIndex]] = []
    if len(stale) <= _FEW_SHARDS:
        begun = [run.pool.begin(index_shards, settings, job) for job in _shard_jobs(stale)]
    return Indexing(shards, kept, stale, settings, articles is not None, begun)


def shard_key(run: BuildContext, state: bytes) -> bytes:
    """The digest of all that a shard depends on; `state` is that of its articles and files."""
    return digest(run.keys.indexing, state)


def finish_index(run: BuildContext, indexing: Indexing, transaction: OutputTransaction) -> Indexed:
    """Waits for the shards, and publishes the index with the list of what it is made of."""
    made: Iterator[ShardIndex] = (future.result() for future in indexing.begun)
    if indexing.stale and not indexing.begun:
        run.pool.close()  # Pagefind needs the memory that processes hold
        made = run.pool.run(index_shards, indexing.settings, _shard_jobs(indexing.stale))
    problems: list[Problem] = []
    states, articles = {}, 0
    for shard in indexing.shards:
        if shard.folder in indexing.kept:
            files = indexing.kept[shard.folder]
            for path, file in files.items():
                transaction.keep(path, file)
            states[shard.folder] = shard.state(files)
            articles += len(shard.articles)
    by_folder = {shard.folder: shard for shard in indexing.shards}
    for index in run.progress.watch("indexing", made, len(indexing.stale)):
        problems += index.problems
        if any(each.code == "E043" for each in index.problems):
            run.pool.close(at_once=True)  # where it hangs, each shard would take its time
            return Indexed({}, 0, len(indexing.stale), problems)
        articles += index.indexed
        states[index.folder] = by_folder[index.folder].state(index.files)
        staged = set(index.staged)
        for path, file in index.files.items():
            place = transaction.record if path in staged else transaction.keep
            place(path, file)
    if indexing.is_wanted:
        whole = [shard for shard in indexing.shards if shard.folder in states]
        listing = bundle_list(whole, states, _stats_by_language(run, whole))
        transaction.put(f"{PAGEFIND}bundles.json", listing)
    return Indexed(states, articles, len(indexing.stale), problems)


def _stats_by_language(run: BuildContext, shards: list[Shard]) -> dict[str, LanguageStats]:
    """What the newest shard of each language tells of its texts."""
    found = {}
    for language, newest in {shard.language: shard for shard in shards}.items():
        wanted = ((article.path, article.digest) for article in sample(newest))
        found[language] = language_stats(read_bodies(run.cache.file, wanted).values())
    return found


def _shard_jobs(stale: list[tuple[Shard, dict[str, FileRecord]]]) -> Iterator[ShardJob]:
    """Encoded one at a time: together they are as large as the archive."""
    for shard, files in stale:
        yield ShardJob(msgspec.msgpack.encode(shard), files)
