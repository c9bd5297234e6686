"""Ends a build before its n-th step on disk, or lets every later step fail.

Python calls an audit hook before each file is opened, renamed or removed. A killed process does
nothing more. So from that step on every other step fails too, and a `finally` cannot clean up.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
_NEEDS_ROOM = {"open", "os.mkdir", "os.link", "os.symlink"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Killed(BaseException):
    """Nothing catches it, as nothing catches SIGKILL."""


class _Watch:
    """The present action for steps. There is only one, because a hook cannot be removed."""

    root: str = ""
    at: int = 0
    steps: list[str] = []  # noqa: RUF012  # replaced, never changed
    error: OSError | None = None
    unreadable: str = ""


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _Watch.unreadable and str(arguments[0]) == _Watch.unreadable:
        raise PermissionError(errno.EACCES, "Permission denied", _Watch.unreadable)
    if not _Watch.root or (event not in _STEPS and event != "open"):
        return
    path = arguments[0]
    if event == "open" and not (isinstance(path, str) and arguments[2] & _WRITES):
        return
    # Without a folder, the path is below one that was opened: a tree that is removed.
    path = os.fsdecode(path)
    if path.startswith(os.sep) and not path.startswith(_Watch.root):
        return
    _Watch.steps.append(f"{event} {path.removeprefix(_Watch.root)}")
    if len(_Watch.steps) <= _Watch.at:
        return
    if _Watch.error is None:
        raise Killed
    if event in _NEEDS_ROOM:
        raise OSError(_Watch.error.errno, _Watch.error.strerror, path)


sys.addaudithook(_hook)


@contextmanager
def ended_at(root: Path, at: int, error: OSError | None = None) -> Iterator[list[str]]:
    """Lets so many steps below a folder happen and none after; with an error, none that needs
    room. Gives the list of the steps."""
    steps: list[str] = []
    _Watch.root, _Watch.at, _Watch.steps, _Watch.error = f"{root}{os.sep}", at, steps, error
    try:
        yield steps
    finally:
        _Watch.root = ""


@contextmanager
def unreadable(file: Path) -> Iterator[None]:
    """Refuses to open a file, as the system does where somebody has no right to; root has all."""
    _Watch.unreadable = str(file)
    try:
        yield
    finally:
        _Watch.unreadable = ""


def fingerprint(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything below a folder: bytes, times and modes of files, targets of links."""
    found: dict[str, tuple[object, ...]] = {}
    for place in sorted(root.rglob("*")):
        status = place.lstat()
        name = place.relative_to(root).as_posix()
        if place.is_symlink():
            found[name] = (str(place.readlink()),)
        elif place.is_file():
            found[name] = (place.read_bytes(), status.st_mtime_ns, status.st_mode)
    return found
