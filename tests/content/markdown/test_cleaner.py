"""A text is sanitized last, whatever it contains and whatever changes it before."""

import re
import sqlite3
from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from benchmarks.hostile.escapes import escapes_in_text
from dateline.content.invisible_chars import without_invisible
from dateline.content.markdown.cleaner import PAGE_ID_PREFIX, published
from dateline.content.markdown.links import resolve_links
from dateline.content.markdown.render import Rendered, render_markdown
from dateline.model import Picture
from tests.conftest import SmallArchive

#: Invisible characters: as numeric reference, as HTML, or as they are.
UNSEEN = ["&#x202e;", "&#1;", "&#xfeff;", "&#xe0041;", "&#xfdd0;", "&#65533;", "&#0;", "\u202e"]
#: What browsers pass over within a scheme, and ways to write its letters and its colon.
SPELT = ["java{}script:alert(1)", "{}javascript:alert(1)", "javascript{}:alert(1)"]
LETTERS = ["&#9;", "&#10;", "&NewLine;", "&Tab;", "&#x0a;", "&#00000000000000000000000000010;", ""]


def render(body: str) -> Rendered:
    return render_markdown(body, path="a/b.md", first_line=5, lang="en", title="T")


def on_page(rendered: Rendered) -> str:
    """The text as the page has it."""
    links = {each.target: f"/repo/{each.target}" for each in rendered.references}
    pictures = {t: Picture(t, 10, 10, ((f"{t}.webp", 5),)) for t in links}
    return published(resolve_links(rendered.html, links, pictures, lambda address: f"/{address}"))


def faults(page: str) -> list[str]:
    """What must not be on a page, by what an HTML parser finds there."""
    tree = LexborHTMLParser(f"<body>{page}")
    ids = Counter(node.attributes.get("id") for node in tree.css("[id]"))
    doubled = [f"the id {name} twice" for name, count in ids.items() if count > 1]
    return [*escapes_in_text(page), *doubled]


@pytest.mark.parametrize("sign", [*UNSEEN, *LETTERS])
@pytest.mark.parametrize("spelt", SPELT)
@pytest.mark.parametrize(
    "form", ['<a href="{}">x</a>', "<a href='{}'>x</a>", "<a href={}>x</a>", "[x](<{}>)", "[x]({})"]
)
def test_no_spelling_of_a_scheme_runs(form: str, spelt: str, sign: str) -> None:
    rendered = render(form.format(spelt.format(sign)))
    assert faults(on_page(rendered)) == []
    assert "x" in rendered.html


@pytest.mark.parametrize("scheme", ["irc", "ttps", "file", "vbscript", "feed", "blob", "x-y.z+1"])
@pytest.mark.parametrize(
    "form", ["[us]({}://h.example/#n)", '<a href="{}://h.example/#n">us</a>', "<{}://h.example/#n>"]
)
def test_a_link_of_another_scheme_is_text_and_a_warning(form: str, scheme: str) -> None:
    rendered = render(f"one\n\ntwo {form.format(scheme)} three")
    (problem,) = rendered.problems
    assert (problem.code, problem.line) == ("W022", 7)
    assert f"{scheme}://h.example/#n" in problem.message
    assert "<a" not in rendered.html


@pytest.mark.parametrize("scheme", ["http:", "https:", "mailto:", "tel:", "ftp:", "geo:", "HTTPS:"])
def test_links_of_the_contract_stay(scheme: str) -> None:
    rendered = render(f"[x]({scheme}//h.example/1)")
    assert f'href="{scheme}//h.example/1"' in on_page(rendered)
    assert rendered.problems == []


def test_the_line_of_a_link_is_found_however_it_is_written() -> None:
    rendered = render('one\n\n<a href="java&#x73;cript&colon;x">y</a>\n\n[z](irc://h)')
    assert [problem.line for problem in rendered.problems] == [7, 9]


