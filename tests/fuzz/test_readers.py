"""Every reader accepts any input: hypothesis makes inputs that resemble real ones."""

from hypothesis import example, given
from hypothesis import strategies as st

from dateline.content.dates import parse_date
from dateline.content.file_names import date_in_path
from dateline.content.markdown.links import is_inner, rewrite_links, target_path
from dateline.content.sketches import sketch_of
from dateline.images.location import may_reveal_location, without_metadata
from dateline.model import PartialDate
from dateline.search.normalize import fold_letters, restore_letters
from dateline.urls import BaseUrl, alias_address, article_address, hashed_slug, slug_of
from tests.fuzz.invariants import PATHS, check_article, check_config, check_spellings

#: Text with what YAML, TOML and Markdown take for marks, and letters that fold or do not show.
_TEXT = st.text(
    st.one_of(
        st.sampled_from("-+:#[]{}\"'|>&*!%@`~\\\n\t ,.=/<?_^0123456789aA"),
        st.sampled_from("\u0130\u00df\u0301\u202e\u200b\ufeff\0\x0b\x85\u2028\U0001f600\u0649"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
_FIELDS = [
    *("title", "date", "tags", "source", "source_url", "author", "captured", "updated", "summary"),
    *("lang", "slug", "aliases", "draft", "image", "people", "story", "rights", "Published", "x"),
]
_SCALAR = st.one_of(
    _TEXT,
    st.sampled_from(
        [
            *(
                "2017-10-08",
                "2017",
                "9999-12-31T23:59:59-14:00",
                "0000",
                "true",
                "~",
                "NO",
                "1e999",
            ),
            *("[a, b]", "[[a]]", "{src: x}", "{a: {b: c}}", "- a\n- b", "|\n  a", ">-\n  a"),
            *(
                '"\\ud800"',
                '"\\U0010ffff"',
                "'it''s'",
                "!!int 3",
                "&a b",
                "*a",
                "0x1F",
                "1979-05-27",
            ),
            *(
                "https://[",
                "http://a b/",
                "//x",
                "%zz",
                "\\x00",
                '"\\0"',
                "2017-10-08 14:30 +03:00",
            ),
        ]
    ),
)
_YAML = st.lists(st.tuples(st.sampled_from(_FIELDS), _SCALAR), max_size=6).map(
    lambda fields: "".join(f"{name}: {value}\n" for name, value in fields)
)
_TOML = st.lists(st.tuples(st.sampled_from(_FIELDS), _SCALAR), max_size=6).map(
    lambda fields: "".join(f"{name} = {value}\n" for name, value in fields)
)
_ARTICLE = st.one_of(
    st.tuples(_YAML, _TEXT).map(lambda p: f"---\n{p[0]}---\n{p[1]}"),
    st.tuples(_TOML, _TEXT).map(lambda p: f"+++\n{p[0]}+++\n{p[1]}"),
    st.tuples(_YAML, _TEXT).map(lambda p: f"{p[0]}\n{p[1]}"),
    _TEXT,
)


@given(st.sampled_from(PATHS), st.one_of(_ARTICLE.map(str.encode), st.binary(max_size=60)))
@example(PATHS[0], b'---\ntitle: "\\ud800"\ndate: 2017\n---\n')
@example(PATHS[0], b"---\ntitle: T\ndate: 2017\nx: " + b"[" * 3000)
@example(PATHS[0], b"+++\ntitle = '" + b"a" * 3000)
@example(PATHS[0], b"+++\nx = " + b"[" * 3000 + b"\n+++\n")
def test_articles(path: str, raw: bytes) -> None:
    check_article(path, raw)


@given(st.one_of(_TOML, _TEXT).map(str.encode) | st.binary(max_size=60))
@example(b"a = " + b"[" * 5000)
@example(b"[tags]\n'a' = ['b', 'B']\n'b' = ['c']\n")
def test_spellings(raw: bytes) -> None:
    check_spellings(raw)
    check_spellings(b"[tags]\n" + raw)


@given(st.one_of(_TOML, _TEXT).map(str.encode) | st.binary(max_size=60))
@example(b"limits = {article = '9e9 MB', seconds = inf}")
@example(b"base_url = 'https://['")
@example(b"timezone = '../x'")
@example(b"timezone = '\\u0000'")
def test_configurations(raw: bytes) -> None:
    check_config(raw)


@given(st.one_of(_TEXT, st.from_regex(r"\d{4}-\d{1,2}-\d{1,2}[T ]\d\d:\d\d([+-]\d\d:?\d\d)?")))
@example("\u0662\u0660\u0661\u0667-\u0661\u0660")
@example("2017-01-01 00:00 (UTC+25:00)")
def test_dates(text: str) -> None:
    for read in (parse_date, date_in_path):
        try:
            date = read(text)
        except ValueError:
            continue
        else:
            assert date is None or (isinstance(date, PartialDate) and date.year <= 9999)


@given(_TEXT, st.lists(_TEXT, max_size=4))
def test_addresses(name: str, parts: list[str]) -> None:
    if name.strip():
        assert 0 < len(slug_of(name).encode()) <= 255
        assert slug_of(slug_of(name)) == slug_of(name)
        assert "/" not in slug_of(name)
        assert hashed_slug(name)
    address = article_address("/".join([*parts, f"{name or 'x'}.md"]))
    try:
        alias = alias_address("/".join([*parts, name]))
    except ValueError:  # no page can stand there
        alias = ""
    for each in (address, alias):
        assert not each.startswith("/")
        assert ".." not in each.split("/")
        assert BaseUrl("https://e.org", "/a/").absolute(each).startswith("https://e.org/a/")


@given(_TEXT, _TEXT)
def test_links(path: str, target: str) -> None:
    if is_inner(target):
        found, rest = target_path(path, target)
        assert not found.startswith(("/", "../"))
        assert rest[:1] in ("", "?", "#")
    tag = f'<a href="{target}">x</a><img src="{path}">'
    rewrite_links(tag, lambda _tag, attributes: attributes)


@given(_TEXT)
def test_words_fold_and_come_back(text: str) -> None:
    folded = fold_letters(text)
    restore_letters(folded, text)
    sketch_of(text, text * 5)


@given(
    st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBP", b""]),
    st.lists(
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from(
                [
                    *(b"\xff\xe1\0\x0aExif\0\0", b"\xff\xda\0\x02", b"\xff\xd9", b"\xff\xff"),
                    *(b"\0\0\0\0IEND\0\0\0\0", b"\0\0\0\x04eXIfabcd\0\0\0\0", b"VP8X", b"EXIF"),
                    *(b"\x25\x88\x04\0\x01\0\0\0", b"8BIM\x04\x04\0\0", b"\x1c\x02\x5a", b"zTXt"),
                ]
            ),
        ),
        max_size=12,
    ),
)
def test_pictures(start: bytes, parts: list[bytes]) -> None:
    data = start + b"".join(parts)
    may_reveal_location(data)
    clean = without_metadata(data)
    assert clean is None or not may_reveal_location(clean)
