"""A pool of processes that carries tasks: reading texts, rendering pages, indexing shards.

A task is a function of its settings, encoded, and of a chunk; both can be sent, and what it returns
can be sent back. So any `concurrent.futures.Executor` can carry it.
"""

from __future__ import annotations

import collections
import gc
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import TypeVar

import msgspec

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class Pool:
    """Runs tasks: within this process for one chunk, in a pool of processes for more."""

    def __init__(self, jobs: int):
        self._jobs = jobs
        self._pool: Executor | None = None
        #: How many chunks may be under way at a time.
        self.ahead = 2 * jobs + 1

    def run(
        self,
        task: Callable[[bytes, _Task], _Result],
        settings: msgspec.Struct,
        chunks: Iterable[_Task],
    ) -> Iterator[_Result]:
        """The results in the order of the chunks; only a few more are in memory at a time."""
        encoded = msgspec.msgpack.encode(settings)
        ahead = iter(chunks)
        first = list(itertools.islice(ahead, 2))
        if len(first) < 2 or self._jobs == 1:
            for chunk in itertools.chain(first, ahead):
                yield task(encoded, chunk)
            return
        waiting: collections.deque[Future[_Result]] = collections.deque()
        for chunk in itertools.chain(first, ahead):
            waiting.append(self._executor().submit(task, encoded, chunk))
            if len(waiting) >= self.ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def begin(
        self, task: Callable[[bytes, _Task], _Result], settings: msgspec.Struct, chunk: _Task
    ) -> Future[_Result]:
        """Begins one task in another process, beside whatever this one does next."""
        return self._executor().submit(task, msgspec.msgpack.encode(settings), chunk)

    def close(self, *, at_once: bool = False) -> None:
        """Ends the processes, and what they hold in memory; work not begun is dropped, and at once
        what is begun, too."""
        if self._pool is not None:
            for process in multiprocessing.active_children() if at_once else ():
                process.kill()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _executor(self) -> Executor:
        if self._pool is None:
            gc.freeze()  # what is here now is not copied when a process looks for garbage
            self._pool = ProcessPoolExecutor(self._jobs, initializer=_begin_process)
        return self._pool


def available_jobs() -> int:
    """How many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin_process() -> None:
    """Ctrl-C goes to every process of a terminal; the parent alone decides what it means. A parent
    that is killed cannot say so: whoever works for it then waits for ever, and is ended here."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGXCPU"):
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)  # ends a process that is busy for too long
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_less()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  # this runs in the processes of a pool alone
    parent.join()
    os._exit(1)


def collect_less() -> None:
    """Lets Python look for garbage seldom: parsing makes much, and hardly any of it in cycles."""
    gc.set_threshold(100_000, 50, 100)
