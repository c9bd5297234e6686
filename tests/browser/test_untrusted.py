"""Attack strings in Chromium: nothing runs, nothing loads from another host, nothing escapes.

Pages are loaded without their policy, so that it hides nothing; then some with it.
"""

import csv
import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.hostile.__main__ import addresses_of
from benchmarks.hostile.payloads import write_archive
from benchmarks.hostile.visits import Found, Visitor, open_visitor
from dateline.serving.preview import State, serve
from tests.browser.conftest import Host
from tests.conftest import PATIENCE, run


@pytest.fixture(scope="module")
def site(payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("untrusted") / "archive"
    write_archive(root, payloads, shift=4)
    outcome = run(["build", "--config", root / "dateline.toml"])
    assert outcome.code == 0, outcome.err[-2000:]
    return root / "site"


@pytest.fixture
def visitor(site: Path, browser: Browser, host: Host) -> Iterator[Visitor]:
    with open_visitor(browser, host(site, "/archive/"), without_policy=True) as opened:
        yield opened
        check(opened.found())


def check(found: Found) -> None:
    assert found.pages > 0
    assert (found.ran, found.foreign, found.escapes, found.blocked) == ([], [], [], [])


def pages_of(site: Path) -> list[str]:
    found = [f.parent.relative_to(site).as_posix() for f in site.rglob("index.html")]
    return sorted(f"{quote(page)}/" for page in found)


def test_articles_of_strings_run_and_load_nothing(visitor: Visitor, site: Path) -> None:
    articles = [page for page in pages_of(site) if re.match(r"s\d", page)]
    assert len(articles) > 50
    visitor.visit(articles)


def test_pages_of_names_times_and_redirects_run_and_load_nothing(
    visitor: Visitor, site: Path
) -> None:
    kinds = ("tags", "sources", "people", "places", "organisations", "stories", "old", "timeline")
    pages = pages_of(site)
    sample = [
        page
        for kind in kinds
        for of_kind in [[page for page in pages if page.startswith(f"{kind}/")]]
        for page in (of_kind[0], *of_kind[:: len(of_kind) // 8])
    ]
    visitor.visit([*sample, "./", "about/", "search/", "404.html", "timeline/2000/page/1/"])


def test_strings_in_addresses_stay_text(visitor: Visitor, payloads: list[str]) -> None:
    visitor.visit(addresses_of(payloads[::60]))


def test_strings_asked_for_stay_text(visitor: Visitor, payloads: list[str]) -> None:
    visitor.ask([f"needle {text}" for text in payloads[::20]])
    visitor.visit(["search/"])


def test_the_policy_has_nothing_to_stop(site: Path, browser: Browser, host: Host) -> None:
    with open_visitor(browser, host(site, "/archive/"), without_policy=False) as opened:
        opened.visit([*pages_of(site)[::50], "404.html", "search/?q=needle"])
        check(opened.found())


def test_the_watch_sees_what_runs_loads_or_is_stopped(
    tmp_path: Path, browser: Browser, host: Host
) -> None:
    bad = (
        "<!doctype html><script>alert(1)</script><img src=https://host.invalid/x.png>"
        "<a href='javascript:alert(2)' onclick='x'>x</a><template></template>"
    )
    (tmp_path / "robots.txt").write_text("")
    (tmp_path / "bad.html").write_text(bad)
    policy = (
        "<meta http-equiv=Content-Security-Policy content=\"img-src 'none'; script-src 'none'\">"
    )
    (tmp_path / "stopped.html").write_text(bad.replace("<script>", f"{policy}<script>", 1))
    with open_visitor(browser, host(tmp_path, "/archive/"), without_policy=True) as opened:
        opened.visit(["bad.html"])
        found = opened.found()
    assert len(found.ran) == len(found.foreign) == 1
    assert len(found.escapes) >= 2
    with open_visitor(browser, host(tmp_path, "/archive/"), without_policy=False) as opened:
        opened.visit(["stopped.html"])
        assert len(opened.found().blocked) >= 2


FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "a;=1+1", "a;+b;-c", "＝1", 'x",=1', "a\n=1"]


def test_no_cell_of_the_results_is_a_formula(site: Path, page: Page, host: Host) -> None:
    home = host(site, "/archive/")
    page.goto(f"{home}search/")
    script = next((site / "assets/search").glob("export.*.js")).name
    table = page.evaluate(
        """async ([address, titles]) => (await import(address)).tableOf(
          titles, async (title) => ({ title, date: "2017", source: title, address: "/a/" }),
          "https://archive.example", () => {})""",
        [f"{home}assets/search/{script}", FORMULAS],
    )
    for delimiter in (",", ";", "\t"):
        text = io.StringIO(table.removeprefix("\ufeff"), newline="")
        cells = [cell for row in csv.reader(text, delimiter=delimiter) for cell in row]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))] == []


def test_the_preview_shows_what_is_wrong_as_text(
    site: Path, browser: Browser, payloads: list[str]
) -> None:
    told = [f"content/a.md:1:1: E012 date: {text}" for text in payloads]
    stop, ready, places = threading.Event(), threading.Event(), list[str]()

    def announce(url: str) -> None:
        places.append(url)
        ready.set()

    def rebuild(state: State) -> None:
        state.update(told, built=False)

    arguments = (site, "/archive/", 0, [site.parent / "content"], rebuild, stop, announce)
    server = threading.Thread(target=serve, args=arguments)
    server.start()
    assert ready.wait(PATIENCE)
    try:
        with open_visitor(browser, places[0], without_policy=True) as visitor:
            page = browser.contexts[-1].pages[0]
            page.goto(f"{places[0]}timeline/?tags=%3Cb%3E")
            page.wait_for_selector("[id='dateline:problems'] pre")
            shown = page.locator("[id='dateline:problems'] pre").text_content()
            assert shown == "\n".join(told)
            assert page.locator("[id='dateline:problems'] *").count() == 2
            assert page.evaluate("visits.found.ran") == []
            assert visitor.foreign == []
    finally:
        stop.set()
        server.join(PATIENCE)
