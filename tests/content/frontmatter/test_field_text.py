"""The text of fields: references are decoded, and formatting tags are removed."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.frontmatter.field_text import prose
from tests.conftest import SmallArchive


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("It&#8217;s &amp; isn&rsquo;t", "It’s & isn’t"),
        ("&ldquo;No&rdquo;&nbsp;&#8212;&#x20;&hellip;", "“No” — …"),
        ("caf&eacute; &#233;t&#xE9;", "café été"),
        ("Ann&#8217s dam", "Ann’s dam"),
        ("&amp;#8217; &amp;amp; &amp;rsquo;", "’ & ’"),
        ("AT&T, R&D; Q&A &copy 2017 &nosuch; &", "AT&T, R&D; Q&A &copy 2017 &nosuch; &"),
        ("x?a=1&copy=2&reg=3", "x?a=1&copy=2&reg=3"),
        ("&lt;script&gt; and &lt;b&gt;", "<script> and <b>"),
        ("Week <BR> one<br/>two<br />three<hr>four", "Week one two three four"),
        ("one\n two\u2028three&#10;four", "one two three four"),
        ("<em>Nature</em> on H<sub>2</sub>O", "Nature on H2O"),
        ("the <span class='x'>1<sup>st</SUP></span> day", "the 1st day"),
        ("<p>One</p><p>two</p>", "One two"),
        ('<a href="https://x.example/">Read</a> this<!-- now -->', "Read this"),
        ("How <script> works, and the <b> tag", "How <script> works, and the <b> tag"),
        ("x < y, y > z, <jane@x.example>, 1 <2> 3", "x < y, y > z, <jane@x.example>, 1 <2> 3"),
        ("M*A*S*H and `code` and snake_case", "M*A*S*H and `code` and snake_case"),
        ("&#x202e;abc&#0;&#x7f;&shy;", "abc\ufffd"),
        ("Wi<wbr>Fi &zwnj;", "WiFi \u200c"),
    ],
)
def test_a_text_is_shown_as_it_was_meant(written: str, shown: str) -> None:
    assert prose(written) == shown


def test_every_place_shows_the_same(archive: SmallArchive) -> None:
    archive.article(
        "x.md",
        '"Don&#8217;t <em>look</em> &lt;up&gt; AT&T<br>now"',
        "date: 2017-10-08",
        'summary: "He said &ldquo;no&rdquo;."',
        'tags: ["Caf&eacute;", "R&amp;D"]',
        'author: "O&#8217;Neil, Ann"',
        'source: "Smith &amp; Sons"',
        "image:",
        "  src: https://x.example/a.jpg",
        '  caption: "A &ndash; B"',
    )
    assert archive.build(search=True).report["problems"] == []
    title = "Don’t look <up> AT&T now"
    page = archive.page("x/")
    assert f'<h1 class="p-name">{html.escape(title)}</h1>' in page
    assert "O’Neil, Ann" in page
    assert "A – B" in page
    item = json.loads(archive.page("feed.json"))["items"][0]
    assert (item["title"], item["content_text"]) == (title, "He said “no”.")
    assert item["tags"] == ["Café", "R&D"]
    assert html.escape(title, quote=False) in archive.page("feed.xml")
    assert {"tags/café/index.html", "tags/r-d/index.html"} <= set(archive.files())
    assert "sources/smith-sons/index.html" in archive.files()
    for path, data in archive.files().items():
        if path.endswith((".html", ".xml", ".json")):
            assert not [r for r in (b"#8217", b"ldquo", b"eacute", b"amp;amp;") if r in data], path


def test_toml_and_pelican_are_read_alike(archive: SmallArchive) -> None:
    archive.write("a.md", '+++\ntitle = "It&#8217;s"\ndate = 2017-10-08\n+++\nx')
    archive.write("b.md", "Title: It&#8217;s\nDate: 2017-10-08\nSummary: Here<br>there\n\nx")
    archive.write("c.md", "---\ndate: 2017\n---\n# Week<br>one &amp; *two*\n\nx")
    archive.build()
    assert "It’s</h1>" in archive.page("a/")
    assert "It’s</h1>" in archive.page("b/")
    assert 'content="Here there"' in archive.page("b/")
    assert "Week one &amp; two</h1>" in archive.page("c/")


def test_an_address_does_not_change(archive: SmallArchive) -> None:
    archive.article("x.md", "X", "date: 2017", "slug: it&#8217;s")
    archive.build()
    assert "it-8217-s/index.html" in archive.files()


def test_a_sign_that_a_reference_names_is_said_and_not_published(archive: SmallArchive) -> None:
    archive.article("x.md", '"a&#x202e;b"', "date: 2017", "tags: [c&#xfeff;d, '&#8206;']")
    outcome = archive.build()
    found = {(p["code"], p["line"]) for p in outcome.report["problems"]}
    assert found == {("W013", 2), ("W014", 4)}
    assert "ab</h1>" in archive.page("x/")
    assert "tags/cd/index.html" in archive.files()


def test_the_heading_that_repeats_the_title_is_not_shown_twice(archive: SmallArchive) -> None:
    archive.article("x.md", "It&#8217;s <i>here</i>", "date: 2017", body="# It’s *here*\n\nText.")
    archive.build()
    assert archive.page("x/").count("<h1") == 1


@given(st.text(st.sampled_from("<>/&;#x12 abpemi=\"'!-\u202e\n"), max_size=60))
def test_any_text_is_one_line_without_invisible_characters(text: str) -> None:
    shown = prose(text)
    assert "\n" not in shown
    assert "\u202e" not in shown
    assert prose(html.escape(shown)) == shown or "&" in shown


@pytest.mark.parametrize("piece", ["<b ", "<!--", "<b>", "&#", "&amp;", "</b>", "<b x=<"])
def test_a_long_text_is_read(piece: str) -> None:
    prose(piece * 200_000)  # hours, if time grew by the square
