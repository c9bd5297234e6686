import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.markdown.links import resolve_links
from dateline.content.markdown.render import Rendered, render_markdown
from dateline.content.markdown.sentences import shorten


def render(body: str, lang: str = "en", title: str = "T") -> Rendered:
    return render_markdown(body, path="a/b.md", first_line=5, lang=lang, title=title)


def test_tables_keep_their_alignment_without_inline_style() -> None:
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |").html
    assert '<td class="align-right">2</td>' in html
    assert "style=" not in html


def test_footnotes_strikethrough_and_heading_anchors() -> None:
    html = render("## Über uns\n\nA~~b~~[^1]\n\n[^1]: Note.").html
    assert '<h2 id="über-uns">' in html
    assert "<s>b</s>" in html
    assert 'href="#fn1"' in html
    assert 'id="fn1"' in html


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "“a”"), ("de", "„a“"), ("fr", "«\u202fa\u202f»"), ("ja", '"a"'), ("en-GB", "“a”")],
)
def test_quotes_follow_the_language(lang: str, text: str) -> None:
    assert text in render('"a"', lang).html.replace("&quot;", '"')


def test_no_other_character_is_replaced() -> None:
    assert "(c) ... --" in render("(c) ... --").html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](feed:javascript:alert(1))",
        "[x](blob:https://x/y)",
        '<a href="intent://x">x</a>',
        "<svg onload=alert(1)>",
        '<p style="position:fixed" class="masthead" data-pagefind-meta="title:x">y</p>',
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<form action=//evil.example><input></form>",
    ],
)
def test_nothing_that_runs_is_published(text: str) -> None:
    html = render(text).html
    assert not re.search(
        r"<(script|svg|iframe|form|input)|on\w+=|href=.(javascript|feed|blob|intent)|style=|data-|masthead",
        html,
    )


@given(st.text(max_size=300))
def test_any_text_becomes_harmless_html(text: str) -> None:
    html = render(text).html
    assert not re.search(r"<(script|style|iframe|object|embed|form)\b", html)
    assert not re.search(r"<[^>]*\son\w+\s*=", html)


def test_remote_images_become_links_and_are_never_loaded() -> None:
    html = render("![A map](https://other.example/m.png)").html
    assert "<img" not in html
    assert '<a class="remote-image" href="https://other.example/m.png">A map</a>' in html


def test_a_remote_image_within_a_link_keeps_both_addresses() -> None:
    html = render("[![A map](//other.example/m.png)](https://x.example/)").html
    assert '<a href="https://x.example/">A map</a> <a class="remote-image"' in html


def test_inner_links_are_noted_with_their_lines_and_resolved_later() -> None:
    found = render("[one](../c.md#s)\n\n![two](p.png)\n\n[three](https://x.example/) [four](#s)")
    assert found.references == (("../c.md#s", 5, False), ("p.png", 7, True))
    links = {"../c.md#s": "/repo/c/#s", "p.png": "/repo/a/p.png"}
    html = resolve_links(found.html, links, {}, str)
    assert '<a href="/repo/c/#s">one</a>' in html
    assert '<img src="/repo/a/p.png" alt="two" loading="lazy" decoding="async">' in html


def test_the_summary_is_the_first_paragraph_without_marks_or_shortcodes() -> None:
    body = "{{< figure >}}\n\n## Head\n\nA *marked* `text`\nof [two](x) lines.\n\nMore."
    assert render(body).summary == "A marked text of two lines."


def test_a_title_repeated_as_first_heading_is_dropped() -> None:
    assert "<h1" not in render("# T\n\nText.").html
    assert "<h1" in render("Text.\n\n# T").html


def test_a_long_summary_ends_after_a_word() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("長" * 20, 9) == "長" * 4 + "…"  # each is twice as wide


def test_deep_nesting_is_a_problem_not_a_loss() -> None:
    deep = 30
    assert (
        "innermost"
        in render(
            "".join(f"{'  ' * i}- x\n" for i in range(deep)) + "  " * deep + "- innermost"
        ).html
    )
    assert [p.code for p in render("> " * 150 + "lost").problems] == ["E018"]