@pytest.mark.parametrize(
    "src",
    [
        "/&#x202e;/evil.example/x.png",
        "ht&#x202e;tps://evil.example/x.png",
        "&#x202e;//evil.example/x.png",
        "&#47;&#92;evil.example/x.png",
        "\\\\evil.example/x.png",
    ],
)
def test_an_image_of_another_host_is_a_link_however_it_is_written(src: str) -> None:
    rendered = render(f'<img src="{src}" alt="a" title="Photo: B">')
    assert '<a class="remote-image" href="' in rendered.html
    assert ">a</a> (Photo: B)" in rendered.html
    assert faults(on_page(rendered)) == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('![](https://h.example/a.jpg "A caption")', ">A caption</a>"),
        ('![alt](https://h.example/a.jpg "A caption")', ">alt</a> (A caption)"),
        ('![same](https://h.example/a.jpg "same")', ">same</a>"),
        ("![](https://h.example/a.jpg)", ">a.jpg</a>"),
        ('[![alt](//h.example/a.jpg "Cap")](https://x.example/)', ">alt</a> (Cap)"),
    ],
)
def test_an_image_of_another_host_keeps_its_words(written: str, shown: str) -> None:
    assert shown in render(written).html


@pytest.mark.parametrize(
    "text", ["`<main id=\"a_b\" name='c'>`", '    <b id="x"> name="y"', '\\<b id="x">']
)
def test_code_that_shows_ids_is_published_as_it_was_written(text: str) -> None:
    shown = LexborHTMLParser(render(text).html).body
    assert shown is not None
    assert shown.text().strip() == text.strip(" `\\").replace(
        '="x"', "=“x”" if "\\" in text else '="x"'
    )


PIECES = st.sampled_from(
    [
        *UNSEEN, *LETTERS, "java", "script", ":", "//", "&colon;", "&#58;", '"', "'", " ", "\n\n",
        ">", '<a href="', "<a name=x>", '<img src="', "<b id=", '<b id="dateline:main">', "</a>",
        "</b>", "[x](", ")", "](", "![", "# h\n\n", "<h2>h</h2>", "{#x}", "{: #x}\n", "[^1]",
        "[^1]: n\n\n", "<svg>", "<math>", "<style>", "<!--", "-->", "</p>", "<table>", "`",
        "https://h.example/", "data:text/html,", "\\", "x.png", "&#x20", "2e;", "&", "#", ";",
        "<p id='h'>", " onclick=x",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_gets_past_the_cleaner(body: str) -> None:
    page = on_page(render(without_invisible(body, "a.md")[0]))
    assert faults(page) == []
    assert published(page) == page
    assert not re.search("[\u202d\u202e\ufdd0\ufeff]", page)


def test_what_a_page_shows_is_what_the_cleaner_gave(archive: SmallArchive) -> None:
    body = (
        '<a href="java&#1;script:x">a</a> <b id="dateline&#x202e;:main">b</b> ![c](p.png)\n\n'
        '## dateline main\n\n<img src="/&#x202e;/h.example/x.png">'
    )
    archive.article("a.md", "A", "date: 2017-10-08", "tags: [t]", body=body)
    for path in ("pages/about.md", "_index.md", "tags/t/_index.md", "timeline/_index.md"):
        archive.article(path, "T", body=body)
    assert archive.build().code == 0
    for address in ("a/", "about/", "", "tags/t/", "timeline/"):
        page = archive.page(address)
        text = LexborHTMLParser(page).css_first(".e-content")
        assert text is not None
        assert list(escapes_in_text(text.inner_html or "")) == []
        ids = re.findall(r' id="([^"]*)"', page)
        assert len(ids) == len(set(ids))
        assert f'id="{PAGE_ID_PREFIX}main"' in page


def test_a_poisoned_cache_reaches_no_page(archive: SmallArchive) -> None:
    archive.article("a.md", "A", "date: 2017-10-08")
    archive.article("pages/about.md", "About")
    archive.build()
    poison = '<script>x</script><a href="javascript:x">y</a><img src="//h" srcset="//h 1w">'
    with sqlite3.connect(archive.root / ".cache" / "dateline.sqlite") as cache:
        cache.execute("UPDATE bodies SET html = ?", (poison,))
        ((item,),) = cache.execute("SELECT item FROM texts WHERE path = 'pages/about.md'")
        changed = msgspec.msgpack.decode(item) | {"html": poison}
        cache.execute(
            "UPDATE texts SET item = ? WHERE path = 'pages/about.md'",
            (msgspec.msgpack.encode(changed),),
        )
        cache.execute("DELETE FROM builds")
        cache.execute("DELETE FROM pages")
    archive.build()
    for address in ("a/", "about/"):
        text = LexborHTMLParser(archive.page(address)).css_first(".e-content")
        assert text is not None
        assert list(escapes_in_text(text.inner_html or "")) == []
