"""Every word of a text is published, or there is a problem with its line."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.content.markdown.render import Rendered, render_markdown

_MARKS = [
    *("\n", "\n\n", " ", "  \n", "\n    ", "\n  ", "\n\t"),
    *("\n- ", "\n  - ", "\n1. ", "\n> ", "> ", "- ", "\n\n# ", "\n## ", "\n===\n", "\n---\n"),
    *("*", "**", "_", "~~", " ` ", " `` ", "\\", "[", "]", "](u)", "![", "(", ")", " < ", ">", "&"),
    *("\n```\n", "\n~~~\n", "|", "\n|-|-|\n", "\n-|-\n", "\\|", "\n| "),
    *("[^a]", "[^b]", "\n\n[^a]: ", "\n\n[^b]: ", "\n    [^c]: ", "^[", "[^c]"),
    *("<!--", "-->", "--!>", "\n\n<!-- ", "<?", "?>", "\n<![CDATA[", "]]>", "<!A>"),
    *("<div>", "</div>", "\n\n<div>\n\n", "<b>", "</b>", "<p>", "<br>", "<table>", "<tr>", "<td>"),
    *("<select>", "<option>", "<textarea>", "<title>", "</title>", "<noscript>", "<xmp>"),
    *("\n<script>", "</script>", "<style>", "</style>", "<svg>", "</svg>", "<template>"),
    *("<math>", "<a>", "</a>", "<button>", "<details>", "<summary>", "<pre>", "\n<iframe>"),
    *("<plaintext>", "<frameset>", "<col>", "<caption>", "<ruby>", "<rt>", "<object>"),
]


def render(text: str, title: str = "T") -> Rendered:
    return render_markdown(text, path="a.md", first_line=5, lang="en", title=title)


@given(st.lists(st.sampled_from([*_MARKS, ""]), max_size=40), st.booleans())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@example(["\n> "] * 40, True)
@example(["|", "\n-|-\n", "|", "|"], True)
def test_every_word_is_published_or_there_is_a_problem(marks: list[str], is_titled: bool) -> None:
    text = "".join(f"{mark}w{number}w" for number, mark in enumerate(marks))
    rendered = render(text, "T" if is_titled else "")
    published = set(re.findall(r"w\d+w", rendered.html + rendered.heading))
    meant = re.findall(r"w\d+w", re.sub(r"<!--.*?--!?>", " ", text, flags=re.DOTALL))
    assert published.issuperset(meant) or rendered.problems, text
    for problem in rendered.problems:
        assert problem.line is not None
        assert 5 <= problem.line <= 5 + text.count("\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- x\n\n" + "> " * 120 + "lost", 7),
        ("\n".join("  " * depth + "- x" for depth in range(120)), 54),
        ("> " * 99 + "[^a]: lost", 5),
        ("x\n\n<!-- never closed\n\nlost", 7),
        ("<div>\n<!-- a --> <!-- b\n</div>\n\nlost", 6),
        ("a|b\n-|-\nc|d\nc|d|lost", 8),
        ("> a|b\n> -|-\n> |||lost", 7),
        ("x\n\n<style>\n\nlost", 7),
        ("x <script>alert(1)</script>\n\n<script>alert(1)//\n\nlost", 7),
        ("x\n\n" + "^[" * 40 + "lost" + "]" * 40, 7),
    ],
)
def test_what_would_be_lost_is_a_problem_where_it_stands(text: str, line: int) -> None:
    assert [(p.code, p.line) for p in render(text).problems if p.code == "E018"] == [("E018", line)]


@pytest.mark.parametrize(
    "text",
    [
        "> " * 97 + "- kept",
        "x <!-- kept from readers --> y",
        "<!-- two\n\nparagraphs -->\n\nx",
        "```html\n<!-- code\n```\n\nx `<style>`",
        "<table><tr><td>x</table>\n\n<p>y",
        'x <a title="a > b <!-- ">y</a>',
        "x <select><option>change me</option><option>again</option></select>",
        "<!DOCTYPE html>\n\nx",
        "a|b\n-|-\nc|`d\\|e`\nc\nc|d|\n|c|d|",
        "<?xml version='1.0'?>\n\nx &eacute; <b>caf&eacute;</b>",
        "Fish &amp; chips <br> it's “so” <i>…</i>",
    ],
)
def test_what_is_whole_is_no_problem(text: str) -> None:
    assert render(text).problems == []


def test_footnotes_are_published_whatever_refers_to_them() -> None:
    text = "x[^a]\n\n[^a]: one\n    [^b]: inner\n\n[^a]: twin\n\n[^c]: alone"
    found = render(text)
    assert all(word in found.html for word in ("one", "inner", "twin", "alone"))
    assert found.html.count("footnote-backref") == 1
    assert found.problems == []


def test_a_picture_in_the_first_heading_stays_in_the_text() -> None:
    assert 'alt="shown"' in render("# ![shown](a.png) Head", "").html


@pytest.mark.parametrize(
    "text",
    [
        "if x <y then stop and z > 3",
        "<jsmith> wrote",
        "vector<int> y, List<String>",
        "from <John Smith> and <laughs>",
        "<Anonymous>: I like it.",
        "<image> and <desc> and <in>",
    ],
)
def test_what_is_no_element_of_html_stays_text(text: str) -> None:
    rendered = render(text)
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    assert (rendered.html, rendered.problems) == (f"<p>{escaped}</p>\n", [])


def test_elements_of_other_languages_are_no_words() -> None:
    drawing = render('<svg><desc>d</desc><path d="M0"/></svg>\n\nmore')
    assert "path" not in drawing.html
    assert render("`<laughs>`").html == "<p><code>&lt;laughs&gt;</code></p>\n"
    assert render("a <b>b</b> <https://x.org>").html.count("<a ") == 1


def test_an_element_that_is_written_as_empty_ends_there() -> None:
    rendered = render('<iframe src="x" />\n\n## H\n\n*more*')
    assert "<em>more</em>" in rendered.html
    assert [problem.code for problem in rendered.problems] == ["W009"]
    picture = render('<noscript><img src="a.jpg" alt="real"></noscript>')
    assert '<img src="a.jpg" alt="real"' in picture.html
    assert picture.problems == []


@pytest.mark.parametrize("name", ["title", "plaintext", "xmp"])
def test_an_element_that_would_show_marks_is_a_problem(name: str) -> None:
    rendered = render(f"one\n\n<{name}>\n\nmore *text*")
    assert [(problem.code, problem.line) for problem in rendered.problems] == [("E018", 7)]


def test_a_picture_within_the_html_is_named() -> None:
    rendered = render('one\n\n<img src="data:image/png;base64,x" alt="chart">')
    assert [(problem.code, problem.line) for problem in rendered.problems] == [("W009", 7)]
    assert "chart" in rendered.html


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            'One.\n\n<table>\n<tr><td><a href="https://l.example/a>all</a></td></tr>\n</table>\n\nx',
            8,
        ),
        ("One.\n\n<div>\n<p>a</p>\n<p class='b>lost</p>\n</div>\n\nmore", 9),
        ('<div>\n<img src="a.png" alt="lost\n</div>\n\nmore <b title="t">b</b>', 6),
        ('<table><tr>\n<td class="a>one</td><td class="b">two</td>\n</tr></table>', 6),
        ('One <feed> two.\n\n<div>\nask for "<feed", and the rest\n</div>\n\nThree', 8),
        ("<p>\na\n<a lot of people think</p>\n\nmore", 7),
        ("one\ntwo <title> three\n\nmore *text*", 6),
        ("one <title>t</title>\ntwo <xmp> three\n\nmore *text*", 6),
        ("one\n\n<div>\n<title>\n</div>\n\nmore *text*", 8),
        ("one\ntwo <style> three\n\nlost", 6),
        ("one\n\n<div>\ntwo\n<svg><text>lost\n</div>\n\nmore", 9),
        ("one\n\n<div>\n\ntwo\n\n<!-- lost\n\nmore", 11),
        ("one\n\n<![CDATA[ lost\n\nmore", 7),
        ("one\n\n<?php lost\n\nmore", 7),
        ("one\n\n> two\n>\n> <div title='lost\n> three\n\nmore", 9),
        ("{{< figure\n  src=a.png\n>}}\n\n<p title='lost>a</p>", 9),
    ],
)
def test_the_line_is_that_of_the_cause(text: str, line: int) -> None:
    assert [p.line for p in render(text).problems if p.code == "E018"] == [line]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("<p><a href='x>y</a></p>\n\nmore", "<p><a href='x'>y</a></p>\n\nmore"),
        ('<p>"<feed", and more</p>', '<p>"&lt;feed", and more</p>'),
        ("a <title> b\n\n*more*", "a <title></title> b\n\n*more*"),
        ("a <style> b\n\nmore", "a <style></style> b\n\nmore"),
        ("<?php x\n\nmore", "<?php ?>x\n\nmore"),
        ("<![CDATA[ x\n\nmore", "<![CDATA[ ]]> x\n\nmore"),
        ("a\n\n<!-- b\n\nmore", "a\n\n<!-- b -->\n\nmore"),
        ("a|b\n-|-\nc|d|e", "a|b\n-|-\nc|d\\|e"),
    ],
)
def test_every_hint_mends(text: str, mended: str) -> None:
    assert "E018" in [problem.code for problem in render(text).problems]
    assert "E018" not in [problem.code for problem in render(mended).problems]


@pytest.mark.parametrize(
    "text",
    [
        "<pre>\n&#60;b>x&#60;/b>\n</pre>",
        "<pre>&lt;/b> &#x3c;/i> &#X3C;/i> &LT;/b> &#060;/b></pre>",
        "x <code>&#60;/b></code> and &#60;/i>",
        '<b title="</b>">x</b> <i title="&#60;/i>">y</i>',
        "<div>\n<p title='&#60;/p>'>&#60;&#47;p></p>\n</div>",
        '<p width=10" align=left>x</p>',
        '<div>\n<td title="He said "hi" to">x</td>\n</div>',
        '<div class="a"<p>text</p>',
        '<div\n\nclass="a">x</div>',
        "x <!-- not closed within a line",
    ],
)
def test_escaped_marks_and_odd_attributes_are_no_loss(text: str) -> None:
    assert [p for p in render(text).problems if p.code == "E018"] == []


def test_time_grows_with_the_html_alone() -> None:
    import time

    from dateline.content.markdown.html_faults import block_fault, visible_text

    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            begun = time.process_time()
            visible_text(text)
            block_fault(text)
            best = min(best, time.process_time() - begun)
        return best

    for piece in (
        "<a ",
        '<a "',
        "<a ='",
        '<a ="x',
        "<svg ",
        "<!--",
        "<!-- -->",
        "<?",
        "</",
        "<a b",
    ):
        assert seconds(piece * 16_000) < 12 * seconds(piece * 4_000) + 0.05, piece
