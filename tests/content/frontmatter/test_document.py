import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.config import ReadingSettings
from dateline.content.frontmatter.document import read_front
from dateline.content.frontmatter.header import Value
from dateline.content.frontmatter.repair import repaired


def fields(text: str) -> dict[str, Value]:
    found = read_front(text).fields
    assert found is not None
    return found


def data(text: str) -> dict[str, object]:
    return {name: value.data for name, value in fields(text).items()}


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
    assert front.fields
    assert front.fields["title"][1:] == (4, 8)
    assert front.fields["tags"].line == 6
    assert front.body == "Text\n"
    assert front.body_line == 8


def test_the_body_keeps_its_indentation() -> None:
    assert read_front("---\ntitle: x\n---\n    code\n").body == "    code\n"


def test_a_rule_in_the_body_does_not_end_the_frontmatter_twice() -> None:
    assert read_front("---\ntitle: x\n---\none\n\n---\n\ntwo").body == "one\n\n---\n\ntwo"


def test_a_file_without_frontmatter_is_all_body() -> None:
    text = "# A headline\n\nNote: nothing above this is a field.\n"
    assert read_front(text) == ({}, text, 1, [], text)


def test_toml_is_read_with_places_and_zolas_taxonomies() -> None:
    found = fields('+++\ntitle = "One"\ndate = 2017-10-08\n[taxonomies]\ntags = ["a"]\n+++\nx')
    assert found["title"] == ("One", 2, 9)
    assert found["date"].data == "2017-10-08"
    assert found["tags"].data == ["a"]


def test_numbers_in_toml_stay_as_they_were_typed() -> None:
    assert data("+++\nversion = 1.10\n+++\n") == {"version": "1.10"}


