"""Whole files of other tools are read as articles."""

import pytest

from dateline.config import ReadingSettings
from dateline.content.article import Reading, read_article
from dateline.model import Article, PartialDate, StaticPage


def read(text: str | bytes, path: str = "x.md", **fields: tuple[str, ...]) -> Reading:
    raw = text.encode() if isinstance(text, str) else text
    return read_article(path, raw, ReadingSettings(fields=fields))


def article(text: str, path: str = "x.md", **fields: tuple[str, ...]) -> Article:
    reading = read(text, path, **fields)
    assert isinstance(reading.item, Article), reading.problems
    return reading.item


def codes(text: str | bytes, path: str = "x.md") -> list[str]:
    return [problem.code for problem in read(text, path).problems]


def test_a_clipping_of_obsidian_web_clipper() -> None:
    found = article(
        '---\ntitle: "A headline"\nsource: "https://news.example/a"\nauthor:\n  - "[[Jane Roe]]"\n'
        "published: 2017-10-08\ncreated: 2024-01-02\ndescription: In short.\ntags:\n"
        '  - "clippings"\n---\nText.\n'
    )
    assert (found.source, found.source_url) == ("news.example", "https://news.example/a")
    assert found.authors == ("Jane Roe",)
    assert (str(found.date), str(found.captured)) == ("2017-10-08", "2024-01-02")
    assert (found.summary, found.tags) == ("In short.", ("clippings",))


def test_a_post_of_jekyll_takes_its_date_from_its_name() -> None:
    found = article(
        "---\nlayout: post\ntitle: One\ncategories: [news]\nlast_modified_at: 2020-01-02\n"
        "redirect_from:\n  - /old/\nexcerpt: Short.\n---\nText.",
        "de/2017-10-08-one.md",
    )
    assert (found.date, found.address) == (PartialDate(2017, 10, 8), "de/2017-10-08-one/")
    assert (found.tags, found.aliases, found.summary) == (("news",), ("/old/",), "Short.")
    assert str(found.updated) == "2020-01-02"
    assert found.extra == {"layout": "post"}


def test_a_post_of_pelican_has_no_fence() -> None:
    found = article("Title: One\nDate: 2010-12-03 10:20\nCategory: Py\nTags: a, b\n\nText.\n")
    assert (found.title, str(found.date)) == ("One", "2010-12-03T10:20:00")
    assert found.tags == ("a", "b", "Py")


def test_a_page_of_zola_is_toml() -> None:
    found = article(
        '+++\ntitle = "One"\ndate = 2017-10-08\ndraft = false\n[taxonomies]\ntags = ["a"]\n'
        '[extra]\nmood = "calm"\n+++\nText.'
    )
    assert (str(found.date), found.tags) == ("2017-10-08", ("a",))
    assert found.extra == {"extra": {"mood": "calm"}}


def test_names_of_an_existing_archive_are_mapped() -> None:
    text = "---\ntitle: One\ndate: 2017\ntags: [a]\ntopics: [b, A]\npublication: Post\n---\n"
    found = article(text, tags=("tags", "topics"), source=("publication",))
    assert (found.tags, found.source) == (("a", "b"), "Post")


def test_bom_crlf_and_blank_lines_before_the_header_are_accepted() -> None:
    raw = "\ufeff\r\n\r\n---\r\ntitle: One\r\ndate: 2017-10-08\r\n---\r\n\r\nText.\r\n".encode()
    reading = read(raw)
    assert reading.problems == []
    assert "<p>Text.</p>" in reading.html


def test_a_first_heading_stands_in_for_a_missing_title_and_is_not_shown_twice() -> None:
    reading = read("# A *headline*\n\nText.", "2017/10/08-x.md")
    assert isinstance(reading.item, Article)
    assert reading.item.title == "A headline"
    assert "<h1>" not in reading.html


def test_pages_and_sections_need_no_date() -> None:
    for path, address in (("pages/about.md", "about/"), ("tags/syria/_index.md", "tags/syria/")):
        item = read("---\ntitle: About\n---\nText.", path).item
        assert isinstance(item, StaticPage)
        assert item.address == address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: x\ndate: 2017\n---\n", []),
        ("---\ntitle: x\n---\n", ["E011"]),
        ("---\ntitle:\ndate:\n---\n", ["E011"]),
        ("---\ntitle: x\ndate: 8 October 2017\n---\n", ["W027"]),
        ("---\ntitle: x\ndate: 8.10.2017\n---\n", ["E012"]),
        ("---\ntitle: x\ndate: 2017\ncaptured: soon\n---\n", ["W027"]),
        ("---\ntitle: [x]\ndate: 2017\n---\n", ["E013"]),
        ("---\ntitle: x\ndate: 2017\ntags: {a: b}\n---\n", ["E013"]),
        ("---\ntitle: x\ndate: 2017\ndraft: perhaps\n---\n", ["E013"]),
        ("---\ntitle: x\ndate: 2017\nimage:\n  alt: y\n---\n", ["E013"]),
        ("---\ntitle: x\ndate: 2017\nsource_url: news.example\n---\n", ["E014"]),
        ("---\ntitle: x\ndate: 2017\nsource_url: javascript:x\n---\n", ["E014"]),
        ("---\ntitle: x\ndate: 2017\nrights: excerpt\n---\n", ["E015"]),
        ("---\ntitle: x\ndate: 2017\nlang: english!\n---\n", ["E016"]),
        ("---\ntitle: x\ndate: 2017\nslug: '!!'\n---\n", ["E017"]),
        ("---\ntitle: x\ndate: 2017\n---\n" + "> " * 120 + "deep", ["E018"]),
        ("---\ntitle: x\ndate: 2017\nauther: y\n---\n", ["W001"]),
        ("---\ntitle: x\ndate: 2017\n---\n<iframe src=x></iframe>", ["W009"]),
        ("---\ntitle: x\ndate: 2017\n---\n    <iframe src=x></iframe>", []),
        ("---\ntitle: x\ndate: 31-31\ndraft: true\n---\n", []),
        (b"---\ntitle: caf\xe9\ndate: 2017\n---\n", ["E001"]),
    ],
)
def test_what_is_wrong_is_named(text: str | bytes, found: list[str]) -> None:
    assert codes(text) == found


def test_a_bad_date_in_the_path_is_named() -> None:
    assert codes("---\ntitle: x\n---\n", "2017-13-08-x.md") == ["E012"]


def test_an_invalid_byte_is_placed() -> None:
    (problem,) = read(b"---\ntitle: caf\xe9\n---\n").problems
    assert (problem.line, problem.column) == (2, 11)


def test_all_problems_of_a_file_are_shown_at_once() -> None:
    text = "---\ntitle: [x]\ndate: 2017-13-01\nrights: none\nsource_url: x\n---\n"
    assert codes(text) == ["E013", "E014", "E015", "E012"]
