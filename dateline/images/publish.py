"""Publishes one image: prepares it once, and stores the result by the digest of its bytes.

`make_image` is a task as in `executor`; a `BlobStore` keeps its results.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import NamedTuple

import msgspec

from dateline.config import Limits
from dateline.content.scan import read_bytes
from dateline.images.blobs import BlobStore
from dateline.images.variants import (
    Prepared,
    prepare_image,
    published_original,
    published_widths,
    webp_width,
)
from dateline.model import Picture
from dateline.output.manifest import FileRecord, record_of
from dateline.problems import Problem, problem
from dateline.urls import ASSETS, composed, slug_of


class ImageSettings(msgspec.Struct, frozen=True):
    """Settings for the task: the content folder, the folder of the store, and the maximum size of a
    file."""

    content: str
    blobs: str
    limits: Limits


class ImageFiles(msgspec.Struct, frozen=True):
    """The output of one image: the picture for pages, and each file by its path in the site."""

    picture: Picture
    made: dict[str, FileRecord]


class MadeImage(NamedTuple):
    """A processed image: the digest of its bytes (empty if it could not be read), its `ImageFiles`
    encoded, and whether it had to be opened."""

    digest: str
    files: bytes
    problems: bytes
    is_new: bool


def make_image(settings: bytes, path: str) -> MadeImage:
    """Processes an image; its copies are made only if the store does not have them."""
    known = msgspec.msgpack.decode(settings, type=ImageSettings)
    raw = read_bytes(Path(known.content), path, known.limits)
    if isinstance(raw, Problem):
        return MadeImage("", b"", msgspec.msgpack.encode([raw]), False)
    prepared, is_new = _prepared(Path(known.blobs), raw)
    contents = _image_contents(path, raw, prepared)
    by_width = {width: address for address, (width, _) in contents.items()}
    shown = tuple((by_width[width], width) for width in published_widths(prepared))
    picture = Picture(composed(path), prepared.width, prepared.height, shown)
    files = ImageFiles(picture, {at: record_of(data) for at, (_, data) in contents.items()})
    problems = msgspec.msgpack.encode(_image_problems(path, prepared))
    digest = record_of(raw).digest
    return MadeImage(digest, msgspec.msgpack.encode(files), problems, is_new)


def image_contents(settings: ImageSettings, path: str) -> dict[str, bytes] | Problem:
    """The bytes of every published file of one image, by path in the site."""
    raw = read_bytes(Path(settings.content), path, settings.limits)
    if isinstance(raw, Problem):
        return raw
    prepared, _ = _prepared(Path(settings.blobs), raw)
    return {at: data for at, (_, data) in _image_contents(path, raw, prepared).items()}


def _prepared(folder: Path, raw: bytes) -> tuple[Prepared, bool]:
    """The stored or new result for these bytes, and whether it is new."""
    store, key = BlobStore(folder), record_of(raw).digest
    held = store.get(key)
    if held is not None:
        kept = msgspec.msgpack.decode(held, type=Prepared)
        if all(webp_width(copy) == width for width, copy in kept.copies):
            return kept, False
    prepared = prepare_image(raw)
    store.put(key, msgspec.msgpack.encode(prepared))
    return prepared, True


def _image_contents(path: str, raw: bytes, prepared: Prepared) -> dict[str, tuple[int, bytes]]:
    """Width and bytes of every published file of an image, by path in the site."""
    original = published_original(raw, prepared)
    if original is None:
        return {}
    contents = {composed(path): (prepared.width, original)}
    stem = slug_of(posixpath.splitext(posixpath.basename(path))[0])
    for width, data in prepared.copies:
        address = f"{ASSETS}{stem}-{width}.{record_of(data).digest[:10]}.webp"
        contents[address] = (width, data)
    return contents


def _image_problems(path: str, prepared: Prepared) -> list[Problem]:
    if prepared.original == "none":
        message = "the image may say where it was taken, and this cannot be removed"
        hint = "it is not published; save it again as JPEG, PNG or WebP"
        return [problem("W011", path, message, hint=hint)]
    if prepared.wrong:
        message = f"no smaller copies can be made of the image: {prepared.wrong}"
        hint = "it is published as it is; save it again as JPEG, PNG or WebP"
        return [problem("W010", path, message, hint=hint)]
    return []
