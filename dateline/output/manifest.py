"""What a build notes about the files that it made, and about a commit on its way."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from dateline.output.tree import digest_of

_Kind = TypeVar("_Kind")


class FileRecord(NamedTuple):
    """A file that a build made: the digest of its bytes, and how many they are."""

    digest: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """The files that the build made in the output folder, by path, and the addresses of listings as
    an `Archive` has them: they are kept, though the names that share a slug change."""

    files: dict[str, FileRecord] = {}
    listings: dict[str, dict[str, list[str]]] = {}


class Journal(msgspec.Struct, frozen=True):
    """What a commit does beside moving the staged tree; every step can be taken twice.

    `clear` goes first, for it is in the way, and `remove` last, each with what an earlier build
    made there. At the paths of `coming` nothing of ours stood before.
    """

    staging: str
    clear: dict[str, FileRecord]
    remove: dict[str, FileRecord]
    coming: dict[str, FileRecord]


def record_of(data: bytes) -> FileRecord:
    """What a manifest keeps of a file's bytes."""
    return FileRecord(digest_of(data), len(data))


def read_note(path: Path, kind: type[_Kind]) -> _Kind | None:
    """The note in a file; None where there is none, or a damaged one."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None
