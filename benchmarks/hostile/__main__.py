"""`python -m benchmarks.hostile`: tries every collected string in every place that shows text.

Each string is alone in every place of a text, and in one field after another, since the archive is
built once for each. Every page is examined. The pages of articles, names and times are loaded in
Chromium without their policy, so that it hides nothing. Needs the development extras.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser

from benchmarks.audit.host import start_host
from benchmarks.browser import launch
from benchmarks.environment import REPOSITORY, find_chromium
from benchmarks.hostile.escapes import BASE, escapes_in, escapes_in_text
from benchmarks.hostile.payloads import BODY_SINKS, FIELDS, body_of, read_payloads, write_archive
from benchmarks.hostile.visits import Found, Visitor, open_visitor
from dateline.content.markdown.render import render_markdown

_CORPUS = REPOSITORY.parent / "shared" / "corpora" / "hostile"
_OTHERS = 120  # pages of single names and redirects that are loaded, of some thousands a round
#: Every so many strings is one in an address: a page is loaded for each.
_IN_ADDRESS = 20


class Round(NamedTuple):
    """What came of one archive: files looked through, and what must be empty."""

    files: int
    escapes: list[str]
    found: list[Found]


def main() -> int:
    """Prints what was put where and what came of it; 1 where anything ran or came out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=_CORPUS, metavar="DIR", help="the strings")
    parser.add_argument("--rounds", type=int, default=len(FIELDS), help="fields a string stands in")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        print("benchmarks.hostile: there is no Chromium", file=sys.stderr)
        return 2
    payloads, start = read_payloads(options.corpus), time.monotonic()
    print(f"{len(payloads)} strings, {len(FIELDS)} fields, {len(BODY_SINKS)} places of a text")
    escapes = [fault for i, text in enumerate(payloads) for fault in _faults_of_text(text, i)]
    print(f"texts: {len(payloads) * len(BODY_SINKS)} places, {len(escapes)} escapes", flush=True)
    with launch(chromium) as browser:
        rounds = [_round(browser, payloads, shift) for shift in range(options.rounds)]
    found = [each for one in rounds for each in one.found]
    escapes += [fault for one in rounds for fault in one.escapes]
    escapes += [fault for each in found for fault in each.escapes]
    ran = [fault for each in found for fault in each.ran]
    foreign = [fault for each in found for fault in each.foreign]
    for fault in (*ran, *foreign, *escapes)[:20]:
        print(f"  {fault}")
    print(
        f"{sum(one.files for one in rounds)} files looked through, "
        f"{sum(each.pages for each in found)} pages loaded: {len(ran)} scripts run, "
        f"{len(foreign)} requests to other hosts, {len(escapes)} escapes, "
        f"{sum(len(each.blocked) for each in found)} times that the policy had to stop something "
        f"({time.monotonic() - start:.0f} s)"
    )
    return 1 if ran or foreign or escapes else 0


def _faults_of_text(payload: str, number: int) -> Iterator[str]:
    body = body_of(payload, number)
    rendered = render_markdown(body, path="a.md", first_line=1, lang="en", title="")
    return escapes_in_text(rendered.html)


def _round(browser: Browser, payloads: Sequence[str], shift: int) -> Round:
    """One archive; the first has a search index, and every string is asked for."""
    with tempfile.TemporaryDirectory() as folder, start_host() as host:
        root = Path(folder, "archive")
        written = write_archive(root, payloads, shift)
        search = [] if shift == 0 else ["--no-search"]
        program, config = str(REPOSITORY / "build.py"), str(root / "dateline.toml")
        command = [sys.executable, program, "--config", config, *search]
        subprocess.run(command, check=True, capture_output=True)
        site = host.site = root / "site"
        host.path = BASE
        files = [f for f in site.rglob("*") if f.is_file() and ".dateline" not in f.parts]
        escapes = [f"{file}: {fault}" for file in files for fault in escapes_in(file)]
        pages = [
            f"{quote(f.parent.relative_to(site).as_posix())}/" for f in site.rglob("index.html")
        ]
        articles = [page for page in pages if page.count("/") == 1]
        others = [page for page in pages if page.count("/") > 1 and not page.startswith("timeline")]
        times = [page for page in pages if page.startswith("timeline/")]
        chosen = [*articles, *times, *others[:: len(others) // _OTHERS], "404.html"]
        found = []
        with open_visitor(browser, host.address(BASE), without_policy=True) as visitor:
            visitor.visit(chosen)
            if shift == 0:
                _ask(visitor, payloads)
            found.append(visitor.found())
        with open_visitor(browser, host.address(BASE), without_policy=False) as visitor:
            visitor.visit(chosen[::8])
            found.append(visitor.found())
        print(
            f"{len(written)} articles, {len(files)} files, {len(chosen)} pages loaded", flush=True
        )
        return Round(len(files), escapes, found)


def _ask(visitor: Visitor, payloads: Sequence[str]) -> None:
    """Every string as a query, and some in each part of an address."""
    visitor.ask([f"needle {text}" for text in payloads])
    visitor.visit(addresses_of(payloads[::_IN_ADDRESS]))


def addresses_of(payloads: Sequence[str]) -> Iterator[str]:
    """Addresses of the search page and the timeline with a string in every part."""
    for payload in payloads:
        text = quote(payload, safe="")
        names = "&".join(f"{facet}={text}&not-{facet}={text}" for facet in ("tag", "language"))
        yield f"search/?q={text}&{names}&from={text}&to={text}&sort={text}#{text}"
        yield f"timeline/?tags={text}&sources={text}&from={text}&to={text}#{text}"


if __name__ == "__main__":
    sys.exit(main())
