"""Obsidian's notes are shown as in Obsidian."""

import html
import re

import pytest

from dateline.content.markdown.render import Rendered, render_markdown
from tests.conftest import SmallArchive


def render(body: str) -> Rendered:
    return render_markdown(body, path="a.md", first_line=1, lang="en", title="T")


def site(archive: SmallArchive, body: str) -> tuple[str, list[tuple[str, int, str]]]:
    """The text of the article `day/a.md` as it is published, and what was said of it."""
    archive.article("2017/Old River.md", "The River", "date: 2017-01-01", "aliases: [Stream]")
    archive.article("notes/deep/Dam.md", "A Dam", "date: 2017-01-02")
    archive.article("notes/Dam.md", "Another Dam", "date: 2017-01-03")
    archive.article("Map Room/index.md", "Maps", "date: 2017-01-04")
    archive.article("v1.2 plan.md", "Plan", "date: 2017-01-05")
    archive.article("新聞.md", "ニュース", "date: 2017-01-06")
    archive.write("pages/About.md", "---\ntitle: About us\n---\nText.\n")
    archive.write("files/Report 1.pdf", b"%PDF-1.4")
    archive.write("files/sub/map.png", _png())
    archive.article("day/a.md", "A", "date: 2017-10-09", body=body)
    outcome = archive.build()
    assert outcome.code == 0, outcome.out
    page = archive.page("day/a/")
    start = page.index('<div class="e-content">') + len('<div class="e-content">')
    told = [(p["code"], p["line"], p["message"]) for p in outcome.report["problems"]]
    return page[start : page.index("</div>", start)].strip(), [p for p in told if p[0] != "W006"]


def _png() -> bytes:
    import io

    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (60, 30)).save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    ("written", "address", "label"),
    [
        ("[[Old River]]", "/archive/2017/old-river/", "Old River"),
        ("[[old river]]", "/archive/2017/old-river/", "old river"),
        ("[[Old River|the river]]", "/archive/2017/old-river/", "the river"),
        ("[[Old River.md]]", "/archive/2017/old-river/", "Old River"),
        ("[[2017/Old River]]", "/archive/2017/old-river/", "Old River"),
        ("[[/2017/Old River]]", "/archive/2017/old-river/", "Old River"),
        ("[[../2017/Old River]]", "/archive/2017/old-river/", "Old River"),
        ("[[The River]]", "/archive/2017/old-river/", "The River"),
        ("[[stream]]", "/archive/2017/old-river/", "stream"),
        ("[[Dam]]", "/archive/notes/dam/", "Dam"),
        ("[[deep/Dam]]", "/archive/notes/deep/dam/", "Dam"),
        ("[[notes/Dam]]", "/archive/notes/dam/", "Dam"),
        ("[[Map Room]]", "/archive/map-room/", "Map Room"),
        ("[[v1.2 plan]]", "/archive/v1-2-plan/", "v1.2 plan"),
        ("[[新聞]]", "/archive/%E6%96%B0%E8%81%9E/", "新聞"),
        ("[[About]]", "/archive/about/", "About"),
        ("[[Report 1.pdf]]", "/archive/files/Report%201.pdf", "Report 1.pdf"),
        ("[[Report 1.pdf|report]]", "/archive/files/Report%201.pdf", "report"),
        ("![[Old River]]", "/archive/2017/old-river/", "Old River"),
        ("![[Report 1.pdf]]", "/archive/files/Report%201.pdf", "Report 1.pdf"),
    ],
)
def test_a_link_finds_its_note(
    archive: SmallArchive, written: str, address: str, label: str
) -> None:
    text, told = site(archive, f"See {written}.")
    assert text == f'<p>See <a href="{address}">{label}</a>.</p>'
    assert told == []


@pytest.mark.parametrize(
    ("written", "address", "label"),
    [
        ("[[Old River#Part Two]]", "/archive/2017/old-river/", "Old River &gt; Part Two"),
        ("[[Old River#Part Two|two]]", "/archive/2017/old-river/", "two"),
        ("[[Old River#One#Part Two]]", "/archive/2017/old-river/", "Old River &gt; Part Two"),
        ("[[Old River#^abc123]]", "/archive/2017/old-river/", "Old River"),
        ("[[#Part Two]]", "/archive/day/a/", "Part Two"),
    ],
)
def test_a_link_leads_to_a_heading(
    archive: SmallArchive, written: str, address: str, label: str
) -> None:
    text, _ = site(archive, f"See {written}.\n\n## Part Two")
    assert re.search(rf'<a href="{re.escape(address)}#[^"]+">{re.escape(label)}</a>', text)


