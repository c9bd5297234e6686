"""A pool of processes that runs tasks: reading texts, rendering pages, indexing shards.

A task is a function of its encoded settings and of a chunk. Settings, chunk and result can be sent
between processes, so any `concurrent.futures.Executor` can run a task.
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
    """Runs tasks: in this process if there is one chunk, else in a pool of processes."""

    def __init__(self, jobs: int):
        self._jobs = jobs
        self._pool: Executor | None = None
        #: The maximum number of chunks in progress.
        self.ahead = 2 * jobs + 1

    def run(
        self,
        task: Callable[[bytes, _Task], _Result],
        settings: msgspec.Struct,
        chunks: Iterable[_Task],
    ) -> Iterator[_Result]:
        """The results in the order of the chunks. At most `ahead` of them are in memory."""
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
        """Starts one task in another process and does not wait for it."""
        return self._executor().submit(task, msgspec.msgpack.encode(settings), chunk)

    def close(self, *, at_once: bool = False) -> None:
        """Ends the processes and frees their memory. Waiting work is dropped; with `at_once`,
        running work too."""
        if self._pool is not None:
            for process in multiprocessing.active_children() if at_once else ():
                process.kill()
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _executor(self) -> Executor:
        if self._pool is None:
            gc.freeze()  # else a child's garbage collector copies this memory
            self._pool = ProcessPoolExecutor(self._jobs, initializer=_begin_process)
        return self._pool


def available_jobs() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin_process() -> None:
    """Sets up a worker process. It ignores Ctrl-C, which the terminal sends to all processes,
    because the parent handles it. It ends when its parent is killed, because it would wait for ever
    otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGXCPU"):
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)  # ends a process that exceeds its limit
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_less()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  # this runs only in the processes of a pool
    parent.join()
    os._exit(1)


def collect_less() -> None:
    """Makes garbage collection rare: parsing creates many objects, and hardly any of them are in
    cycles."""
    gc.set_threshold(100_000, 50, 100)
