"""Searches a finished site in a real browser; run with the environment's Python, which has one.

`python -m benchmarks.browser TOOL SITE WORD CHROMIUM` prints what was found, and what a reader who
has loaded nothing before must load for it: every answer of the server, compressed as the host does.
"""

from __future__ import annotations

import functools
import http.server
import json
import re
import sys
import threading
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.outputs import transfer_size

_ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
_TIMEOUT = 60_000
# The peers' sites have no search page; a script loads as many results as ours shows at once.
_PAGEFIND_SEARCH = """async (word) => {
    const pagefind = await import("/pagefind/pagefind.js");
    const { results } = await pagefind.search(word);
    await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return results.length;
}"""


class _Server(http.server.ThreadingHTTPServer):
    """Serves a site on loopback and keeps the sizes of what it sent."""

    daemon_threads = True

    def __init__(self, site: Path) -> None:
        self.sent: list[int] = []
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site)))


class _Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if file.is_file() and isinstance(self.server, _Server):
            self.server.sent.append(transfer_size(file.name, file.read_bytes()))
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name inherited
        pass


def search(tool: str, site: Path, word: str, chromium: str) -> dict[str, float]:
    """Searches for the word in a new browser."""
    server = _Server(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        page = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
        start = time.perf_counter()
        found = _search_ours(page, word) if tool == "dateline" else _search_peer(page, word)
        milliseconds = 1000 * (time.perf_counter() - start)
        browser.close()
    server.shutdown()
    return {
        "found": found,
        "requests": len(server.sent),
        "transferred": sum(server.sent),
        "milliseconds": round(milliseconds, 1),
    }


def _search_ours(page: Page, word: str) -> int:
    page.goto(f"/search/?q={word}")
    done = page.locator('[role=status][data-state="done"]')
    done.wait_for(state="attached", timeout=_TIMEOUT)
    shown = page.locator("#results > li").count()
    return int(re.sub(r"\D", "", done.inner_text())) if shown else 0


def _search_peer(page: Page, word: str) -> int:
    page.goto("/")
    return int(page.evaluate(_PAGEFIND_SEARCH, word))


if __name__ == "__main__":
    name, folder, wanted, program = sys.argv[1:]
    print(json.dumps(search(name, Path(folder), wanted, program)))
