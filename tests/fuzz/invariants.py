"""Properties of every reader: values can be encoded and decoded, no exception is raised, and
problems have positions."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from dateline.config import Config, ConfigError, ReadingSettings, load_config
from dateline.content.article import read_article
from dateline.content.authority import read_authority
from dateline.content.scan import is_article, is_section
from dateline.model import Article, StaticPage
from dateline.problems import CODES, Problem, errors

#: Kinds of files, by their paths.
PATHS = ("2017/a.md", "2017/10/08-x.md", "2017-13-45-x.md", "pages/about.md", "a/_index.md")


def read_anything(raw: bytes) -> None:
    """Gives bytes to one of the readers, by how many they are: any file can be given as it is."""
    kind = len(raw) % (len(PATHS) + 2)
    if kind < len(PATHS):
        check_article(PATHS[kind], raw)
    elif kind == len(PATHS):
        check_spellings(raw)
    else:
        check_config(raw)


def check_article(path: str, raw: bytes) -> None:
    reading = read_article(path, raw, ReadingSettings())
    check_problems(reading.problems, path, raw)
    item = reading.item
    if item is None:
        is_draft = not is_article(path)  # held back; a warning may say why
        assert errors(reading.problems) or is_draft
        return
    assert not errors(reading.problems)
    data = msgspec.msgpack.encode(item)
    assert msgspec.msgpack.decode(data, type=Article | StaticPage) == item
    reading.html.encode()
    assert "<script" not in reading.html.lower()
    assert isinstance(item, Article) == is_article(path)
    is_finished = isinstance(item, StaticPage) or not item.draft
    assert item.title or is_section(path) or not is_finished
    if isinstance(item, Article) and is_finished:
        assert item.date.year


def check_spellings(raw: bytes) -> None:
    spellings, problems = read_authority("names.toml", raw)
    check_problems(problems, "names.toml", raw)
    msgspec.msgpack.encode(spellings)


def check_config(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "dateline.toml")
        file.write_bytes(raw)
        try:
            config = load_config(file)
        except ConfigError:
            return
    encoded = msgspec.msgpack.encode(config)
    assert msgspec.msgpack.decode(encoded, type=Config) == config


def check_problems(problems: list[Problem], path: str, raw: bytes) -> None:
    """Each problem has a known code, and a position within the file."""
    text = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    for each in problems:
        assert each.code in CODES
        assert each.path == path
        assert each.message
        str(each).encode()
        assert each.line is None or 1 <= each.line <= len(lines), each
        if each.line and each.column is not None and each.code != "E001":
            assert 1 <= each.column <= len(lines[each.line - 1]) + 1, each
