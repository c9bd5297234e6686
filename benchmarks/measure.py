"""Runs a command and measures its process tree: wall time, processor time, peak memory."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.results import Usage

_INTERVAL = 0.02
# Adding up the pages of gigabytes takes a while: watching may take a tenth of a core, not more.
_SHARE = 10
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)
_PAGE = os.sysconf("SC_PAGE_SIZE")


def run(
    arguments: Sequence[str], folder: Path, environment: dict[str, str], log: Path, limit: int
) -> Usage:
    """Runs the command in `folder`; what it says goes to `log` and `log.err`.

    A tree that grows beyond `limit` bytes is ended: the machine has other uses for its memory.
    """
    os.sync()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with log.open("wb") as out, log.with_suffix(".err").open("wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            arguments,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        watch = _Watch(process.pid, limit)
        watch.start()
        code = process.wait()
        seconds = time.perf_counter() - start
        watch.end()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    failure = f"exit code {code}" if code else ""
    if watch.exceeded:
        failure = f"more than {limit / 1e9:g} GB"
    return Usage(round(seconds, 4), round(cpu, 3), watch.peak, failure)


class _Watch(threading.Thread):
    """Adds up the memory of a process and its descendants again and again, and keeps the peak."""

    def __init__(self, pid: int, limit: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.exceeded = False
        self._pid = pid
        self._limit = limit
        self._ended = threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            start = time.perf_counter()
            memory = sum(map(_memory, _tree(self._pid)))
            self.peak = max(self.peak, memory)
            if memory > self._limit and not self.exceeded:
                self.exceeded = True
                os.killpg(self._pid, signal.SIGKILL)
            pause = max(_INTERVAL, _SHARE * (time.perf_counter() - start))

    def end(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        threads = os.listdir(f"/proc/{pid}/task")  # noqa: PTH208  # called fifty times a second
    except OSError:
        return
    for thread in threads:
        for child in _read(f"/proc/{pid}/task/{thread}/children").split():
            yield from _tree(int(child))


def _memory(pid: int) -> int:
    """Bytes of a process, pages shared with others counted by its part (PSS), else all (RSS)."""
    found = _PSS.search(_read(f"/proc/{pid}/smaps_rollup"))
    if found:
        return int(found[1]) * 1024
    fields = _read(f"/proc/{pid}/statm").split()
    return int(fields[1]) * _PAGE if fields else 0


def _read(path: str) -> bytes:
    """The file's content, nothing where the process has ended meanwhile."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # called fifty times a second
            return file.read()
    except OSError:
        return b""
