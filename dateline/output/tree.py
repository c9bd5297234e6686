"""Moves and removes files in the output folder, and nothing outside it.

The folder may contain foreign files, and the manifest may be manipulated. So no symbolic link below
the output folder is followed, no path leads out of it, and only plain files are changed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path

_DIGEST_SIZE = 16
#: `..`, `.`, an empty part, an absolute path, a drive, or a separator of another system.
_LEADS_ELSEWHERE = re.compile(r"(?:^|/)(?:\.{0,2})(?:/|$)|[\\\0]|^[A-Za-z]:")


class Kind(Enum):
    """The kind of a directory entry: `OTHER` is a link, a pipe or a device."""

    NOTHING = 0
    FILE = 1
    FOLDER = 2
    OTHER = 3


def kind_of(place: str | os.PathLike[str]) -> Kind:
    """The kind of the entry at a path; links are not followed."""
    try:
        mode = os.lstat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Kind.NOTHING
    if stat.S_ISREG(mode):
        return Kind.FILE
    return Kind.FOLDER if stat.S_ISDIR(mode) else Kind.OTHER


def digest_of(data: bytes) -> str:
    """The digest of a file's bytes."""
    return hashlib.blake2b(data, digest_size=_DIGEST_SIZE).hexdigest()


def has_size(place: str, size: int) -> bool:
    """Whether there is a plain file of this size at a path."""
    try:
        found = os.lstat(place)
    except (OSError, ValueError):
        return False
    return found.st_size == size and stat.S_ISREG(found.st_mode)


def has_digest(place: Path, digest: str) -> bool:
    """Whether there is a plain file with this digest at a path."""
    return kind_of(place) is Kind.FILE and digest_of(place.read_bytes()) == digest


def parents(path: str) -> Iterator[str]:
    """The folders of a path, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def remove_file(root: Path, path: str) -> None:
    """Removes a plain file below a folder, and its parent folders if they are empty."""
    if _LEADS_ELSEWHERE.search(path):
        return
    folders = [root / parent for parent in parents(path)]
    if any(kind_of(folder) in (Kind.FILE, Kind.OTHER) for folder in reversed(folders)):
        return
    if kind_of(root / path) is Kind.FILE:
        (root / path).unlink()
    for folder in folders:
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            break  # not empty


def move_in(source: Path, root: Path, path: str, is_new: Callable[[str], bool]) -> None:
    """Moves a tree to its place: as a whole if there is nothing yet, else entry by entry.

    `path` is its place below `root`. `is_new` says whether a file must not be overwritten. Raises
    FileExistsError if something is in the way. An interrupted move can be repeated.
    """
    target = root / path
    moved, there = kind_of(source), kind_of(target)
    if there is Kind.NOTHING and moved in (Kind.FILE, Kind.FOLDER):
        source.rename(target)
    elif moved is there is Kind.FOLDER:
        for entry in sorted(source.iterdir()):
            move_in(entry, root, f"{path}/{entry.name}", is_new)
    elif moved is there is Kind.FILE and not is_new(path):
        source.replace(target)
    elif moved is there is Kind.FILE and source.read_bytes() == target.read_bytes():
        source.unlink()  # it is already in place, and keeps its time
    else:
        raise FileExistsError(errno.EEXIST, "this was not made by the build", str(target))


def in_the_way(root: Path, path: str, ours: Collection[str], seen: dict[str, Kind]) -> str:
    """The foreign entry in the place of a file or of its folder; `""` if there is none. `seen`
    caches the kinds of folders by path."""
    for folder in reversed([*parents(path)]):
        if folder not in seen:
            seen[folder] = kind_of(root / folder)
        if seen[folder] is Kind.NOTHING:
            return ""
        if seen[folder] is not Kind.FOLDER:
            return "" if seen[folder] is Kind.FILE and folder in ours else folder
    kind = kind_of(root / path)
    if kind is Kind.FOLDER:
        return _first_other(root, path, ours)
    return "" if kind is Kind.NOTHING or (kind is Kind.FILE and path in ours) else path


def _first_other(root: Path, folder: str, ours: Collection[str]) -> str:
    """The first foreign entry below a folder. It is the folder itself if that is empty and never
    had a file of ours."""
    names = sorted(entry.name for entry in (root / folder).iterdir())
    for name in names:
        path = f"{folder}/{name}"
        if kind_of(root / path) is Kind.FOLDER:
            if other := _first_other(root, path, ours):
                return other
        elif path not in ours:
            return path
    return "" if names or any(path.startswith(f"{folder}/") for path in ours) else folder


def clear(folder: Path) -> None:
    """Removes a folder with its content; of a link or a file, only itself."""
    if kind_of(folder) is Kind.FOLDER:
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)


def write_whole(file: Path, data: bytes) -> None:
    """Writes a file atomically, even against a loss of power; until its folder is synced, the old
    file may return."""
    temporary = file.with_suffix(".new")
    clear(temporary)  # left by a killed build; or a link, which is not followed
    with temporary.open("xb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(file)


def sync_folder(folder: Path) -> None:
    """Syncs the names in a folder, if the system supports it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
