"""Attack strings in every place of a text and in the fields are published as text.

`python -m benchmarks.hostile` tries all of them in each field, and loads more pages.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from benchmarks.hostile.escapes import escapes_in, escapes_in_page, escapes_in_text
from benchmarks.hostile.payloads import Written, body_of, write_archive
from dateline.content.frontmatter.field_text import prose
from dateline.content.invisible_chars import one_line
from dateline.content.markdown.render import render_markdown
from dateline.urls import article_address, slugify
from tests.conftest import REPOSITORY, Outcome, SmallArchive, run

Archive = tuple[Path, list[Written], Outcome]


@pytest.fixture(scope="module")
def archive_of_payloads(payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> Archive:
    root = tmp_path_factory.mktemp("untrusted") / "archive"
    written = write_archive(root, payloads)
    outcome = run(["build", "--json", "--config", root / "dateline.toml"])
    assert outcome.code == 0, outcome.out
    return root / "site", written, outcome


def published(site: Path) -> Iterator[Path]:
    return (f for f in site.rglob("*") if f.is_file() and ".dateline" not in f.parts)


def test_every_string_in_every_place_of_a_text_is_harmless(payloads: list[str]) -> None:
    assert len(payloads) > 900
    for number, payload in enumerate(payloads):
        html = render_markdown(
            body_of(payload, number), path="a.md", first_line=1, lang="en", title=""
        ).html
        assert list(escapes_in_text(html)) == [], payload


def test_no_file_of_the_site_holds_more_than_templates_and_texts_make(
    archive_of_payloads: Archive,
) -> None:
    site, written, outcome = archive_of_payloads
    assert outcome.report["published"] == outcome.report["indexed"] == len(written)
    files = list(published(site))
    # An alias without a slash is another name, and no page.
    assert len([file for file in files if file.suffix == ".html"]) > 400
    assert {str(file): found for file in files if (found := escapes_in(file))} == {}


def test_fields_are_published_as_text_that_is_escaped(archive_of_payloads: Archive) -> None:
    site, written, _ = archive_of_payloads
    for number, (path, fields) in enumerate(written):
        address = article_address(path, slugify(f"s{number} {one_line(fields['slug'])}"))
        page = LexborHTMLParser((site / address / "index.html").read_text("utf-8"))
        shown = dict(_shown(page))
        for field, texts in shown.items():
            expected = _expected(field, fields[field])
            assert expected is None or set(texts) == {expected}, (path, field)
        assert shown.keys() >= {"title", "summary"}


def _expected(field: str, payload: str) -> str | None:
    """The text shown for a field; None if the field has another purpose than to be shown."""
    read = one_line if field == "extra" else prose
    text = read(f"needle {payload}" if field == "title" else payload)
    is_more = "[" in text or text.startswith("http") or text in ("true", "false", "")
    is_list = field == "author" and re.search(r"[,;\n،、，；]| (?:and|&|und) |^by\b", payload, re.I)
    return None if is_more or is_list or not payload.strip() else text


def _shown(page: LexborHTMLParser) -> Iterator[tuple[str, list[str]]]:
    places = {
        "title": ["h1.p-name", "meta[property='og:title']"],
        "summary": ["meta[name=description]", "meta[property='og:description']"],
        "author": ["meta[name=author]", ".p-author"],
        "caption": [".article-image figcaption"],
        "alt": ["img.u-photo"],
        "credit": [".article-image .credit"],
        "extra": [".shown"],
    }
    data = json.loads(page.css("script[type='application/ld+json']")[0].text())
    machine = {"title": data["headline"], "summary": data.get("description")}
    for field, selectors in places.items():
        found = [
            node.attributes.get("content") or node.attributes.get("alt") or node.text(deep=deep)
            for selector in selectors
            for node in page.css(selector)
            for deep in [field != "caption"]
        ]
        found += [machine[field]] if machine.get(field) else []
        if found:
            yield field, [" ".join(text.split()) for text in found]


def test_feeds_hold_titles_and_tags_as_they_are(archive_of_payloads: Archive) -> None:
    site, written, _ = archive_of_payloads
    titles = {prose(f"needle {fields['title']}") for _, fields in written}
    atom = ElementTree.parse(site / "feed.xml").getroot()  # noqa: S314  # of our own making
    names = [title.text or "" for title in atom.iter("{http://www.w3.org/2005/Atom}title")]
    feed = json.loads((site / "feed.json").read_text("utf-8"))
    assert len(feed["items"]) == 30
    assert {" ".join(name.split()) for name in names[1:]} <= titles
    assert {item["title"] for item in feed["items"]} <= titles
    lines = (site / "robots.txt").read_text("utf-8").splitlines()
    assert lines[-1] == "Sitemap: https://archive.example/archive/sitemap.xml"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p onclick="x">y</p>',
        '<p style="x">y</p>',
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href=" data:text/html,x">x</a>',
        '<img src="/\\host.example/x.png">',
        '<img src="///host.example/x.png">',
        '<img src="https://host.example/x.png">',
        '<p data-pagefind-body="">x</p>',
        '<p class="masthead">x</p>',
        '<p id="dateline:timeline">x</p>',
        '<a href="irc://host.example/">x</a>',
        '<form action="/">x</form>',
        "<svg><a>x</a></svg>",
    ],
)
def test_what_looks_through_pages_finds_what_came_out(text: str) -> None:
    assert list(escapes_in_text(text))
    page = (
        '<!doctype html><head><meta charset="utf-8"></head><body>'
        f'<article class="h-entry"><div class="e-content">{text}</div></article>'
    )
    assert len(list(escapes_in_page(page))) >= 2  # there is no policy either


def test_ids_of_pages_have_a_prefix_that_no_text_can_have() -> None:
    templates = REPOSITORY / "templates"
    sources = [*templates.rglob("*.html"), *templates.rglob("*.js")]
    sources.append(REPOSITORY / "dateline/serving/preview.js")
    found = {
        name
        for source in sources
        for name in re.findall(
            r"""(?:\bid ?= ?|getElementById\(|\bbyId\()["']([^"']*)""", source.read_text("utf-8")
        )
    }
    assert {"dateline:main", "dateline:problems", "dateline:timeline"} <= found
    named_by_contract = {"results", "hits-over-time"}  # no text stands on the search page
    assert {name for name in found if not name.startswith("dateline:")} == named_by_contract
    for name in found - named_by_contract:
        body = f'<p id="{name}">x</p><a name="{name.upper()}"></a>\n\n## {name}'
        html = render_markdown(body, path="a.md", first_line=1, lang="en", title="T").html
        assert not re.search(r'="dateline:', html, re.IGNORECASE)


def test_an_image_whose_address_could_run_is_none(archive: SmallArchive) -> None:
    for i, src in enumerate(["javascript://%0aalert(1)", "data:image/png;base64,AA", "C:\\x.png"]):
        archive.article(f"{i}.md", "T", "date: 2017", f"image: '{src}'", "slug: a" * (i == 0))
    archive.article("3.md", "T", "date: 2017", "image: //host.example/p.png")
    outcome = archive.build()
    assert outcome.codes == ["W004"] * 3
    assert "javascript" not in archive.page("a/")
    assert 'class="remote-image" href="https://host.example/p.png"' in archive.page("3/")


def test_files_that_could_run_are_not_published(archive: SmallArchive) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    archive.article("a.md", "T", "date: 2017", "image: a.svg", body="![x](a.svg)")
    for name in ("a.svg", "A.SVG", "b.svgz", "c.html", "d.xhtml", "e.xml", "f.js", "g.pdf.htm"):
        archive.write(name, svg)
    outcome = archive.build()
    assert sorted(outcome.codes) == ["W003"] * 8 + ["W004"] * 2
    kinds = {name.rpartition(".")[2] for name in archive.files() if not name.startswith("assets/")}
    assert kinds == {"html", "xml", "json", "txt"}


def test_a_language_that_is_none_is_an_error(archive: SmallArchive) -> None:
    for i, lang in enumerate(['"en\\" onclick=\\"x"', "'<script>'", '"en\\n"', "en-<b>"]):
        archive.article(f"{i}.md", "T", "date: 2017", f"lang: {lang}")
    assert archive.build().codes == ["E016"] * 3


def test_what_is_said_of_a_file_commands_no_terminal(archive: SmallArchive) -> None:
    archive.article("a.md", "T", 'date: "\\e[31m2017-13-01\\e]0;x\\a"')
    outcome = archive.run("build", "--no-search")
    assert "E012" in outcome.err
    assert "\x1b" not in outcome.err
