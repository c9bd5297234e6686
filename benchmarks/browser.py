"""Searches a finished site in a real browser; runs with the environment's Python.

`python -m benchmarks.browser TOOL SITE WORD CHROMIUM` prints the results, and the bytes that a
reader with an empty browser cache must load: every answer of the server, compressed as the host
does.
"""

from __future__ import annotations

import functools
import http.server
import json
import math
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.outputs import transfer_size

_ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
_TIMEOUT = 60_000
_RESULT = "#results > li"
_DONE = '[role=status][data-state="done"]'
_QUIET = 500  # ms without a request, after which a page has loaded all it wants
# Our page continues loading after the results are shown, so it records the time itself.
_NOTE_DRAWN = f"""new MutationObserver((_, observer) => {{
    if (!document.querySelector('{_RESULT}')) return;
    observer.disconnect();
    globalThis.drawnAt = Date.now() / 1000;
}}).observe(document, {{ subtree: true, childList: true }})"""
# The status says "working" before `requestSubmit` returns, so "done" is not that of the search
# before.
_PAGE_SEARCH = """(words) => new Promise((resolve, reject) => {
    const field = document.querySelector("input[type=search]");
    const status = document.querySelector("[role=status]");
    new MutationObserver((_, observer) => {
        if (status.dataset.state !== "done") return;
        observer.disconnect();
        const isFound = document.querySelector("#results > li");
        if (!isFound) reject(new Error(`${words}: ${status.textContent}`));
        requestAnimationFrame(() => resolve(performance.now() - start));
    }).observe(status, { attributeFilter: ["data-state"] });
    field.value = words;
    const start = performance.now();
    field.form.requestSubmit();
})"""
# For sites without a search page of ours: a script loads as many results as ours shows at once.
_PAGEFIND_SEARCH = """async ([bundle, words]) => {
    const pagefind = await import(`${bundle}pagefind.js`);
    const start = performance.now();
    const { results } = await pagefind.search(words);
    const loaded = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return [results.length, loaded.map(({ url }) => url), performance.now() - start];
}"""


class Sent(NamedTuple):
    """A file that was asked for, and when: seconds as `time.time()` counts them."""

    at: float
    file: Path


class Server(http.server.ThreadingHTTPServer):
    """Serves a site on loopback and keeps what it sent."""

    daemon_threads = True

    def __init__(self, site: Path) -> None:
        self.sent: list[Sent] = []
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site)))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says what went wrong, but not of readers who left before they had everything."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def transferred(self, until: float = math.inf) -> int:
        """Bytes on the wire of all that was asked for until a time."""
        files = (file for at, file in self.sent if at <= until)
        return sum(transfer_size(file.name, file.read_bytes()) for file in files)


class _Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        now = time.time()
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if file.is_file() and isinstance(self.server, Server):
            self.server.sent.append(Sent(now, file))
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name inherited
        pass


@contextmanager
def serve(site: Path) -> Iterator[Server]:
    """Serves a site on a free port of loopback."""
    with Server(site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def launch(chromium: str) -> Iterator[Browser]:
    """Starts the browser whose program is given."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def new_reader(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of someone who has loaded nothing yet; the server counts from zero."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    context.set_default_timeout(_TIMEOUT)
    context.add_init_script(_NOTE_DRAWN)
    server.sent.clear()
    yield context.new_page()
    context.close()


def wait_done(page: Page) -> Locator:
    """Waits until our search page has answered: its status, which says what was found."""
    done = page.locator(_DONE)
    done.wait_for(state="attached")
    return done


def drawn_at(page: Page) -> float:
    """When our search page had drawn its first results: seconds as `time.time()` counts them."""
    return float(page.evaluate("drawnAt"))


def settle(page: Page, server: Server) -> None:
    """Waits until a page asks for nothing more. Playwright's `networkidle` is but the first rest
    of a page, and long over when facets are opened."""
    before = -1
    while before != len(server.sent):
        before = len(server.sent)
        page.wait_for_timeout(_QUIET)


def ask_page(page: Page, words: str) -> float:
    """Searches with our page, which is open: milliseconds until results are drawn, in a frame."""
    return float(page.evaluate(_PAGE_SEARCH, words))


class Answer(NamedTuple):
    """What Pagefind's own script answered: how many results, the addresses of the first ten, and
    the milliseconds until these were loaded, its script being there; nothing is drawn."""

    found: int
    addresses: list[str]
    milliseconds: float


def ask_pagefind(page: Page, words: str, bundle: str = "/pagefind/") -> Answer:
    """Searches with Pagefind's own script, from whatever page of the site is open."""
    return Answer(*page.evaluate(_PAGEFIND_SEARCH, [bundle, words]))


def search(tool: str, site: Path, word: str, chromium: str) -> dict[str, float]:
    """Searches for the word in a new browser."""
    with serve(site) as server, launch(chromium) as browser, new_reader(browser, server) as page:
        start = time.perf_counter()
        found = _search_ours(page, word) if tool == "dateline" else _search_peer(page, word)
        milliseconds = 1000 * (time.perf_counter() - start)
        return {
            "found": found,
            "requests": len(server.sent),
            "transferred": server.transferred(),
            "milliseconds": round(milliseconds, 1),
        }


def _search_ours(page: Page, word: str) -> int:
    page.goto(f"/search/?q={word}")
    said = wait_done(page).inner_text()
    return int(re.sub(r"\D", "", said)) if page.locator("#results > li").count() else 0


def _search_peer(page: Page, word: str) -> int:
    page.goto("/")
    return ask_pagefind(page, word).found


if __name__ == "__main__":
    name, folder, wanted, program = sys.argv[1:]
    print(json.dumps(search(name, Path(folder), wanted, program)))
