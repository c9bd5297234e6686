"""The tasks that render pages and index shards, as `executor` carries them."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dateline.cache import read_bodies
from dateline.model import Article, StaticPage
from dateline.output.manifest import FileRecord, record_of
from dateline.output.transaction import write_staged
from dateline.pages.views import ArticleView, Page, Site
from dateline.problems import Problem
from dateline.records.exports import embedded, is_export, write_export
from dateline.search.index import ShardIndex, index_shard
from dateline.search.shards import Shard


class RenderSettings(msgspec.Struct, frozen=True):
    """What rendering needs beside the pages; folders are text, so that they can be sent.

    `templates_digest` tells a process that goes on from build to build (`serve`) to read the
    templates again.
    """

    cache: str
    staging: str
    templates: str
    templates_digest: bytes
    site: Site
    assets: dict[str, str]


class IndexSettings(msgspec.Struct, frozen=True):
    """What indexing needs beside the shards: the file of the cache, and the staged tree."""

    cache: str
    staging: str


class PageJob(NamedTuple):
    """A page to render: its file, itself encoded, and what stands there now."""

    file: str
    page: bytes
    current: FileRecord | None


class Rendered(NamedTuple):
    """A page that was rendered: what its file holds, and the digest of each part of its view."""

    file: str
    made: FileRecord | None
    is_staged: bool
    parts: bytes
    problem: Problem | None


class ShardJob(NamedTuple):
    """A shard to index, encoded, and the files of its folder that stand now."""

    shard: bytes
    current: dict[str, FileRecord]


def render_pages(settings: bytes, chunk: list[PageJob]) -> list[Rendered]:
    """Renders pages into the staged tree, unless the same bytes stand already."""
    known, renderer = _render_settings(settings), _renderer(settings)
    pages = [msgspec.msgpack.decode(job.page, type=Page) for job in chunk]
    articles = [page.view.article for page in pages if isinstance(page.view, ArticleView)]
    bodies = read_bodies(Path(known.cache), ((each.path, each.digest) for each in articles))
    results = []
    for job, page in zip(chunk, pages, strict=True):
        body = bodies[page.view.article.path] if isinstance(page.view, ArticleView) else ""
        data = write_export(page, known.site) if is_export(page) else renderer.render(page, body)
        if isinstance(data, Problem):
            results.append(Rendered(job.file, None, False, b"", data))
            continue
        made = record_of(data)
        if made != job.current:
            write_staged(Path(known.staging, job.file), data)
        results.append(Rendered(job.file, made, made != job.current, view_parts(page), None))
    return results


def index_shards(settings: bytes, job: ShardJob) -> ShardIndex:
    """Indexes one shard into the staged tree."""
    known = msgspec.msgpack.decode(settings, type=IndexSettings)
    shard = msgspec.msgpack.decode(job.shard, type=Shard)
    bodies = read_bodies(Path(known.cache), ((each.path, each.digest) for each in shard.articles))
    return index_shard(shard, bodies, Path(known.staging), job.current)


def view_parts(page: Page) -> bytes:
    """The digest of each part of what a page shows, encoded: `--why` compares them."""
    parts = {
        field: hashlib.blake2b(
            msgspec.msgpack.encode(getattr(page.view, field)), digest_size=8
        ).digest()
        for field in page.view.__struct_fields__
    }
    return msgspec.msgpack.encode(parts)


def decode_item(data: bytes) -> Article | StaticPage:
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


_ITEM: msgspec.msgpack.Decoder[Article | StaticPage] = msgspec.msgpack.Decoder(Article | StaticPage)


@functools.lru_cache(maxsize=2)
def _render_settings(encoded: bytes) -> RenderSettings:
    return msgspec.msgpack.decode(encoded, type=RenderSettings)


@functools.lru_cache(maxsize=1)
def _renderer(encoded: bytes) -> Any:
    from dateline.pages.render import Renderer

    known = _render_settings(encoded)
    return Renderer(Path(known.templates), known.site, known.assets, embedded)
