"""What earlier builds found out: losing it costs time, never correctness.

One SQLite file. Files of the content folder are kept by path with size, times and number; pages and
shards by output folder with the digest of all that they show. A cache of another version, or a
damaged one, is thrown away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_SCHEMA = """
CREATE TABLE IF NOT EXISTS signature (value TEXT);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER,
    digest TEXT, item BLOB, problems BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (path TEXT PRIMARY KEY, html TEXT);
CREATE TABLE IF NOT EXISTS pages (
    output TEXT, file TEXT, key BLOB, digest TEXT, parts BLOB, PRIMARY KEY (output, file)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS builds (output TEXT PRIMARY KEY, key BLOB, report BLOB);
CREATE TABLE IF NOT EXISTS shards (
    output TEXT, folder TEXT, key BLOB, PRIMARY KEY (output, folder)
) WITHOUT ROWID;
"""


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

    def __init__(self, file: Path, signature: str, *, fresh: bool = False):
        self.file = file
        if fresh or not self._is_of(signature):
            self._throw_away()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)
        if not self._db.execute("SELECT value FROM signature").fetchone():
            self._db.execute("INSERT INTO signature VALUES (?)", (signature,))

    def _is_of(self, signature: str) -> bool:
        """Whether the file is there and was made by the same code."""
        if not self.file.exists():
            return False
        connection = sqlite3.connect(self.file)
        try:
            found = connection.execute("SELECT value FROM signature").fetchone()
        except sqlite3.DatabaseError:
            return False
        finally:
            connection.close()
        return bool(found == (signature,))

    def _throw_away(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Ends the use of the file."""
        self._db.close()

    def files(self) -> dict[str, KnownFile]:
        """Every file that was read, by path."""
        rows = self._db.execute("SELECT * FROM files")
        return {row[0]: KnownFile(*row) for row in rows}

    def files_at(self, paths: Iterable[str]) -> dict[str, KnownFile]:
        """Those of some files that are known, by path: cheaper than all for a few."""
        query = "SELECT * FROM files WHERE path = ?"
        rows = (self._db.execute(query, (path,)).fetchone() for path in paths)
        return {row[0]: KnownFile(*row) for row in rows if row}

    def put_files(self, files: Iterable[KnownFile], bodies: Iterable[tuple[str, str]]) -> None:
        """Keeps files, and the HTML of texts."""
        with self._transaction():
            self._db.executemany("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", files)
            self._db.executemany("REPLACE INTO bodies VALUES (?, ?)", bodies)

    def forget_files(self, paths: Iterable[str]) -> None:
        """Drops files that are gone."""
        keys = [(path,) for path in paths]
        with self._transaction():
            self._db.executemany("DELETE FROM files WHERE path = ?", keys)
            self._db.executemany("DELETE FROM bodies WHERE path = ?", keys)

    def pages(self, output: str) -> dict[str, KnownPage]:
        """Every page that stands in an output folder, by file."""
        rows = self._db.execute(
            "SELECT file, key, digest, parts FROM pages WHERE output = ?", (output,)
        )
        return {row[0]: KnownPage(*row) for row in rows}

    def put_pages(self, output: str, pages: Iterable[KnownPage], gone: Iterable[str]) -> None:
        """Keeps pages that were rendered, and drops those that are no more."""
        with self._transaction():
            self._db.executemany(
                "REPLACE INTO pages VALUES (?, ?, ?, ?, ?)", ((output, *page) for page in pages)
            )
            self._db.executemany(
                "DELETE FROM pages WHERE output = ? AND file = ?", ((output, f) for f in gone)
            )

    def shards(self, output: str) -> dict[str, bytes]:
        """The digest of what each shard of the search index holds, by folder."""
        rows = self._db.execute("SELECT folder, key FROM shards WHERE output = ?", (output,))
        return dict(rows.fetchall())

    def put_shards(self, output: str, shards: dict[str, bytes]) -> None:
        """Keeps the shards that stand in an output folder."""
        with self._transaction():
            self._db.execute("DELETE FROM shards WHERE output = ?", (output,))
            self._db.executemany(
                "INSERT INTO shards VALUES (?, ?, ?)", ((output, *item) for item in shards.items())
            )

    def last_build(self, output: str, key: bytes) -> bytes | None:
        """The report of the last build into a folder, where it was one of the very same."""
        row = self._db.execute(
            "SELECT report FROM builds WHERE output = ? AND key = ?", (output, key)
        ).fetchone()
        return row[0] if row else None

    def put_build(self, output: str, key: bytes, report: bytes) -> None:
        """Keeps what a build was made of, and its report."""
        self._db.execute("REPLACE INTO builds VALUES (?, ?, ?)", (output, key, report))

    def _transaction(self) -> sqlite3.Connection:
        self._db.execute("BEGIN IMMEDIATE")
        return self._db


def read_bodies(file: Path, paths: Iterable[str]) -> dict[str, str]:
    """The HTML of texts by path, read by another process than the one that writes the cache.

    Raises LookupError where the cache has none: it is damaged.
    """
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        query = "SELECT html FROM bodies WHERE path = ?"
        found = {path: connection.execute(query, (path,)).fetchone() for path in paths}
    finally:
        connection.close()
    for path, row in found.items():
        if row is None or not isinstance(row[0], str):
            raise LookupError(f"no text of {path}")
    return {path: row[0] for path, row in found.items()}
