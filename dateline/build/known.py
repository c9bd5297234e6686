"""Which files of the content folder are the ones that an earlier build read."""

from __future__ import annotations

import time

import msgspec

from dateline.cache import KnownFile
from dateline.content.scan import File

#: What the cache keeps of a file with which nothing is wrong.
NO_PROBLEMS = msgspec.msgpack.encode([])
#: A file that changed so shortly before it was read may change again within the same tick of its
#: file system's clock (10 ms; 2 s where times are whole seconds), so its time proves nothing.
_TICK, _COARSE_TICK = 20_000_000, 2_000_000_000


def is_known(file: File, known: dict[str, KnownFile]) -> bool:
    """Whether a file is the one that was read, by its size, times and number.

    Where the system has neither a time of change nor a number, only the content can tell.
    """
    before = known.get(file.path)
    can_tell = file.changed != 0 or file.inode != 0
    is_same = before is not None and before[1:5] == file[1:5]
    return can_tell and is_same and before is not None and before.problems != b""


def is_settled(file: File) -> bool:
    """Whether a file's times are old enough to prove that it does not change any more."""
    now = time.time_ns()
    return all(
        now - moment >= (_COARSE_TICK if moment % 1_000_000_000 == 0 else _TICK)
        for moment in (file.modified, file.changed)
    )


def settled(file: File) -> File:
    """The file as the cache may know it: without a time where that proves nothing yet."""
    return file if is_settled(file) else file._replace(modified=-1)
