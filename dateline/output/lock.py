"""Allows one build at a time in a folder: a second build reports that it waits, and waits.

The lock is the kernel's, so it ends with its process. Forked processes hold it too, so no build
runs beside the workers of a killed build.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: The folder is not writable, so no lock is needed.
_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}
#: Some network file systems have no locks.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        """Raises BlockingIOError if another process holds the lock."""
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
        """Raises BlockingIOError if another process holds the lock."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _wait_for_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        # Closing the file is not enough, because a forked process has the same lock open.
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def locked(file: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Holds the lock of a folder: an empty file in it, which is created if it is missing.

    Does nothing if the folder is not writable or the file system has no locks. Raises OSError.
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
        # The former holder may have deleted the file meanwhile; such a lock excludes nobody.
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)


def _open(file: Path) -> int | None:
    """Opens the file, without following a link; None if the folder is not writable."""
    while True:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            return os.open(file, flags, 0o666)
        except FileNotFoundError:
            continue  # its folder was deleted in between
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
