"""A real Chromium, and a server for a site under a sub-path, as on GitHub Pages."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PATIENCE, NoBrowserError, open_browser

expect.set_options(timeout=PATIENCE)

Host = Callable[[Path, str], str]
Ask = Callable[[str], list[str]]

_HIGHLIGHTED = """() => new Promise((resolve) => {
  const look = () => {
    const found = CSS.highlights.get('found');
    if (found) resolve([...found].map(String));
    else requestAnimationFrame(look);
  };
  look();
})"""


def results(page: Page) -> list[str]:
    page.wait_for_selector('[role=status][data-state="done"]', state="attached")
    return [str(link.get_attribute("href")) for link in page.locator("#results > li a.u-url").all()]


def highlighted_words(page: Page) -> list[str]:
    """What an article highlights, once it does."""
    marked: list[str] = page.evaluate(_HIGHLIGHTED)
    return marked


@pytest.fixture(scope="session")
def _browser_or_reason() -> Iterator[Browser | NoBrowserError]:
    """Never fails, because every test would repeat the failure of a session fixture."""
    with contextlib.ExitStack() as stack:
        try:
            opened: Browser | NoBrowserError = stack.enter_context(open_browser())
        except NoBrowserError as reason:
            opened = reason
        yield opened


@pytest.fixture
def browser(
    _browser_or_reason: Browser | NoBrowserError,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Browser:
    """A real browser. If none starts, one test of the run fails with the reason, and the others are
    skipped."""
    if isinstance(_browser_or_reason, Browser):
        return _browser_or_reason
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent  # the workers of a run share it
    try:
        (folder / "no-browser").touch(exist_ok=False)
    except FileExistsError:
        pytest.skip("no browser starts; the test that failed for it says why")
    pytest.fail(
        f"The browser tests cannot run: {_browser_or_reason}. "
        "Type python -m tests.browser.install, which installs what is missing or says how",
        pytrace=False,
    )


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which any error, blocked resource or request to another host fails the test."""
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE)
    faults: list[str] = []
    opened.on(
        "console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None
    )
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request",
        lambda r: (
            None if r.url.startswith(("http://127.0.0.1:", "data:")) else faults.append(r.url)
        ),
    )
    yield opened
    opened.close()
    assert faults == []


@pytest.fixture
def frail(browser: Browser) -> Iterator[Page]:
    """A page that may say on its console what fails, such as its network."""
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, prefix: str, **options: Any):
        self._prefix = prefix
        super().__init__(*args, **options)

    def log_message(self, *args: Any) -> None:
        pass

    def translate_path(self, path: str) -> str:
        if not path.startswith(self._prefix):
            return super().translate_path("/missing")
        return super().translate_path("/" + path.removeprefix(self._prefix))


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *args: Any) -> None:
        """A browser that leaves a page drops what it was loading."""


@pytest.fixture
def host() -> Iterator[Callable[[Path, str], str]]:
    """Serves a site under a path; gives the address of its front page."""
    servers: list[_Server] = []

    def start(site: Path, prefix: str) -> str:
        handler = functools.partial(_Handler, prefix=prefix, directory=str(site))
        server = _Server(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{prefix}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def ask(site: Path, host: Host, page: Page) -> Ask:
    """Types a query into the search page of the test file's own `site`; gives the names of the
    articles found, in order."""
    page.goto(f"{host(site, '/archive/')}search/")
    results(page)

    def asked(query: str) -> list[str]:
        page.fill("[name=q]", query)
        page.keyboard.press("Enter")
        return [address.split("/")[2] for address in results(page)]

    return asked
