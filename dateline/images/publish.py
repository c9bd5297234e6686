"""The work on one image: made ready once, and known again by its content.

`make_image` is a task as in `executor`; what it made of an image is kept in a `Store`.
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
    """What an image needs beside its path: the content folder, the folder in which what was made
    of images is kept, and how large a file may be."""

    content: str
    blobs: str
    limits: Limits


class ImageFiles(msgspec.Struct, frozen=True):
    """What is published of one image: what pages show, and each file by its path in the site."""

    picture: Picture
    made: dict[str, FileRecord]


class MadeImage(NamedTuple):
    """An image that was looked at: the digest of its bytes (empty where it could not be read),
    its `ImageFiles` encoded, and whether it had to be opened for them."""

    digest: str
    files: bytes
    problems: bytes
    is_opened: bool


def make_image(settings: bytes, path: str) -> MadeImage:
    """Looks at an image, and makes its copies unless that was done for the same bytes before."""
    known = msgspec.msgpack.decode(settings, type=ImageSettings)
    raw = read_bytes(Path(known.content), path, known.limits)
    if isinstance(raw, Problem):
        return MadeImage("", b"", msgspec.msgpack.encode([raw]), False)
    prepared, is_opened = _prepared(Path(known.blobs), raw)
    contents = _image_contents(path, raw, prepared)
    by_width = {width: address for address, (width, _) in contents.items()}
    shown = tuple((by_width[width], width) for width in published_widths(prepared))
    picture = Picture(composed(path), prepared.width, prepared.height, shown)
    files = ImageFiles(picture, {at: record_of(data) for at, (_, data) in contents.items()})
    problems = msgspec.msgpack.encode(_image_problems(path, prepared))
    digest = record_of(raw).digest
    return MadeImage(digest, msgspec.msgpack.encode(files), problems, is_opened)


def image_contents(settings: ImageSettings, path: str) -> dict[str, bytes] | Problem:
    """The bytes of every file that is published of one image, by path in the site."""
    raw = read_bytes(Path(settings.content), path, settings.limits)
    if isinstance(raw, Problem):
        return raw
    prepared, _ = _prepared(Path(settings.blobs), raw)
    return {at: data for at, (_, data) in _image_contents(path, raw, prepared).items()}


def _prepared(folder: Path, raw: bytes) -> tuple[Prepared, bool]:
    """What was made of these bytes, and whether it was made just now."""
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
    """Width and bytes of every file that is published of an image, by path in the site."""
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
        message = "the image may say where it was taken, which cannot be taken out of it"
        hint = "it is not published; save it again as JPEG, PNG or WebP"
        return [problem("W011", path, message, hint=hint)]
    if prepared.wrong:
        message = f"no smaller copies can be made of the image: {prepared.wrong}"
        hint = "it is published as it is; save it again as JPEG, PNG or WebP"
        return [problem("W010", path, message, hint=hint)]
    return []
