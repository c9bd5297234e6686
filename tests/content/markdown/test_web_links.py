"""Bare addresses are links, and targets with spaces lead to files."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.content.markdown.render import Rendered, render_markdown


def render(body: str) -> Rendered:
    return render_markdown(body, path="a.md", first_line=1, lang="ja", title="T")


def links(body: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', render(body).html)


@pytest.mark.parametrize(
    ("around", "address"),
    [
        ("See {} here.", "https://example.org/x"),
        ("{}", "http://example.org"),
        ("({})", "https://example.org/x"),
        ("{}.", "https://example.org/x"),
        ("{}, and {}!", "https://example.org/x/"),
        ('“{}” ‘{}’ «{}» „{}“ "{}"', "https://example.org/x"),
        ("**{}** *{}* ~~{}~~ =={}==", "https://example.org/x"),
        ("見る{}。次", "https://example.org/x"),
        ("（{}）「{}」、{}，{}；{}：{}", "https://example.org/x"),
        ("{}에서 {}를 {}的", "https://example.org/x"),
        ("{}…", "https://example.org/x"),
        ("{}—and", "https://example.org/x"),
        ("[{}] {{{}}}", "https://example.org/x"),
        ("&lt;{}&gt; &quot;{}&quot;", "https://example.org/x"),
        ("- {}\n- {}\n\n> {}\n\n| a |\n|---|\n| {} |", "https://example.org/x"),
        ("{}", "https://example.org/wiki/A_(b)_c"),
        ("({}).", "https://example.org/wiki/A_(b)"),
        ("{}", "https://example.org/a_b_c/_d_/?e=f&amp;g=%20h#i"),
        ("{}", "https://web.archive.org/web/2017/http://example.org/x"),
        ("{}", "https://sub.example.co.uk:8080/~me/x,y;z"),
        ("{}", "https://192.0.2.1/x"),
        ("{}", "HTTPS://EXAMPLE.ORG/X"),
    ],
)
def test_a_bare_address_is_a_link_without_what_stands_around_it(around: str, address: str) -> None:
    body = around.replace("{{", "{").replace("}}", "}").replace("{}", address)
    assert links(body) == [address] * around.replace("{{", "").count("{}")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.example.org", "http://www.example.org"),
        ("(www.example.org/a?b).", "http://www.example.org/a?b"),
        ("https://例え.jp/話", "https://xn--r8jz45g.jp/%E8%A9%B1"),
    ],
)
def test_other_ways_to_write_one(text: str, address: str) -> None:
    assert links(text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "`https://example.org/x`",
        "    https://example.org/x",
        "```\nhttps://example.org/x\n```",
        "https\\://example.org/x",
        "https://",
        "https://localhost",
        "https://x",
        "http://user@example.org/",
        "xhttps://example.org/ ftp://example.org/ javascript://example.org/%0aalert(1)",
        "a www. b awww.example.org",
        "<p>\nhttps://example.org/x\n</p>",
    ],
)
def test_code_html_and_what_is_no_address_stay(text: str) -> None:
    assert links(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "[https://example.org/a](https://example.org/b)",
        "[see https://example.org/a now](https://example.org/b)",
        "<https://example.org/b>",
        '<a href="https://example.org/b">https://example.org/a www.example.org</a>',
        "[x][1]\n\n[1]: https://example.org/b",
    ],
)
def test_links_hold_no_other(text: str) -> None:
    assert links(text) == ["https://example.org/b"]


@settings(deadline=None)
@given(st.text(alphabet="ab.:/h *_()[]<>&;。「“\"'?!\\`\n"), st.text(alphabet="ab. *_()[]。\"'\n"))
def test_whatever_stands_around_an_address_no_text_is_lost(before: str, after: str) -> None:
    def shown(html: str) -> str:
        return re.sub(r"<[^>]*>|\s", "", html)

    body = f"{before} https://example.org/x{after}"
    if not re.search(r"[\[<\\`]", body):
        assert "https://example.org/x" in shown(render(body).html)


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("![A](my photo.png)", "my%20photo.png"),
        ("![A](my photo (1).png)", "my%20photo%20(1).png"),
        ("[A](other note.md)", "other%20note.md"),
        ("[A](some folder/other note.md#Part Two)", "some%20folder/other%20note.md#Part%20Two"),
        ('[A](a b.pdf "A title")', "a%20b.pdf"),
        ("[A](a b.pdf 'A title')", "a%20b.pdf"),
        ("[A]( a b c.PDF )", "a%20b%20c.PDF"),
        ("[A](a%20b c.md)", "a%20b%20c.md"),
        ("[A](<a b.md>)", "a%20b.md"),
        ("[A](新しい 写真.jpg)", "%E6%96%B0%E3%81%97%E3%81%84%20%E5%86%99%E7%9C%9F.jpg"),
        ("| [A](a b.md) |\n|---|", "a%20b.md"),
        ("[![A](a b.png)](x.md)", "a%20b.png"),
    ],
)
def test_a_target_with_spaces_is_one_where_it_names_a_file(written: str, target: str) -> None:
    assert target in [reference.target for reference in render(written).references]


@pytest.mark.parametrize(
    "prose",
    [
        "[1] (see note.md)",
        "[a](b c)",
        "[sic](as in the original)",
        "[1](see Smith et al.)",
        "[x](mail me at someone at example.com)",
        "[a](b c.md and more)",
        "[a](b c.md",
        "[a]: see the file named b.md here",
        "`[a](b c.md)`",
        "\\[a](b c.md)",
    ],
)
def test_prose_in_brackets_stays_prose(prose: str) -> None:
    found = render(prose)
    assert found.references == ()
    assert prose.strip("`\\") in found.html


def test_files_with_spaces_are_found_whatever_way_they_are_written() -> None:
    found = render("[a](x y.md) [b](x%20y.md) [c](<x y.md>)")
    assert {each.target for each in found.references} == {"x%20y.md"}
