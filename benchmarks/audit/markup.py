"""Examines the HTML of pages: whether it is valid, may be indexed, and what it loads."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.audit.tools import Tools
from benchmarks.outputs import transfer_size

_CONFIG = Path(__file__).with_name("htmlvalidate.mjs")
#: What a script loads at once; `import()` is what it loads when that is asked for.
_IMPORTED = re.compile(r"""\b(?:from|import)\s*["']\./([^"']+)["']""")
_LOADED = {"stylesheet", "icon", "modulepreload", "preload"}


def validate(tools: Tools, site: Path) -> list[str]:
    """What html-validate finds on every page of the site: once each, with the first place of it
    and the number of all."""
    report = tools.folder / "html-validate.json"
    config = tools.folder / _CONFIG.name
    config.write_bytes(_CONFIG.read_bytes())  # it is resolved beside the packages it extends
    report.unlink(missing_ok=True)
    formatter = ("--formatter", f"json={report}")
    tools.run("html-validate", "--config", config, *formatter, "--ext", "html", site)
    places: dict[str, list[str]] = defaultdict(list)
    for file in json.loads(report.read_text("utf-8")):
        name = Path(file["filePath"]).relative_to(site).as_posix()
        for each in file["messages"]:
            where = f"{name}:{each['line']}:{each['column']} {each.get('selector') or ''}".rstrip()
            places[f"{each['ruleId']}: {each['message']}"].append(where)
    return [f"{what}\n    {len(where)} times, as {where[0]}" for what, where in places.items()]


class _Head(HTMLParser):
    """Collects what a page loads at once, its address, and what it says to robots."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.canonical = self.robots = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and _LOADED & set(values.get("rel", "").split()):
            self.loaded.append(values["href"])
        elif tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        elif tag == "script" and "src" in values:
            self.loaded.append(values["src"])
        elif tag == "meta" and values.get("name") == "robots":
            self.robots = values["content"]


def _head(file: Path) -> _Head:
    head = _Head()
    head.feed(file.read_text("utf-8"))
    return head


def canonical(file: Path) -> str:
    """The address that a page gives as its own."""
    return _head(file).canonical


def is_for_robots(file: Path) -> bool:
    """Whether a page is meant to be found by a search engine."""
    return "noindex" not in _head(file).robots


def weigh(site: Path, page: Path, path: str) -> int:
    """Bytes on the wire of a page of the site at `path`, without its images: itself, stylesheets,
    scripts and what these import, icon."""
    files = {page}
    for address in _head(page).loaded:
        files |= set(_with_imports(site / address.removeprefix(path)))
    return sum(transfer_size(file.name, file.read_bytes()) for file in files)


def _with_imports(file: Path) -> Iterator[Path]:
    yield file
    if file.suffix == ".js":
        for name in _IMPORTED.findall(file.read_text("utf-8")):
            yield from _with_imports(file.with_name(name))
