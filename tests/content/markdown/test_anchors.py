"""Ids of headings, notes and elements, and the links to them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.markdown.anchors import Places, heading_id
from dateline.content.markdown.render import Rendered, render_markdown
from tests.conftest import SmallArchive


def render(body: str, title: str = "T") -> Rendered:
    return render_markdown(body, path="a/b.md", first_line=5, lang="en", title=title)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("What we're building", "what-were-building"),
        ("Q&A: what's next", "qa-whats-next"),
        ("Version 1.8", "version-18"),
        ("A  B", "a--b"),
        ("snake_case & co", "snake_case--co"),
        ("Über uns", "über-uns"),
        ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("你好，世界", "你好世界"),
        ("1. First", "1-first"),
        ("— dash —", "-dash-"),
        ("🎉", ""),
    ],
)
def test_headings_have_the_id_that_github_gives_them(heading: str, name: str) -> None:
    assert heading_id(heading) == name


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_of_every_level_have_ids(level: int) -> None:
    marks = "#" * level
    assert f'<h{level} id="part-two">' in render(f"x\n\n{marks} Part *Two*").html
    assert f'<h{level} id="part-two">' in render(f"<h{level}>Part <b>Two</b></h{level}>").html


def test_headings_of_one_text_are_numbered() -> None:
    rendered = render("## A\n\n## A\n\n## A\n\n## A 1\n\n## A-1")
    assert rendered.ids == ("a", "a-1", "a-2", "a-1-1", "a-1-2")


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("## M {#why}", ("why",)),
        ("## M {: #why .big lang=de}", ("why",)),
        ("## M\n{: #why}", ("why",)),
        ("## M\n\ntext\n{: #t}", ("m", "t")),
        ("text {#not} here", ()),
        ("## {x}", ("x",)),
        ("> quoted\n\n{: #q}", ("q",)),
        ("- one\n- two\n\n{: #list}", ("list",)),
        ("[a](b.md){: #span target=\"_blank\"}", ("span",)),
        ("*a*{: #em}", ("em",)),
        ("- {: #one} One\n- two", ("one",)),
        ("`a`{: #code}", ("code",)),
        ("| a |\n|---|\n| b |\n{: #t .wide}", ("t",)),
        ("```\nx\n```\n{: #fence}", ("fence",)),
        ("{: #first}\n\ntext", ("first",)),
        ('<a name="n"></a>x <span id="s">y</span>', ("n", "s")),
        ('<a id="same" name="same"></a>', ("same",)),
        ('<p id="two words">x</p>', ("two-words",)),
        ('<b id="x">1</b><i id="x">2</i>\n\n## x', ("x", "x-1")),
        ('<p id="">x</p>', ()),
        ("## `code` and [link](x.md)", ("code-and-link",)),
    ],
)  # fmt: skip
def test_ids_that_a_writer_gives(body: str, ids: tuple[str, ...]) -> None:
    rendered = render(body)
    assert rendered.ids == ids
    assert tuple(re.findall(r' id="([^"]*)"', rendered.html)) == ids
    assert not re.search(r"\{[:#]\s*[#.]?(?!not|x)", rendered.html)


@pytest.mark.parametrize(
    "text",
    ["a {b} c", "{: not a list!}", "`{: #x}`", "\\{: #x}", "f{x}", "$\\{#1}$", "{{: #x}}", "{:}"],
)
def test_braces_that_are_no_attributes_stay(text: str) -> None:
    rendered = render(text)
    shown = text.strip("`").replace("\\{", "{")
    assert shown in rendered.html.replace("&lt;", "<")
    assert rendered.ids == ()


def test_a_list_for_a_table_of_contents_is_no_text() -> None:
    assert "toc" not in render("- TOC\n{:toc}\n\n## A").html
    assert "no_toc" not in render("## A\n{:.no_toc}").html


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("#qa-whats-next", "#qa-whats-next"),
        ("#Q&A:%20what's%20next", "#qa-whats-next"),
        ("#q-a-what-s-next", "#qa-whats-next"),
        ("#QA-Whats-Next", "#qa-whats-next"),
        ("#Top%20Part#Q&A: what's next", "#qa-whats-next"),
        ("#über", "#%C3%BCber"),
        ("#_ftn1", "#_ftn1"),
        ("#", "#"),
        ("#top", "#top"),
        ("#the-headline", "#dateline:main"),
    ],
)
def test_a_link_leads_to_its_place_in_the_spelling_of_other_tools(link: str, place: str) -> None:
    body = f"[x](<{link}>)\n\n## Q&A: what's next\n\n### Über\n\n<a name='_ftn1'></a>"
    rendered = render(body, title="The headline")
    assert f'<a href="{place}">x</a>' in rendered.html
    assert rendered.problems == []


def test_a_link_to_no_place_of_its_text_is_told_with_its_line() -> None:
    rendered = render("## Background\n\n[a](#backgrounds) [b](#nowhere) [c](#fn1)[^1]\n\n[^1]: N")
    found = [(each.code, each.line, each.hint) for each in rendered.problems]
    assert found == [
        ("W002", 7, "write #background"),
        ("W002", 7, 'put <a id="nowhere"></a> where it should lead, or delete the link'),
    ]


def test_the_hint_of_a_lost_place_mends_it() -> None:
    assert render('[b](#nowhere)\n\n<a id="nowhere"></a>x').problems == []


def test_links_lead_to_places_in_other_texts(archive: SmallArchive) -> None:
    body = "[1](b.md#Part%20Two) [2](b.md#part-two) [3](b/#fn1) [4](b.md#b) [5](b.md#nowhere)"
    body += " [6](pages/about.md#us) [7](tags/t/#any)"
    archive.article("a.md", "A", "date: 2017-01-01", "tags: [t]", body=body)
    archive.article("b.md", "B", "date: 2017-01-02", body="## Part Two\n\nx[^1]\n\n[^1]: Note.")
    archive.article("pages/about.md", "About", body="## Us")
    outcome = archive.build()
    page = archive.page("a/")
    for number, place in enumerate(["part-two", "part-two", "fn1", "dateline:main"], 1):
        assert f'<a href="/archive/b/#{place}">{number}</a>' in page
    assert '<a href="/archive/about/#us">6</a>' in page
    (problem,) = outcome.report["problems"]
    assert (problem["code"], problem["line"]) == ("W002", 7)
    assert "#nowhere" in problem["message"]


def test_a_place_that_moves_renders_what_links_to_it(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017-01-01", body="[x](b.md#Part%20Two)")
    archive.article("b.md", "B", "date: 2017-01-02", body="## Part Two")
    archive.build()
    archive.article("b.md", "B", "date: 2017-01-02", body="## Part Two {#part_two}")
    archive.build()
    assert '<a href="/archive/b/#part_two">x</a>' in archive.page("a/")


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=12))
def test_a_place_is_found_by_what_was_written(names: list[str], wanted: str) -> None:
    ids = tuple(dict.fromkeys(filter(None, map(heading_id, names))))
    places = Places(ids)
    for name in ids:
        assert places.find(name) == name
    assert places.find(wanted) in (*ids, None)
