"""Markdown after HTML in the same line, and unrendered Markdown within HTML."""

import re

import pytest

from dateline.content.markdown.render import Rendered, render_markdown


def render(body: str) -> Rendered:
    return render_markdown(body, path="a.md", first_line=5, lang="en", title="T")


MARKDOWN = "Some **bold** [link](https://l.example/)"


@pytest.mark.parametrize(
    "html",
    [
        *("<!-- more -->", "<!--more-->", "<!-- excerpt -->", "<!-- a --><!-- b -->", "<!---->"),
        *(
            "<!-- one\ntwo -->",
            "<!-- one\n\ntwo\n-->",
            "<!-- a --> <!-- b\n\nc --> ",
            "  <!-- a -->",
        ),
        *("</div>", "</div></section>", "<!-- a --></p>", "<hr>", "<hr />", '<hr class="x">'),
        *("<div>x</div>", "<div>\n<div>x</div>\n</div>", "<p>x</p>", "<table><tr><td>1</table>"),
        *("<pre>a\n\nb</pre>", "<style>a\n\n{}</style>", "<?php x ?>", "<!DOCTYPE html>"),
        *('<a name="x"></a>', "<br>", '<span id="a"></span>', '<div title="</div>">x</div>'),
        "<![CDATA[ x ]]>",
    ],
)
@pytest.mark.parametrize("before", ["", "Before.\n\n", "Before.\n", "> ", "- item\n\n  "])
def test_what_follows_html_in_its_line_is_markdown(html: str, before: str) -> None:
    prefix = {"> ": "> ", "- item\n\n  ": "  "}.get(before, "")
    rendered = render(before + f"{html}{MARKDOWN}\n*more*".replace("\n", f"\n{prefix}"))
    assert "<strong>bold</strong>" in rendered.html
    assert '<a href="https://l.example/">link</a>' in rendered.html
    assert "<em>more</em>" in rendered.html
    assert "E018" not in [problem.code for problem in rendered.problems]


def test_any_block_may_follow() -> None:
    html = render("<!-- a -->## Head\n\n<!-- b -->- one\n- two\n\n<!-- c -->> quoted").html
    assert re.search(r"<h2[^>]*>Head</h2>", html)
    assert html.count("<li>") == 2
    assert "<blockquote>" in html


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- a -->**x**`",
        "    <!-- a -->**x**",
        "```\n<!-- a -->**x**\n```",
        "<pre><!-- a -->**x**",
    ],
)
def test_code_stays_code(text: str) -> None:
    assert "**x**" in render(text).html


def test_text_around_comments_within_a_line_is_markdown() -> None:
    html = render("One <!-- a --> **two** <!-- b -->*three*").html
    assert "<strong>two</strong>" in html
    assert "<em>three</em>" in html


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<div>\nSee [x](https://l.example/)\n</div>", 6),
        ("One.\n\n<p>Two **three**</p>", 7),
        ("<table>\n<tr>\n<td>**a**</td>\n</tr>\n</table>", 7),
        ("<div>\n![a](pictures/b.png)\n</div>", 6),
        ("<textarea>\n\n**a**", 7),
    ],
)
def test_markdown_within_html_is_a_warning(text: str, line: int) -> None:
    (found,) = [problem for problem in render(text).problems if problem.code == "W025"]
    assert found.line == line
    assert "**" in found.message or "](" in found.message


@pytest.mark.parametrize(
    "text", ["<div>\n[x](https://l.example/)\n</div>", "<td>**a**</td>", "<div>**a**\n</div>"]
)
def test_its_hint_mends(text: str) -> None:
    apart = re.sub(r"(<\w+>)\n?(.*?)\n?(</\w+>)", r"\1\n\n\2\n\n\3", text, flags=re.DOTALL)
    rendered = render(apart)
    assert rendered.problems == []
    assert "<strong>a</strong>" in rendered.html or "<a href" in rendered.html


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n<!-- **a** [x](y.md) -->\n</div>",
        "<pre>\n**a** [x](https://l.example/)\n</pre>",
        '<div title="**a** [x](y.md)">b</div>',
        "<div>2 ** 3 and a[0](x)</div>",
        "<div>\n\n**a**\n\n</div>",
    ],
)
def test_what_is_no_markdown_is_no_warning(text: str) -> None:
    assert render(text).problems == []


def test_many_comments_and_elements_end_in_time() -> None:
    for piece in ("<!---->", "<!-- ", "<div>", "<div></div>", "<pre>\n", "- <!--\n", "</div>a\n"):
        render(piece * 2000)
