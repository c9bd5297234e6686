"""What the machine does to a run: no room, no permission, no memory. As a problem, and in words."""

from __future__ import annotations

import errno
import sqlite3
from concurrent.futures import BrokenExecutor

import msgspec

from dateline.problems import Problem, in_words, problem

#: What a run can meet that is no fault of the code.
FAULTS = (OSError, sqlite3.DatabaseError, BrokenExecutor)
#: What a build can trip over where the cache holds something else than was put there.
DAMAGE = (
    sqlite3.DatabaseError,
    msgspec.DecodeError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)

#: What SQLite says when the file may be sound and the machine is not.
_NO_DAMAGE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
_HINTS = {
    errno.ENOSPC: "make room on that disk, and build again",
    errno.EDQUOT: "make room within your quota, and build again",
    errno.EACCES: "get the right to read and write there, or give another folder",
    errno.EPERM: "get the right to read and write there, or give another folder",
    errno.EROFS: "nothing can be written on that disk; give another folder",
    errno.EEXIST: "move it away, or give another folder",
    errno.EISDIR: "move it away, or give another folder",
    errno.ENOTDIR: "move it away, or give another folder",
    errno.EMFILE: "allow more open files (ulimit -n), or give --jobs 1",
    errno.ENOMEM: "--jobs 1 needs less memory",
}


def is_damage(error: Exception) -> bool:
    """Whether a new cache may help against an error."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code not in _NO_DAMAGE


def _said_by_both(error: OSError) -> str:
    """In our words, and in those of the system, by which more can be found."""
    words, own = in_words(error), error.strerror or ""
    return words if words == own.lower() or not own else f"{words} ({own})"


def fault(error: Exception, cache: str, output: str, *, is_cut_short: bool) -> Problem:
    """What stopped a build, where, what to do, and what that left in the output folder."""
    path, message, hint = output, str(error), "build again"
    if isinstance(error, BrokenExecutor):
        message = "a process of the build was ended from outside, perhaps for want of memory"
        hint = "build again; --jobs 1 needs less memory"
    elif isinstance(error, OSError):
        path = str(error.filename or output)
        message = _said_by_both(error)
        hint = _HINTS.get(error.errno or 0, hint)
    elif isinstance(error, sqlite3.Error):
        path, message = cache, f"the cache: {message}"
        hint = "make room, get the right to write there, or give --cache DIR; it may be deleted"
    if is_cut_short:
        left = f"{output} is half old and half new, until the next build finishes it"
        return problem("E046", path, f"{message}; {left}", hint=hint)
    return problem("E045", path, message, hint=hint)
