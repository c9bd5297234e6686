"""What one file may take of a process: time, and memory.

A text made to be slow must not hang a build, nor one that grows without bound take the machine's
memory. There are two ends to a file's time:

- A timer of processor time interrupts Python, and regular expressions. It works in the main thread
  of a process, where signals arrive, and not on Windows.
- A process of the build that is busy for twice as long is ended, whatever it is in the midst of:
  libraries in C and Rust are not interrupted. Who waits for it finds out by which file. The system
  counts processor time here too (`RLIMIT_CPU`), so that a busy machine ends nothing that an idle
  one would read; Windows cannot, and ends it by the clock.

The process that the user started is never ended, so it leaves to others what such a library could
take long for (`takes_long`).
"""

from __future__ import annotations

import faulthandler
import functools
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Collection
from pathlib import Path
from types import FrameType
from typing import Any, Literal

#: A file so small is read in a moment whatever stands in it, but for HTML: browsers' rules for
#: elements that are not closed let it grow by the square of its tags.
_SMALL, _FEW_TAGS = 64 * 1024, 1000
#: Bytes that a process may ask for beside what it has; an article of 5 MB takes a fifth.
_MEMORY = 4 * 1024**3
#: Seconds for which the end of a process is put off at a time: putting it off takes a while too.
_PACE = 1.0


Ending = Literal["late", "crash", "killed"]


class TimeUpError(BaseException):
    """A file took too long. Not an Exception, which libraries catch on the way."""


def is_child() -> bool:
    """Whether this process was started by the build, so that it may be ended."""
    return multiprocessing.parent_process() is not None


def takes_long(raw: bytes) -> bool:
    """Whether a text may keep a library in C or Rust busy for long."""
    return len(raw) > _SMALL or raw.count(b"<") > _FEW_TAGS


class Watch:
    """Watches over one file after another: `begin` gives the next one its time, at the end of
    which TimeUpError is raised, or the process ends."""

    def __init__(self, seconds: float):
        self._seconds = seconds
        self._is_timed = False
        self._ends = is_child()
        in_main_thread = threading.current_thread() is threading.main_thread()
        self._interrupts = hasattr(signal, "setitimer") and in_main_thread
        self._put_off = 0.0
        self._handler: Any = None
        self._memory: tuple[int, int] | None = None

    def __enter__(self) -> Watch:
        if self._interrupts:
            self._handler = signal.signal(signal.SIGPROF, self._time_up)
        if self._ends:
            self._memory = _limit_memory(_MEMORY)
        return self

    @property
    def limits_memory(self) -> bool:
        """Whether want of memory means that one file took more than it may."""
        return self._memory is not None

    def begin(self) -> None:
        """The next file begins."""
        if self._interrupts:
            self._is_timed = True
            # Again and again: Python drops what is raised where nobody can catch it.
            signal.setitimer(signal.ITIMER_PROF, self._seconds, _PACE)
        if self._ends and time.monotonic() - self._put_off > _PACE:
            self._put_off = time.monotonic()
            _end_after(2 * self._seconds + _PACE)

    def allow(self, seconds: float) -> None:
        """The file that was begun has so many seconds from now on, and no more than the others."""
        if self._interrupts:
            signal.setitimer(signal.ITIMER_PROF, min(seconds, self._seconds), _PACE)

    def end(self) -> None:
        """The file is done with, or was interrupted, and nothing more is raised for it: its time
        may be up once more while what it left is cleared away."""
        self._is_timed = False

    def __exit__(self, *_: object) -> None:
        self._is_timed = False
        if self._interrupts:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, self._handler)
        if self._ends:
            _never_end()
            _allow_memory(self._memory)

    def _time_up(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_timed:  # not where the time ended with the file
            raise TimeUpError


def _end_after(seconds: float) -> None:
    """Lets the system end this process when it has been busy for so long from now."""
    if sys.platform == "win32":
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = math.ceil(time.process_time() + seconds)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _never_end() -> None:
    if sys.platform == "win32":
        faulthandler.cancel_dump_traceback_later()
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def how_it_ended(codes: Collection[int | None]) -> Ending:
    """Why a process of the build ended, by the exit codes of those that ran: a negative one is the
    number of a signal."""
    ended = {code for code in codes if code not in (None, 0, -signal.SIGTERM)}
    late = {1} if sys.platform == "win32" else {-signal.SIGXCPU}
    if ended & late:
        return "late"
    # Nothing in a process kills it: that is another, such as the system for want of memory.
    is_crash = sys.platform != "win32" and ended and -signal.SIGKILL not in ended
    return "crash" if is_crash else "killed"


@functools.cache
def _nowhere() -> Any:
    return Path(os.devnull).open("w")


def _limit_memory(more: int) -> tuple[int, int] | None:
    """Lets this process have so much more memory than it has, and returns what it might have
    before. Only Linux counts what a process asks for."""
    if sys.platform != "linux":
        return None
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    pages = int(Path("/proc/self/statm").read_text().split()[5])
    limit = pages * resource.getpagesize() + more
    held = [each for each in before if each != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([limit, *held]), before[1]))
    # A process that ends so leaves no image of its memory.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    return before


def _allow_memory(before: tuple[int, int] | None) -> None:
    if before is not None and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, before)
