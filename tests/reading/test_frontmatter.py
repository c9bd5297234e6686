import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.frontmatter import FrontmatterError, read_front


def data(text: str) -> dict[str, object]:
    return {name: value.data for name, value in read_front(text).fields.items()}


def test_every_value_is_what_the_writer_typed() -> None:
    text = "---\ncountry: NO\nversion: 1.10\ntime: 12:34\ncode: 0123\nempty:\nlist: [yes, 2]\n---\n"
    assert data(text) == {
        "country": "NO",
        "version": "1.10",
        "time": "12:34",
        "code": "0123",
        "empty": None,
        "list": ["yes", "2"],
    }


def test_places_count_from_one_in_the_whole_file() -> None:
    front = read_front("\n\n---\ntitle: One\ntags:\n  - a\n---\nText\n")
    assert front.fields["title"][1:] == (4, 8)
    assert front.fields["tags"].line == 6
    assert front.body == "Text"
    assert front.body_line == 8


def test_the_body_keeps_its_indentation() -> None:
    assert read_front("---\ntitle: x\n---\n    code\n").body == "    code"


def test_a_rule_in_the_body_does_not_end_the_frontmatter_twice() -> None:
    assert read_front("---\ntitle: x\n---\none\n\n---\n\ntwo").body == "one\n\n---\n\ntwo"


def test_a_file_without_frontmatter_is_all_body() -> None:
    text = "# A headline\n\nNote: nothing above this is a field.\n"
    assert read_front(text) == ({}, text, 1)


def test_toml_is_read_with_places_and_zolas_taxonomies() -> None:
    front = read_front('+++\ntitle = "One"\ndate = 2017-10-08\n[taxonomies]\ntags = ["a"]\n+++\nx')
    assert front.fields["title"] == ("One", 2, 9)
    assert front.fields["date"].data == "2017-10-08"
    assert front.fields["tags"].data == ["a"]


def test_pelicans_header_ends_at_a_blank_line() -> None:
    front = read_front("Title: One\nDate: 2017-10-08\nTags: a, b\nSummary: long\n  line\n\nText\n")
    assert {n: v.data for n, v in front.fields.items()} == {
        "title": "One",
        "date": "2017-10-08",
        "tags": "a, b",
        "summary": "long line",
    }
    assert front.body_line == 6


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("---\ntitle: x\n\nText without an end\n", "E002", 1, 1),
        ("---\ntitle: One: two\n---\n", "E003", 2, 11),
        ("---\ntitle: x\n\tdate: y\n---\n", "E003", 3, 1),
        ("---\ntitle: x\ntitle: y\n---\n", "E004", 3, 1),
        ("---\nimage:\n  src: a\n  src: b\n---\n", "E004", 4, 3),
        ("---\ntitle: **bold**\n---\n", "E003", 2, 8),
        ("---\na: &x 1\nb: *x\n---\n", "E005", 2, 4),
        ("---\nt: !!python/object:os.system x\n---\n", "E005", 2, 4),
        ("---\njust text\n---\n", "E006", 2, 1),
        ("---\n- a\n---\n", "E006", 2, 1),
        ("---\n{{ x }}: y\n---\n", "E006", 2, 1),
        (f"---\na: {'[' * 3000}{']' * 3000}\n---\n", "E007", 2, None),
        (f"---\na: {'[' * 40}{']' * 40}\n---\n", "E007", 2, 25),
        ("+++\ntitle = One\n+++\n", "E008", 2, 9),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", "E004", 3, 12),
        ("Title: a\nTitle: b\n\nx\n", "E004", 2, 1),
    ],
)
def test_broken_headers_are_placed(text: str, code: str, line: int, column: int | None) -> None:
    with pytest.raises(FrontmatterError) as caught:
        read_front(text)
    assert (caught.value.code, caught.value.line) == (code, line)
    if column:
        assert caught.value.column == column


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_or_explained(text: str) -> None:
    for source in (text, f"---\n{text}\n---\nbody", f"+++\n{text}\n+++\nbody", f"Title: {text}"):
        with contextlib.suppress(FrontmatterError):
            read_front(source)
