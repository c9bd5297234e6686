"""One build at a time in a folder: whoever comes second says so, waits, and goes on.

The lock is the kernel's, so it goes with its process however that ends. Processes forked meanwhile
hold it too: nobody builds beside the workers of a build that was killed, while one is still at it.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Nothing can be written here either, so nobody needs to be kept out.
_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}
#: Some network file systems have no locks.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        """Raises BlockingIOError where another process holds the lock."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(error.errno, error.strerror) from None

    def _wait_for_lock(descriptor: int) -> None:
        while True:
            with suppress(BlockingIOError):
                return _try_lock(descriptor)
            time.sleep(0.1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        """Raises BlockingIOError where another process holds the lock."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _wait_for_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        # Not by closing alone: a forked process has the same lock open.
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def locked(file: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Holds the lock of a folder: an empty file in it, made where it is missing.

    Where nothing can be written, or the file system has no locks, there is none. Raises OSError.
    """
    descriptor = _open_locked(file, say)
    try:
        yield
    finally:
        if descriptor is not None:
            with suppress(OSError):
                _unlock(descriptor)
            os.close(descriptor)


def _open_locked(file: Path, say: Callable[[str], None]) -> int | None:
    while True:
        descriptor = _open(file)
        if descriptor is None:
            return None
        try:
            _lock(descriptor, file, say)
        except BaseException:
            os.close(descriptor)
            raise
        # Whoever held it may have cleared it away meanwhile; that lock keeps nobody out.
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)


def _open(file: Path) -> int | None:
    """Opens the file, which is never a link to somewhere else, and never written."""
    while True:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            return os.open(file, flags, 0o666)
        except FileNotFoundError:
            continue  # its folder was cleared away in between
        except OSError as error:
            if error.errno in _NOT_WRITABLE:
                return None
            raise


def _lock(descriptor: int, file: Path, say: Callable[[str], None]) -> None:
    try:
        try:
            _try_lock(descriptor)
        except BlockingIOError:
            say(f"another build is at work in {file.parent}; this one waits for it")
            _wait_for_lock(descriptor)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        say(f"{file.parent}: this file system has no locks; let one build end before the next")
