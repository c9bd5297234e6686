"""Texts in other formats than Markdown, and articles with other extensions."""

import pytest

from tests.conftest import SmallArchive

_HEADER = "---\ntitle: A\ndate: 2017-10-08\n---\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x.html", f"{_HEADER}<p>It works.</p>"),
        ("x.HTM", '\ufeff\r\n+++\r\ntitle = "A"\r\ndate = 2017-10-08\r\n+++\r\n<p>It works.</p>'),
        ("2017-10-08-x.html", "---\ntitle: A\n---\nIt works."),
        ("x.mkd", f"{_HEADER}It works."),
        ("x.mdown", f"{_HEADER}It works."),
    ],
)
def test_an_article_is_read_whatever_its_extension(
    archive: SmallArchive, path: str, text: str
) -> None:
    archive.write(path, text)
    report = archive.build().report
    assert (report["articles"], report["published"], report["problems"]) == (1, 1, [])
    page = archive.page(f"{path.rpartition('.')[0]}/")
    assert "It works." in page
    assert 'name="description" content="It works."' in page


def test_html_is_html_with_blank_lines_and_indents(archive: SmallArchive) -> None:
    body = (
        "<h2 class=x>One</h2>\n\n    <p>First &amp; <em>second</em>.</p>\n\n\t<ul>\n\n"
        "\t\t<li>*a*</li>\n\n</ul>\n<pre>\n\n  x\n\ny</pre>\n"
        "<p onclick=x>See <a href='b.md'>B</a>.</p>\n"
        "<!-- a\n\ncomment -->\n<script>\n\nalert(1)</script>\n<p>The end."
    )
    archive.write("x.html", _HEADER + body)
    archive.article("b.md", "B", "date: 2017")
    outcome = archive.build(search=True)
    assert outcome.codes == ["W009"]
    page = archive.page("x/")
    content = page.split('<div class="e-content">')[1].split("<footer")[0]
    assert "<code>" not in content
    assert "<li>*a*</li>" in content
    assert "  x\n \ny</pre>" in content
    assert "alert" not in content
    assert "The end." in content
    assert "onclick" not in content
    assert 'href="/archive/b/"' in content
    assert 'content="First &amp; second."' in page
    assert outcome.report["indexed"] == 2


def test_drafts_pages_and_sections_may_be_html(archive: SmallArchive) -> None:
    archive.write("a.html", _HEADER.replace("date", "draft: true\ndate") + "<p>x</p>")
    archive.write("pages/about.html", "---\ntitle: About\n---\n<p>Of us.</p>")
    archive.write("tags/t/_index.html", "---\ntitle: T\n---\n<p>Of T.</p>")
    archive.article("b.md", "B", "date: 2017", "tags: [t]")
    report = archive.build().report
    assert (report["articles"], report["drafts"], report["problems"]) == (2, 1, [])
    assert "Of us." in archive.page("about/")
    assert "Of T." in archive.page("tags/t/")


@pytest.mark.parametrize(
    ("path", "text", "hint"),
    [
        ("x.html", "<p>No header.</p>", "write `title:` and `date:`"),
        ("x.html", "---\nlayout: default\ntitle: All\n---\n{% for p in posts %}", "write `title:`"),
        ("x.txt", f"{_HEADER}It works.", "rename it to x.md"),
        ("x.mdx", f"{_HEADER}It works.", "rename it to x.md"),
        ("x.rst", "A\n=\n\nIt works.", "pandoc -s -f rst -t gfm x.rst -o x.md"),
        ("x.org", "#+TITLE: A", "pandoc -s -f org"),
        ("x.ipynb", "{}", "pandoc -s -f ipynb"),
        ("x.adoc", "= A", "Asciidoctor"),
        ("x.exe", "MZ", "move it"),
    ],
)
def test_others_are_named_with_what_to_do(
    archive: SmallArchive, path: str, text: str, hint: str
) -> None:
    file = archive.write(path, text)
    (problem,) = archive.build().report["problems"]
    assert problem["code"] == "W003"
    assert hint in problem["hint"]
    assert path not in archive.files()
    if "rename" in hint:
        file.rename(file.with_suffix(".md"))
        assert archive.build().report["published"] == 1


def test_a_text_without_a_header_is_published_as_it_is(archive: SmallArchive) -> None:
    archive.write("x.txt", "--- no header\ntitle: none\n")
    assert archive.build().report["problems"] == []
    assert "x.txt" in archive.files()


def test_the_limit_of_a_text_holds_for_html(archive: SmallArchive) -> None:
    archive.configure("[limits]", "article = 200")
    archive.write("x.html", _HEADER + "<p>" + "x" * 300)
    assert archive.build().codes == ["E022", "W006"]
