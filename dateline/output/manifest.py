"""The files in which a build records what it made and the steps of a commit."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from dateline.output.tree import digest_of

_Kind = TypeVar("_Kind")


class FileRecord(NamedTuple):
    """A file that a build made: the digest and the number of its bytes."""

    digest: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """The files that the build made in the output folder, by path, and the addresses of listings
    (see `Archive`), which are kept when other names with the same slug appear."""

    files: dict[str, FileRecord] = {}
    listings: dict[str, dict[str, list[str]]] = {}


class Journal(msgspec.Struct, frozen=True):
    """The steps of a commit beside moving the staged files. Every step can be repeated.

    `clear` is removed first, because it is in the way, and `remove` last; both have the record of
    an earlier build. The paths in `coming` had no file of ours before.
    """

    staging: str
    clear: dict[str, FileRecord]
    remove: dict[str, FileRecord]
    coming: dict[str, FileRecord]


def record_of(data: bytes) -> FileRecord:
    """The record of a file with these bytes."""
    return FileRecord(digest_of(data), len(data))


def read_record(path: Path, kind: type[_Kind]) -> _Kind | None:
    """The content of a manifest or journal; None if it is missing or damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None