def test_pelicans_header_ends_at_a_blank_line() -> None:
    front = read_front("Title: One\nDate: 2017-10-08\nTags: a, b\nSummary: long\n  line\n\nText\n")
    assert front.fields
    assert {n: v.data for n, v in front.fields.items()} == {
        "title": "One",
        "date": "2017-10-08",
        "tags": "a, b",
        "summary": "long line",
    }
    assert front.body_line == 6


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "cure"),
    [
        # The fences
        ("---\ntitle: x\n\nText without an end\n", "E002", 1, 1, "before line 3"),
        ("---\ntitle: x\n  ---\nText\n", "E002", 3, 3, "alone"),
        ("—\ntitle: x\n---\nText\n", "E002", 1, 1, "alone"),
        ("title: x\ndate: 2017\n---\nText\n", "E002", 1, 1, "above this one"),
        ("---\ntitle: x\n\nThe text has begun by now.\n\n---\n", "E002", 4, 1, "before line 4"),
        ("---title: x\ndate: 2017\n---\n", "E002", 1, 4, "line below"),
        ('{\n"title": "x"\n}\n', "E006", 1, 1, "YAML"),
        # Values that YAML reads as something else
        ("---\ntitle: One: two\n---\n", "E003", 2, 11, "`title: 'One: two'`"),
        ("---\ntitle: It's: two\n---\n", "E003", 2, 12, '`title: "It\'s: two"`'),
        ("---\ntitle: One\\: two\n---\n", "E003", 2, 12, "`title: 'One: two'`"),
        ("---\ntitle: One: two\n  three\n---\n", "E003", 2, 11, "'One: two three'"),
        ("---\ntitle: **bold**\n---\n", "E003", 2, 8, "'**bold**'"),
        ("---\ntitle: [One] two\n---\n", "E003", 2, 8, "'[One] two'"),
        ("---\ntitle: {{ page }}\n---\n", "E006", 2, 9, "quotes"),
        ("---\ntitle: {% raw %} x\n---\n", "E003", 2, 8, "'{% raw %} x'"),
        ("---\ntitle: @name\n---\n", "E003", 2, 8, "'@name'"),
        ("---\ntitle: > not folded\n---\n", "E003", 2, 8, "'> not folded'"),
        ('---\ntitle: "One" two\n---\n', "E003", 2, 13, "'\"One\" two'"),
        ('---\ntitle: "One "two" three"\n---\n', "E003", 2, 14, 'One "two" three'),
        ('---\ntitle: "C:\\path"\n---\n', "E003", 2, 11, "'C:\\path'"),
        ('---\ntitle: "One\ndate: 2017\n---\n', "E003", 2, 8, '`title: "One"`'),
        ("---\ntitle: 'One\nname: Ann's\n---\n", "E003", 2, 8, "'One'"),
        ('---\ntitle: "One\ntags: "two"\n---\n', "E003", 2, 8, "One"),
        ("---\ntitle: We are #1\n---\n", "W021", 2, 15, "quotes"),
        # Fields that are none
        ("---\ntitle:One\ndate: 2017\n---\n", "E003", 2, 6, "`title: One`"),
        ("---\ntitle：One\n---\n", "E003", 2, 6, "`title: One`"),
        ("---\ntitle: One\nand more words\n---\n", "E003", 3, 1, "indent"),
        ("---\ntitle: One\n{{< figure >}}\n---\n", "E003", 3, 1, "below the closing"),
        ("---\n<<<<<<< HEAD\ntitle: a\n=======\n---\n", "E019", 2, 1, "keep one"),
        ("---\ntitle = 'x'\n---\n", "E006", 2, 1, "+++"),
        # Lists and indentation
        ("---\ntags:\n  - a\n  -b\ndate: 2017\n---\n", "E003", 4, 3, "`- b`"),
        ("---\ntags:\n  -a\n  -b\n---\n", "E003", 3, 3, "`- a`"),
        ("---\ntags:\n  - a\n - b\n---\n", "E003", 4, 2, "column 3"),
        ("---\ntags: []\n  - a\n---\n", "E003", 2, 7, "delete"),
        ("---\ntags: one\n  - a\n---\n", "W021", 3, 3, "for a list"),
        ("---\ntags: one\n  - a: b\n---\n", "E003", 3, 3, "keep one"),
        ("---\ntitle: x\n\tdate: y\n---\n", "E003", 3, 1, "two spaces"),
        ("---\ntags:\n  - a\n date: 2017\n---\n", "E003", 4, 2, "column 1"),
        ("---\ntags:\n• one\n• two\n---\n", "E003", 3, 1, "`- one`"),
        ("---\ntags: [a, b\n---\n", "E003", 2, 7, "close it with ]"),
        ("---\ntitle: x\n--\n\nText.\n\n---\n", "E002", 3, 1, "alone"),
        ("---\ntitle: x\n\nText.\n\n---\n", "E002", 4, 1, "before line 4"),
        ("---\n\xa0title: x\n---\n", "E003", 2, 1, "`title: x`"),
        ("---\ntags: #syria #war\n---\n", "W021", 2, 7, "quotes"),
        ("---\ntags:\n- #syria\n---\n", "W021", 3, 3, "quotes"),
        ("---\ntags:\n- a\n - b\n---\n", "W021", 4, 2, "for a list"),
        ("+++\ntitle: x\n+++\n", "E008", 2, 6, "write --- in place"),
        # Refused headers
        ("---\ntitle: x\nTitle: y\n---\n", "E004", 3, 1, "keep one"),
        ("---\ntitle: x\ntitle: y\n---\n", "E004", 3, 1, "keep one"),
        ("---\ntitle: x\ntitle: x\n---\n", "E004", 3, 1, "the same"),
        ("---\nimage:\n  src: a\n  src: b\n---\n", "E004", 4, 3, "keep one"),
        ("---\na: &x 1\nb: *x\n---\n", "E005", 2, 4, "write out"),
        ("---\nt: !!python/object:os.system x\n---\n", "E005", 2, 4, "quotes"),
        ("---\nt: !important\n---\n", "E005", 2, 4, "quotes"),
        ("---\njust text\n---\n", "E006", 2, 1, "title: A headline"),
        ("---\n- a\n---\n", "E006", 2, 1, "title: A headline"),
        ("---\n{{ x }}: y\n---\n", "E006", 2, 1, "quotes"),
        (f"---\nb: 1\na: {'[' * 3000}{']' * 3000}\n---\n", "E007", 3, 25, "lists"),
        (f"---\na: {'[' * 40}{']' * 40}\n---\n", "E007", 2, 25, "lists"),
        ("---\ntitle: a\x07b\n---\n", "E003", 2, 9, "delete"),
        ("+++\ntitle = One\n+++\n", "E008", 2, 9, '`title = "One"`'),
        (f"+++\ntitle = 'a'\nn = {'9' * 5000}\n+++\n", "E008", 3, None, "quotes"),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", "E004", 3, 1, "keep one"),
        ("Title: a\nTitle: b\n\nx\n", "E004", 2, 1, "keep one"),
    ],
)
def test_the_nearest_cause_is_named_with_its_cure(
    text: str, code: str, line: int, column: int | None, cure: str
) -> None:
    first = read_front(text).faults[0]
    assert (first.code, first.line, first.column) == (code, line, column), first
    assert cure in first.hint, first


def test_all_faults_of_a_header_are_told_at_once() -> None:
    front = read_front("---\ntitle: One: two\nauthor: @x\ntags:\n  -a\ndate: 2017\n---\n")
    assert [fault.line for fault in front.faults] == [2, 3, 5]
    assert data("---\ntitle: One: two\n---\n") == {"title": "One: two"}


