"""Loads pages in Chromium and records what runs, what they load, and what they contain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

_FRAMES = 6
_SCRIPT = Path(__file__).with_name("visits.js").read_text("utf-8")


class Found(NamedTuple):
    """What came of visits: pages loaded, and lists of what must be empty."""

    pages: int
    ran: list[str]
    foreign: list[str]
    escapes: list[str]
    blocked: list[str]


class Visitor:
    """A browser's tab that loads pages of one site, many at a time."""

    def __init__(self, page: Page, home: str):
        self._page, self._home = page, home
        self.pages = 0
        self.foreign: list[str] = []
        self.ran: list[str] = []
        self.escapes: list[str] = []

    def visit(self, addresses: Iterable[str]) -> None:
        """Loads pages, given by address relative to the site."""
        full = [self._home + address for address in addresses]
        self.escapes += self._page.evaluate(
            "([pages, count]) => visits.visit(pages, count)", [full, _FRAMES]
        )
        self.pages += len(full)

    def ask(self, queries: Sequence[str]) -> None:
        """Types queries into the search page, one after another."""
        self.escapes += self._page.evaluate(
            "([address, queries]) => visits.ask(address, queries)",
            [f"{self._home}search/", list(queries)],
        )

    def found(self) -> Found:
        """All that was found so far."""
        noted = self._page.evaluate("visits.found")
        ran = self.ran + noted["ran"]
        return Found(self.pages, ran, self.foreign, self.escapes, noted["blocked"])


@contextmanager
def open_visitor(browser: Browser, home: str, *, without_policy: bool) -> Iterator[Visitor]:
    """A tab for the site at an address. Without its policy a page runs whatever came into it, so
    that the policy hides nothing from the test."""
    context = browser.new_context(bypass_csp=without_policy)
    context.add_init_script(_SCRIPT)
    page = context.new_page()
    page.set_default_timeout(600_000)
    visitor = Visitor(page, home)
    origin = "/".join(home.split("/")[:3]) + "/"

    def dialog(opened: Dialog) -> None:
        visitor.ran.append(f"dialog {opened.message}")
        opened.dismiss()

    def request(sent: Request) -> None:
        if not sent.url.startswith((origin, "data:", "blob:")):
            visitor.foreign.append(sent.url)

    def console(message: ConsoleMessage) -> None:
        # A missing picture is reported too, and is not relevant here.
        if message.type == "error" and "404" not in message.text:
            visitor.escapes.append(f"console: {message.text}")

    page.on("dialog", dialog)
    page.on("request", request)
    page.on("console", console)
    page.on("pageerror", lambda error: visitor.escapes.append(f"script failed: {error}"))
    page.goto(f"{home}robots.txt")  # of the site's origin, with no policy of its own
    yield visitor
    context.close()