@pytest.mark.parametrize(
    "written",
    [
        "[[Nowhere]]",
        "[[sic]]",
        "[[1]]",
        "[[zz|b|c]]",
        "[[Nowhere#Part|label]]",
        "![[Nowhere]]",
        "![[nowhere.png]]",
        "![[nowhere.png|A map|300x200]]",
        "[[nowhere/Old River]]",
        "[[ -f file ]]",
        "[[50% & <more>]]",
        "[[a%20b]]",
        "[['quoted']]",
        "[[[1]]]",
    ],
)
def test_what_finds_nothing_stays_as_it_was_written_and_is_told(
    archive: SmallArchive, written: str
) -> None:
    text, told = site(archive, f"First.\n\nHe wrote {written} here.")
    assert html.unescape(text).endswith(f"<p>He wrote {written} here.</p>")
    [(code, line, message)] = told
    assert code == ("W004" if ".png" in written else "W023")
    assert line == 8
    assert written.strip("[]!")[:4] in message
    assert f"\\{written}" not in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\\[[Nowhere]]", "[[Nowhere]]"),
        ("`[[Nowhere]]`", "<code>[[Nowhere]]</code>"),
        ("[[ ]] [[]] [[", "[[ ]] [[]] [["),
        ("[[1]](https://example.org/)", '<a href="https://example.org/">[1]</a>'),
        ("[a [[1]] b](https://example.org/)", '<a href="https://example.org/">a [[1]] b</a>'),
        ("[[x]]\n\n[x]: https://example.org/", '[<a href="https://example.org/">x</a>]'),
        ("[label](<[[Nowhere]]>)", "label"),
    ],
)
def test_what_is_no_link_to_a_note(archive: SmallArchive, written: str, shown: str) -> None:
    assert shown in site(archive, written)[0]


def test_the_hint_of_a_link_that_finds_nothing_holds(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017-10-08", body="He wrote [[sic]].")
    told = archive.build().report["problems"][0]
    written = re.search(r"\\\S+", told["hint"])
    assert written
    archive.article("a.md", "A", "date: 2017-10-08", body=f"He wrote {written[0]}.")
    assert archive.build().codes == []
    assert "He wrote [[sic]]." in archive.page("a/")


@pytest.mark.parametrize(
    ("written", "attributes"),
    [
        ("![[map.png]]", {"alt": "map", "width": "60", "height": "30"}),
        ("![[MAP.png]]", {"alt": "MAP"}),
        ("![[sub/map.png]]", {"alt": "map"}),
        ("![[map.png|A map]]", {"alt": "A map"}),
        ("![[map.png|40]]", {"alt": "map", "width": "40"}),
        ("![[map.png|40x20]]", {"alt": "map", "width": "40", "height": "20"}),
        ("![[map.png|A map|40]]", {"alt": "A map", "width": "40"}),
        ("![A map|40](../files/sub/map.png)", {"alt": "A map", "width": "40"}),
        ("![A map|40x20](../files/sub/map.png)", {"width": "40", "height": "20"}),
        ("![A map 40](../files/sub/map.png)", {"alt": "A map 40", "width": "60"}),
    ],
)
def test_an_image_is_shown(archive: SmallArchive, written: str, attributes: dict[str, str]) -> None:
    text, told = site(archive, written)
    assert 'src="/archive/files/sub/map.png"' in text
    for name, value in attributes.items():
        assert f'{name}="{value}"' in text
    assert told == []


def test_links_and_images_work_in_tables(archive: SmallArchive) -> None:
    body = "| a | b |\n|---|---|\n| [[Old River\\|r]] | ![[map.png\\|20]] |\n| [[No\\|r]] | x |"
    text, told = site(archive, body)
    assert '<td><a href="/archive/2017/old-river/">r</a></td>' in text
    assert 'width="20"' in text
    assert "<td>[[No|r]]</td>" in text
    assert [(code, line) for code, line, _ in told] == [("W023", 9)]


def test_summaries_tell_what_links_are_called(archive: SmallArchive) -> None:
    site(archive, "See [[Old River|the river]] and [[sic]].")
    assert "<summary>See the river and [[sic]].</summary>" in archive.page("feed.xml")
    assert "See the river and [[sic]]." in archive.page("")


def test_a_note_beside_is_nearer_than_one_above(archive: SmallArchive) -> None:
    for path in ("x.md", "a/x.md", "a/b/x.md"):
        archive.article(path, path, "date: 2017-01-01")
    archive.article("a/b/here.md", "Here", "date: 2017-01-02", body="[[x]]")
    archive.article("c/there.md", "There", "date: 2017-01-02", body="[[x]]")
    assert archive.build().code == 0
    assert '<a href="/archive/a/b/x/">x</a>' in archive.page("a/b/here/")
    assert '<a href="/archive/x/">x</a>' in archive.page("c/there/")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("> [!note] Title\n> Text.", "<p><strong>Title</strong></p> <p>Text.</p>"),
        ("> [!NOTE]\n> Text.", "<p><strong>Note</strong></p> <p>Text.</p>"),
        ("> [!warning]- Folded\n> Text.", "<p><strong>Folded</strong></p> <p>Text.</p>"),
        ("> [!my-own]+\n> Text.", "<p><strong>My own</strong></p> <p>Text.</p>"),
        (
            "> [!info|wide] A *b* [c](d.md)",
            '<p><strong>A <em>b</em> <a href="d.md">c</a></strong></p>',
        ),
        ("> [!注意] 題\n> 文。", "<p><strong>題</strong></p> <p>文。</p>"),
        ("> [!tip] A\n> - b", "<p><strong>A</strong></p> <ul> <li>b</li> </ul>"),
        ("> [!tip] Only", "<p><strong>Only</strong></p>"),
    ],
)
def test_a_callout_is_a_quotation_with_its_title(body: str, shown: str) -> None:
    assert " ".join(render(body).html.split()) == f"<blockquote> {shown} </blockquote>"


