"""Reading a site in Chromium, under a sub-path."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Host, results
from tests.conftest import REPOSITORY, SmallArchive, run

#: The files of the sample archive that these tests read. A user may have added others, or changed
#: them all for an archive of their own.
SAMPLE = (
    *("_index.md", "pages/about.md", "2017/the-euphrates-in-2017.md"),
    *("2017/06/06-assault-on-raqqa-begins.md", "2017/09/05-siege-of-deir-ez-zor-broken.md"),
    *("2017/10/08-al-mayadeen-encircled.md", "2017/10/14-al-mayadeen-taken.md"),
    *("2017/10/civilians-between-the-fronts.md", "2010/06/13-hayabusa-returns.md"),
    *("1969/07/20-apollo-11-lands.md", "2023/08/23-chandrayaan-3-lands.md"),
    "2024/01/19-slim-lands-on-the-moon.md",
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles of the sample archive, built for a project page of GitHub."""
    root = tmp_path_factory.mktemp("sample")
    if not all((REPOSITORY / "content" / path).exists() for path in SAMPLE):
        if os.environ.get("DATELINE_REQUIRE_CORPORA") == "1":
            pytest.fail("the sample archive is missing from content/")
        pytest.skip("content/ holds an archive of its own, not the sample that this test reads")
    for path in SAMPLE:
        (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "content" / path, root / "content" / path)
    (root / "dateline.toml").write_text('base_url = "https://name.github.io/archive/"')
    outcome = run(["build", "--config", root / "dateline.toml", "--strict"])
    assert outcome.code == 0, outcome.err
    return root / "site"


def test_a_reader_searches_opens_follows_a_tag_and_a_month_and_comes_back(
    sample: Path, host: Host, page: Page
) -> None:
    home = host(sample, "/archive/")
    page.goto(home)
    page.fill("input[type=search]", "mercenaries")
    page.keyboard.press("Enter")
    assert results(page) == ["/archive/2017/10/08-al-mayadeen-encircled/"]
    page.click("#results a.u-url")
    expect(page.locator("h1.p-name")).to_contain_text("al-Mayadeen")
    page.click("a.p-category >> text=Deir ez-Zor campaign")
    expect(page.locator("h1")).to_have_text("Deir ez-Zor campaign")
    page.go_back()
    page.click(".article-names >> text=October 2017")
    expect(page.locator("h1")).to_have_text("October 2017")
    page.click("li.h-entry a.u-url >> text=al-Mayadeen")
    expect(page.locator("h1.p-name")).to_contain_text("al-Mayadeen")


def test_the_search_is_in_the_address_and_comes_out_of_it(
    sample: Path, host: Host, page: Page
) -> None:
    home = host(sample, "/archive/")
    page.goto(f"{home}search/?q=landing&tag=Moon&from=2000-01-01&to=2024-12-31&sort=oldest")
    found = results(page)
    assert found == sorted(found, key=lambda url: url.removeprefix("/archive/"))
    assert all(url >= "/archive/2000" for url in found)
    page.select_option("[name=sort]", "newest")
    page.wait_for_url("**/search/?q=landing&tag=Moon&from=2000-01-01&to=2024-12-31&sort=newest")
    page.wait_for_function(
        "first => document.querySelector('#results a.u-url')?.getAttribute('href') === first",
        arg=found[-1],
    )
    assert results(page) == found[::-1]
    page.fill("[name=q]", "")
    page.wait_for_url("**/search/?tag=Moon&from=2000-01-01&to=2024-12-31&sort=newest")


def test_a_range_of_days_holds_the_months_and_years_that_reach_into_it(
    sample: Path, host: Host, page: Page
) -> None:
    page.goto(f"{host(sample, '/archive/')}search/?from=2017-10-08&to=2017-10-14&sort=oldest")
    assert results(page) == [
        "/archive/2017/the-euphrates-in-2017/",
        "/archive/2017/10/civilians-between-the-fronts/",
        "/archive/2017/10/08-al-mayadeen-encircled/",
        "/archive/2017/10/14-al-mayadeen-taken/",
    ]


@pytest.mark.parametrize(
    ("word", "path"),
    [("الميادين", "2017/10/14-al-mayadeen-taken/"), ("小惑星", "2010/06/13-hayabusa-returns/")],
)
def test_every_language_is_searched(
    sample: Path, host: Host, page: Page, word: str, path: str
) -> None:
    page.goto(f"{host(sample, '/archive/')}search/?q={quote(word)}")
    assert results(page) == [f"/archive/{path}"]


def test_a_search_that_finds_nothing_says_so(sample: Path, host: Host, page: Page) -> None:
    page.goto(f"{host(sample, '/archive/')}search/?q=xyzzyplugh")
    assert results(page) == []
    expect(page.locator("[role=status]")).to_have_text("0 articles")


def test_hostile_titles_and_texts_stay_text_in_the_results(
    archive: SmallArchive, host: Host, page: Page
) -> None:
    title = "'<img src=x onerror=alert(1)> <b>needle</b>'"
    archive.article(
        "a.md", title, "date: 2017", "source: '<i>Post</i>'", body="`<script>` needle &lt;mark&gt;"
    )
    archive.build("--base-url", "/archive/", search=True)
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.goto(f"{host(archive.site, '/archive/')}search/?q=needle")
    assert results(page) == ["/archive/a/"]
    # Paired formatting tags of a title are no text; all else is.
    expect(page.locator("#results a.u-url")).to_have_text("<img src=x onerror=alert(1)> needle")
    expect(page.locator("#results .card-source")).to_have_text("Post")
    assert page.locator("#results img, #results b, #results i").count() == 0
    assert page.locator("#results mark").count() > 0


def test_a_site_without_an_index_says_so(archive: SmallArchive, host: Host, frail: Page) -> None:
    archive.article("a.md", "A", "date: 2017")
    archive.build("--base-url", "/archive/", search=True)
    (archive.site / "pagefind" / "bundles.json").unlink()
    frail.goto(f"{host(archive.site, '/archive/')}search/?q=a")
    expect(frail.locator("[role=status]")).to_contain_text("without a search index")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "address", ["", "2017/10/08-al-mayadeen-encircled/", "2017/10/14-al-mayadeen-taken/",
                "2017/the-euphrates-in-2017/", "tags/", "tags/moon/", "timeline/",
                "timeline/2017/10/", "search/?q=moon", "about/", "404.html"]
)  # fmt: skip
def test_no_page_scrolls_sideways(
    sample: Path, host: Host, page: Page, width: int, address: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(host(sample, "/archive/") + address)
    excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert excess <= 0


def test_the_switch_turns_every_page_dark_and_stays(sample: Path, host: Host, page: Page) -> None:
    def brightness() -> int:
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)))

    page.emulate_media(color_scheme="light")
    address = host(sample, "/archive/")
    page.goto(address)
    assert brightness() > 600
    page.click("text=Dark page")
    assert brightness() < 150
    page.goto(f"{address}timeline/")
    assert brightness() < 150
    page.click("text=Light page")
    assert brightness() > 600


def test_an_article_prints_as_a_clipping_with_its_citation(
    sample: Path, host: Host, page: Page
) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{host(sample, '/archive/')}2017/10/08-al-mayadeen-encircled/")
    text = page.locator("body").inner_text()
    assert "First published by The New Arab, 8 October 2017" in text
    assert "/2017/10/08-al-mayadeen-encircled/" in text.partition("Clipped from")[2]
    assert "Related" not in text
    assert "Timeline" not in text
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
