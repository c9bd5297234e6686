"""`python -m benchmarks.audit`: builds the sample archive, or takes a site, and checks it."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.audit import markup
from benchmarks.audit.host import Host, start_host
from benchmarks.audit.lighthouse import CATEGORIES, Verdict, judge
from benchmarks.audit.tools import Tools, install
from benchmarks.environment import REPOSITORY, SetupError, find_chromium
from benchmarks.outputs import ARTICLE

_POINTS = 100
#: Bytes on the wire of a page without its images.
_BYTES = {"article": 25_000, "timeline": 100_000}
_SUB_PATH = "/archive/"


def main() -> int:
    """Runs the audit; 1 if a goal is missed, 2 if it cannot be run."""
    options = _options()
    chromium = find_chromium()
    if chromium is None:
        print("Lighthouse needs Chromium or Chrome; install one", file=sys.stderr)
        return 2
    try:
        tools = install(options.work / "audit", chromium)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    with start_host() as host:
        host.site, host.path = options.site, _path_of(options.site) if options.site else _SUB_PATH
        if host.site is None:
            host.site = _build(host.address(_SUB_PATH), options.work / "audit")
        missed = [*_validate(tools, host.site), *_judge(tools, host)]
    print("\n".join(["", *missed]) if missed else "\nEvery bar is met.")
    return bool(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.audit", description="Has a site judged by tools from outside."
    )
    work = Path(tempfile.gettempdir(), "dateline-benchmarks")
    parser.add_argument("--site", type=Path, metavar="DIR", help="this site, not the sample's")
    parser.add_argument("--work", type=Path, default=work, metavar="DIR", help="for tools, a site")
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.site = options.site.resolve() if options.site else None
    return options


def _build(address: str, work: Path) -> Path:
    """Builds the repository's own archive for the address at which it is served."""
    site = work / "site"
    places = ("--output", site, "--cache", work / "cache", "--base-url", address)
    subprocess.run(
        [sys.executable, REPOSITORY / "build.py", "build", "--clean", *places],
        cwd=REPOSITORY,
        check=True,
    )
    return site


def _path_of(site: Path) -> str:
    """The path that a site was built for, as its front page has it."""
    return urlsplit(markup.canonical(site / "index.html")).path or "/"


def _validate(tools: Tools, site: Path) -> list[str]:
    pages = sum(1 for _ in site.rglob("*.html"))
    missed = markup.validate(tools, site)
    print(f"html-validate: {pages} pages, {len(missed)} rules broken", flush=True)
    return missed


def _judge(tools: Tools, host: Host) -> Iterator[str]:
    """Prints a row for each page; returns what misses the goals."""
    head = ["page", "address", *CATEGORIES.values(), "KB loaded without images"]
    print(f"\n| {' | '.join(head)} |\n|{' --- |' * len(head)}", flush=True)
    for name, page in _pages(host.site).items():
        address = page.relative_to(host.site).as_posix().removesuffix("index.html")
        verdict = judge(tools, host.address(host.path) + address)
        if not markup.is_for_robots(page):
            del verdict.points["seo"]  # it is kept from search engines on purpose
        weight = markup.weigh(host.site, page, host.path)
        points = [str(verdict.points.get(each, "–")) for each in CATEGORIES]
        row = [name, f"/{address}", *points, f"{weight / 1000:.1f}"]
        print(f"| {' | '.join(row)} |", flush=True)
        yield from _below(name, verdict)
        if weight > _BYTES.get(name, weight):
            yield f"{name}: {weight:,} bytes without images, not {_BYTES[name]:,}"


def _below(name: str, verdict: Verdict) -> Iterator[str]:
    for category, points in verdict.points.items():
        if points < _POINTS:
            yield f"{name}: {points} points for {CATEGORIES[category]}"
            yield from (f"  {each}" for each in verdict.deductions[category])


def _pages(site: Path) -> dict[str, Path]:
    """A page of each kind: of tags the largest, of articles that with the most images."""
    articles = [file for file in site.rglob("index.html") if ARTICLE in file.read_text("utf-8")]
    found = {
        "home": [site / "index.html"],
        "article": articles,
        "tag": [*site.glob("tags/*/index.html")],
        "timeline": [site / "timeline" / "index.html"],
        "search": [site / "search" / "index.html"],
    }
    return {
        name: max(pages, key=_order)
        for name, pages in found.items()
        if any(page.is_file() for page in pages)
    }


def _order(page: Path) -> tuple[int, int, Path]:
    html = page.read_bytes()
    return (html.count(b"<img"), len(html), page)


if __name__ == "__main__":
    sys.exit(main())
