"""The files of the content folder that are no texts: images are made ready, all are published."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from dateline.build.known import NO_PROBLEMS, is_known, settled
from dateline.build.stages import BuildContext, located
from dateline.cache import KnownFile
from dateline.config import Paths
from dateline.content.scan import File, cannot_open, read_bytes, too_large
from dateline.images.blobs import BlobStore, clear_blobs
from dateline.images.publish import ImageFiles, ImageSettings, image_contents, make_image
from dateline.images.variants import IMAGE_KINDS
from dateline.model import Asset
from dateline.output.manifest import FileRecord, record_of
from dateline.output.transaction import OutputTransaction
from dateline.problems import Problem, problem
from dateline.urls import composed

#: The folder within that of the cache.
_STORE = "images"


class Images(NamedTuple):
    """The images of the archive: what is published of each by path, the files that must not be,
    how many images were not known, and what is wrong."""

    files: dict[str, ImageFiles]
    refused: set[str]
    opened: int
    problems: list[Problem]

    def published(self, assets: list[File]) -> list[Asset]:
        """Those of the files that may be published, with what pages show of images."""
        return [
            Asset(path, self.files[path].picture if path in self.files else None)
            for path, *_ in assets
            if path not in self.refused
        ]


def make_images(run: BuildContext, assets: list[File]) -> Images:
    """Looks at the images that changed and makes their copies, once: they are kept beside the
    cache by the content of the image."""
    limits = run.config.limits
    large = [file for file in assets if file.size > limits.file]
    images = [f for f in assets if _is_image(f.path) and f.size <= limits.file]
    if gone := run.cache.paths() - {file.path for file in assets}:
        run.cache.forget_files(gone)
    store = BlobStore(_folder(run))
    known = run.cache.files_at(file.path for file in images)
    made = store.keys() if images else set()
    stale = [f for f in images if not (is_known(f, known) and known[f.path].digest in made)]
    opened, problems = _make_stale(run, stale, known)
    problems += [too_large(file.path, file.size, limits) for file in large]
    refused = {file.path for file in (*images, *large)} - known.keys()
    found = Images({}, refused, opened, problems)
    for path, row in known.items():
        if row.problems != NO_PROBLEMS:
            found.problems.extend(msgspec.msgpack.decode(row.problems, type=list[Problem]))
        files = msgspec.msgpack.decode(row.item, type=ImageFiles)
        if files.made:
            found.files[path] = files
        else:
            found.refused.add(path)
    store.drop_others({row.digest for row in known.values()})
    if images:
        run.progress.lap("images")
    return found._replace(problems=located(found.problems, run.paths.content))


def _make_stale(
    run: BuildContext, stale: list[File], known: dict[str, KnownFile]
) -> tuple[int, list[Problem]]:
    """Brings `known` up to date; how many images had to be opened, and which cannot be read."""
    results = run.pool.run(make_image, _settings(run), (file.path for file in stale))
    watched = run.progress.watch("images", results, len(stale))
    rows: list[KnownFile] = []
    problems: list[Problem] = []
    opened = 0
    for file, image in zip(stale, watched, strict=True):
        opened += image.is_new
        if image.digest:
            rows.append(KnownFile(*settled(file), image.digest, image.files, image.problems))
        else:  # it may be read another time
            problems += msgspec.msgpack.decode(image.problems, type=list[Problem])
            known.pop(file.path, None)
    known.update((row.path, row) for row in rows)
    run.cache.put_files(rows)
    return opened, problems


def forget_images(paths: Paths) -> None:
    """Throws away what was made of images; it is made again."""
    clear_blobs(paths.cache / _STORE)


def publish_files(
    run: BuildContext,
    assets: Iterable[Asset],
    files: list[File],
    images: Images,
    transaction: OutputTransaction,
) -> list[Problem]:
    """Publishes what is not text; what stands already is not read."""
    wanted = {asset.path for asset in assets}
    others = [f for f in files if f.path in wanted and f.path not in images.files]
    problems = _copy(run, others, transaction)
    settings, done = _settings(run), set[str]()
    for path in sorted(wanted & images.files.keys()):
        made = images.files[path].made
        new = {address: file for address, file in made.items() if address not in done}
        done |= new.keys()
        problems += _publish_image(settings, path, new, transaction)
    return located(problems, run.paths.content)


def unreadable_files(
    run: BuildContext, assets: Iterable[Asset], files: list[File], images: Images
) -> list[Problem]:
    """What `publish_files` would say of files that it copies as they are, without reading them."""
    wanted = {asset.path for asset in assets}
    others = (f.path for f in files if f.path in wanted and f.path not in images.files)
    found = (cannot_open(run.paths.content, path) for path in others)
    return located([problem for problem in found if problem], run.paths.content)


def size_of_files(assets: Iterable[Asset], files: list[File], images: Images) -> int:
    """How many bytes are published of files that are no texts."""
    sizes = {file.path: file.size for file in files}
    others = (sizes[asset.path] for asset in assets if asset.path not in images.files)
    made = {a: m.size for each in images.files.values() for a, m in each.made.items()}
    return sum(others) + sum(made.values())


def _publish_image(
    settings: ImageSettings, path: str, made: dict[str, FileRecord], transaction: OutputTransaction
) -> Iterator[Problem]:
    missing = []
    for address, file in made.items():
        if transaction.current(address) == file:
            transaction.keep(address, file)
        else:
            missing.append(address)
    if not missing:
        return
    contents = image_contents(settings, path)
    if isinstance(contents, Problem):
        yield contents
        return
    for address in missing:
        data = contents.get(address)
        if data is None or record_of(data) != made[address]:
            # What was not looked at is not published: it may say where it was taken.
            message = "the file changed while the site was built"
            yield problem("E009", path, message, hint="build again")
            return
        transaction.put(address, data)


def _copy(run: BuildContext, files: list[File], transaction: OutputTransaction) -> list[Problem]:
    """Publishes files as they are."""
    known = run.cache.files_at(file.path for file in files)
    rows, problems = [], []
    for file in files:
        address = composed(file.path)
        before, current = known.get(file.path), transaction.current(address)
        is_same = is_known(file, known)
        if current and is_same and before and current.digest == before.digest:
            transaction.keep(address, current)
            continue
        data = read_bytes(run.paths.content, file.path, run.config.limits)
        if isinstance(data, Problem):
            problems.append(data)
            continue
        transaction.put(address, data)
        rows.append(KnownFile(*settled(file), record_of(data).digest, b"", NO_PROBLEMS))
    run.cache.put_files(rows)
    return problems


def _is_image(path: str) -> bool:
    return posixpath.splitext(path)[1].lower() in IMAGE_KINDS


def _folder(run: BuildContext) -> Path:
    return run.paths.cache / _STORE / run.keys.copies.hex()


def _settings(run: BuildContext) -> ImageSettings:
    return ImageSettings(str(run.paths.content), str(_folder(run)), run.config.limits)
