"""Moves a finished build into the output folder, as a whole and without touching anything else.

The folder `.dateline/` inside the output holds what the build knows about it: `manifest.json`,
the files it made and their digests; `staging/`, a tree of new files on their way; and
`journal.json`, which stands there only while they are moved. A build that was killed before the
journal stood has changed nothing; one killed after it is finished by the next. The work follows
the change: a folder that is new moves in as one, and what stays is not touched.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

import msgspec

from dateline.model import LISTED_FIELDS
from dateline.problems import Problem, problem

_Kind = TypeVar("_Kind")

STATE_FOLDER = ".dateline"
_STAGING = "staging"
_MANIFEST = "manifest.json"
_JOURNAL = "journal.json"
#: Moved last, in this order: a list must not name what is not there yet, nor the index what no
#: list names.
_LAST = (*LISTED_FIELDS, "timeline", "index.html", "feed.xml", "feed.json", "search", "pagefind")


class Made(NamedTuple):
    """A file that a build made: the digest of its bytes, and how many they are."""

    digest: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """The files that the build made in the output folder, by path."""

    files: dict[str, Made] = {}


class Journal(msgspec.Struct, frozen=True):
    """What is left of a commit beside the staged tree; every step can be taken twice."""

    clear: tuple[str, ...]
    remove: tuple[str, ...]
    manifest: Manifest


class Counts(msgspec.Struct, frozen=True):
    """What a commit changed in the output folder."""

    written: int
    removed: int


def made_of(data: bytes) -> Made:
    """What a manifest keeps of a file's bytes."""
    return Made(hashlib.blake2b(data, digest_size=16).hexdigest(), len(data))


