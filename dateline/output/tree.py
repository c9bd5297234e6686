"""Moves and removes files in the output folder, and nothing outside it.

What stands there may be anybody's, and so may the notes that name what to remove. So no symbolic
link is followed below the output folder, no path leads out of it, and what is no plain file is
left alone.
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
    """What stands at a place: `OTHER` is a link, a pipe, a device."""

    NOTHING = 0
    FILE = 1
    FOLDER = 2
    OTHER = 3


def kind_of(place: str | os.PathLike[str]) -> Kind:
    """What stands at a place; links are not followed."""
    try:
        mode = os.lstat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Kind.NOTHING
    if stat.S_ISREG(mode):
        return Kind.FILE
    return Kind.FOLDER if stat.S_ISDIR(mode) else Kind.OTHER


def digest_of(data: bytes) -> str:
    """The digest by which a file is known."""
    return hashlib.blake2b(data, digest_size=_DIGEST_SIZE).hexdigest()


def has_size(place: str, size: int) -> bool:
    """Whether a plain file stands at a place, with so many bytes."""
    try:
        found = os.lstat(place)
    except (OSError, ValueError):
        return False
    return found.st_size == size and stat.S_ISREG(found.st_mode)


def holds(place: Path, digest: str) -> bool:
    """Whether a plain file stands at a place, with the bytes of a digest."""
    return kind_of(place) is Kind.FILE and digest_of(place.read_bytes()) == digest


def parents(path: str) -> Iterator[str]:
    """The folders of a path, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def remove_file(root: Path, path: str) -> None:
    """Removes a plain file below a folder, and the folders that are empty without it, as far as
    they are still there."""
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
    """Moves a tree to its place: as one where nothing stands there yet, else each entry by itself.

    `path` is its place below `root`, and `is_new` tells whether a file there must not be written
    over. Raises FileExistsError where something stands in the way. It can be done again, should it
    have ended in the middle.
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
        source.unlink()  # it stands there already, with its time
    else:
        raise FileExistsError(errno.EEXIST, "this was not made by the build", str(target))


def in_the_way(root: Path, path: str, ours: Collection[str], seen: dict[str, Kind]) -> str:
    """What stands where a file is to be, or where its folder is to be, and is none of ours; `""`
    where there is nothing. `seen` keeps what stands at folders from path to path."""
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
    """The first thing below a folder that is none of ours, or the folder if it is empty and none of
    ours was ever in it."""
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
    """Removes a folder with all that is in it; of a link or a file, that alone."""
    if kind_of(folder) is Kind.FOLDER:
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)


def write_whole(file: Path, data: bytes) -> None:
    """Writes a file that is there whole or not at all, even after a loss of power; until its
    folder is synced the old one may be."""
    temporary = file.with_suffix(".new")
    clear(temporary)  # what a killed build left; or a link, through which nothing is written
    with temporary.open("xb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(file)


def sync_folder(folder: Path) -> None:
    """Makes sure of the names in a folder, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
