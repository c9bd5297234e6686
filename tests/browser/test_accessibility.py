"""Every page of a small archive against WCAG 2.2 A and AA and the best practice of axe: light and
dark, wide and narrow, left to right and right to left."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Host, results
from tests.conftest import SmallArchive

_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
_RUN = "options => axe.run(document, options)"
_OPTIONS = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and off unless it is asked for
    "resultTypes": ["violations"],
}
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Widths in pixels, of which 320 is what WCAG asks of reflow, each with a colour scheme. Colours
#: do not depend on the width, nor the layout on colours; the two languages share the four pairs.
_Look = tuple[int, Literal["light", "dark"]]
_LOOKS: dict[str, tuple[_Look, _Look]] = {
    "en": ((1280, "light"), (320, "dark")),
    "ar": ((1280, "dark"), (320, "light")),
}

#: Pages of these kinds differ only in the name, so one of each is enough.
_NAMES = re.compile(r"^(sources|people|places|organisations)/([^/]+/)?")
_BODY = """## What was said

> A quotation of some length, from an officer.

A text with a [link to the other](02-b.md), `code` and a note.[^1] The word river is in it.

| Place | Held by | Since |
|:------|:-------:|------:|
| A very long name of a place by the river | one side | 2017-10-08 |
| Al-Qurayyah-and-its-surroundings | the-other-side-of-the-two | 2017-10-08T12:00:00+03:00 |

1. First
2. Second

### And what was not

![A map](map.png "Map of the valley")

```
A line of code that is a good deal longer than a telephone is wide, so that it must scroll within.
```

[^1]: Said on the next day.
"""
_LONG = (
    "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft meets again"
)
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def fill(archive: SmallArchive) -> None:
    """Articles in two languages with all that an article can have, a text, an alias, sections."""
    names = (
        *("tags: [River, Front]", "people: [Ann Lee]", "places: [Deir ez-Zor]"),
        *("organisations: [Red Cross]", "story: The campaign", "source: The Post"),
    )
    image = "image: {src: map.png, alt: A map, caption: The valley, credit: By hand}"
    original = ("source_url: https://post.example/a", "author: Jane Roe", "captured: 2018-01-02")
    fields = (*names, image, *original, "summary: What happened.", "updated: 2018-02-03")
    archive.article("2017/10/01-a.md", f"'{_LONG}'", *fields, body=_BODY)
    archive.article("2017/10/02-b.md", "Second of the river", *names, "aliases: [/old/]")
    archive.article("2016/c.md", "Only a month", "date: 2016-05", *names)
    arabic = ("lang: ar", "summary: ملخص الخبر", *names)
    archive.article("2017/11/03-d.md", "معارك على ضفاف النهر", *arabic, body="قرب النهر river.")
    archive.article("1957/e.md", "Only a year", "date: 1957", body="No names at all.")
    archive.write("2017/10/map.png", _PIXEL)
    archive.write("pages/about.md", "# About\n\nWho we are, and [where](../2017/10/02-b.md).")
    archive.write("_index.md", "Welcome to the archive.")
    archive.write("tags/river/_index.md", "All about the river.")
    for number in range(101):  # enough for a second page of a tag
        date = f"date: 2012-{1 + number % 12:02d}-{1 + number % 28:02d}"
        archive.article(f"many/{number}.md", f"Item {number}", date, "tags: [Many]")


class _Factory(Protocol):
    def __call__(self, language: str, fill: Callable[[SmallArchive], object]) -> Path: ...


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> _Factory:
    """Builds an archive whose own language is the one given."""

    @functools.cache
    def built(language: str, fill: Callable[[SmallArchive], object]) -> Path:
        archive = SmallArchive(tmp_path_factory.mktemp("accessible") / language)
        archive.configure(
            *('title = "Test archive"', 'description = "News of the river"'),
            *(f'language = "{language}"', 'base_url = "https://example.org/archive/"'),
        )
        fill(archive)
        outcome = archive.build(search=True)
        assert outcome.code == 0, outcome.out
        return archive.site

    return built


def addresses(site: Path) -> list[str]:
    """The pages to look at: all that differ in more than a number or a name."""
    kept: dict[str, str] = {}
    for file in sorted(site.rglob("*.html")):
        if 'http-equiv="refresh"' in file.read_text("utf-8"):
            continue  # an alias shows nothing: it leads on before it could be looked at
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        shape = _NAMES.sub(lambda found: "names/one/" if found[2] else "names/", address)
        kept.setdefault(re.sub(r"\d+", "0", shape), address)
    return list(kept.values())


def violations(page: Page, *looks: _Look) -> Iterator[str]:
    """The faults of the open page, in a wide and a narrow window, light and dark."""
    page.evaluate(_AXE)  # as a debugger does, which the page's own policy leaves free
    address = urlsplit(page.url).path
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if more := page.evaluate(_TOO_WIDE):  # WCAG 1.4.10, of which axe knows nothing
            yield f"reflow on {address} at {width} px: {more} px wider than the window"
        for rule in page.evaluate(_RUN, _OPTIONS)["violations"]:
            for node in rule["nodes"]:
                why = " ".join(node["failureSummary"].split())
                where = f"{address} at {width} px, {scheme}"
                yield f"{rule['id']} on {where}: {node['target']} {node['html'][:200]}\n    {why}"


def check(page: Page, home: str, site: Path, language: str = "en") -> None:
    """Opens every page of a site; fails with all that is wrong on any of them."""
    found: list[str] = []
    for number, address in enumerate(addresses(site)):
        page.goto(home + address)
        # Each page has one of the two looks of its language, and its neighbour the other.
        found += violations(page, _LOOKS[language][number % 2])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everyone_can_use_every_page(
    language: str, build: _Factory, host: Host, page: Page
) -> None:
    site = build(language, fill)
    check(page, host(site, "/archive/"), site, language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everyone_can_use_what_a_search_found(
    language: str, build: _Factory, host: Host, page: Page
) -> None:
    page.goto(f"{host(build(language, fill), '/archive/')}search/?q=river&tag=Front")
    assert results(page)
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.locator("#dateline\\:facets details:not(:has(li))")).to_have_count(0)
    found = list(violations(page, *_LOOKS[language]))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("titles", [(), ("Only one",)])
def test_everyone_can_use_an_archive_of_little(
    titles: tuple[str, ...], build: _Factory, host: Host, page: Page
) -> None:
    def write(archive: SmallArchive) -> None:
        for title in titles:
            archive.article("a.md", title, "date: 2017-10-08")

    site = build("en", write)
    check(page, host(site, "/archive/"), site)