def test_what_may_be_meant_in_two_ways_is_not_repaired() -> None:
    for header in (
        "title: One: two # three",  # a comment, or text
        "title: 'Twas: the night",  # an apostrophe, or a quote
        'title: "One": "two"',
        "tags: one\n  - two",
        "a: *x\nb: &x 1",
        "summary: One\n  two: three",
        "tags: [a, b",
        "places: - Aleppo",
        "summary: >- one\n  two",
    ):
        text = f"---\n{header}\n---\n"
        assert read_front(text).fixed == text, header


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_other_line_breaks_do_not_shift_places(sign: str) -> None:
    front = read_front(f"---\ntitle: One{sign}two\nsummary: a: b\n---\n")
    assert [(fault.line, fault.column) for fault in front.faults] == [(3, 11)]
    assert data(f"---\ntitle: One{sign}two\n---\n") == {"title": "One two"}


@pytest.mark.parametrize("before", ["\n", "\ufeff", "\u200b", " \n\n", "\ufeff\n"])
def test_what_nobody_sees_may_stand_above_the_header(before: str) -> None:
    assert data(f"{before}---\ntitle: x\n---\n") == {"title": "x"}


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_or_explained(text: str) -> None:
    for source in (text, f"---\n{text}\n---\nbody", f"+++\n{text}\n+++\nbody", f"Title: {text}"):
        front = read_front(source)
        assert front.fields is not None or front.faults
        assert all(1 <= fault.line <= source.count("\n") + 1 for fault in front.faults)


@pytest.mark.parametrize(
    "below", ["\n# A heading\n\nmore text", "\nNote: this is text.", "# A heading\nSome text: yes"]
)
def test_where_a_header_may_end_in_two_places_it_is_not_closed(below: str) -> None:
    text = f"---\ntitle: x\ndate: 2017\n{below}\n"
    front = read_front(text)
    assert [fault.code for fault in front.faults] == ["E002"]
    assert front.fields is None
    assert repaired(text.encode(), ReadingSettings()) == text.encode()


@pytest.mark.parametrize(
    ("text", "meant", "body"),
    [
        ("Title: One\nDate: 2017\nThe text.\n", {"title": "One", "date": "2017"}, "The text.\n"),
        ("Title: One\nThe text.\n", {"title": "One"}, "The text.\n"),
        ("title:One\ndate:2017\nThe text.\n", {"title": "One", "date": "2017"}, "The text.\n"),
        ("Title: One\nTags: a; b\n\nText.\n", {"title": "One", "tags": "a; b"}, "\nText.\n"),
        ("Date: 2017\nCategory: a\n\nText.\n", {"date": "2017", "category": "a"}, "\nText.\n"),
        ("Title: One\n# A heading\n", {"title": "One"}, "# A heading\n"),
        # HeaderBlock of any length
        ("-----\ntitle: One\n-----\nText.", {"title": "One"}, "Text."),
        ("-----\ntitle: One: two\nauthor: @x\n-----\nText.",
         {"title": "One: two", "author": "@x"}, "Text."),
        ("---\ntitle: One\n-------\nText.", {"title": "One"}, "Text."),
        ("-------\ntitle: One\n---\nText.", {"title": "One"}, "Text."),
        ("---\ntitle: One\n...\nText.", {"title": "One"}, "Text."),
        ("---\ntitle: One\n---\nHeading\n-----\nText.", {"title": "One"}, "Heading\n-----\nText."),
        ("---\nsummary: |\n  one\n  ---\n  two\ntitle: One\n---\nText.",
         {"summary": "one\n---\ntwo\n", "title": "One"}, "Text."),
    ],
)  # fmt: skip
def test_headers_of_pelican_and_long_delimiters(
    text: str, meant: dict[str, str], body: str
) -> None:
    front = read_front(text)
    assert front.faults == []
    assert (data(text), front.body) == (meant, body)


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is a text.\n\nMore.",
        "Warning: read this.\nNote: and this.\n\nMore.",
        "Source: a friend told me so.\n\nMore.",
        "-----\n\nA rule stands above.\n\n-----\n",
        "----------\nA line above.\n----------\n",
        "http://host.example/\nis an address.",
    ],
)
def test_a_text_is_not_taken_for_a_header(text: str) -> None:
    assert read_front(text) == ({}, text, 1, [], text)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: x\n   ---\nText.", 3, "the closing --- is indented"),
        ("---\ntitle: x\n\t---\nText.\n\n---\nmore", 3, "the closing --- is indented"),
        ("+++\ntitle = 'x'\n +++\nText.", 3, "the closing +++ is indented"),
        ("---\ntitle: x\ncategory\n- a\n---\n", 3, "a colon is missing after category"),
        ("---\nauthor: - Jane\n---\n", 2, "a list cannot begin on the line of its field"),
        ("+++\ntitle = One\n+++\n", 2, "a text must be in quotes"),
        ("+++\na = 1\ntitle = 'x'\ntitle = 'y'\n+++\n", 4, "title stands twice; first on line 3"),
    ],
)
def test_messages_name_the_cause(text: str, line: int, message: str) -> None:
    first = read_front(text).faults[0]
    assert (first.line, first.message) == (line, message)
