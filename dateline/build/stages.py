"""The stages of a build that work on what changed and take the rest from the cache."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from dateline.archive.arrange import arrange
from dateline.archive.held_assets import without_held
from dateline.archive.listing_addresses import KeptAddresses
from dateline.build.explain import Explanation
from dateline.build.fingerprint import PageKeys
from dateline.build.known import NO_PROBLEMS, is_known, settled
from dateline.build.progress import Progress
from dateline.build.stage_keys import StageKeys
from dateline.build.tasks import (
    PageJob,
    RenderSettings,
    decode_item,
    render_pages,
)
from dateline.build.texts import TEXT_CHUNK, ReadTask, read_within_limits
from dateline.cache import Body, Cache, KnownFile, KnownPage
from dateline.config import Config, ConfigError, Paths
from dateline.content.authority import read_authority
from dateline.content.scan import File, Files, is_article, read_bytes
from dateline.executor import Pool
from dateline.model import Arranged, Article, Asset, Authority, StaticPage
from dateline.output.transaction import OutputTransaction
from dateline.pages.assets import template_folders
from dateline.pages.i18n import Catalogue, load_catalogue
from dateline.pages.views import Page
from dateline.problems import Problem
from dateline.urls import output_file

_Item = TypeVar("_Item")

#: How many pages go to a process at a time.
_CHUNK = 64


class BuildContext(NamedTuple):
    """What the stages of one build share. `output` names the output folder in the cache."""

    paths: Paths
    config: Config
    cache: Cache
    pool: Pool
    progress: Progress
    output: str
    keys: StageKeys


class Read(NamedTuple):
    """The content folder as read: all of it in order, counts, and what went wrong.

    `drafts` are the articles that are held back. `reparsed` counts the texts that were not in the
    cache. `is_final` says that another build of the same files would read the same: every one of
    them was read to its end.
    """

    archive: Arranged
    drafts: list[Article]
    articles: int
    reparsed: int
    problems: list[Problem]
    is_final: bool


class Rendering(NamedTuple):
    """What came of rendering: the pages rendered, the files that are pages, and what failed."""

    rendered: list[KnownPage]
    files: set[str]
    problems: list[Problem]


def read_content(
    run: BuildContext,
    files: Files,
    assets: list[Asset],
    kept: KeptAddresses,
    but: Collection[str] = (),
) -> Read:
    """Reads the texts that changed, and puts all but some in order, with the assets to be
    published. `kept` are the addresses that earlier builds gave to listings."""
    known = run.cache.texts()
    stale = [file for file in files.texts if not is_known(file, known)]
    reparsed = _read_stale(run, stale, known)
    if gone := known.keys() - {file.path for file in files.texts}:
        run.cache.forget_texts(gone)
    items: list[Article | StaticPage] = []
    left_out: set[str] = set()
    problems = list(files.problems)
    for file in files.texts:
        text = known[file.path]
        if text.problems != NO_PROBLEMS:
            problems += msgspec.msgpack.decode(text.problems, type=list[Problem])
            left_out |= set() if text.item else {file.path}
        if file.path in but:
            left_out.add(file.path)
        elif text.item:
            items.append(decode_item(text.item))
    spellings, faults = _read_spellings(run, files)
    held = [file.path for file in files.texts if not known[file.path].item]
    held += [item.path for item in items if isinstance(item, Article) and item.draft]
    published = {item.path for item in items}.difference(held)
    archive, conflicts = arrange(items, without_held(assets, published, held), spellings, kept)
    unpublished = {found.path for found in files.problems if found.code == "W003"}
    unpublished |= {file.path for file in files.assets} - {asset.path for asset in archive.assets}
    archive = msgspec.structs.replace(
        archive, left_out=archive.left_out | left_out, unpublished=frozenset(unpublished)
    )
    articles = sum(is_article(file.path) for file in files.texts) + len(files.unnamed)
    drafts = [item for item in items if isinstance(item, Article) and item.draft]
    found = located(problems + faults + conflicts, run.paths.content)
    is_final = all(known[file.path].digest for file in files.texts)
    return Read(archive, drafts, articles, reparsed, found, is_final)


def render_stale(
    run: BuildContext,
    pages: Iterable[Page],
    keys: PageKeys,
    settings: RenderSettings,
    transaction: OutputTransaction,
    why: Explanation | None,
) -> Rendering:
    """Renders the pages that show something new, or whose file does not stand."""
    known = run.cache.pages(run.output)
    found = Rendering([], set(), [])
    stale: dict[str, bytes] = {}

    def jobs() -> Iterator[PageJob]:
        for page in pages:
            file, encoded = output_file(page.address), msgspec.msgpack.encode(page)
            key, before = keys.key(page, encoded), known.get(file)
            current = transaction.current(file)
            found.files.add(file)
            is_same = before is not None and before.key == key
            if is_same and before and current and current.digest == before.digest:
                transaction.keep(file, current)
            else:
                stale[file] = key
                yield PageJob(file, encoded, current)
            if why:
                why.see(page, file, before, is_stale=file in stale, is_same=is_same)

    results = run.pool.run(render_pages, settings, _batched(jobs()))
    for chunk in run.progress.watch("rendering", results, len(known), _CHUNK):
        for rendered in chunk:
            if rendered.made is None:
                found.problems.extend([rendered.problem] if rendered.problem else [])
                continue
            place = transaction.record if rendered.is_staged else transaction.keep
            place(rendered.file, rendered.made)
            key, digest = stale[rendered.file], rendered.made.digest
            found.rendered.append(KnownPage(rendered.file, key, digest, rendered.parts))
    return found


def site_catalogue(run: BuildContext) -> Catalogue:
    """The words of the interface in the site's language. Raises ConfigError."""
    try:
        return load_catalogue(template_folders(run.paths.templates), run.config.language)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def located(problems: Iterable[Problem], content: Path) -> list[Problem]:
    """The same problems with paths as a user would type them from the working folder."""
    root = shown_root(content)
    return [msgspec.structs.replace(p, path=(root / p.path).as_posix()) for p in problems]


def shown_root(folder: Path) -> Path:
    """A folder as a user would type it from the working folder."""
    try:
        return folder.resolve().relative_to(Path.cwd())
    except ValueError:
        return folder


def _read_stale(run: BuildContext, stale: list[File], known: dict[str, KnownFile]) -> int:
    """Reads texts into the cache and `known`; how many were not known by their content either."""
    task = ReadTask(str(run.paths.content), run.config.reading)
    asked = ((f.path, known[f.path].digest if f.path in known else "") for f in stale)
    results = read_within_limits(run.pool, task, asked)
    by_path = {file.path: file for file in stale}
    reparsed = 0
    for chunk in run.progress.watch("reading", results, len(stale), TEXT_CHUNK):
        rows, bodies = [], []
        for text in chunk:
            file = by_path[text.path]
            # What the machine kept from being read may be read another time.
            file = settled(file) if text.digest else file._replace(modified=-1)
            if text.item is None:
                row = known[text.path]._replace(**file._asdict())
            else:
                reparsed += 1
                row = KnownFile(*file, text.digest, text.item, text.problems)
                bodies.append(Body(text.path, text.digest, text.html))
            known[text.path] = row
            rows.append(row)
        run.cache.put_texts(rows, bodies)
    return reparsed


def _read_spellings(run: BuildContext, files: Files) -> tuple[Authority, list[Problem]]:
    if not files.names:
        return {}, []
    path = files.names[0].path
    raw = read_bytes(run.paths.content, path, run.config.limits)
    return ({}, [raw]) if isinstance(raw, Problem) else read_authority(path, raw)


def _batched(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
