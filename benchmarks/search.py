"""Measures what a search loads, and scores what it finds: `python -m benchmarks.search --work DIR`.

Generates an archive, builds it, and lets Pagefind index the pages of its articles for comparison.
Then it searches both in Chromium on loopback, and prints tables in Markdown. A collection of
questions with known answers is built and scored for both in the same run.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser

from benchmarks import corpus
from benchmarks.browser import (
    Server,
    ask_page,
    ask_pagefind,
    drawn_at,
    launch,
    new_reader,
    serve,
    settle,
    wait_done,
)
from benchmarks.environment import REPOSITORY, find_chromium
from benchmarks.quality import print_quality

_COLD_READERS, _WARM_WORDS = 5, 25
_YEAR = "2015"  # or the next in which anything is found
_LEGEND = f"""{{articles:,}} articles. KB that a first search has loaded when its results are drawn,
when the chart is too, when every facet is open; the search page is among them for ours, no page for
Pagefind by itself. Milliseconds from asking until ten results are drawn (for Pagefind, loaded):
cold of {_COLD_READERS} new readers, warm of {_WARM_WORDS} other words of one; median (least–most).
"""


class Loaded(NamedTuple):
    """Bytes on the wire that a new reader has loaded when the results of a first search are drawn,
    when the chart is too, and when every facet is open."""

    results: int
    chart: int
    facets: int


class Search(NamedTuple):
    """Words to search for, under the name that the table gives them, and the range of days that
    they are limited to, as the address has it."""

    name: str
    words: str
    limits: str = ""


class Row(NamedTuple):
    """Costs of one search: bytes, and milliseconds of each reader from asking until results are
    drawn, of new readers and of one who has searched for other words. Nothing is not measured."""

    name: str
    loaded: Sequence[int]
    cold: Sequence[float]
    warm: Sequence[float] = ()


def main() -> int:
    """Measures, and prints tables; 1 where there is no browser."""
    options = _options()
    chromium = find_chromium()
    if chromium is None:
        print("no Chromium was found on this machine", file=sys.stderr)
        return 1
    work = options.work / "search"
    shutil.rmtree(work, ignore_errors=True)
    made = corpus.write_corpus(work / "content", options.articles)
    site = _build(work, work / "content", options.stock)
    with launch(chromium) as browser:
        _print_costs(_measure(browser, site, made.articles, options.stock), options.articles)
        if options.collection:
            scored = _build(work / "scored", options.collection / "docs", options.stock)
            print_quality(browser, scored, options.collection, options.stock)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search", description="Measures the search page in a browser."
    )
    add = parser.add_argument
    without = "ours alone; Pagefind by itself takes some 0.2 GB of memory per 1,000 articles"
    add("--articles", type=int, default=10_000, help="size of the archive made up")
    add("--work", type=Path, required=True, metavar="DIR", help="for archive and site")
    add("--collection", type=Path, metavar="DIR", help="docs/, queries.tsv, qrels.tsv to score")
    add("--without-stock", action="store_true", help=without)
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.stock = "" if options.without_stock else "stock"
    return options


def _build(work: Path, content: Path, stock: str) -> Path:
    """The site of the articles; in its folder `stock`, if named, the index that Pagefind makes when
    only told where in a page the article is."""
    import pagefind_bin

    work.mkdir(parents=True, exist_ok=True)
    config, site = work / "dateline.toml", work / "site"
    config.write_text('title = "Archive"\n', "utf-8")
    sources = ("--config", config, "--content", content.resolve())
    made = ("--output", site, "--cache", work / "cache", "--base-url", "/")
    _run(sys.executable, "build.py", *sources, *made)
    if stock:
        index = ("--site", site, "--output-subdir", stock, "--root-selector", "article")
        _run(pagefind_bin.get_executable(), *index, "--silent")
    return site


def _run(*command: str | Path) -> None:
    subprocess.run(command, cwd=REPOSITORY, check=True, stdout=sys.stderr)


def _measure(browser: Browser, site: Path, articles: Sequence[Path], stock: str) -> list[Row]:
    word, others = corpus.FREQUENT_WORD, _spread_words(articles)
    with serve(site) as server:
        rows = [
            Row(search.name, _load(browser, server, search), _cold(browser, server, search))
            for search in _searches(articles)
        ]
        rows[0] = rows[0]._replace(warm=_warm(browser, server, word, others))
        if stock:
            rows.append(_pagefind(browser, server, f"/{stock}/", word, others))
    return rows


def _searches(articles: Sequence[Path]) -> list[Search]:
    word, three = corpus.FREQUENT_WORD, " ".join(_words(articles[len(articles) // 2])[:3])
    years = [path.parts[-3] for path in articles if word in path.read_text("utf-8")]
    year = next((year for year in years if year >= _YEAR), years[-1])
    return [
        Search("one word", word),
        Search("three words of one article", three),
        Search(f"one word in {year}", word, f"from={year}-01-01&to={year}-12-31"),
    ]


def _words(article: Path) -> list[str]:
    """Words of a text that are not too short to tell something, marks and addresses left out."""
    body = article.read_text("utf-8").split("---")[-1]
    return list(dict.fromkeys(re.findall(r"(?<= )[a-z]{5,}(?= )", body)))


def _spread_words(articles: Sequence[Path]) -> list[str]:
    """Different words, each of another article, from the oldest to the newest."""
    words: list[str] = []
    for article in articles[:: max(1, len(articles) // _WARM_WORDS)]:
        words += [word for word in _words(article) if word not in words][:1]
    return words[:_WARM_WORDS]


def _load(browser: Browser, server: Server, search: Search) -> Loaded:
    with new_reader(browser, server) as page:
        page.goto(f"/search/?q={quote(search.words)}&{search.limits}")
        page.locator("#results > li").first.wait_for()
        page.locator("#hits-over-time").wait_for()
        settle(page, server)
        results, chart = server.transferred(drawn_at(page)), server.transferred()
        # By script, for a click scrolls, and the list of results grows at its end.
        page.locator("#dateline\\:facets summary").evaluate_all(
            "all => all.forEach((one) => one.click())"
        )
        page.locator("#dateline\\:facets li").first.wait_for()
        settle(page, server)
        return Loaded(results, chart, server.transferred())


def _cold(browser: Browser, server: Server, search: Search) -> list[float]:
    """Of each new reader, who has opened the search page and asks there."""
    times = []
    for _ in range(_COLD_READERS):
        with new_reader(browser, server) as page:
            page.goto(f"/search/?{search.limits}")
            wait_done(page)
            times.append(ask_page(page, search.words))
    return times


def _warm(browser: Browser, server: Server, first: str, words: Iterable[str]) -> list[float]:
    """Of each word, asked by one reader after a first search."""
    times = []
    with new_reader(browser, server) as page:
        page.goto(f"/search/?q={first}")
        wait_done(page)
        for word in words:
            settle(page, server)  # the chart of the search before
            times.append(ask_page(page, word))
    return times


def _pagefind(
    browser: Browser, server: Server, bundle: str, first: str, words: Iterable[str]
) -> Row:
    """The same of Pagefind by itself, from a page that has nothing to do with it."""
    cold = []
    for _ in range(_COLD_READERS):
        with new_reader(browser, server) as page:
            page.goto("/404.html")
            settle(page, server)
            server.sent.clear()
            cold.append(ask_pagefind(page, first, bundle).milliseconds)
            loaded = [server.transferred()]
    with new_reader(browser, server) as page:
        page.goto("/404.html")
        ask_pagefind(page, first, bundle)
        warm = [ask_pagefind(page, word, bundle).milliseconds for word in words]
    return Row("one word, Pagefind by itself", loaded, cold, warm)


def _print_costs(rows: Iterable[Row], articles: int) -> None:
    print(_LEGEND.format(articles=articles))
    print("| search | results, KB | + chart | + facets | cold, ms | warm, ms |")
    print("|---|---|---|---|---|---|")
    for name, loaded, cold, warm in rows:
        sizes = [f"{size / 1000:.1f}" for size in loaded] + ["–"] * (3 - len(loaded))
        print("|", " | ".join([name, *sizes, _median(cold), _median(warm)]), "|")


def _median(times: Sequence[float]) -> str:
    if not times:
        return "–"
    return f"{statistics.median(times):.0f} ({min(times):.0f}–{max(times):.0f})"


if __name__ == "__main__":
    sys.exit(main())
