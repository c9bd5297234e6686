"""Search among texts and names that try to run scripts: they are shown as text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page, expect

from benchmarks.hostile.payloads import whole
from dateline.content.frontmatter.field_text import prose
from tests.browser.conftest import Host, highlighted_words, results
from tests.conftest import SmallArchive

ARTICLES = 24
#: What the page itself makes of elements, in each of its parts.
OWN = {
    "#results": "LI P TIME SPAN BDI H2 A MARK",
    "#dateline\\:facets": "DETAILS SUMMARY UL LI LABEL INPUT BDI SPAN BUTTON",
    "#hits-over-time": "svg line g title rect text FIGCAPTION SPAN BUTTON",
    "#dateline\\:search-problems": "LI",
    "#dateline\\:search-keep": "BUTTON OUTPUT",
    "[role=status]": "",
}
LOOK = """parts => parts.map((part) => {
  const all = [...document.querySelectorAll(`${part} *`)];
  return {
    names: [...new Set(all.map(({ tagName }) => tagName))],
    handlers: all.flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith('on')),
    links: all.map((one) => one.getAttribute('href')).filter((href) => href !== null),
  };
})"""


@pytest.fixture(scope="module")
def payloads(corpora: Path) -> list[str]:
    """A few hundred of the collected strings, evenly spread, each on one line."""

    def some(texts: list[str], count: int) -> list[str]:
        written = [" ".join(text.split()) for text in texts if text.strip()]
        return written[:: max(1, len(written) // count)]

    folder = corpora / "hostile"
    lines = {
        name: (folder / f"{name}.txt").read_text("utf-8").splitlines()
        for name in ("blns", "xss-payload-list")
    }
    naughty = [line for line in lines["blns"] if not line.startswith("#")]
    vectors = re.split(r'<div id="\d+">', (folder / "h5sc-vectors.txt").read_text("utf-8"))[1:]
    found = some(naughty, 100) + some(lines["xss-payload-list"], 200) + some(vectors, 100)
    mixed = [text for start in range(17) for text in found[start::17]]
    return [text for text in mixed if text.isprintable()]


def quoted(value: object) -> str:
    """As text in quotation marks, or a list of such: JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, payloads: list[str]) -> Path:
    """Articles in which every name and every line of text is a payload beside the word needle."""
    archive = SmallArchive(tmp_path_factory.mktemp("hostile") / "archive")
    for i in range(ARTICLES):
        own = payloads[i::ARTICLES]
        fields = [
            f"date: {2000 + i}-10-08",
            f"tags: {quoted(own[1:7])}",
            f"source: {quoted(own[7])}",
            f"people: {quoted(own[8:10])}",
            f"places: {quoted(own[10:12])}",
            f"author: {quoted(own[12:13])}",
        ]
        lines = [f"## needle {own[13]}", *(f"needle {text} needle" for text in own)]
        title = quoted(f"needle {own[0]}")
        archive.article(f"h{i}.md", title, *fields, body=whole(lines))
    outcome = archive.build("--base-url", "/archive/", search=True)
    assert outcome.code == 0, outcome.out
    return archive.site


@pytest.fixture
def home(site: Path, host: Host, page: Page) -> Iterator[str]:
    """The address of the site; no dialog may be opened while it is visited."""
    opened: list[str] = []

    def close(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)
    yield host(site, "/archive/")
    assert opened == []


def check_that_all_is_text(page: Page) -> None:
    parts = page.evaluate(LOOK, list(OWN))
    for (part, own), found in zip(OWN.items(), parts, strict=True):
        assert set(found["names"]) <= set(own.split()), part
        assert found["handlers"] == [], part
        assert [link for link in found["links"] if not link.startswith("/archive/")] == [], part


def test_results_facets_and_chart_show_payloads_as_text(
    home: str, page: Page, payloads: list[str]
) -> None:
    page.goto(f"{home}search/?q=needle&sort=oldest")
    assert results(page)[0] == "/archive/h0/"
    items = page.locator("#results > li")
    for count in (10, 20):
        items.last.scroll_into_view_if_needed()
        expect(items.nth(count)).to_be_attached()
    expect(page.locator("#hits-over-time")).to_be_visible()
    for part in page.locator(".facet").all():
        part.locator("summary").click()
        expect(part.locator("li").first).to_be_attached()
        if part.get_by_role("button", name=re.compile("^All ")).count():
            part.get_by_role("button", name=re.compile("^All ")).click()
    check_that_all_is_text(page)
    titles = page.locator("#results a.u-url").all_text_contents()
    assert titles == [prose(f"needle {text}") for text in payloads[:ARTICLES]]
    shown = set(page.locator("#dateline\\:facets bdi").all_text_contents())
    # Quotation marks hold names together in a list that is text, and are not shown.
    names = [text for text in payloads[ARTICLES : 2 * ARTICLES] if '""' not in text]
    assert set(map(prose, names)) <= shown


def test_queries_that_show_payloads_in_excerpts_show_text(home: str, page: Page) -> None:
    page.goto(f"{home}search/")
    results(page)
    for query in ("script alert", "title:needle onerror", "javascript img src"):
        page.fill("[name=q]", query)
        page.keyboard.press("Enter")
        assert results(page)
        expect(page.locator("#results mark").first).to_be_attached()
        check_that_all_is_text(page)


def test_payloads_asked_for_are_answered_or_explained_as_text(
    home: str, page: Page, payloads: list[str]
) -> None:
    page.goto(f"{home}search/")
    results(page)
    for payload in payloads[::16]:
        page.fill("[name=q]", f"needle {payload} tag:{quoted(payload)}")
        page.keyboard.press("Enter")
        results(page)
        expect(page.locator("[role=status]")).not_to_contain_text("failed")
        check_that_all_is_text(page)


def test_payloads_in_the_address_stay_text(home: str, page: Page, payloads: list[str]) -> None:
    for payload in payloads[3::80]:
        page.goto(
            f"{home}search/?q={quote(payload)}&tag={quote(payload)}&not-source={quote(payload)}"
            f"&from={quote(payload)}&sort={quote(payload)}"
        )
        results(page)
        expect(page.locator("[role=status]")).not_to_contain_text("failed")
        expect(page.locator(".facet[open]")).to_have_count(2)
        check_that_all_is_text(page)


def test_a_hostile_name_is_chosen_and_comes_back_from_the_address(
    home: str, page: Page, payloads: list[str]
) -> None:
    page.goto(f"{home}search/?q=needle")
    results(page)
    page.locator(".facet summary", has_text="Sources").click()
    box = page.locator(".facet[open] input").first
    name = box.get_attribute("value")
    assert name in {prose(text) for text in payloads}
    box.check()
    page.wait_for_url("**source=**")
    found = results(page)
    page.reload()
    assert results(page) == found
    assert page.locator(".facet[open] input:checked").get_attribute("value") == name
    page.click("#dateline\\:keep-citation")
    expect(page.locator("#dateline\\:search-keep output")).to_contain_text("needle")
    check_that_all_is_text(page)


def test_an_article_full_of_payloads_highlights_and_runs_nothing(home: str, page: Page) -> None:
    page.goto(f"{home}search/?q={quote('needle OR <script>alert(1)</script>')}&sort=newest")
    assert len(results(page)) >= 10
    page.locator("#results a.u-url").nth(3).click()
    expect(page.locator("h1.p-name")).to_contain_text("needle")
    marked = highlighted_words(page)
    assert "needle" in marked
    assert page.locator(".e-content :is(script, iframe, object, svg, form, input)").count() == 0
