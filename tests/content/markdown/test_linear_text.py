"""No text makes an expression take quadratic time: 50,000 characters of its worst input are read
within seconds of processor time, instead of minutes."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest
from markdown_it.token import Token

from dateline.build.limits import Watch
from dateline.content.authority import read_authority
from dateline.content.frontmatter.article_fields import ArticleFields
from dateline.content.frontmatter.header import Value
from dateline.content.invisible_chars import (
    fields_without_invisible,
    without_invisible,
    without_invisible_references,
)
from dateline.content.markdown.links import resolve_links, rewrite_links
from dateline.content.markdown.lost_text import lost_in_html
from dateline.content.markdown.references import unescape
from dateline.content.markdown.tags import without_tags
from dateline.content.markdown.unknown_tags import closed, keep_as_text
from dateline.images.location import may_reveal_location, without_metadata
from dateline.images.metadata import is_known_xmp
from dateline.model import Picture

pytestmark = pytest.mark.slow

LENGTH = 250_000
#: Beginnings of what an expression looks for the end of.
PIECES = [
    *("<", "<a ", "<a b", "</a ", "<a '", '<a "', "<a b=\"'", "<a '\"", "<foo ", "<iframe /", "< "),
    *("<iframe / ", "<noscript ", "</noscript", "<script", "<script>", "</script ", "</script\n"),
    *("<svg", "<!--", "<!-- ", "<!-", "-->", "--!", "<!", "<?", "<![CDATA[", "<img src", "</style"),
    *("<img src=", "&", "&#", "&#1", "&#x1", "&amp", "&lt;", "<a>", "<a b='>'>", "x<", ">", '"'),
    *("'", "a b ", "\n", "[[", "[[a|", "[[a", "]]", "[", "|", "\u202e", "\\u202e", "\u00ad", "  "),
    *("\U0001f3f4\U000e0067", "<style>", "<math ", "<template>", "<title", "<xmp>", "word ", " = "),
    *("=", "a:b="),
]


def html(text: str) -> None:
    block = Token("html_block", "", 0, content=text, map=[0, text.count("\n") + 1])
    list(lost_in_html([block], text, ""))
    list(lost_in_html([block], text, text.replace("<", "&lt;")))


class State:
    """What a rule of the parser is given."""

    def __init__(self, text: str):
        self.src = text
        self.tokens = [Token("html_block", "", 0, content=text)]


def names(text: str) -> None:
    fields = ArticleFields(
        "a.md", {"tags": Value([text], 1, 1), "source_url": Value(text, 1, 1)}, {}
    )
    fields.names("tags")
    fields.source()
    fields_without_invisible({"a": Value(text, 1, 1)}, text, "a.md")


def spellings(text: str) -> None:
    read_authority("names.toml", f"[tags]\n'''{text}''' = ['a']\nb = ['''{text}''']\n".encode())
    read_authority("names.toml", text.encode("utf-8", "replace"))


def links(text: str) -> None:
    rewrite_links(f"<a {text}", lambda tag, attributes: attributes)
    resolve_links(text, {"a": "b"}, {"a": Picture("b")}, str)


READERS: dict[str, Callable[[str], object]] = {
    "lost text": html,
    "tags kept as text": lambda text: keep_as_text(State(text)),  # type: ignore[arg-type]
    "closed elements": closed,
    "tags": without_tags,
    "references": unescape,
    "names": names,
    "unseen": lambda text: without_invisible(text, "a.md"),
    "named": lambda text: without_invisible_references(text, text, "a.md", 1),
    "spellings": spellings,
    "links": links,
    "xmp": lambda text: is_known_xmp(text.encode("utf-8", "replace")),
}


@pytest.mark.parametrize("name", READERS)
def test_a_text_of_beginnings_is_read_in_time(name: str) -> None:
    with Watch(10) as watch:
        for piece in PIECES:
            text = piece * (LENGTH // len(piece) // 5)
            for each in (text, f"{text}>"):
                watch.begin()
                READERS[name](each)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xda\0\x02" + b"\xff" * LENGTH,
        b"\xff\xd8\xff\xda\0\x02" + b"\xff" * LENGTH + b"\0",
        b"\xff\xd8\xff\xda\0\x02" + b"\xff\0" * LENGTH,
        b"\xff\xd8" + b"\xff\xe1\0\x02" * LENGTH,
        b"GIF89a" + b"\0" * 7 + b"\x21\xfe\0" * LENGTH,
        b"GIF89a" + b"\0" * 7 + (b"\x21\xfe" + b"\x01a" * LENGTH),
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0tEXt\0\0\0\0" * 100_000,
        b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * 100_000,
        b"RIFF\0\0\x10\0WEBP" + b"EXIF\0\0\0\0" * 131_072,
        b"x" + b"gps" * 300_000 + zlib.compress(b"x"),
    ],
    ids=lambda data: str(data[:24]),
)
def test_an_image_of_beginnings_is_read_in_time(data: bytes) -> None:
    with Watch(10) as watch:
        watch.begin()
        may_reveal_location(data)
        watch.begin()
        without_metadata(data)


def test_a_number_with_more_digits_than_python_reads_is_no_fault() -> None:
    for text in (f"&#{'1' * 5_000};", f"&#x{'1' * 5_000};", f"&#{'1' * 10};", "&#x0000000041"):
        assert "&" not in unescape(text)
    assert unescape("&lt;&#65;&#x42;&amp;") == "<AB&"
