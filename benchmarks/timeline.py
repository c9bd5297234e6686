"""`python -m benchmarks.timeline`: the size of a large timeline, and the time until it reacts."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.audit import markup
from benchmarks.audit.host import start_host
from benchmarks.browser import launch
from benchmarks.corpus import write_corpus
from benchmarks.environment import REPOSITORY, find_chromium
from benchmarks.outputs import transfer_size

_READERS = 5
_PATH = "/archive/"
_MOST_BYTES, _MOST_MS = 100_000, 1000
# Twenty turns of the wheel, in and out again; for each the time until what came of it is drawn.
_TURNS = """async () => {
    const plot = document.querySelector(".timeline-plot");
    const { left, top, width } = plot.getBoundingClientRect();
    const times = [];
    for (let turn = 0; turn < 20; turn += 1) {
        const start = performance.now();
        plot.dispatchEvent(new WheelEvent("wheel", {
            deltaY: turn < 12 ? -100 : 100, clientX: left + width * 0.6, clientY: top + 20,
            cancelable: true, bubbles: true,
        }));
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
        times.push(performance.now() - start);
    }
    return times;
}"""


def main() -> int:
    """Prints bytes and milliseconds; 1 if a goal is missed, 2 if it cannot be run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.timeline", description=__doc__)
    work = Path(tempfile.gettempdir(), "dateline-benchmarks")
    parser.add_argument("--articles", type=int, default=100_000, metavar="N", help="made up")
    parser.add_argument("--work", type=Path, default=work, metavar="DIR", help="for the site")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        print("this needs Chromium or Chrome; install one", file=sys.stderr)
        return 2
    site = _build(options.work.resolve() / f"timeline-{options.articles}", options.articles)
    page = site / "timeline" / "index.html"
    whole, packed = page.stat().st_size, transfer_size(page.name, page.read_bytes())
    loaded = markup.weigh(site, page, _PATH)
    print(
        f"{options.articles:,} articles: {whole:,} bytes of HTML, {packed:,} compressed, ", end=""
    )
    print(f"{loaded:,} with style and scripts", flush=True)
    with launch(chromium) as browser, start_host() as host:
        host.site, host.path = site, _PATH
        readers = [_read(browser, host.address(_PATH)) for _ in range(_READERS)]
    ready = [first for first, _ in readers]
    turns = [turn for _, times in readers for turn in times]
    print(f"moves after {statistics.median(ready):.0f} ms ({min(ready):.0f}–{max(ready):.0f})")
    print(f"a turn of the wheel: {statistics.median(turns):.0f} ms, at most {max(turns):.0f}")
    return int(whole > _MOST_BYTES or statistics.median(ready) > _MOST_MS)


def _build(work: Path, articles: int) -> Path:
    content, config = work / "content", work / "dateline.toml"
    if not content.is_dir():
        write_corpus(content, articles)
    config.write_text(f'base_url = "https://example.org{_PATH}"\n', "utf-8")
    places = ("--config", config, "--output", work / "site", "--cache", work / "cache")
    subprocess.run(
        [sys.executable, REPOSITORY / "build.py", "build", "--no-search", *places], check=True
    )
    return work / "site"


def _read(browser: Browser, address: str) -> tuple[float, list[float]]:
    """For a reader who has loaded nothing: when the timeline moves, and how long turns take."""
    page = browser.new_page()
    page.goto(f"{address}timeline/")
    page.wait_for_selector(".timeline-plot")
    ready: float = page.evaluate("performance.now()")
    turns: list[float] = page.evaluate(_TURNS)
    page.close()
    return ready, turns


if __name__ == "__main__":
    sys.exit(main())