def test_callouts_nest() -> None:
    found = " ".join(render("> [!a] One\n> Text.\n>\n> > [!b] Two\n> > More.").html.split())
    inner = "<blockquote> <p><strong>Two</strong></p> <p>More.</p> </blockquote>"
    assert f"<p><strong>One</strong></p> <p>Text.</p> {inner}" in found


@pytest.mark.parametrize(
    "body",
    ["[!note] Title", "> \\[!note] Title", "> a [!note] b", "> [!note](x.md) b", "> `[!note]` b"],
)
def test_other_brackets_are_no_callout(body: str) -> None:
    assert "<strong>" not in render(body).html


@pytest.mark.parametrize("name", ["abc123", "my-quote", "1a2b3c", "123456", "xq"])
@pytest.mark.parametrize(
    ("body", "tag"),
    [
        ("Text. {}", "p"),
        ("Text\nof two lines. {}", "p"),
        ("- Text. {}", "li"),
        ("> Text.\n\n{}\n\nMore.", "blockquote"),
        ("| Text. |\n|---|\n\n{}", "table"),
    ],
)
def test_the_id_of_a_block_is_not_shown_and_leads_there(body: str, tag: str, name: str) -> None:
    found = render(body.replace("{}", f"^{name}"))
    assert found.html.count(name) == found.html.count(f'id="^{name}"') == 1
    assert re.search(rf'<{tag} [^>]*id="\^{name}"', found.html)
    assert name not in found.summary + found.text


@pytest.mark.parametrize(
    "body", ["He said so. ^1", "x ^n", "a^bc", "`a ^bcd`", "\\^abc123", "^abc123 words", "2 ^ 3"]
)
def test_other_carets_are_text(body: str) -> None:
    assert body.strip("`\\") in html.unescape(re.sub("<[^>]*>", "", render(body).html))


@pytest.mark.parametrize(
    ("body", "names", "line"),
    [
        ("status:: open", "status", 1),
        ("Text.\n\nDue date:: 2017\nmore", "Due date", 3),
        ("A line\nand [rating:: 5] here", "rating", 2),
        ("A (key:: value) b", "key", 1),
        ("**Author**:: Jo", "Author", 1),
        ("- status:: open\n- owner:: Jo", "status, owner", 1),
        ("Ünïcode:: x", "Ünïcode", 1),
    ],
)
def test_fields_of_dataview_are_told_and_stay(body: str, names: str, line: int) -> None:
    found = render(body)
    assert [(p.code, p.line) for p in found.problems] == [("W024", line)]
    assert found.problems[0].message.endswith(f": {names}")
    assert "::" in found.html


@pytest.mark.parametrize(
    "body", ["std::vector is", "`a:: b`", "```\na:: b\n```", "a :: b", ".. note:: b", "http://a"]
)
def test_other_colons_are_no_field(body: str) -> None:
    assert render(body).problems == []


def test_a_tag_in_a_text_stays_text() -> None:
    assert render("#tag and #a/b\n\nend #c").html == "<p>#tag and #a/b</p>\n<p>end #c</p>\n"
