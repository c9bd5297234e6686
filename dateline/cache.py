"""What earlier builds found out: losing it costs time, never correctness.

One SQLite file. Files of the content folder are kept by path with size, times and number; pages and
shards by output folder with the digest of all that they show. Texts are dropped when the key of
reading changes, and other files when that of images does (`keep_stage`); the key of a page, a shard
or a build covers everything that it depends on.

Each row is signed. A cache with another layout, or one in which anything was changed, is thrown
away.

Without a key of one's own a signature is a checksum: it finds what was damaged, or put under
another name, but whoever means to deceive can make it too. With a key in the environment, which
stands nowhere in the cache, only who knows it can.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

#: The variable of the environment that holds the key, where there is one.
KEY_NAME = "DATELINE_CACHE_KEY"
SIZE = 16


_SCHEMA = """
CREATE TABLE IF NOT EXISTS stages (stage TEXT PRIMARY KEY, key BLOB, signature BLOB);
CREATE TABLE IF NOT EXISTS texts (
    path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER,
    digest TEXT, item BLOB, problems BLOB, signature BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER,
    digest TEXT, item BLOB, problems BLOB, signature BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (
    path TEXT PRIMARY KEY, digest TEXT, html TEXT, signature BLOB
);
CREATE TABLE IF NOT EXISTS pages (
    output TEXT, file TEXT, key BLOB, digest TEXT, parts BLOB, signature BLOB,
    PRIMARY KEY (output, file)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inputs (output TEXT PRIMARY KEY, digests BLOB, signature BLOB);
CREATE TABLE IF NOT EXISTS builds (
    output TEXT PRIMARY KEY, key BLOB, report BLOB, signature BLOB
);
CREATE TABLE IF NOT EXISTS shards (
    output TEXT, folder TEXT, key BLOB, signature BLOB, PRIMARY KEY (output, folder)
) WITHOUT ROWID;
"""
#: Another layout of the tables is another number.
_LAYOUT = int.from_bytes(hashlib.blake2b(_SCHEMA.encode(), digest_size=3).digest(), "big")

_PUT = {
    "stages": "REPLACE INTO stages VALUES (?, ?, ?)",
    "texts": "REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "files": "REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "bodies": "REPLACE INTO bodies VALUES (?, ?, ?, ?)",
    "pages": "REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?)",
    "inputs": "REPLACE INTO inputs VALUES (?, ?, ?)",
    "builds": "REPLACE INTO builds VALUES (?, ?, ?, ?)",
    "shards": "REPLACE INTO shards VALUES (?, ?, ?, ?)",
}

#: Drops what a stage kept, where it is the same for all output folders.
_DROP = {
    "reading": ("DELETE FROM texts", "DELETE FROM bodies"),
    "images": ("DELETE FROM files",),
}


class ChangedError(sqlite3.DatabaseError):
    """A row of the cache is not as it was put there."""


class Body(NamedTuple):
    """The HTML of a text, and the digest of the file that it was made of."""

    path: str
    digest: str
    html: str


class KnownFile(NamedTuple):
    """A file of the content folder. `item` and `problems` are what was read of a text, encoded."""

    path: str
    size: int
    modified: int
    changed: int
    inode: int
    digest: str
    item: bytes
    problems: bytes


class KnownPage(NamedTuple):
    """A page as it was rendered: the digest of all it depends on, of its bytes, and of each part
    of its view."""

    file: str
    key: bytes
    digest: str
    parts: bytes


class Cache:
    """The cache of one archive, open for one build."""

    def __init__(self, file: Path, *, fresh: bool = False):
        self.file = file
        is_new = fresh or not self._has_layout()
        if is_new:
            self._throw_away()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA trusted_schema=OFF")  # the schema is part of the file
        self._db.executescript(_SCHEMA)
        if is_new:
            self._db.execute(f"PRAGMA user_version = {_LAYOUT}")

    def _has_layout(self) -> bool:
        """Whether the file is there, with the tables as they are now."""
        if not self.file.exists():
            return False
        connection = sqlite3.connect(self.file)
        try:
            found = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError:
            return False
        finally:
            connection.close()
        return bool(found == (_LAYOUT,))

    def _throw_away(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Ends the use of the file."""
        self._db.close()

    def keep_stage(self, stage: str, key: bytes) -> None:
        """Drops what a stage kept, unless its key is the one with which that was made."""
        rows = self._db.execute("SELECT * FROM stages WHERE stage = ?", (stage,))
        if [known for _, known in _unchanged("stages", rows)] == [key]:
            return
        with self._transaction():
            for statement in _DROP[stage]:
                self._db.execute(statement)
            self._put("stages", [(stage, key)])

    def texts(self) -> dict[str, KnownFile]:
        """Every text that was read, by path."""
        rows = self._db.execute("SELECT * FROM texts")
        return {row[0]: KnownFile(*row) for row in _unchanged("texts", rows)}

    def put_texts(self, texts: Iterable[KnownFile], bodies: Iterable[Body]) -> None:
        """Keeps texts that were read, and their HTML."""
        with self._transaction():
            self._put("texts", texts)
            self._put("bodies", bodies)

    def forget_texts(self, paths: Iterable[str]) -> None:
        """Drops texts that are gone."""
        keys = [(path,) for path in paths]
        with self._transaction():
            self._db.executemany("DELETE FROM texts WHERE path = ?", keys)
            self._db.executemany("DELETE FROM bodies WHERE path = ?", keys)

    def paths(self) -> set[str]:
        """The paths of the files that are known and no texts."""
        return {path for (path,) in self._db.execute("SELECT path FROM files")}

    def files_at(self, paths: Iterable[str]) -> dict[str, KnownFile]:
        """Those of some files that are known and no texts, by path."""
        query = "SELECT * FROM files WHERE path = ?"
        rows = (self._db.execute(query, (path,)).fetchone() for path in paths)
        return {row[0]: KnownFile(*row) for row in _unchanged("files", filter(None, rows))}

    def put_files(self, files: Iterable[KnownFile]) -> None:
        """Keeps files that are no texts."""
        with self._transaction():
            self._put("files", files)

    def forget_files(self, paths: Iterable[str]) -> None:
        """Drops files that are gone."""
        with self._transaction():
            keys = [(path,) for path in paths]
            self._db.executemany("DELETE FROM files WHERE path = ?", keys)

    def pages(self, output: str) -> dict[str, KnownPage]:
        """Every page that stands in an output folder, by file."""
        rows = self._db.execute("SELECT * FROM pages WHERE output = ?", (output,))
        return {row[1]: KnownPage(*row[1:]) for row in _unchanged("pages", rows)}

    def inputs(self, output: str) -> bytes:
        """What the pages of an output folder were made with, as it was put; else nothing."""
        rows = self._db.execute("SELECT * FROM inputs WHERE output = ?", (output,))
        return next((bytes(digests) for _, digests in _unchanged("inputs", rows)), b"")

    def put_pages(
        self, output: str, pages: Iterable[KnownPage], gone: Iterable[str], inputs: bytes
    ) -> None:
        """Keeps pages that were rendered, with what they were made with beside their views, and
        drops those that are no more."""
        with self._transaction():
            self._put("inputs", [(output, inputs)])
            self._put("pages", ((output, *page) for page in pages))
            self._db.executemany(
                "DELETE FROM pages WHERE output = ? AND file = ?", ((output, f) for f in gone)
            )

    def shards(self, output: str) -> dict[str, bytes]:
        """The digest of what each shard of the search index holds, by folder."""
        rows = self._db.execute("SELECT * FROM shards WHERE output = ?", (output,))
        return {folder: key for _, folder, key in _unchanged("shards", rows)}

    def put_shards(self, output: str, shards: dict[str, bytes]) -> None:
        """Keeps the shards that stand in an output folder."""
        with self._transaction():
            self._db.execute("DELETE FROM shards WHERE output = ?", (output,))
            self._put("shards", ((output, *item) for item in shards.items()))

    def last_build(self, output: str, key: bytes) -> bytes | None:
        """The report of the last build into a folder, where it was one of the very same."""
        query = "SELECT * FROM builds WHERE output = ? AND key = ?"
        rows = self._db.execute(query, (output, key))
        return next((bytes(report) for _, _, report in _unchanged("builds", rows)), None)

    def put_build(self, output: str, key: bytes, report: bytes) -> None:
        """Keeps what a build was made of, and its report."""
        self._put("builds", [(output, key, report)])

    def _put(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        signed = ((*row, sign(table, row)) for row in rows)
        self._db.executemany(_PUT[table], signed)

    def _transaction(self) -> sqlite3.Connection:
        self._db.execute("BEGIN IMMEDIATE")
        return self._db


def read_bodies(file: Path, wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The HTML of texts by path, read by another process than the one that writes the cache;
    `wanted` are their paths, each with the digest of its file.

    Raises LookupError where the cache has none, and ChangedError where it has another: it is
    damaged.
    """
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    found = {}
    try:
        for path, digest in wanted:
            rows = connection.execute("SELECT * FROM bodies WHERE path = ?", (path,)).fetchall()
            for body in (Body(*row) for row in _unchanged("bodies", rows)):
                if body.digest != digest:
                    raise ChangedError(f"the text of {path} is another")
                found[path] = body.html
            if path not in found:
                raise LookupError(f"no text of {path}")
    finally:
        connection.close()
    return found


def _unchanged(table: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows without their signatures. Raises ChangedError."""
    for *values, signature in rows:
        if sign(table, values) != signature:
            raise ChangedError(f"a row of {table} was changed")
        yield tuple(values)


def sign(what: str, values: Iterable[object]) -> bytes:
    """The signature of some values, kept as what `what` says, 16 bytes at most."""
    data = msgspec.msgpack.encode(tuple(values))
    person = what.encode()
    return hashlib.blake2b(data, digest_size=SIZE, key=_key(), person=person).digest()


@functools.cache
def _key() -> bytes:
    written = os.environ.get(KEY_NAME, "").encode()
    return hashlib.blake2b(written, digest_size=64, person=b"dateline cache").digest()
