"""Moves a finished build into the output folder, as a whole, without changing any other file.

The folder `.dateline/` in the output folder has the state: `manifest.json` with the files of the
last build and their digests; `lock`; `staging-…/` with new files; and during a commit `next.json`,
the next manifest, and `journal.json`, the remaining steps. A build that is killed before the
journal is written has changed nothing. One that is killed later is completed by the next. Ownership
of files survives the loss of `next.json` or the journal. The work is proportional to the change: a
new folder is moved as one, and unchanged files are not touched.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from dateline.output.lock import locked
from dateline.output.manifest import FileRecord, Journal, Manifest, read_record, record_of
from dateline.output.tree import (
    Kind,
    clear,
    digest_of,
    has_digest,
    has_size,
    in_the_way,
    kind_of,
    move_in,
    parents,
    remove_file,
    sync_folder,
    write_whole,
)
from dateline.problems import Problem, problem
from dateline.urls import SITE_PLACES, output_file

STATE_FOLDER = ".dateline"
_LOCK = "lock"
_STAGING = "staging-"
_MANIFEST = "manifest.json"
_NEXT = "next.json"
_JOURNAL = "journal.json"
_LEFTOVERS = (f"{_STAGING}*", "*.new")
#: Entries of the output folder that are moved last, in this order: a list must not refer to pages
#: that are not there yet, nor the search index to missing shards.
_LAST = [output_file(place.address).partition("/")[0] for place in SITE_PLACES if place.moves_last]


class Counts(msgspec.Struct, frozen=True):
    """The changes of a commit in the output folder."""

    written: int
    removed: int


@contextmanager
def open_transaction(output: Path, say: Callable[[str], None]) -> Iterator[OutputTransaction]:
    """Opens an output folder for one build at a time. `say` gets messages for the user.

    At the end, uncommitted files and folders made for them are deleted.
    """
    state = output / STATE_FOLDER
    if kind_of(state) not in (Kind.NOTHING, Kind.FOLDER):
        message = "the build keeps its notes in a folder of this name, and this is none"
        raise FileExistsError(errno.EEXIST, message, str(state))
    absent = [folder for folder in (state, output, *output.parents) if not folder.exists()]
    with locked(state / _LOCK, say):
        found = OutputTransaction(output)
        try:
            yield found
        finally:
            if not is_cut_short(output):
                with suppress(OSError):  # a process of a killed build may write there: next time
                    found.clear_leftovers()
            if absent and kind_of(state / _MANIFEST) is Kind.NOTHING:
                _delete_leftovers(state / _LOCK, absent)


def is_cut_short(output: Path) -> bool:
    """Whether a commit into a folder began and has not ended."""
    return kind_of(output / STATE_FOLDER / _JOURNAL) is not Kind.NOTHING


class OutputTransaction:
    """The changes of one build to the output folder.

    Files are put here, or written to `staging` by other processes and recorded. Then all are
    committed. If `problems` are found at the start, nothing can be published.
    """

    def __init__(self, output: Path):
        self.output = output
        self._state = output / STATE_FOLDER
        # A unique name, because a process of a killed build may still write to its own.
        self.staging = self._state / f"{_STAGING}{os.getpid()}"
        self.problems: list[Problem] = []
        #: Addresses of listings: those of the last build, until this one sets new ones.
        self.listings: dict[str, dict[str, list[str]]] = {}
        self._before: dict[str, FileRecord] = {}
        self._is_sure = True
        self._files: dict[str, FileRecord] = {}
        self._staged: list[str] = []
        self._recover()

    def current(self, path: str) -> FileRecord | None:
        """The record of an earlier build for a path, if that file still exists."""
        made = self._before.get(path)
        if made is None or not has_size(f"{self.output}/{path}", made.size):
            return None
        return made if self._is_sure or has_digest(self.output / path, made.digest) else None

    def current_under(self, folder: str) -> dict[str, FileRecord]:
        """The records of earlier builds for existing files below a folder."""
        paths = [path for path in self._before if path.startswith(folder)]
        return {path: made for path in paths if (made := self.current(path))}

    def identity(self) -> bytes:
        """The digest of the manifest. It changes with every other build."""
        try:
            return bytes.fromhex(digest_of((self._state / _MANIFEST).read_bytes()))
        except OSError:
            return b""

    def is_whole(self) -> bool:
        """Whether every file of the last build still exists."""
        return self._is_sure and bool(self._before) and all(map(self.current, self._before))

    @property
    def size(self) -> int:
        """Bytes of all files of this build."""
        return sum(made.size for made in self._files.values())

    def keep(self, path: str, made: FileRecord) -> None:
        """Keeps a file that is already in place."""
        self._files[path] = made

    def record(self, path: str, made: FileRecord) -> None:
        """Records a file that was written to `staging`."""
        self._files[path] = made
        self._staged.append(path)

    def put(self, path: str, data: bytes) -> None:
        """Publishes a file, unless it is already in place."""
        made = record_of(data)
        if self.current(path) == made:
            self.keep(path, made)
        else:
            write_staged(self.staging / path, data)
            self.record(path, made)

    def begin_again(self) -> None:
        """Forgets all files of this build. No other process may write to `staging` meanwhile."""
        self._files.clear()
        self._staged.clear()
        clear(self.staging)

    def check(self) -> None:
        """Reports files of other origin in the places of this build's files."""
        seen: dict[str, Kind] = {}
        for path in self._staged:
            other = in_the_way(self.output, path, self._before, seen)
            if other == path and has_digest(self.output / path, self._files[path].digest):
                continue  # same bytes: a site that lost its manifest is taken over
            if other:
                self.problems.append(self._in_our_way(other))

    def commit(self) -> Counts:
        """Publishes the files of this build and removes those of earlier builds that it does not
        have.

        Raises OSError; `is_cut_short` says whether anything was moved.
        """
        gone = self._before.keys() - self._files
        if not self._staged and not gone and self._is_sure:
            return Counts(0, 0)
        first = self._first_to_go(gone)
        manifest = Manifest(dict(sorted(self._files.items())), self.listings)
        journal = Journal(
            self.staging.name,
            {path: self._before[path] for path in sorted(first)},
            {path: self._before[path] for path in sorted(gone - first)},
            {path: self._files[path] for path in self._staged if path not in self._before},
        )
        self._state.mkdir(parents=True, exist_ok=True)
        # Everything that needs space is written before anything moves.
        try:
            write_whole(self._state / _NEXT, msgspec.json.encode(manifest))
            write_whole(self._state / _JOURNAL, msgspec.json.encode(journal))
            sync_folder(self._state)
        except OSError:
            if self._is_sure:
                clear(self._state / _NEXT)
            raise
        self._run_steps(journal)
        return Counts(len(self._staged), len(gone))

    def clear_leftovers(self) -> None:
        """Deletes uncommitted files of this build and of killed builds."""
        for pattern in _LEFTOVERS:
            for place in self._state.glob(pattern):
                clear(place)

    def _recover(self) -> None:
        """Reads the manifest and completes an interrupted commit."""
        journal, coming = (
            read_record(self._state / _JOURNAL, Journal),
            read_record(self._state / _NEXT, Manifest),
        )
        manifest = read_record(self._state / _MANIFEST, Manifest)
        self.listings = (coming or manifest or Manifest()).listings
        if journal and coming:
            self._finish(journal)
            self._before = coming.files
        elif is_cut_short(self.output) or kind_of(self._state / _NEXT) is not Kind.NOTHING:
            # The journal or the next manifest is lost. A new file is ours if its bytes are the
            # expected ones, and every existing file is compared by its bytes.
            self._is_sure = False
            new = coming.files if coming else journal.coming if journal else {}
            self._before = dict(manifest.files if manifest else {})
            for path, made in new.items():
                if path not in self._before and has_digest(self.output / path, made.digest):
                    self._before[path] = made
        elif manifest:
            self._before = manifest.files
        if not self.problems:
            self._check_notes(manifest)
            self.clear_leftovers()

    def _check_notes(self, manifest: Manifest | None) -> None:
        """Reports a lost manifest, without which the obsolete pages are unknown."""
        file = self._state / _MANIFEST
        is_lost = manifest is None and not self._before and kind_of(file) is not Kind.NOTHING
        if is_lost and any(entry.name != STATE_FOLDER for entry in self.output.iterdir()):
            message = "the list of files that the build made cannot be read"
            hint = f"move what is your own out of {self.output}, delete it, and build again"
            self.problems.append(problem("E044", str(file), message, hint=hint))

    def _finish(self, journal: Journal) -> None:
        try:
            self._run_steps(journal, repeated=True)
        except FileExistsError as error:
            message = (
                "this file was not made by the build and is in the place of a page; "
                f"{self.output} is half old and half new, until it is moved away"
            )
            hint = "move it away, and build again"
            self.problems.append(problem("E046", str(error.filename), message, hint=hint))

    def _run_steps(self, journal: Journal, *, repeated: bool = False) -> None:
        """Runs the steps of a commit. When they are repeated, a file at a path to be removed may
        belong to somebody else."""

        def remove(files: dict[str, FileRecord]) -> None:
            for path, made in files.items():
                place = self.output / path
                if (
                    not repeated
                    or kind_of(place) is not Kind.FILE
                    or has_digest(place, made.digest)
                ):
                    remove_file(self.output, path)

        remove(journal.clear)
        staging = self._state / Path(journal.staging).name
        if kind_of(staging) is Kind.FOLDER:
            for entry in sorted(staging.iterdir(), key=_move_order):
                move_in(entry, self.output, entry.name, journal.coming.__contains__)
        remove(journal.remove)
        (self._state / _NEXT).replace(self._state / _MANIFEST)
        (self._state / _JOURNAL).unlink()
        self.clear_leftovers()

    def _first_to_go(self, gone: set[str]) -> set[str]:
        """Files to remove first: in the place of a new folder, or in a folder in the place of a new
        file."""
        if not gone:
            return set()
        folders = {parent for path in self._staged for parent in parents(path)}
        files = set(self._staged)
        return {path for path in gone if path in folders or any(p in files for p in parents(path))}

    def _in_our_way(self, path: str) -> Problem:
        message = "this file was not made by the build and is in the place of a page"
        hint = "move it away, or choose another folder with --output"
        return problem("E041", str(self.output / path), message, hint=hint)


def write_staged(file: Path, data: bytes) -> None:
    """Writes a file into the staged tree and creates its folder."""
    try:
        file.write_bytes(data)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _move_order(entry: Path) -> tuple[int, str]:
    return (_LAST.index(entry.name) + 1 if entry.name in _LAST else 0, entry.name)


def _delete_leftovers(lock: Path, folders: list[Path]) -> None:
    """Deletes files and folders of a build that published nothing."""
    with suppress(OSError):
        lock.unlink()
        for folder in folders:
            folder.rmdir()
