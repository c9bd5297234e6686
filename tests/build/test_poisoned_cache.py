"""After any change of the cache's files the site is the clean one, or the build stops."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.build.tasks import decode_item
from dateline.cache import KEY_NAME
from dateline.images.variants import webp_width
from dateline.model import Article, PartialDate
from tests.conftest import REPOSITORY, SmallArchive
from tests.pictures import GPS, encoded, jpeg, photo

Files = dict[str, bytes]


def fill(archive: SmallArchive) -> None:
    for number in range(4):
        fields = [
            "tags: [Syria, C++]",
            "source: Post",
            "source_url: https://e.org/",
            "image: p.jpg",
        ]
        body = f"Text of {number}. [next](2017-10-1{(number + 1) % 4}.md)"
        archive.article(f"2017-10-1{number}.md", f"Number {number}", *fields, body=body)
    archive.write("pages/about.md", "# About\n\nText.")
    archive.write("p.jpg", jpeg(700, 500, gps=GPS))
    archive.write("notes.txt", "notes")


class Built:
    """A small archive with its site and cache as they were built, to be poisoned again and again
    in the same place."""

    def __init__(self, folder: Path):
        self.archive, self._kept = SmallArchive(folder / "archive"), folder / "kept"
        self._clean, self._cold = folder / "clean", folder / "cold"
        self._sites: dict[bytes, Files] = {}
        fill(self.archive)
        assert self.archive.build().code == 0
        assert self.archive.build().report["read"] == 0
        shutil.copytree(self.archive.root, self._kept)

    def is_clean_or_stopped(self, poison: Callable[[Path], None]) -> None:
        """Poisons the cache and builds: with the site that stood, and with none; then after an
        edit."""
        archive, edited = self.archive, self.archive.content / "2017-10-12.md"
        before = edited.read_bytes()
        for name in ("site", ".cache"):
            shutil.rmtree(archive.root / name)
            shutil.copytree(self._kept / name, archive.root / name)
        poison(archive.root / ".cache")
        for edit in ("nothing", "an edit", "no site"):
            if edit == "an edit":
                archive.article(edited.name, "Another", "tags: [Syria]")
            if edit == "no site":
                shutil.rmtree(archive.site)
            outcome = archive.build()
            if outcome.code:
                assert outcome.report["problems"]
            else:
                assert archive.files() == self._clean_files(edited.read_bytes()), edit
        edited.write_bytes(before)

    def _clean_files(self, edited: bytes) -> Files:
        """What a clean build makes; `edited` is the one text that is not always the same."""
        if edited not in self._sites:
            self._sites[edited] = self._built_clean()
        return self._sites[edited]

    def _built_clean(self) -> Files:
        cold = ["--output", str(self._clean), "--cache", str(self._cold), "--clean"]
        shutil.rmtree(self._clean, ignore_errors=True)
        assert self.archive.build(*cold).code == 0
        return {
            path.relative_to(self._clean).as_posix(): path.read_bytes()
            for path in self._clean.rglob("*")
            if path.is_file() and ".dateline" not in path.parts
        }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("poisoned"))


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_bytes_that_flip(built: Built, seed: int, count: int) -> None:
    def poison(cache: Path) -> None:
        rng = random.Random(seed)  # noqa: S311  # any will do
        files = sorted(file for file in cache.rglob("*") if file.is_file() and file.stat().st_size)
        for _ in range(count):
            file = rng.choice(files)
            data = bytearray(file.read_bytes())
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            file.write_bytes(data)

    built.is_clean_or_stopped(poison)


def in_database(*statements: str) -> Callable[[Path], None]:
    def poison(cache: Path) -> None:
        with closing(sqlite3.connect(cache / "dateline.sqlite")) as database, database:
            for statement in statements:
                database.execute(statement)

    return poison


SWAP = (
    "UPDATE {table} SET {column} = (SELECT {column} FROM {table} AS other WHERE other.{key} = "
    "CASE {table}.{key} WHEN '{one}' THEN '{two}' ELSE '{one}' END) "
    "WHERE {key} IN ('{one}', '{two}')"
)
FILE_COLUMNS = ("digest", "item", "problems", "signature")
ONE, TWO = "2017-10-10.md", "2017-10-11.md"
COLUMNS = [
    *(
        ("texts", column, "path", ONE, TWO)
        for column in ("digest", "item", "problems", "signature")
    ),
    *(("bodies", column, "path", ONE, TWO) for column in ("digest", "html", "signature")),
    *(
        ("pages", column, "file", "2017-10-10/index.html", "2017-10-11/index.html")
        for column in ("key", "digest", "parts", "signature")
    ),
    ("texts", "item", "path", ONE, "pages/about.md"),
    ("files", "item", "path", "p.jpg", "notes.txt"),
    ("files", "signature", "path", "p.jpg", "notes.txt"),
]


@pytest.mark.parametrize(("table", "column", "key", "one", "two"), COLUMNS)
def test_rows_that_change_places(
    built: Built, table: str, column: str, key: str, one: str, two: str
) -> None:
    swapped = SWAP.format(table=table, column=column, key=key, one=one, two=two)
    built.is_clean_or_stopped(in_database(swapped))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bodies SET html = '<script>alert(1)</script>'",
        "UPDATE bodies SET html = html || '<script>alert(1)</script>', digest = digest",
        "UPDATE texts SET item = replace(item, 'Number', 'Poison')",
        "UPDATE texts SET item = replace(item, 'https', 'xttps')",
        "UPDATE texts SET item = x'', problems = x'90'",
        "UPDATE texts SET digest = ''",
        "UPDATE texts SET path = '../' || path",
        "UPDATE files SET item = replace(item, 'p.jpg', 'q.jpg')",
        "UPDATE files SET path = '../' || path",
        "UPDATE stages SET key = x'00'",
        "UPDATE OR REPLACE stages SET stage = 'images' WHERE stage = 'reading'",
        "UPDATE inputs SET digests = x'c1'",
        "UPDATE pages SET key = x'00'",
        "UPDATE builds SET report = x'80'",
        "DELETE FROM bodies",
        "DELETE FROM texts WHERE path = '2017-10-10.md'",
        "DELETE FROM pages",
        "DROP TABLE pages",
        "INSERT INTO texts SELECT 'x.md', size, modified, changed, inode, digest, item, problems, "
        "signature FROM texts WHERE path = '2017-10-10.md'",
        "CREATE TRIGGER x AFTER INSERT ON bodies BEGIN UPDATE bodies SET html = 'x'; END",
        "PRAGMA user_version = 7",
    ],
)
def test_rows_that_are_changed(built: Built, statement: str) -> None:
    built.is_clean_or_stopped(in_database(statement))


def test_images_that_are_changed(built: Built) -> None:
    def poison(cache: Path) -> None:
        for file in (cache / "images").rglob("*"):
            if file.is_file():
                data = file.read_bytes()
                at = data.index(b"RIFF")
                file.write_bytes(data[:at] + encoded(photo(480, 343), "WEBP") + data[at:])

    built.is_clean_or_stopped(poison)


@pytest.fixture
def keyed(archive: SmallArchive) -> Callable[[str], str]:
    """Builds in a process of its own, with a key; the titles of the articles that were read."""
    fill(archive)

    def build(key: str) -> str:
        environment = {**os.environ, KEY_NAME: key}
        command = [sys.executable, "build.py", "--no-search", "--json"]
        config = ["--config", str(archive.root / "dateline.toml")]
        done = subprocess.run(
            [*command, *config], cwd=REPOSITORY, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return build


def test_a_key_of_ones_own_is_needed_to_read_what_it_signed(keyed: Callable[[str], str]) -> None:
    assert '"read":5' in keyed("secret")
    assert '"read":0' in keyed("secret")
    assert '"read":5' in keyed("another")
    assert '"read":5' in keyed("secret")


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "../x/"},
        {"address": "a/../../x/"},
        {"address": "/etc/"},
        {"address": "a//b/"},
        {"address": ".."},
        {"address": "a\\b/"},
        {"address": "a\0/"},
        {"source_url": "javascript:alert(1)"},
        {"source_url": " data:text/html,x"},
    ],
)
def test_an_item_that_no_reading_gives_is_refused(fields: dict[str, str]) -> None:
    given = Article("a.md", "a/", "0", "T", PartialDate(2017), "en", source_url="https://e.org/")
    assert decode_item(msgspec.msgpack.encode(given)) == given
    with pytest.raises(ValueError, match="no text of"):
        decode_item(msgspec.msgpack.encode(msgspec.structs.replace(given, **fields)))


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\0\0II*\0"}])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_width_of_a_copy_is_read_from_its_bytes(options: dict[str, object], mode: str) -> None:
    assert webp_width(encoded(photo(123, 45, mode), "WEBP", **options)) == 123
    assert webp_width(b"<script>") == webp_width(b"") == webp_width(jpeg()) == 0
