"""Invisible characters are removed and reported with their position."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.config import ReadingSettings
from dateline.content.article import read_article
from dateline.content.invisible_chars import one_line, without_invisible
from dateline.model import Article

OVERRIDE, EMBEDDING, POP = "\u202e", "\u202b", "\u202c"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def read(header: str, body: str = "Text.") -> tuple[Article, str, list[tuple[str, int, int]]]:
    raw = f"---\n{header}\ndate: 2017-10-08\n---\n{body}\n".encode()
    reading = read_article("a.md", raw, ReadingSettings())
    assert isinstance(reading.item, Article), reading.problems
    places = [(p.code, p.line or 0, p.column or 0) for p in reading.problems]
    return reading.item, reading.html, places


def test_a_title_that_turns_around_is_published_straight_and_named() -> None:
    article, _, places = read(f"title: photo {OVERRIDE}gnp.exe")
    assert article.title == "photo gnp.exe"
    assert places == [("W013", 2, 14)]


def test_escapes_bring_nothing_in() -> None:
    odd = r"\u202e\0\uFEFF\x07\v"
    fields = f'title: "a{odd}b"\ntags: ["c{odd}d"]\nsummary: "e{odd}f"\nkey: "g{odd}h"'
    article, _, places = read(fields)
    assert (article.title, article.tags, article.summary) == ("a b", ("c d",), "e f")
    assert article.extra == {"key": "g h"}
    assert [place for place in places if place[0] == "W013"] == [
        ("W013", 2, 8), ("W013", 3, 7), ("W013", 4, 10), ("W013", 5, 6)
    ]  # fmt: skip


def test_an_embedding_stays_in_a_text_and_an_override_does_not() -> None:
    body = f"one {EMBEDDING}two{POP} three\n\nfour {OVERRIDE}five\n\n`&#x202e;` &#x202e;six"
    article, html, places = read("title: T", body)
    assert f"one {EMBEDDING}two{POP} three" in html
    assert "<p>four five</p>" in html
    assert "<code>&amp;#x202e;</code> six" in html
    assert article.summary == "one two three"
    assert places == [("W013", 9, 2), ("W013", 7, 6)]


def test_controls_in_a_text_are_named_once_and_left_out() -> None:
    _, html, places = read("title: T", "one\x00\n\ntwo\x0cthree\x93\ufeff\ufffe")
    assert html.startswith("<p>one</p>\n<p>two three</p>")
    assert places == [("W014", 5, 4)]


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",  # Persian, with a joiner between
        "क्‍ष",
        "\u200fשלום\u200e",
        "👩‍👩‍👧 🇸🇾 ❤️",
        ENGLAND,
        "ไทย\u200bแลนด์",
        "a\u00a0b",
    ],
)
def test_what_scripts_are_written_with_stays(text: str) -> None:
    assert without_invisible(text, "a.md") == (text, [])
    assert one_line(f"x{text}x") == unicodedata.normalize("NFC", f"x{' '.join(text.split())}x")


def test_tags_that_spell_hidden_words_do_not() -> None:
    hidden = "".join(chr(0xE0000 + ord(c)) for c in "obey")
    assert one_line(f"a{hidden}b") == "ab"
    assert [p.code for p in without_invisible(f"a{hidden}b", "a.md")[1]] == ["W014"]


@given(st.text(max_size=100))
def test_a_field_is_one_line_of_what_can_be_seen(text: str) -> None:
    clean = one_line(text)
    assert clean == one_line(clean)
    assert not {"\u2066", "\x00", "\x9f", "\n", "\ufeff"} & set(clean)
    clean.encode()
