"""Moves a finished build into the output folder, as a whole and without touching anything else.

The folder `.dateline/` inside the output holds what the build knows about it: `manifest.json`,
the files it made and their digests; `staging/`, new files on their way; and `journal.json`, which
stands there only while files are being moved. A build that was killed before the journal stood
has changed nothing; one killed after it is finished by the next.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TypeVar

import msgspec

from dateline.problems import Problem, problem

_Kind = TypeVar("_Kind")

STATE_FOLDER = ".dateline"
_MANIFEST = "manifest.json"
_JOURNAL = "journal.json"


class Manifest(msgspec.Struct, frozen=True):
    """The files that the build made in the output folder, by path, each with its digest."""

    files: dict[str, str] = {}


class Journal(msgspec.Struct, frozen=True):
    """What a commit does, in order; every step can be taken again without harm."""

    clear: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    remove: tuple[str, ...]
    manifest: Manifest


class Counts(msgspec.Struct, frozen=True):
    """What a commit changed in the output folder."""

    written: int
    removed: int


def digest_of(data: bytes) -> str:
    """What a manifest keeps of a file's bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Publication:
    """One build's way into the output folder: files are put, then all of them are committed."""

    def __init__(self, output: Path):
        self._output = output
        self._state = output / STATE_FOLDER
        self._staging = self._state / "staging"
        self.finish_interrupted()
        self._before = _read(self._state / _MANIFEST, Manifest) or Manifest()
        self._files: dict[str, str] = {}
        self._moves: list[tuple[str, str]] = []
        self._folders_seen = {""}
        self.problems: list[Problem] = []

    def finish_interrupted(self) -> None:
        """Ends the commit of a build that was killed, or clears away what it had only prepared."""
        journal = _read(self._state / _JOURNAL, Journal)
        if journal is not None:
            self._carry_out(journal)
        if self._staging.is_dir():
            shutil.rmtree(self._staging)

    def put(self, path: str, data: bytes) -> None:
        """Publishes a file at a path relative to the output folder, unless it stands there so."""
        digest = digest_of(data)
        self._files[path] = digest
        target = self._output / path
        if self._before.files.get(path) == digest and _has_size(target, len(data)):
            return
        if path not in self._before.files and not self._may_take(path, data):
            return
        self._staging.mkdir(parents=True, exist_ok=True)
        name = str(len(self._moves))
        (self._staging / name).write_bytes(data)
        self._moves.append((name, path))

    def commit(self) -> Counts:
        """Makes the output folder what was put; what earlier builds made beside it is removed."""
        gone = set(self._before.files) - set(self._files)
        clear = self._in_the_way(gone)
        journal = Journal(
            clear=tuple(sorted(clear)),
            moves=tuple(self._moves),
            remove=tuple(sorted(gone - clear)),
            manifest=Manifest(dict(sorted(self._files.items()))),
        )
        if self._moves or gone or journal.manifest != self._before:
            self._state.mkdir(parents=True, exist_ok=True)
            _write(self._state / _JOURNAL, journal)
            self._carry_out(journal)
        return Counts(len(self._moves), len(gone))

    def abandon(self) -> None:
        """Clears away what was prepared; the output folder is as it was."""
        if self._staging.is_dir():
            shutil.rmtree(self._staging)
        for folder in (self._state, self._output):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _may_take(self, path: str, data: bytes) -> bool:
        """Whether nothing stands at a new path, or the same bytes; says so where not."""
        target = self._output / path
        blocked = next((p for p in self._new_folders(path) if self._is_foreign_file(p)), None)
        if blocked is None and not os.path.lexists(target):
            return True
        if blocked is None and target.is_dir() and not target.is_symlink():
            own = any(name.startswith(f"{path}/") for name in self._before.files)
            blocked = None if own else path
        elif blocked is None:
            same = target.is_file() and not target.is_symlink() and target.read_bytes() == data
            blocked = None if same else path
        if blocked is not None:
            message = "this file was not made by the build and stands where a page belongs"
            hint = "move it away, or choose another folder with --output"
            self.problems.append(problem("E041", str(self._output / blocked), message, hint=hint))
        return blocked is None

    def _new_folders(self, path: str) -> list[str]:
        found = []
        for folder in PurePosixPath(path).parents:
            name = "" if str(folder) == "." else str(folder)
            if name in self._folders_seen:
                break
            self._folders_seen.add(name)
            found.append(name)
        return found

    def _is_foreign_file(self, path: str) -> bool:
        place = self._output / path
        exists = os.path.lexists(place)
        return (
            exists
            and (place.is_symlink() or not place.is_dir())
            and (path not in self._before.files)
        )

    def _in_the_way(self, gone: set[str]) -> set[str]:
        """Files to remove first: where a folder must stand, or in a folder where a file must."""
        new = [path for _, path in self._moves]
        parents = {str(parent) for path in new for parent in PurePosixPath(path).parents}
        files = set(new)
        return {
            path
            for path in gone
            if path in parents or any(str(p) in files for p in PurePosixPath(path).parents)
        }

    def _carry_out(self, journal: Journal) -> None:
        self._remove(journal.clear)
        for name, path in journal.moves:
            staged, target = self._staging / name, self._output / path
            if staged.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                staged.replace(target)
        self._remove(journal.remove)
        _write(self._state / _MANIFEST, journal.manifest)
        (self._state / _JOURNAL).unlink()
        if self._staging.is_dir():
            shutil.rmtree(self._staging)

    def _remove(self, paths: Iterable[str]) -> None:
        """Removes files, and the folders that are empty without them."""
        for path in paths:
            place = self._output / path
            place.unlink(missing_ok=True)
            for folder in place.relative_to(self._output).parents:
                if folder == Path() or _is_filled(self._output / folder):
                    break
                (self._output / folder).rmdir()


def _is_filled(folder: Path) -> bool:
    return not folder.is_dir() or any(folder.iterdir())


def _has_size(file: Path, size: int) -> bool:
    try:
        return file.stat().st_size == size and not file.is_symlink()
    except OSError:
        return False


def _read(path: Path, kind: type[_Kind]) -> _Kind | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None


def _write(path: Path, value: Manifest | Journal) -> None:
    """Writes a file that is there whole or not at all, even after a loss of power."""
    temporary = path.with_suffix(".new")
    with temporary.open("wb") as file:
        file.write(msgspec.json.encode(value))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