class Publication:
    """One build's way into the output folder.

    Files are put here, or written to `staging` by others and recorded; then all are committed.
    """

    def __init__(self, output: Path):
        self.output = output
        self._state = output / STATE_FOLDER
        self.staging = self._state / _STAGING
        self._finish_interrupted()
        self._before = (_read(self._state / _MANIFEST, Manifest) or Manifest()).files
        self._files: dict[str, Made] = {}
        self._staged: list[str] = []
        self.problems: list[Problem] = []

    def standing(self, path: str) -> Made | None:
        """What an earlier build made at a path, if it stands there still."""
        made = self._before.get(path)
        return made if made and _has_size(f"{self.output}/{path}", made.size) else None

    def standing_under(self, folder: str) -> dict[str, Made]:
        """What earlier builds made below a folder and still stands."""
        paths = [path for path in self._before if path.startswith(folder)]
        return {path: made for path in paths if (made := self.standing(path))}

    def identity(self) -> bytes:
        """The digest of the manifest: tells whether another build came between."""
        try:
            return hashlib.blake2b((self._state / _MANIFEST).read_bytes()).digest()
        except OSError:
            return b""

    def is_whole(self) -> bool:
        """Whether every file that the last build made still stands."""
        return bool(self._before) and all(map(self.standing, self._before))

    @property
    def size(self) -> int:
        """Bytes of all files of this build."""
        return sum(made.size for made in self._files.values())

    def keep(self, path: str, made: Made) -> None:
        """A file stands already as it should."""
        self._files[path] = made

    def record(self, path: str, made: Made) -> None:
        """A file was written to its place under `staging`."""
        self._files[path] = made
        self._staged.append(path)

    def put(self, path: str, data: bytes) -> None:
        """Publishes a file, unless it stands there so."""
        made = made_of(data)
        if self.standing(path) == made:
            self.keep(path, made)
        else:
            write_staged(self.staging / path, data)
            self.record(path, made)

    def check(self) -> None:
        """Finds files that the build did not make and that stand where one of its own belongs."""
        absent: set[str] = set()
        for path in self._staged:
            if path not in self._before and (blocked := self._blocked(path, absent)):
                message = "this file was not made by the build and stands where a page belongs"
                hint = "move it away, or choose another folder with --output"
                where = str(self.output / blocked)
                self.problems.append(problem("E041", where, message, hint=hint))

    def commit(self) -> Counts:
        """Makes the output folder what was published; what earlier builds made beside it goes."""
        gone = set(self._before) - set(self._files)
        if not self._staged and not gone:
            self._clear_staging()
            return Counts(0, 0)
        clear = self._in_the_way(gone)
        manifest = Manifest(dict(sorted(self._files.items())))
        journal = Journal(tuple(sorted(clear)), tuple(sorted(gone - clear)), manifest)
        self._state.mkdir(parents=True, exist_ok=True)
        _write(self._state / _JOURNAL, journal)
        self._carry_out(journal)
        return Counts(len(self._staged), len(gone))

    def abandon(self) -> None:
        """Clears away what was prepared; the output folder is as it was."""
        self._clear_staging()
        for folder in (self._state, self.output):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _finish_interrupted(self) -> None:
        journal = _read(self._state / _JOURNAL, Journal)
        if journal is not None:
            self._carry_out(journal)
        self._clear_staging()

    def _clear_staging(self) -> None:
        if self.staging.is_dir():
            shutil.rmtree(self.staging)

    def _blocked(self, path: str, absent: set[str]) -> str:
        """The foreign file that stands at a new path or where its folder must be, if any."""
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            part = "/".join(parts[:depth])
            place = self.output / part
            if part in absent:
                return ""
            if not os.path.lexists(place):
                absent.add(part)
                return ""
            is_folder = place.is_dir() and not place.is_symlink()
            if is_folder and depth == len(parts):
                is_own = any(name.startswith(f"{part}/") for name in self._before)
                return "" if is_own else part
            if not is_folder and part not in self._before:
                return "" if depth == len(parts) and _same(place, self.staging / path) else part
        return ""

    def _in_the_way(self, gone: set[str]) -> set[str]:
        """Files to remove first: where a folder must stand, or in a folder where a file must."""
        if not gone:
            return set()
        parents = {parent for path in self._staged for parent in _parents(path)}
        files = set(self._staged)
        return {path for path in gone if path in parents or any(p in files for p in _parents(path))}

    def _carry_out(self, journal: Journal) -> None:
        self._remove(journal.clear)
        if self.staging.is_dir():
            for entry in sorted(self.staging.iterdir(), key=lambda path: _turn(path.name)):
                _move(entry, self.output / entry.name)
        self._remove(journal.remove)
        _write(self._state / _MANIFEST, journal.manifest)
        (self._state / _JOURNAL).unlink()
        self._clear_staging()

    def _remove(self, paths: Iterable[str]) -> None:
        """Removes files, and the folders that are empty without them."""
        for path in paths:
            (self.output / path).unlink(missing_ok=True)
            for parent in _parents(path):
                folder = self.output / parent
                if not folder.is_dir() or any(folder.iterdir()):
                    break
                folder.rmdir()


def write_staged(file: Path, data: bytes) -> None:
    """Writes a file into the staged tree, where its folder may be new."""
    try:
        file.write_bytes(data)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _has_size(file: str, size: int) -> bool:
    """Whether a file stands there with so many bytes."""
    try:
        return os.stat(file, follow_symlinks=False).st_size == size  # noqa: PTH116  # hot
    except OSError:
        return False


def _move(source: Path, target: Path) -> None:
    """Moves a tree in: as one where nothing stands there yet, else each entry by itself."""
    if source.is_dir() and target.is_dir():
        for entry in source.iterdir():
            _move(entry, target / entry.name)
    else:
        source.replace(target)


def _turn(name: str) -> tuple[int, str]:
    return (_LAST.index(name) + 1 if name in _LAST else 0, name)


def _parents(path: str) -> Iterator[str]:
    """The folders of a path, the nearest first."""
    return (str(parent) for parent in PurePosixPath(path).parents if parent.name)


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and not one.is_symlink() and one.read_bytes() == other.read_bytes()


def _read(path: Path, kind: type[_Kind]) -> _Kind | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return None  # damaged notes are none: what stands is then compared by its bytes


def _write(path: Path, value: Manifest | Journal) -> None:
    """Writes a file that is there whole or not at all, even after a loss of power."""
    temporary = path.with_suffix(".new")
    with temporary.open("wb") as file:
        file.write(msgspec.json.encode(value))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
