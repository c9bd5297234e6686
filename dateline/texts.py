"""Texts are read in chunks by the workers, each file within the limits.

A file that takes a process with it is found: what was under way is read again, one file at a time.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from dateline.limits import TimeUpError, Watch, is_child, takes_long
from dateline.problems import Problem, problem
from dateline.publishing.tree import digest_of
from dateline.reading.files import read_bytes
from dateline.workers import Settings, Workers, decode_settings

#: How many texts go to a process at a time.
TEXT_CHUNK = 64


class ReadText(NamedTuple):
    """What was read of one file, encoded; `item` is None where the known digest still holds.

    Without a digest the file was not read to its end, and may be another time.
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
    workers: Workers, settings: Settings, asked: Iterable[tuple[str, str]]
) -> Iterator[list[ReadText]]:
    """Reads texts given by path and known digest, and yields them in chunks, in order."""
    ahead = iter(asked)
    chunks = list(iter(lambda: list(islice(ahead, TEXT_CHUNK)), []))
    done = 0
    while done < len(chunks):
        try:
            for chunk in workers.run(read_texts, settings, chunks[done:]):
                known = dict(chunks[done])
                done += 1
                yield [
                    _read_alone(workers, settings, text.path, known[text.path])
                    if text.is_left
                    else text
                    for text in chunk
                ]
        except BrokenExecutor:
            workers.close()
            # The file is in one of those that were under way.
            for begun in chunks[done : done + workers.ahead]:
                done += 1
                yield [_read_alone(workers, settings, *each) for each in begun]


def _read_alone(workers: Workers, settings: Settings, path: str, digest: str) -> ReadText:
    """Reads one file in another process, and says so where it does not come back."""
    seconds, begun = settings.config.limits.seconds, time.monotonic()
    try:
        return workers.begin(read_texts, settings, [(path, digest)]).result()[0]
    except BrokenExecutor:
        workers.close()
    if time.monotonic() - begun >= seconds:
        return _failed(path, _slow(path, seconds))
    message = "reading the file ended the process that read it, perhaps for want of memory"
    return _failed(path, problem("E024", path, message, hint=_CURE))


def read_texts(settings: bytes, chunk: list[tuple[str, str]]) -> list[ReadText]:
    """Reads texts given by path and known digest."""
    known = decode_settings(settings)
    limits, found = known.config.limits, []
    with Watch(limits.seconds) as watch:
        for path, digest in chunk:
            watch.begin()
            try:
                found.append(_read(known, path, digest))
            except TimeUpError:
                found.append(_failed(path, _slow(path, limits.seconds)))
            except MemoryError:
                message = "reading the file takes more memory than there is for one"
                found.append(_failed(path, problem("E024", path, message, hint=_CURE)))
            except Exception as error:
                found.append(_failed(path, _broken(path, error)))
    return found


def _read(known: Settings, path: str, digest: str) -> ReadText:
    from dateline.reading.article import read_article
    from dateline.reading.bounds import page_problem

    raw = read_bytes(Path(known.content), path, known.config.limits)
    if isinstance(raw, Problem):
        return _failed(path, raw)
    now = digest_of(raw)
    if now == digest:
        return ReadText(path, now, None, b"", "")
    if not is_child() and takes_long(raw):
        return ReadText(path, "", None, b"", "")
    reading, limit = read_article(path, raw, known.config), known.config.limits.article
    if why := page_problem(path, len(reading.html), len(raw), limit):
        return _failed(path, why, now)
    item = msgspec.msgpack.encode(reading.item) if reading.item else b""
    return ReadText(path, now, item, msgspec.msgpack.encode(reading.problems), reading.html)


_CURE = "cut the text into several files, or take out what was made to be slow"


def _failed(path: str, why: Problem, digest: str = "") -> ReadText:
    return ReadText(path, digest, b"", msgspec.msgpack.encode([why]), "")


def _slow(path: str, seconds: float) -> Problem:
    message = f"reading the file took more than {seconds:g} seconds"
    hint = f"{_CURE}; on a slow machine, set `seconds` under [limits] in dateline.toml"
    return problem("E023", path, message, hint=hint)


def _broken(path: str, error: Exception) -> Problem:
    """A fault of ours, or of a library: one article's, not the archive's."""
    message = f"reading the file failed: {type(error).__name__}: {error}"
    hint = "this is a fault of Dateline; please report it with the file"
    return problem("E024", path, message, hint=hint)
