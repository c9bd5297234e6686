"""Every field and list has a limit, reported with file and line; real articles are far below it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.config import ReadingSettings
from dateline.content.article import read_article
from dateline.problems import Problem
from tests.conftest import SmallArchive

LONG = "word " * 1_500


def problems(
    *fields: str, body: str = "Text.", path: str = "a.md", toml: bool = False
) -> list[Problem]:
    lines = (
        ["title: T", "date: 2017", *fields]
        if not toml
        else ['title = "T"', "date = 2017-01-01", *fields]
    )
    fence = "+++" if toml else "---"
    text = "\n".join([fence, *lines, fence, "", body, ""])
    problems = read_article(path, text.encode(), ReadingSettings()).problems
    return [p for p in problems if p.code == "E022"]


def names(count: int, length: int = 5) -> str:
    return json.dumps([f"{number:0{length}d}" for number in range(count)])


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ([f"summary: {LONG}"], 4),
        (["tags: [a]", f"source: {LONG}"], 5),
        ([f"source_url: https://e.org/{'x' * 3000}"], 4),
        ([f"slug: {LONG * 5}"], 4),
        ([f"lang: en-{'-'.join(['abcd'] * 10)}"], 4),
        (["image:", "  src: p.png", f"  alt: {LONG}"], None),
        (["image:", "  src: p.png", f"  caption: {LONG}"], None),
        (["image:", "  src: p.png", f"  credit: {LONG}"], None),
        ([f"image: {'x' * 3000}.png"], 4),
        ([f"tags: {names(501)}"], 4),
        ([f"tags: {names(200)}", f"people: {names(301)}"], 5),
        ([f"{kind}: {names(126)}" for kind in ("tags", "people", "places", "story")], 4),
        ([f"tags: {names(60, 400)}"], 4),
        ([f"tags: [{'x' * 6000}]"], 4),
        ([f"author: {names(501)}"], 4),
        ([f"tags: {names(200)}", f"author: {names(301)}"], 5),
        ([f"author: {'x' * 6000}"], 4),
        ([f"aliases: {json.dumps([f'/old/{n}/' for n in range(101)])}"], 4),
        ([f"aliases: [/{'x' * 3000}/]"], 4),
        ([f"mood: {'x' * 30_000}"], 4),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_field_over_its_bound_is_said_at_its_line(fields: list[str], line: int | None) -> None:
    found = problems(*fields)
    assert found
    assert all(each.line for each in found)
    assert line is None or found[0].line == line
    assert "at most" in found[0].message
    assert found[0].hint


def test_the_bounds_hold_in_toml_and_on_undated_pages() -> None:
    assert problems(f'summary = "{LONG}"', toml=True)
    assert problems(f"tags = {names(501)}", toml=True)
    assert problems(f"aliases: {json.dumps([f'/o/{n}/' for n in range(101)])}", path="pages/a.md")
    assert problems(f"summary: {LONG}", path="tags/_index.md")


def test_a_title_that_is_a_heading_has_the_same_bound() -> None:
    text = f"---\ndate: 2017\n---\n\n# {'word ' * 60_000}\n\nText.\n".encode()
    problems = read_article("a.md", text, ReadingSettings()).problems
    [found] = [p for p in problems if p.code == "E022"]
    assert "title" in found.message
    assert found.line


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("links", "[a](b.md)\n" * 5_001),
        ("links", "<a href='b'>c</a>\n" * 5_001),
        ("images", "![a](p.png)\n" * 2_001),
        ("headings", "# a\n\n" * 2_001),
        ("notes", "a^[b]\n" * 2_001),
    ],
)
def test_a_text_over_a_bound_is_said_with_a_line(what: str, body: str) -> None:
    found = problems(body=f"Text.\n\n{body}")
    assert what in found[0].message
    assert found[0].line
    assert found[0].line > 4


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 300),
    st.integers(0, 5),
    st.sampled_from(["a", "é", "新", "\U0001f600", "'"]),
    st.sampled_from(["", "é" * 60 + "/"]),
)
def test_what_real_archives_hold_is_far_below(title: int, few: int, sign: str, folder: str) -> None:
    """Headlines of 300 characters, 30 names of 60 characters, 20 old addresses."""
    kinds = ("tags", "people", "places", "organisations", "story", "author")
    listed = [f"{kind}: {json.dumps([sign * 58 + str(n) for n in range(few)])}" for kind in kinds]
    fields = [*listed, f"aliases: {json.dumps([f'/{n}/' for n in range(20)])}"]
    text = sign * title or "x"
    assert not problems(*fields, f"summary: {json.dumps(text)}", path=f"{folder}a.md")


def test_articles_with_five_hundred_names_are_published(archive: SmallArchive) -> None:
    for number in range(3):
        listed = ", ".join(f"name {number}-{i}" for i in range(500))
        archive.article(f"2017/10/08-number-{number}.md", f"Number {number}", f"tags: [{listed}]")
    before = archive.build()
    assert before.code == 0
    assert before.report["published"] == 3
    assert "Number 1" in archive.page("tags/name-1-7/")
    assert "Number 1" in archive.page("tags/name-1-7/feed.xml")


def site_size(archive: SmallArchive) -> int:
    return sum(map(len, archive.files().values()))


@pytest.mark.parametrize("shared", [False, True])
def test_no_article_makes_more_than_two_megabytes(archive: SmallArchive, shared: bool) -> None:
    tags = ", ".join(f"t{i}" for i in range(500))
    for number in range(3 if shared else 1):
        own = tags if shared and number else "all"
        archive.article(f"2017/09/0{number + 1}-a.md", f"Article {number}", f"tags: [{own}]")
    archive.build()
    before = site_size(archive)
    title, summary = "A headline of some length, as newspapers write them", "s" * 280
    archive.article("2017/10/08-many-names.md", title, f"tags: [{tags}]", f"summary: {summary}")
    assert archive.build().code == 0
    assert site_size(archive) - before < 2_000_000


def test_spellings_have_bounds_too(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017", "tags: [Paris]")
    others = json.dumps([f"spelling {n}" for n in range(1_001)])
    archive.write("names.toml", f'[tags]\n"{"x" * 6000}" = ["y"]\nParis = {others}\n')
    outcome = archive.build()
    found = [(p["code"], p["line"]) for p in outcome.report["problems"]]
    assert found == [("E022", 2), ("E022", 3)]


def test_the_corpora_are_far_below_the_bounds(corpora: Path) -> None:
    for file in sorted((corpora / "digitalgov" / "news").rglob("*.md"))[::7]:
        found = read_article(file.name, file.read_bytes(), ReadingSettings()).problems
        assert "E022" not in [each.code for each in found]
