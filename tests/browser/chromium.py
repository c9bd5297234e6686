"""Starts the browser of the tests, or says in one line why that fails."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

#: Milliseconds that a test waits for anything in a browser: long, since a busy machine is slow,
#: and without effect on a test that passes.
PATIENCE = 120_000
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
#: What Playwright says of a browser that is not installed, as opposed to one that does not start.
_ABSENT = re.compile(r"doesn't exist|is not found")


class _Which(TypedDict, total=False):
    """The launch options of Playwright for a browser."""

    executable_path: str
    channel: str


class NoBrowserError(Exception):
    """No browser starts; the message is one line that says why."""


class NoDriverError(NoBrowserError):
    """Playwright's driver, a Node.js program that comes with it, does not start."""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """The browser that the variable CHROMIUM names; else the system's; else Playwright's own.
    Raises NoBrowserError if none starts."""
    _check_driver()
    with sync_playwright() as playwright:
        browser = _launch_first(playwright)
        yield browser
        browser.close()


def reason_not_to_start() -> NoBrowserError | None:
    """The reason why no browser starts; empty if one does."""
    try:
        with open_browser():
            return None
    except NoBrowserError as reason:
        return reason


def _check_driver() -> None:
    """Playwright itself only says that the connection was closed."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "playwright", "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE / 1000,
        )
    except subprocess.TimeoutExpired:
        raise NoDriverError("Playwright's driver does not answer") from None
    if done.returncode:
        said = _last_line(done.stderr) or f"exit code {done.returncode}"
        raise NoDriverError(f"Playwright's driver does not start: {said}")


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _launch_first(playwright: Playwright) -> Browser:
    """The first of the candidates that starts."""
    reasons = []
    for name, which in _candidates():
        try:
            return _launch(playwright, which)
        except Error as error:
            if name.startswith("CHROMIUM=") or not _ABSENT.search(error.message):
                reasons.append(f"{name} does not start: {_what_failed(error.message)}")
    raise NoBrowserError("; ".join(reasons) or "no Chromium or Chrome is installed")


def _candidates() -> list[tuple[str, _Which]]:
    """Names for messages, and the browser of each."""
    named = os.environ.get("CHROMIUM")
    if named:
        return [(f"CHROMIUM={named}", {"executable_path": shutil.which(named) or named})]
    programs = dict.fromkeys(filter(None, map(shutil.which, _PROGRAMS)))
    found: list[tuple[str, _Which]] = [(name, {"executable_path": name}) for name in programs]
    if sys.platform in ("darwin", "win32"):  # where programs with windows are not on the PATH
        found.append(("Chrome", {"channel": "chrome"}))
    return [*found, ("Playwright's Chromium", {})]


def _launch(playwright: Playwright, which: _Which) -> Browser:
    """A browser that has shown that it can open a page."""
    browser = playwright.chromium.launch(args=_ARGUMENTS, timeout=PATIENCE, **which)
    try:
        browser.new_page().close()
    except Error:
        browser.close()
        raise
    return browser


def _what_failed(message: str) -> str:
    """The reason that the browser itself gave, if any; else that of Playwright. A browser may print
    much before it ends that is not a reason."""
    said = re.findall(r"\[err\] (.+)", message.partition("Call log:")[0])
    grave = [line for line in said if "FATAL" in line or "error while loading" in line]
    for line in (*grave, *said):
        return str(line).strip()
    return message.splitlines()[0].removeprefix("BrowserType.launch: ")
