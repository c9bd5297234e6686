"""Texts are read in chunks by a pool, each file within the limits.

A file that takes a process with it is found: what was under way is read again, one file at a time.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from dateline.build.limits import TimeUpError, Watch, how_it_ended, is_child, takes_long
from dateline.config import Limits, ReadingSettings
from dateline.content.scan import read_bytes
from dateline.executor import Pool
from dateline.output.tree import digest_of
from dateline.problems import Problem, problem

#: How many texts go to a process at a time.
TEXT_CHUNK = 64
#: Seconds that any text has: the first of a process loads what all others use.
_LEAST_SECONDS = 2.0


class ReadTask(msgspec.Struct, frozen=True):
    """What reading needs beside the paths of the texts: their folder, and the settings."""

    content: str
    settings: ReadingSettings


class ReadText(NamedTuple):
    """What was read of one file, encoded; `item` is None where the known digest still holds.

    Without a digest the file was not read to its end, and may be another time: what stopped it was
    the machine, not what stands in it.
    """

    path: str
    digest: str
    item: bytes | None
    problems: bytes
    html: str

    @property
    def is_left(self) -> bool:
        """Whether this process left the file to one that may be ended."""
        return self.item is None and not self.digest


def read_within_limits(
    pool: Pool, task: ReadTask, asked: Iterable[tuple[str, str]]
) -> Iterator[list[ReadText]]:
    """Reads texts given by path and known digest, and yields them in chunks, in order."""
    ahead = iter(asked)
    chunks = list(iter(lambda: list(islice(ahead, TEXT_CHUNK)), []))
    done = 0
    while done < len(chunks):
        try:
            for chunk in pool.run(read_texts, task, chunks[done:]):
                known = dict(chunks[done])
                done += 1
                yield [
                    _read_alone(pool, task, text.path, known[text.path]) if text.is_left else text
                    for text in chunk
                ]
        except BrokenExecutor:
            pool.close()
            # The file is in one of those that were under way.
            for begun in chunks[done : done + pool.ahead]:
                done += 1
                yield [_read_alone(pool, task, *each) for each in begun]


def _read_alone(pool: Pool, task: ReadTask, path: str, digest: str) -> ReadText:
    """Reads one file in another process, and says so where it does not come back."""
    begun = pool.begin(read_texts, task, [(path, digest)])
    processes = multiprocessing.active_children()
    try:
        return begun.result()[0]
    except BrokenExecutor:
        pool.close()
    ending = how_it_ended([process.exitcode for process in processes])
    raw = read_bytes(Path(task.content), path, task.settings.limits)
    now = "" if ending == "killed" or isinstance(raw, Problem) else digest_of(raw)
    if ending == "late":
        return _failed(path, _slow(path, task.settings.limits.seconds), now)
    what = "was ended from outside" if ending == "killed" else "broke down"
    message = f"the process that read the file {what}, perhaps for want of memory"
    return _failed(path, problem("E024", path, message, hint=_cure(now)), now)


def read_texts(task: bytes, chunk: list[tuple[str, str]]) -> list[ReadText]:
    """Reads texts given by path and known digest."""
    known = _decoded(task)
    found = []
    with Watch(known.settings.limits.seconds) as watch:
        for path, digest in chunk:
            watch.begin()
            try:
                text = _read(known, path, digest, watch)
                watch.end()
            except TimeUpError:  # at the very moment at which it was done
                watch.end()
                text = _failed(path, _slow(path, known.settings.limits.seconds))
            found.append(text)
    return found


@functools.lru_cache(maxsize=2)
def _decoded(task: bytes) -> ReadTask:
    return msgspec.msgpack.decode(task, type=ReadTask)


def _read(known: ReadTask, path: str, digest: str, watch: Watch) -> ReadText:
    """Reads a text. What stops it is remembered with the digest of what stopped it, unless that
    was the machine."""
    limits, now = known.settings.limits, ""
    seconds = limits.seconds
    try:
        raw = read_bytes(Path(known.content), path, limits)
        if isinstance(raw, Problem):
            return _failed(path, raw)
        now = digest_of(raw)
        if now == digest:
            return ReadText(path, now, None, b"", "")
        if not is_child() and takes_long(raw):
            return ReadText(path, "", None, b"", "")
        seconds = _seconds_for(len(raw), limits)
        watch.allow(seconds)
        return _parsed(known, path, raw, now)
    except TimeUpError:
        watch.end()
        return _failed(path, _slow(path, seconds), now)
    except MemoryError:
        watch.end()
        now = now if watch.limits_memory else ""
        message = "reading the file takes more memory than there is for one"
        return _failed(path, problem("E024", path, message, hint=_cure(now)), now)
    except Exception as error:
        return _failed(path, _broken(path, error), now)


def _seconds_for(size: int, limits: Limits) -> float:
    """The time to read a text of so many bytes: the largest has all, others their share of it."""
    return min(limits.seconds, max(_LEAST_SECONDS, limits.seconds * size / limits.article))


def _parsed(known: ReadTask, path: str, raw: bytes, digest: str) -> ReadText:
    from dateline.content.article import read_article
    from dateline.content.bounds import page_problem

    reading, limit = read_article(path, raw, known.settings), known.settings.limits.article
    if why := page_problem(path, len(reading.html), len(raw), limit):
        return _failed(path, why, digest)
    item = msgspec.msgpack.encode(reading.item) if reading.item else b""
    return ReadText(path, digest, item, msgspec.msgpack.encode(reading.problems), reading.html)


_CURE = "cut the text into several files, or take out what was made to be slow"
_AGAIN = "it is read again when the file or [limits] changes, or with --clean"


def _cure(digest: str) -> str:
    return f"{_CURE}; {_AGAIN}" if digest else f"{_CURE}; the next build tries again"


def _failed(path: str, why: Problem, digest: str = "") -> ReadText:
    return ReadText(path, digest, b"", msgspec.msgpack.encode([why]), "")


def _slow(path: str, seconds: float) -> Problem:
    message = f"reading the file took more than {seconds:g} seconds"
    hint = f"{_CURE}; on a slow machine, set `seconds` under [limits] in dateline.toml; {_AGAIN}"
    return problem("E023", path, message, hint=hint)


def _broken(path: str, error: Exception) -> Problem:
    """A fault of ours, or of a library: one article's, not the archive's."""
    message = f"reading the file failed: {type(error).__name__}: {error}"
    hint = f"this is a fault of Dateline; please report it with the file; {_AGAIN}"
    return problem("E024", path, message, hint=hint)
