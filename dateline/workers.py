"""The work that goes out in chunks to processes: reading texts, rendering pages, indexing shards.

A task is a function of its settings and its chunk, both of which can be sent; what it returns can
be sent back. So any `concurrent.futures.Executor` can carry it.
"""

from __future__ import annotations

import collections
import functools
import gc
import hashlib
import itertools
import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from dateline.config import Config
from dateline.model import Article, Text
from dateline.pages.views import ArticleView, Page, Site
from dateline.problems import Problem
from dateline.publishing.cache import read_bodies
from dateline.publishing.commit import write_staged
from dateline.publishing.notes import Made, made_of
from dateline.publishing.search import ShardIndex, index_shard
from dateline.publishing.shards import Shard

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class Settings(msgspec.Struct, frozen=True):
    """What every task needs to know of the build; paths are text so that they can be sent.

    `templates_digest` tells a process that goes on from build to build (`serve`) to read them anew.
    `images` is the folder in which what was made of images is kept.
    """

    content: str
    cache: str
    config: Config
    templates: str = ""
    staging: str = ""
    site: Site | None = None
    assets: dict[str, str] = {}
    templates_digest: bytes = b""
    images: str = ""


class PageJob(NamedTuple):
    """A page to render: its file, itself encoded, and what stands there now."""

    file: str
    page: bytes
    standing: Made | None


class Rendered(NamedTuple):
    """A page that was rendered: what its file holds, and the digest of each part of its view."""

    file: str
    made: Made | None
    is_staged: bool
    parts: bytes
    problem: Problem | None


class ShardJob(NamedTuple):
    """A shard to index, encoded, and the files of its folder that stand now."""

    shard: bytes
    standing: dict[str, Made]


class Workers:
    """Runs tasks: within this process for one chunk, in a pool of processes for more."""

    def __init__(self, jobs: int):
        self._jobs = jobs
        self._pool: Executor | None = None
        #: How many chunks may be under way at a time.
        self.ahead = 2 * jobs + 1

    def run(
        self, task: Callable[[bytes, _Task], _Result], settings: Settings, chunks: Iterable[_Task]
    ) -> Iterator[_Result]:
        """The results in the order of the chunks; only a few more are in memory at a time."""
        encoded = msgspec.msgpack.encode(settings)
        ahead = iter(chunks)
        first = list(itertools.islice(ahead, 2))
        if len(first) < 2 or self._jobs == 1:
            for chunk in itertools.chain(first, ahead):
                yield task(encoded, chunk)
            return
        waiting: collections.deque[Future[_Result]] = collections.deque()
        for chunk in itertools.chain(first, ahead):
            waiting.append(self._executor().submit(task, encoded, chunk))
            if len(waiting) >= self.ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def begin(
        self, task: Callable[[bytes, _Task], _Result], settings: Settings, chunk: _Task
    ) -> Future[_Result]:
        """Begins one task in another process, beside whatever this one does next."""
        return self._executor().submit(task, msgspec.msgpack.encode(settings), chunk)

    def close(self, *, at_once: bool = False) -> None:
        """Ends the processes, and what they hold in memory; work not begun is dropped, and at once
        what is begun, too."""
        if self._pool is not None:
            for process in multiprocessing.active_children() if at_once else ():
                process.kill()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _executor(self) -> Executor:
        if self._pool is None:
            gc.freeze()  # what is here now is not copied when a process looks for garbage
            self._pool = ProcessPoolExecutor(self._jobs, initializer=_begin_process)
        return self._pool


def available_jobs() -> int:
    """How many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def render_pages(settings: bytes, chunk: list[PageJob]) -> list[Rendered]:
    """Renders pages into the staged tree, unless the same bytes stand already."""
    known, renderer = decode_settings(settings), _renderer(settings)
    pages = [msgspec.msgpack.decode(job.page, type=Page) for job in chunk]
    articles = [page.view.article for page in pages if isinstance(page.view, ArticleView)]
    bodies = read_bodies(Path(known.cache), ((each.path, each.digest) for each in articles))
    results = []
    for job, page in zip(chunk, pages, strict=True):
        body = bodies[page.view.article.path] if isinstance(page.view, ArticleView) else ""
        data = renderer.render(page, body)
        if isinstance(data, Problem):
            results.append(Rendered(job.file, None, False, b"", data))
            continue
        made = made_of(data)
        if made != job.standing:
            write_staged(Path(known.staging, job.file), data)
        results.append(Rendered(job.file, made, made != job.standing, view_parts(page), None))
    return results


def index_shards(settings: bytes, job: ShardJob) -> ShardIndex:
    """Indexes one shard into the staged tree."""
    known = decode_settings(settings)
    shard = msgspec.msgpack.decode(job.shard, type=Shard)
    bodies = read_bodies(Path(known.cache), ((each.path, each.digest) for each in shard.articles))
    return index_shard(shard, bodies, Path(known.staging), job.standing)


def view_parts(page: Page) -> bytes:
    """The digest of each part of what a page shows, encoded: `--why` compares them."""
    parts = {
        field: hashlib.blake2b(
            msgspec.msgpack.encode(getattr(page.view, field)), digest_size=8
        ).digest()
        for field in page.view.__struct_fields__
    }
    return msgspec.msgpack.encode(parts)


def decode_item(data: bytes) -> Article | Text:
    """The article or text that a task has read. Raises ValueError where it is none of ours: what
    came by way of the cache leads to no file outside the site, and to no program."""
    item = _ITEM.decode(data)
    source_url = item.source_url if isinstance(item, Article) else ""
    if _NO_ADDRESS.search(item.address) or (source_url and not _LINK.match(source_url)):
        raise ValueError(f"the cache holds no text of {item.path}")
    return item


#: A part of an address that leads elsewhere, or that no slug has.
_NO_ADDRESS = re.compile(r"(?:^|/)\.{0,2}/|^\.{1,2}$|[\\\x00-\x1f]")
_LINK = re.compile(r"(?:https?|ftp|mailto|tel|geo):", re.IGNORECASE)


_ITEM: msgspec.msgpack.Decoder[Article | Text] = msgspec.msgpack.Decoder(Article | Text)


@functools.lru_cache(maxsize=4)
def decode_settings(encoded: bytes) -> Settings:
    """The settings that were sent with a task."""
    return msgspec.msgpack.decode(encoded, type=Settings)


@functools.lru_cache(maxsize=1)
def _renderer(encoded: bytes) -> Any:
    from dateline.pages.render import Renderer

    settings = decode_settings(encoded)
    assert settings.site is not None  # noqa: S101  # whoever renders gives the site
    return Renderer(Path(settings.templates), settings.site, settings.assets)


def _begin_process() -> None:
    """Ctrl-C goes to every process of a terminal; the parent alone decides what it means. A parent
    that is killed cannot say so: whoever works for it then waits for ever, and is ended here."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGXCPU"):
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)  # ends a process that is busy for too long
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_less()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  # this runs in the processes of a pool alone
    parent.join()
    os._exit(1)


def collect_less() -> None:
    """Lets Python look for garbage seldom: parsing makes much, and hardly any of it in cycles."""
    gc.set_threshold(100_000, 50, 100)
